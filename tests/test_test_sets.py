"""Test sets are read in the layout in which they are published; what is malformed is refused with one line."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from xlsum.errors import DataError, SourceNotFoundError, UsageError, XlsumError
from xlsum.scoring.adapters import read_test_set
from xlsum.scoring.suites import Suite, list_suites, load_data, load_suite
from xlsum.scoring.testset import TestSet as Read

WIRE = {
    "id": "wire-01",
    "desk": "economy",
    "scraped": False,
    "published": "2024-03-19",
    "headline": "نرخ تورم اعلام شد",
    "text": "مرکز آمار نرخ تورم را اعلام کرد. این نرخ کاهش یافت.",
    "segments": ["مرکز آمار نرخ تورم را اعلام کرد.", "این نرخ کاهش یافت."],
    "reference": {"headline": "Inflation announced", "segments": ["The centre put out inflation.", "The rate fell."]},
    "summaries": [{"by": "first", "text": "Inflation fell."}, {"by": "second", "text": "The rate is lower."}],
}


def lay_out(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def wires(*changes: Mapping[str, object]) -> dict[str, str]:
    lines = [json.dumps({**WIRE, **change}, ensure_ascii=False) for change in changes or ({},)]
    return {"wires.jsonl": "".join(f"{line}\n" for line in lines)}


def shape(test_set: Read) -> list[list[tuple[str, tuple[str, ...]]]]:
    return [[(segment.persian, segment.references) for segment in d.segments] for d in test_set.documents]


PAIRS = [[("یک", ("one",))], [("دو", ("two",))]]


@pytest.mark.parametrize(
    ("adapter", "files", "expected"),
    [
        pytest.param(
            "flores",
            {"x/devtest/pes_Arab.devtest": "یک\nدو\n", "x/devtest/eng_Latn.devtest": "one\ntwo\n"},
            PAIRS,
            id="FLORES-200",
        ),
        pytest.param(
            "flores",
            {
                "devtest/pes_Arab.jsonl": '{"id": 1, "text": "یک"}\n{"id": 2, "text": "دو"}\n',
                "devtest/eng_Latn.jsonl": '{"id": 1, "text": "one"}\n{"id": 2, "text": "two"}\n',
            },
            PAIRS,
            id="FLORES+",
        ),
        pytest.param(
            "ntrex",
            {
                "NTREX-128/newstest2019-ref.fas.txt": "یک\nدو\nسه\n",
                "NTREX-128/newstest2019-src.eng.txt": "one\ntwo\nthree\n",
                "DOCUMENT_IDS.tsv": "a.1\na.1\nb.2\n",
            },
            [[("یک", ("one",)), ("دو", ("two",))], [("سه", ("three",))]],
            id="NTREX-128 by document",
        ),
        pytest.param(
            "tico19",
            {"test/test.en-fa.tsv": "sourceLang\ttargetLang\tsourceString\ttargetString\turl\nen\tfa\tone\tیک\tu\n"},
            [[("یک", ("one",))]],
            id="TICO-19",
        ),
        pytest.param(
            "wmt",
            {"news.src": "یک\nدو\n", "news.ref1": "one\ntwo\n", "news.ref2": "1\n2\n"},
            [[("یک", ("one", "1"))], [("دو", ("two", "2"))]],
            id="WMT with two references",
        ),
        pytest.param(
            "records",
            {"mine.jsonl": '{"persian": "یک", "english": "one"}\n{"source": "دو", "references": ["two"]}\n'},
            PAIRS,
            id="JSON Lines",
        ),
        pytest.param("records", {"mine.tsv": "fa\ten\nیک\tone\nدو\ttwo\n"}, PAIRS, id="tab-separated"),
        pytest.param(
            "xlsum",
            {"persian-english_test.jsonl": '{"source_url": "u", "text": "یک\\nدو", "summary": "One."}\n'},
            [[("یک", ()), ("دو", ())]],
            id="CrossSum",
        ),
        pytest.param(
            "wires",
            wires(),
            [[(a, (b,)) for a, b in zip(WIRE["segments"], WIRE["reference"]["segments"], strict=True)]],  # type: ignore[index,call-overload]
            id="our wires",
        ),
    ],
)
def test_a_published_layout_is_read(
    tmp_path: Path, adapter: str, files: Mapping[str, str], expected: list[list[tuple[str, tuple[str, ...]]]]
) -> None:
    assert shape(read_test_set(adapter, lay_out(tmp_path, files), "")) == expected


def test_summaries_classes_and_headline_of_a_wire_are_kept(tmp_path: Path) -> None:
    (document,) = read_test_set("wires", lay_out(tmp_path, wires()), "").documents
    assert document.summaries == ("Inflation fell.", "The rate is lower.")
    assert (document.classes["desk"], document.classes["text"]) == ("economy", "clean")
    assert (document.headline, document.reference_headline) == ("نرخ تورم اعلام شد", "Inflation announced")


@pytest.mark.parametrize(
    ("adapter", "files", "message"),
    [
        pytest.param("wires", {"wires.jsonl": ""}, "no documents", id="empty file"),
        pytest.param("wires", wires({}, {}), "'wire-01' is there twice", id="duplicate ids"),
        pytest.param("wires", wires({"segments": ["یک"]}), ":1: 1 segments, but 2", id="unequal segments"),
        pytest.param("wires", wires({"extra": 1}), "unknown field 'extra'", id="unknown field"),
        pytest.param("wires", wires({"segments": [""]}), "no list of non-empty texts", id="empty segment"),
        pytest.param("wires", wires({"summaries": []}), "no list of objects", id="no summaries"),
        pytest.param("wires", {"wires.jsonl": "{]\n"}, "wires.jsonl:1: not JSON", id="not JSON"),
        pytest.param("wires", {"wires.jsonl": "[]\n"}, "not a JSON object", id="not an object"),
        pytest.param("wires", {}, "no such file", id="no file"),
        pytest.param("wmt", {"a.src": "یک\nدو\n", "a.ref": "one\n"}, "unequal numbers of lines", id="unequal lines"),
        pytest.param("wmt", {"a.src": "", "a.ref": ""}, "empty file", id="empty source"),
        pytest.param("wmt", {"a.src": "یک\n"}, "no a.ref", id="no reference"),
        pytest.param("wmt", {"a.src": "یک\n", "b.src": "یک\n"}, "--split STEM", id="two sources"),
        pytest.param("flores", {"devtest/pes_Arab.devtest": "یک\n"}, "eng_Latn", id="one side only"),
        pytest.param("records", {"a.tsv": "fa\ten\nیک\n"}, "a.tsv:2: 1 columns", id="row of another width"),
        pytest.param("records", {"a.jsonl": '{"english": "x"}\n'}, "a.jsonl:1: no field 'persian'", id="no Persian"),
        pytest.param("records", {"a.jsonl": '{"persian": 5}\n'}, "'persian' is no text", id="not a text"),
        pytest.param(
            "records",
            {"a.jsonl": '{"id": "1", "persian": "یک"}\n{"id": "1", "persian": "دو"}\n'},
            "'1' is there twice",
            id="duplicate ids of records",
        ),
    ],
)
def test_a_malformed_test_set_is_refused_with_one_line(
    tmp_path: Path, adapter: str, files: Mapping[str, str], message: str
) -> None:
    with pytest.raises(XlsumError, match=message) as caught:
        read_test_set(adapter, lay_out(tmp_path, files), "")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


def test_another_encoding_is_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "wires.jsonl").write_bytes('{"id": "سلام"}\n'.encode("cp1256"))
    with pytest.raises(DataError, match=r"wires.jsonl:1: not UTF-8"):
        read_test_set("wires", tmp_path, "")


def test_the_checksum_is_that_of_the_content_whatever_the_layout(tmp_path: Path) -> None:
    first = lay_out(tmp_path / "a", {"n.src": "یک\n", "n.ref": "one\n"})
    second = lay_out(tmp_path / "b", {"m.jsonl": '{"fa": "یک", "en": "one"}\n'})
    assert read_test_set("wmt", first, "").sha256 == read_test_set("records", second, "").sha256


def test_every_suite_states_its_licence_and_source() -> None:
    suites = list_suites()
    assert {"wire-mini", "stress", "summaries", "flores200", "ntrex128", "tico19", "crosssum", "xlsum"} <= {
        s.name for s in suites
    }
    assert all(s.licence and s.citation and s.contamination and (s.folder or s.needs_data) for s in suites)


@pytest.mark.parametrize(
    ("name", "data", "error", "message"),
    [
        pytest.param("flores300", "", UsageError, "unknown; one of crosssum", id="unknown suite"),
        pytest.param("flores200", "", UsageError, "give --data", id="data not given"),
        pytest.param("flores200", "/nowhere/at/all", SourceNotFoundError, "no such folder", id="data not there"),
    ],
)
def test_a_suite_that_cannot_be_run_says_what_is_missing(
    name: str, data: str, error: type[XlsumError], message: str
) -> None:
    with pytest.raises(error, match=message):
        load_data(load_suite(name), data)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("title: x\n", "missing key 'adapter'", id="missing key"),
        pytest.param("titel: x\n", "unknown key 'titel'", id="unknown key"),
        pytest.param("- x\n", "not a mapping", id="a list"),
        pytest.param("a: [\n", "not YAML", id="not YAML"),
        pytest.param(
            "{title: x, adapter: nope, licence: x, citation: x, contamination: x}\n",
            "adapter 'nope'",
            id="unknown adapter",
        ),
    ],
)
def test_a_malformed_suite_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=message) as caught:
        load_suite(str(path))
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_the_pinned_one_is_refused(tmp_path: Path) -> None:
    lay_out(tmp_path, wires())
    suite = tmp_path / "own.yaml"
    pinned = f"files: {{wires.jsonl: {'f' * 64}}}"
    suite.write_text(f"{{title: x, adapter: wires, licence: x, citation: x, contamination: x, {pinned}}}\n")
    with pytest.raises(DataError, match=r"the suite pins ffffffffffff"):
        load_data(load_suite(str(suite)), str(tmp_path))


@pytest.mark.parametrize("suite", [suite for suite in list_suites() if suite.folder], ids=lambda suite: suite.name)
def test_the_data_that_ships_is_the_data_that_is_pinned(suite: Suite) -> None:
    """After data was changed on purpose: python -m benchmarks.pin, and pin the floors anew."""
    assert suite.files
    assert load_data(suite).documents


def test_the_wires_are_what_the_suite_promises() -> None:
    wires = load_data(load_suite("wire-mini")).documents
    assert len(wires) >= 40
    assert {(len(wire.segments) >= 5, len(wire.summaries)) for wire in wires} == {(True, 2)}
    assert sum(wire.classes["text"] == "scraped" for wire in wires) * 2 == len(wires)
