"""Writing: readable text, Markdown, JSON Lines; files that are whole or not there; the label."""

import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.results_for_tests import make_result
from xlsum.document import Flag, Result, TranslatedSegment, Translation
from xlsum.errors import OutputError, UsageError
from xlsum.formats import OUTPUT_FORMATS, write_results
from xlsum.formats.label import english_language, reviewed, visible_line, without_label
from xlsum.formats.readable import markdown_of_result, text_of_result
from xlsum.formats.writing import file_name

LABEL = (
    "Machine-translated and machine-summarized from Persian by compact-fa-en and lexrank on 2026-11-22 "
    "(source sha256 aaaaaaaaaaaa); not reviewed."
)


def unwrapped(text: str) -> str:
    return " ".join(text.split())


def test_text_shows_flags_where_they_belong_and_the_label() -> None:
    text = unwrapped(text_of_result(make_result()))
    assert "inflation was 70 percent. [!]1 [?]2" in text
    assert "[!]1 do not use (numbers): ۷۷ درصد became 70 percent" in text
    assert "SUMMARY (extractive:lexrank) Inflation hit 77 percent. Parliament meets tomorrow. [?]3" in text
    assert "Left out: «انتهای پیام»" in text
    assert text.endswith(LABEL)
    assert "CAUTION: no encoding was marked: read as windows-1256 by its letters" in text


def test_markdown_escapes_the_wire_and_puts_flags_into_footnotes() -> None:
    page = markdown_of_result(make_result())
    assert page.startswith("# Inflation hits 77 percent\n")
    assert "70 percent.[^1][^2]" in page
    assert "[^1]: **do not use** (numbers)" in page
    assert r"\<text\>" in page
    assert f"*{LABEL}*" in page


def test_a_sentence_without_english_is_shown_not_dropped() -> None:
    lost = Translation(
        ((TranslatedSegment("p1s1", "متن", "متن", "", None, "do-not-use", (Flag("x", "check", "y"),)),),)
    )
    for render in (text_of_result, markdown_of_result):
        assert "not translated: متن" in render(make_result(translation=lost, headline=None, summary=None))


def test_a_wire_cannot_steer_the_terminal() -> None:
    steering = Translation(((TranslatedSegment("p1s1", "متن", "متن", "Red \x1b[31malert\x07 now."),),))
    text = text_of_result(make_result(translation=steering, headline=None))
    assert "\x1b" not in text
    assert "\x07" not in text


def test_json_lines_go_to_standard_output_one_result_a_line(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert write_results([make_result("a"), make_result("b")], None, "jsonl") == 2
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["a", "b"]


def test_results_are_written_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr("sys.stdout", out)
    seen = []

    def results() -> Iterator[Result]:
        for name in ("a", "b"):
            seen.append(out.buffer.getvalue().count(b"\n"))  # type: ignore[attr-defined]
            yield make_result(name)

    write_results(results(), "-", "jsonl")
    assert seen == [0, 1]


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    def failing() -> Iterator[Result]:
        yield make_result("a")
        raise RuntimeError("the power is gone")

    out = tmp_path / "out.jsonl"
    out.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write_results(failing(), out, "jsonl")
    assert out.read_text(encoding="utf-8") == "old"
    assert os.listdir(tmp_path) == ["out.jsonl"]
    write_results([make_result("a")], out, "jsonl")
    assert json.loads(out.read_text(encoding="utf-8"))["id"] == "a"


IDS = ["../../etc/passwd", "/etc/passwd", "a/b", "a_b", "..", ".", "CON\0", "خبر ۱", "x" * 500, "A", "a", ""]


def test_a_folder_gets_one_file_a_document_whatever_the_ids(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write_results(map(make_result, IDS), f"{out}/", "jsonl") == len(IDS)
    names = os.listdir(out)
    assert len(names) == len(IDS)
    assert len({name.lower() for name in names}) == len(IDS)
    assert os.listdir(tmp_path) == ["out"]
    ids = {json.loads((out / name).read_text(encoding="utf-8"))["id"] for name in names}
    assert ids == set(IDS)


@pytest.mark.parametrize("identity", IDS)
def test_a_file_name_stays_in_its_folder(identity: str) -> None:
    name = file_name(identity, ".jsonl")
    assert "/" not in name
    assert not name.startswith(".")
    assert len(name.encode()) < 255


@pytest.mark.parametrize("out", ["missing/out.txt", "file/out/"])
def test_an_output_that_cannot_be_written_is_one_line(tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_results([make_result()], f"{tmp_path}/{out}", "text")
    assert "\n" not in str(caught.value)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="/dev/full plays the full disk and this machine has none")
def test_a_full_disk_is_one_line() -> None:
    with pytest.raises(OutputError, match="No space left"):
        write_results([make_result()], "/dev/full", "jsonl")


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="one of text, markdown, jsonl"):
        write_results([], None, "docx2")


def test_the_label_says_by_what_when_and_that_nobody_reviewed_it() -> None:
    assert visible_line(make_result()) == LABEL
    assert english_language(make_result()) == "en-t-fa-t0-und"


def test_a_review_names_the_reviewer_and_the_day() -> None:
    result = reviewed(make_result(summary=None), "Sara Amini", "2026-11-23T08:00:00+00:00")
    assert visible_line(result).endswith("; reviewed by Sara Amini on 2026-11-23.")
    assert visible_line(result).startswith("Machine-translated from Persian")


def test_a_dari_wire_is_labelled_dari() -> None:
    result = make_result(source=replace(make_result().source, language="prs"))
    assert "from Dari by" in visible_line(result)


@pytest.mark.parametrize("format", [format.name for format in OUTPUT_FORMATS])
def test_the_label_is_in_every_format_until_it_is_switched_off(tmp_path: Path, format: str) -> None:
    for label in (True, False):
        write_results([make_result()], tmp_path / "out", format, label=label)
        data = (tmp_path / "out").read_bytes()
        assert (b"achine-translated" in readable_bytes(data, format)) == label
    assert visible_line(without_label(make_result())) == ""


def readable_bytes(data: bytes, format: str) -> bytes:
    """The words of a file; a zip's members are read out."""
    if not data.startswith(b"PK"):
        return data
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())
