"""The three commands: good documents are done, bad ones get one line, and the exit code says which happened."""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import xlsum.pipeline
from tests.conftest import FakeEngine
from xlsum.cli import main
from xlsum.engines.protocol import DecodingOptions
from xlsum.pipeline import Pipeline
from xlsum.settings import Settings
from xlsum.stages import EXTRACTIVE, extractive_writer
from xlsum.summarize import Summarizer
from xlsum.translate import Translator

GOOD = "وزیر خارجه وارد تهران شد. او با همتای خود دیدار کرد.\n"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


@dataclass(frozen=True, slots=True)
class Ran:
    """What one call of the command gave."""

    code: int
    out: str
    err: str

    @property
    def complaints(self) -> list[str]:
        return [line for line in self.err.splitlines() if line.startswith("xlsum: ")]


Call = Callable[..., Ran]


def fake_pipeline(summarizer: str | None = "auto", *, settings: Settings, **_: object) -> Pipeline:
    writer = extractive_writer(EXTRACTIVE, settings)
    summaries = None if summarizer is None else Summarizer(writer, writer, identities=(writer.identity,))
    return Pipeline(Translator(FakeEngine(), DecodingOptions(), retry=False), summaries, settings)


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Run the command in this process, with a fake engine behind it."""
    monkeypatch.setattr(xlsum.pipeline, "load_pipeline", fake_pipeline)

    def called(*arguments: str) -> Ran:
        monkeypatch.setattr("sys.argv", ["xlsum", *arguments])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = int(stop.code or 0)
        out, err = capfd.readouterr()
        return Ran(code, out, err)

    return called


def test_a_good_document_is_translated_and_summarized(call: Call, tmp_path: Path) -> None:
    (tmp_path / "wire.txt").write_text(GOOD, encoding="utf-8")
    ran = call("run", str(tmp_path / "wire.txt"), "--format", "jsonl", "--quiet")
    [result] = map(json.loads, ran.out.splitlines())
    assert ran.code == 0
    assert ran.err == ""
    assert result["translation"]["text"].startswith("English of")
    assert result["summary"]["method"] == "extractive"


def test_translate_leaves_the_summary_out_and_summarize_prints_it_alone(call: Call, tmp_path: Path) -> None:
    wire = tmp_path / "wire.txt"
    wire.write_text(GOOD, encoding="utf-8")
    assert json.loads(call("translate", str(wire), "-f", "jsonl").out)["summary"] is None
    text = call("summarize", str(wire)).out
    assert "SUMMARY" in text
    assert text.count("English of وزیر") == 1


BAD = [
    pytest.param("bad.txt", b"", id="empty"),
    pytest.param("bad.txt", b" \n\t\n", id="blank"),
    pytest.param("bad.txt", bytes(range(256)) * 40, id="binary"),
    pytest.param("bad.txt", "متن\x00\x00\x00\x00".encode() * 40, id="NUL"),
    pytest.param("bad.txt", PNG + bytes(100), id="PNG"),
    pytest.param("bad.jsonl", b'{"id": "a", "text": "\xd8', id="truncated JSON"),
    pytest.param("bad.jsonl", b"[1, 2]", id="an array"),
    pytest.param("bad.jsonl", b"null", id="null"),
    pytest.param("bad.jsonl", b'{"id": "a"}', id="no text"),
    pytest.param("bad.jsonl", b"[" * 100_000, id="open brackets"),
]


@pytest.mark.parametrize(("name", "data"), BAD)
def test_a_bad_document_gets_one_line_and_the_others_are_done(
    call: Call, tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    ran = call("run", str(tmp_path), "--format", "jsonl", "--quiet")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1
    assert ran.err.startswith("xlsum: ")
    assert name in ran.err
    assert len(ran.out.splitlines()) == 1


ODD = [
    pytest.param("wire.txt", GOOD.encode("windows-1256", "replace").replace(b"?", b"\xed"), id="windows-1256"),
    pytest.param("wire.txt", GOOD.encode("utf-16"), id="UTF-16"),
    pytest.param("wire.txt", GOOD.encode("utf-8-sig"), id="BOM"),
    pytest.param("wire.jsonl", b'{"id": "a", "text": "\\ud800 ' + GOOD.strip().encode() + b'"}', id="lone surrogate"),
    pytest.param("wire.txt", (GOOD.strip() + " ").encode() * 9000, id="a line of 1 MB"),
    pytest.param("wire.txt", ("ا" * 20_000).encode(), id="20,000 letters without a space"),
    pytest.param("wire.txt", b"The minister arrived in Tehran on Monday.", id="English"),
    pytest.param("wire.txt", "وصل وزير الخارجية إلى طهران يوم الاثنين في زيارة رسمية.".encode(), id="Arabic"),
    pytest.param("wire.txt", f"\u202b\u200f{GOOD}\u202c\u2069".encode(), id="bidi controls"),
]


@pytest.mark.parametrize(("name", "data"), ODD)
def test_an_odd_document_is_read_all_the_same(call: Call, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    ran = call("run", str(tmp_path / name), "--format", "jsonl")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["translation"]["text"]


def test_documents_with_the_same_id_are_both_done(call: Call, tmp_path: Path) -> None:
    line = json.dumps({"id": "a", "text": GOOD})
    (tmp_path / "wires.jsonl").write_text(f"{line}\n{line}\n", encoding="utf-8")
    assert len(call("run", str(tmp_path / "wires.jsonl"), "-f", "jsonl").out.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["run", "no-such-file.txt"], id="a missing source"),
        pytest.param(["run", "no-such-*.txt"], id="a glob without a match"),
        pytest.param(["run"], id="no source"),
        pytest.param(["run", "{good}", "--format", "roman"], id="an unknown format"),
        pytest.param(["run", "{good}", "--dates", "roman"], id="an unknown choice"),
        pytest.param(["run", "{good}", "--config", "no.toml"], id="a missing config file"),
        pytest.param(["frobnicate"], id="an unknown command"),
    ],
)
def test_wrong_use_exits_2_and_prints_nothing_on_stdout(call: Call, tmp_path: Path, arguments: list[str]) -> None:
    good = tmp_path / "good.txt"
    good.write_text(GOOD, encoding="utf-8")
    ran = call(*(argument.format(good=good) for argument in arguments))
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err


def test_an_unknown_model_exits_2_with_one_line(monkeypatch: pytest.MonkeyPatch, call: Call, tmp_path: Path) -> None:
    monkeypatch.undo()
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["xlsum", "run", str(tmp_path / "good.txt"), "--translator", "nllb-9000"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2


def test_an_unreadable_folder_gets_one_line(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0)

    def closed(path: str) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", closed)  # root would read it all the same
    ran = call("run", str(folder))
    assert ran.code != 0
    assert len(ran.complaints) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_gets_one_line_and_exit_1(call: Call, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    ran = call("run", str(tmp_path / "good.txt"), "-o", "/dev/full", "-q")
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1


def test_an_output_takes_its_name_only_when_it_is_whole(call: Call, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert call("run", str(tmp_path / "good.txt"), "-f", "jsonl", "-o", str(out)).code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["id"]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_strict_fails_and_only_safe_leaves_out_what_is_not_to_be_used(call: Call, tmp_path: Path) -> None:
    (tmp_path / "arabic.txt").write_text("وصل وزير الخارجية إلى طهران يوم الاثنين في زيارة رسمية.", encoding="utf-8")
    ran = call("run", str(tmp_path / "arabic.txt"), "--strict", "--only-safe", "-f", "jsonl")
    assert ran.code == 1
    result = json.loads(ran.out)
    assert "left out" in result["translation"]["text"]
    assert any("do-not-use" in reason for reason in result["coverage"]["left_out"])
