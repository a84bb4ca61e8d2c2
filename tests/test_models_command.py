"""`xlsum models` and `xlsum doctor` as a user meets them, each command's example included."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from xlsum.cli import main
from xlsum.engines.locations import WEIGHTS, store_folder

NLLB = Path(__file__).parent / "fixtures" / "nllb_tiny"
needs_weights = pytest.mark.skipif(
    not (WEIGHTS / "compact-fa-en" / "model.bin").is_file(), reason="the embedded weights are not in this checkout"
)


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of `xlsum ARGUMENTS`, in this process."""
    monkeypatch.setattr(sys, "argv", ["xlsum", *arguments])
    try:
        main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


def test_list_names_every_card(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "models", "list") == 0
    assert "nllb-200-distilled-600M" in capsys.readouterr().out
    assert run(monkeypatch, "models", "list", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"name": "lead", "task": "summarize", "state": "embedded", "licence": "Apache-2.0"} in rows


@needs_weights
def test_show_prints_card_and_scores(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "models", "show", "compact-fa-en") == 0
    assert "embedded, int8" in capsys.readouterr().out
    assert run(monkeypatch, "models", "show", "nllb-200-3.3B") == 0
    assert "chrF++ 60.9 on FLORES-200" in capsys.readouterr().out
    assert run(monkeypatch, "models", "show", "compact-fa-en", "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert record["card"]["licence"] == record["installed"]["licence"]


@needs_weights
def test_path_and_verify(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "models", "path", "compact-fa-en") == 0
    assert capsys.readouterr().out.strip() == str(WEIGHTS / "compact-fa-en")
    assert run(monkeypatch, "models", "verify", "compact-fa-en") == 0
    assert "whole and unchanged" in capsys.readouterr().out


def test_add_convert_and_remove(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    pytest.importorskip("torch", reason="converting needs the extra hf")
    told = ["--card", "nllb-200-distilled-600M", "--name", "tiny"]
    assert run(monkeypatch, "models", "add", str(NLLB), *told) == 0
    captured = capsys.readouterr()
    assert "tokens kept" in captured.out
    assert "licence: CC-BY-NC-4.0." in captured.err
    assert run(monkeypatch, "models", "convert", str(NLLB), str(tmp_path / "out"), *told) == 0
    assert run(monkeypatch, "models", "verify", str(tmp_path / "out")) == 0
    (store_folder() / "tiny" / "model.bin").write_bytes(b"no")
    assert run(monkeypatch, "models", "verify", "tiny") == 1
    assert "pull or add the checkpoint again" in capsys.readouterr().err
    assert run(monkeypatch, "models", "remove", "tiny") == 0
    assert not (store_folder() / "tiny").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        pytest.param(["show", "nllb-200-distiled-600M"], 2, "mean 'nllb-200-distilled-600M'", id="a mistyped name"),
        pytest.param(["pull", "compact-fa-en"], 2, "ships with the package", id="pulling the embedded one"),
        pytest.param(["pull", "nonsense"], 2, "unknown model", id="pulling what is unknown"),
        pytest.param(["remove", "compact-fa-en"], 2, "stays", id="removing the embedded one"),
        pytest.param(["remove", "../../x"], 2, "not in the store", id="removing by a path"),
        pytest.param(["path", "nllb-200-3.3B"], 1, "models pull nllb-200-3.3B", id="the path of what is not here"),
        pytest.param(["add", "nowhere"], 1, "nowhere", id="adding no folder"),
    ],
)  # fmt: skip
def test_mistakes_are_one_line_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    assert run(monkeypatch, "models", *arguments) == code
    captured = capsys.readouterr()
    assert told in captured.err
    assert captured.err.count("\n") <= 2
    assert captured.out == ""


def test_pull_without_a_network_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("torch", reason="pulling converts, which needs the extra hf")
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("urllib.request.getproxies", dict)
    assert run(monkeypatch, "models", "pull", "mT5_multilingual_XLSum") == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("licence: CC-BY-NC-SA-4.0.")
    assert lines[1].startswith("xlsum: http://127.0.0.1:9 cannot be reached")
    assert len(lines) == 2


@needs_weights
@pytest.mark.slow
def test_doctor_finds_this_machine_ready(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "doctor") == 0
    text = capsys.readouterr().out
    assert all(word in text for word in ("ctranslate2", "compact-fa-en", "CC-BY-NC-SA-4.0", "canary", "cpu: ", "ready"))


@needs_weights
@pytest.mark.slow
def test_doctor_names_a_broken_checkpoint(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    broken = store_folder() / "half"
    broken.mkdir(parents=True)
    (broken / "manifest.json").write_text("{", "utf-8")
    assert run(monkeypatch, "doctor", "--json") == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["ready_offline"] is False
    assert "half" in captured.err


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["models", "--help"], ["doctor", "--help"]])
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys; sys.argv = ['xlsum', *sys.argv[1:]]\n"
        "from xlsum.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'torch', 'transformers', 'numpy', 'ctranslate2', 'sentencepiece', 'yaml'} & set(sys.modules)\n"
        "print('HEAVY', sorted(heavy))"
    )
    found = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "HEAVY []"
