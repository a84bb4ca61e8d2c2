"""Result <-> the JSON object that every command prints. `result.schema.json` beside this file is its schema."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import fields, is_dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlsum.document import (
    Coverage,
    DateReading,
    Flag,
    Headline,
    ModelIdentity,
    NumberReading,
    Provenance,
    Result,
    SourceInfo,
    Summary,
    TranslatedSegment,
    Translation,
)
from xlsum.errors import DataError, SourceNotFoundError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SCHEMA_VERSION = 1  # of the object, in its provenance; one without is of the days before there was a number

Json = dict[str, Any]  # what json.loads gives: its shape is the schema's to say, not a type's


def result_to_json(result: Result) -> Json:
    """The object of one result, ready for json.dumps. `result_from_json` gives the result back."""
    return {
        "id": result.id,
        "source": _plain(result.source),
        "headline": _plain(result.headline) if result.headline else None,
        "translation": {
            "text": result.translation.text,
            "paragraphs": [[_plain(segment) for segment in paragraph] for paragraph in result.translation.paragraphs],
        },
        "dates": [_plain(reading) for reading in result.dates],
        "numbers": [_plain(reading) for reading in result.numbers],
        "summary": _plain(result.summary) if result.summary else None,
        "coverage": _plain(result.coverage),
        **({"document_flags": [_plain(flag) for flag in result.document_flags]} if result.document_flags else {}),
        "provenance": {**_plain(result.provenance), "schema": SCHEMA_VERSION},
    }


def result_from_json(value: Mapping[str, Any]) -> Result:
    """The result that an object stands for. Raises DataError that names what is missing or of the wrong kind.

    Objects of every schema up to this one are read; one of a later xlsum is refused.
    """
    try:
        return _result(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"not a result of xlsum: {_complaint(error)}; give a line of `xlsum run --format jsonl`"
        ) from error


def result_to_line(result: Result) -> str:
    """The object of one result on one line, without the line end. Half surrogate pairs become U+FFFD."""
    line = json.dumps(result_to_json(result), ensure_ascii=False, allow_nan=False)
    return line.encode("utf-8", "replace").decode("utf-8")


def read_results(source: str) -> Iterator[Result]:
    """The results of a JSON Lines file, or of standard input for "-". Raises SourceNotFoundError, DataError."""
    if source != "-" and not Path(source).is_file():
        raise SourceNotFoundError(f"{source}: no such file; give the output of `xlsum run --format jsonl`")
    with nullcontext(sys.stdin.buffer) if source == "-" else open(source, "rb") as lines:
        yield from _results_of_lines(lines, source)


def result_schema() -> Json:
    """The JSON schema (draft 2020-12) of the object."""
    schema: Json = json.loads(files("xlsum.formats").joinpath("result.schema.json").read_text(encoding="utf-8"))
    return schema


def _results_of_lines(lines: Iterable[bytes], source: str) -> Iterator[Result]:
    empty = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        empty = False
        try:
            value = json.loads(line.decode("utf-8-sig"))
            yield result_from_json(value if isinstance(value, dict) else {})
        except (DataError, ValueError, RecursionError) as error:
            raise DataError(f"{source}:{number}: {str(error) or 'nested too deep'}") from error
    if empty:
        raise DataError(f"{source}: no results in it; give the output of `xlsum run --format jsonl`")


def _plain(value: "DataclassInstance") -> Json:
    return {field.name: _plain_field(getattr(value, field.name)) for field in fields(value)}


def _plain_field(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain_field(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain_field(item) for key, item in value.items()}
    return value


def _check_version(found: int) -> None:
    if found > SCHEMA_VERSION:
        raise ValueError(f"its schema {found} is of a later xlsum (this one knows {SCHEMA_VERSION}): upgrade xlsum")


def _result(value: Mapping[str, Any]) -> Result:
    source, coverage = dict(value["source"]), dict(value["coverage"])
    _check_version(value["provenance"].get("schema", 0))
    provenance = {name: field for name, field in value["provenance"].items() if name != "schema"}
    return Result(
        id=value["id"],
        source=SourceInfo(**{**source, **_tuples(source, "warnings", "removed", "repairs")}),
        headline=Headline(**value["headline"]) if value.get("headline") else None,
        translation=Translation(tuple(tuple(map(_segment, part)) for part in value["translation"]["paragraphs"])),
        dates=tuple(map(_date, value["dates"])),
        numbers=tuple(NumberReading(**reading) for reading in value["numbers"]),
        summary=_summary(value["summary"]) if value.get("summary") else None,
        coverage=Coverage(**{**coverage, **_tuples(coverage, "left_out")}),
        document_flags=tuple(Flag(**flag) for flag in value.get("document_flags", ())),
        provenance=Provenance(
            **{**provenance, "models": tuple(ModelIdentity(**model) for model in provenance["models"])}
        ),
    )


def _segment(value: Mapping[str, Any]) -> TranslatedSegment:
    return TranslatedSegment(**{**value, "flags": _flags(value), **_tuples(value, "alternatives")})


def _summary(value: Mapping[str, Any]) -> Summary:
    support = tuple(tuple(ids) for ids in value.get("support", ()))
    return Summary(**{**value, "flags": _flags(value), "support": support, **_tuples(value, "supported_by")})


def _date(value: Mapping[str, Any]) -> DateReading:
    span = value.get("span")
    day = value.get("gregorian")
    read = {
        "gregorian": date.fromisoformat(day) if day else None,
        "span": (date.fromisoformat(span[0]), date.fromisoformat(span[1])) if span else None,
    }
    return DateReading(**{**value, **read})


def _flags(value: Mapping[str, Any]) -> tuple[Flag, ...]:
    return tuple(Flag(**flag) for flag in value.get("flags", ()))


def _tuples(value: Mapping[str, Any], *names: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(value.get(name, ())) for name in names}


def _complaint(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"no field {error.args[0]!r}"
    return str(error).replace("__init__() ", "")
