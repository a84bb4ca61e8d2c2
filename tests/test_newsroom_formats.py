"""What newsrooms ingest: ninjs, NewsML-G2, NITF, feeds, Word, translation memories; and the way back into xlsum."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from tests.results_for_tests import make_result
from xlsum.cli import app
from xlsum.document import Document, Flag, Result, Translation
from xlsum.errors import OutputError, UsageError
from xlsum.formats import INPUT_FORMATS, OUTPUT_FORMATS, read_bytes, write_results
from xlsum.formats.label import reviewed, visible_line, without_label
from xlsum.formats.story import date_time, publication_status

HEADLINE = "Inflation hits 77 percent"
PARAGRAPHS = [
    'Ghalibaf said on Tuesday, March 19, 2024 that inflation was 70 percent. This is "a" <text> & more.',
    "Parliament meets tomorrow.",
]
NAMES = {"g": "http://iptc.org/std/nar/2006-10-01/", "h": "http://www.w3.org/1999/xhtml"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def written(format: str, folder: Path, *results: Result) -> bytes:
    write_results(results or (make_result(),), folder / "out", format)
    return (folder / "out").read_bytes()


def read_back(data: bytes, name: str) -> list[Document]:
    return list(read_bytes(data, name))


def test_ninjs_names_its_source_and_how_it_was_made(tmp_path: Path) -> None:
    item = json.loads(written("ninjs", tmp_path))
    (source,) = item["associations"]
    assert (source["rel"], source["uri"]) == ("translation-of", "https://example.com/news/1?a=1&b=2")
    assert source["language"] == "fa"
    assert source["headlines"][0]["value"] == "تورم به ۷۷ درصد رسید"
    assert item["language"] == "en-t-fa-t0-und"
    assert item["digitalSourceType"]["uri"].endswith("/trainedAlgorithmicMedia")
    assert {"role": "source-sha256", "value": "a" * 64} in item["altIds"]
    assert (item["urgency"], item["version"], item["pubStatus"]) == (4, "2", "withheld")
    assert visible_line(make_result()) in item["edNote"]
    assert item["bodies"][0]["value"].endswith(visible_line(make_result()))


def test_a_review_lifts_the_hold_and_changes_the_source_type(tmp_path: Path) -> None:
    result = reviewed(make_result(), "Sara Amini", "2026-11-23T08:00:00+00:00")
    item = json.loads(written("ninjs", tmp_path, result))
    assert item["pubStatus"] == "usable"
    assert item["digitalSourceType"]["uri"].endswith("/compositeWithTrainedAlgorithmicMedia")
    assert "reviewed by Sara Amini on 2026-11-23" in item["edNote"]


def test_a_sentence_that_the_reviewer_rejected_holds_the_story(tmp_path: Path) -> None:
    rejection = Flag("review", "do-not-use", "rejected by Sara Amini")
    paragraphs = make_result().translation.paragraphs
    segment = replace(paragraphs[2][0], level="do-not-use", flags=(rejection,))
    result = make_result(translation=Translation((*paragraphs[:2], (segment,))))
    result = reviewed(result, "Sara Amini", "2026-11-23T08:00:00+00:00")
    assert json.loads(written("ninjs", tmp_path, result))["pubStatus"] == "withheld"
    assert b'id="p3s1" state="initial"' in written("xliff", tmp_path, result)
    assert b'id="p1s1" state="reviewed"' in written("xliff", tmp_path, result)


def test_a_withdrawn_story_is_not_published(tmp_path: Path) -> None:
    kill = Flag("kill", "do-not-use", "the agency withdrew this story")
    result = reviewed(make_result(document_flags=(kill,)), "Sara Amini", "2026-11-23T08:00:00+00:00")
    assert json.loads(written("ninjs", tmp_path, result))["pubStatus"] == "canceled"
    for format in ("rss", "atom"):
        assert b"the agency withdrew this story" in written(format, tmp_path, result)


def test_a_label_that_was_switched_off_stays_off_after_a_review() -> None:
    assert visible_line(reviewed(without_label(make_result()), "Sara Amini", "2026-11-23")) == ""


@pytest.mark.parametrize("format", [known.name for known in OUTPUT_FORMATS])
def test_a_review_is_named_in_every_format(tmp_path: Path, format: str) -> None:
    data = written(format, tmp_path, reviewed(make_result(), "Sara Amini", "2026-11-23T08:00:00+00:00"))
    if format == "docx":
        data = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert b"Sara Amini" in data
    assert b"not reviewed" not in data


def test_an_xliff_document_holds_one_source_language(tmp_path: Path) -> None:
    dari = make_result("dari", source=replace(make_result().source, language="prs"))
    assert b'srcLang="prs"' in written("xliff", tmp_path, dari)
    with pytest.raises(OutputError, match="dari: its language is prs, and an XLIFF document holds one"):
        written("xliff", tmp_path, make_result("persian"), dari)
    assert b'<tuv xml:lang="prs">' in written("tmx", tmp_path, make_result("persian"), dari)


def test_a_killed_source_stays_killed() -> None:
    source = replace(make_result().source, extra={"status": "canceled"})
    assert publication_status(reviewed(make_result(source=source), "S", "")) == "canceled"


ROUND_TRIPS = [
    pytest.param("ninjs", "a.json", id="ninjs"),
    pytest.param("newsml", "a.xml", id="newsml"),
    pytest.param("nitf", "a.nitf", id="nitf"),
    pytest.param("rss", "a.rss", id="rss"),
    pytest.param("atom", "a.atom", id="atom"),
]


@pytest.mark.parametrize(("format", "name"), ROUND_TRIPS)
def test_what_is_written_is_read_back(tmp_path: Path, format: str, name: str) -> None:
    (document,) = read_back(written(format, tmp_path), name)
    assert document.headline == HEADLINE
    label = [] if format == "nitf" else [visible_line(make_result())]  # NITF has a place of its own for it
    assert document.text.split("\n\n") == [*PARAGRAPHS, *label]
    assert document.published[:10] in {"2026-11-22", "2024-03-19"}


@pytest.mark.parametrize(("format", "name"), [row for row in ROUND_TRIPS if row.values[0] != "nitf"])
def test_several_documents_go_into_one_file(tmp_path: Path, format: str, name: str) -> None:
    results = [make_result(identity) for identity in ("a", "b", "c")]
    documents = read_back(written(format, tmp_path, *results), name)
    assert len(documents) == 3
    assert len({document.id for document in documents}) == 3


def test_nitf_wants_a_folder_for_several_documents(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one document a file"):
        written("nitf", tmp_path, make_result("a"), make_result("b"))
    assert write_results([make_result("a"), make_result("b")], f"{tmp_path}/out/", "nitf") == 2


def test_newsml_marks_doubtful_sentences_and_the_language_of_a_machine(tmp_path: Path) -> None:
    root = etree.fromstring(written("newsml", tmp_path))
    assert root.get(XML_LANG) == "en-t-fa-t0-und"
    assert root.find(".//h:span", NAMES).get("class") == "xlsum-do-not-use"
    assert root.find(".//g:link", NAMES).get("rel") == "xlrel:translation-of"
    assert root.find(".//g:contentMetaExtProperty", NAMES).get("value") == "a" * 64


def test_a_word_file_has_two_columns_and_persian_from_right_to_left(tmp_path: Path) -> None:
    data = written("docx", tmp_path)
    document = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert document.count("<w:tr>") + document.count("<w:tr ") == 5
    assert document.count("<w:bidi/>") == 4
    assert document.count("<w:rtl/>") == 4
    assert "Do not use: ۷۷ درصد became 70 percent" in document
    (back,) = read_back(data, "a.docx")
    assert back.headline == HEADLINE
    assert "مجلس فردا جلسه دارد." in back.text


def test_a_memory_leaves_out_what_is_not_to_be_used(tmp_path: Path) -> None:
    root = etree.fromstring(written("tmx", tmp_path))
    assert root.get("version") == "1.4"
    pairs = [[tuv.findtext("seg") for tuv in unit.iter("tuv")] for unit in root.iter("tu")]
    assert len(pairs) == 3
    assert pairs[1] == ["<script>alert(1)</script> این یک متن است.", 'This is "a" <text> & more.']
    assert [tuv.get(XML_LANG) for tuv in next(root.iter("tu")).iter("tuv")] == ["fa", "en"]


def test_xliff_has_a_unit_for_each_paragraph_and_notes_for_doubts(tmp_path: Path) -> None:
    root = etree.fromstring(written("xliff", tmp_path))
    space = {"x": "urn:oasis:names:tc:xliff:document:2.0"}
    assert (root.get("srcLang"), root.get("trgLang"), root.get("version")) == ("fa", "en", "2.1")
    assert [unit.get("id") for unit in root.iterfind(".//x:unit", space)] == ["p1", "p2", "p3"]
    segments = root.findall(".//x:segment", space)
    assert [segment.get("state") for segment in segments] == ["translated", "initial", "translated", "translated"]
    assert segments[0].findtext("x:target", namespaces=space) == HEADLINE
    notes = [note.text for note in root.iterfind(".//x:unit/x:notes/x:note", space)]
    assert notes[0].startswith("p2s1: ۷۷ درصد became 70 percent")


def test_a_table_has_one_line_a_sentence_and_no_formulas(tmp_path: Path) -> None:
    segment = replace(make_result().translation.segments[0], english='=HYPERLINK("x")\tand\nmore')
    translation = replace(make_result().translation, paragraphs=((segment,),))
    lines = written("tsv", tmp_path, make_result(translation=translation)).decode().splitlines()
    assert len(lines) == 2
    assert lines[1].split("\t")[3] == '\'=HYPERLINK("x") and more'
    assert len(lines[0].split("\t")) == len(lines[1].split("\t"))


def test_the_command_writes_reviewed_results_in_another_format(tmp_path: Path) -> None:
    write_results([make_result("a"), make_result("b")], tmp_path / "out.jsonl")
    command = [
        "export",
        str(tmp_path / "out.jsonl"),
        "-f",
        "nitf",
        "--reviewed-by",
        "Sara Amini",
        "-o",
        f"{tmp_path}/out/",
    ]
    ran = CliRunner().invoke(app, command)
    assert ran.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.nitf", "b.nitf"]
    assert "; reviewed by Sara Amini on " in (tmp_path / "out" / "a.nitf").read_text(encoding="utf-8")


def test_the_formats_are_listed() -> None:
    listed = CliRunner().invoke(app, ["formats"]).output
    for known in (*INPUT_FORMATS, *OUTPUT_FORMATS):
        assert f"  {known.name:10} {known.summary}" in listed


def hostile() -> Iterator[Result]:
    segment = replace(make_result().translation.segments[0], english="a\x00b\x0bc ]]> <b>&\ufffe", source="\x1f<x>")
    yield make_result("]]><x>\x00", translation=replace(make_result().translation, paragraphs=((segment,),)))


@pytest.mark.parametrize("format", ["newsml", "nitf", "rss", "atom", "tmx", "xliff", "docx"])
def test_characters_that_xml_cannot_hold_do_no_harm(tmp_path: Path, format: str) -> None:
    data = written(format, tmp_path, *hostile())
    if format == "docx":
        data = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert b"\x00" not in data
    etree.fromstring(data)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2024-03-19T10:00:00+03:30", "2024-03-19T10:00:00+03:30"),
        ("2024-03-19T10:00Z", "2024-03-19T10:00:00Z"),
        ("2024-03-19T10:00+03:30", "2024-03-19T10:00:00+03:30"),
        ("2024-03-19T10:00-03:30", "2024-03-19T10:00:00-03:30"),
        ("2024-03-19T10:00:00", "2024-03-19T10:00:00+00:00"),
        ("2024-03-19", ""),
        ("دیروز", ""),
    ],
)
def test_times_get_seconds_and_an_offset(given: str, expected: str) -> None:
    assert date_time(given) == expected
