"""The object of one result: its schema, and the way there and back."""

import json
from dataclasses import fields

import jsonschema
import pytest

from tests.results_for_tests import make_result
from xlsum.document import (
    DateReading,
    Flag,
    ModelIdentity,
    NumberReading,
    Provenance,
    Result,
    SourceInfo,
    Summary,
    TranslatedSegment,
)
from xlsum.errors import DataError
from xlsum.formats import result_from_json, result_to_json
from xlsum.formats.result_json import result_schema, result_to_line

RESULTS = [
    pytest.param(make_result(), id="every field filled"),
    pytest.param(make_result(headline=None, summary=None, dates=(), numbers=()), id="nothing optional"),
]


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_comes_back_from_its_line_unchanged(result: Result) -> None:
    assert result_from_json(json.loads(result_to_line(result))) == result


@pytest.mark.parametrize("result", RESULTS)
def test_a_result_keeps_to_the_schema(result: Result) -> None:
    jsonschema.Draft202012Validator.check_schema(result_schema())
    jsonschema.validate(json.loads(result_to_line(result)), result_schema())


def test_the_object_has_the_keys_that_the_design_names() -> None:
    value = result_to_json(make_result())
    assert list(value) == [
        "id", "source", "headline", "translation", "dates", "numbers", "summary", "coverage", "provenance",
    ]  # fmt: skip
    assert value["translation"]["text"].startswith("Inflation hits 77 percent\n\nGhalibaf said")
    segment = value["translation"]["paragraphs"][1][0]
    assert segment["id"] == "p2s1"
    assert segment["flags"][0]["kind"] == "numbers"
    assert value["dates"][0]["gregorian"] == "2024-03-19"
    assert value["summary"]["supported_by"] == ["p1s1", "p3s1"]
    assert value["provenance"]["label"] == "machine-translated"
    assert value["provenance"]["language"] == "en-t-fa-t0-und"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("source", SourceInfo),
        ("segment", TranslatedSegment),
        ("date", DateReading),
        ("number", NumberReading),
        ("summary", Summary),
        ("model", ModelIdentity),
        ("provenance", Provenance),
        ("flag", Flag),
    ],
)
def test_the_schema_names_every_field_and_no_other(name: str, kind: type) -> None:
    assert set(result_schema()["$defs"][name]["properties"]) - {"schema"} == {field.name for field in fields(kind)}


def test_doubts_about_the_whole_document_are_kept() -> None:
    result = make_result(document_flags=(Flag("kill", "do-not-use", "the agency withdrew this story"),))
    value = json.loads(result_to_line(result))
    jsonschema.validate(value, result_schema())
    assert value["document_flags"][0]["kind"] == "kill"
    assert result_from_json(value) == result


def test_the_schema_refuses_an_unknown_level() -> None:
    value = result_to_json(make_result())
    value["translation"]["paragraphs"][1][0]["level"] = "fine"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value, result_schema())


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        pytest.param({}, "no field 'source'", id="nothing"),
        pytest.param({"id": "a", "source": {"colour": 1}}, "'", id="fields of something else"),
        pytest.param(
            {**result_to_json(make_result()), "dates": [{"text": "x"}]}, "missing", id="a date without calendar"
        ),
    ],
)
def test_an_object_that_is_no_result_is_named_so(value: dict[str, object], complaint: str) -> None:
    with pytest.raises(DataError, match="not a result of xlsum") as caught:
        result_from_json(value)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_schema_is_numbered_older_objects_are_read_and_later_ones_refused() -> None:
    value = result_to_json(make_result())
    assert value["provenance"]["schema"] == 1
    older = {**value, "provenance": {k: v for k, v in value["provenance"].items() if k != "schema"}}
    assert result_from_json(older) == make_result()
    with pytest.raises(DataError, match="upgrade xlsum"):
        result_from_json({**value, "provenance": {**value["provenance"], "schema": 2}})
