"""How commands end: quietly when nobody reads on, with one line of what was kept at Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xlsum.cli.endings import INTERRUPTED, READER_GONE, kept_when_interrupted, told_endings
from xlsum.cli.run_progress import Watch

COMMAND = (sys.executable, "-m", "xlsum")
ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--help",), id="the help"),
        pytest.param(("run", "--help"), id="a command's help"),
        pytest.param(("formats",), id="a list"),
        pytest.param(("models", "list"), id="a list of a group"),
        pytest.param(("run", "examples", "-f", "jsonl", "-q"), id="results", marks=pytest.mark.slow),
    ],
)
def test_a_command_whose_reader_is_gone_ends_quietly(arguments: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run([*COMMAND, *arguments], cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, timeout=120)
    os.close(writing)
    assert ran.returncode == READER_GONE
    assert ran.stderr == b""


def test_an_interrupted_command_says_what_was_kept_and_exits_130(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended, told_endings(), kept_when_interrupted(lambda: "2 documents kept in out/"):
        raise KeyboardInterrupt
    assert ended.value.code == INTERRUPTED
    assert capsys.readouterr().err == "\nxlsum: interrupted: 2 documents kept in out/\n"


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("-", "1 document printed whole"),
        ("out/", "1 document kept in out/"),
        ("out.jsonl", "out.jsonl was not written, and an older one is as it was; ready were 1 document"),
    ],
)
def test_what_an_interrupted_run_leaves_is_told_for_each_kind_of_output(output: str, told: str) -> None:
    watch = Watch(quiet=True)
    watch.written = 1
    assert watch.kept(output) == told


@pytest.mark.slow
def test_a_real_interrupt_leaves_no_half_file_and_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "wire.txt")
    out = tmp_path / "out.jsonl"
    process = subprocess.Popen(
        [*COMMAND, "run", str(tmp_path / "wire.txt"), "-q", "-f", "jsonl", "-o", str(out)],
        cwd=ROOT, stderr=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip
    with open(tmp_path / "wire.txt", "wb"):  # opens once the command reads; it then waits for a wire that never ends
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == INTERRUPTED
    assert said.decode().strip().startswith("xlsum: interrupted: ")
    assert "Traceback" not in said.decode()
    assert os.listdir(tmp_path) == ["wire.txt"]
