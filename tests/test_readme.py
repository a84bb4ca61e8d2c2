"""The README is a transcript: its console blocks are run again, its Python is executed."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONSOLE = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def steps(block: str) -> list[tuple[str, list[str]]]:
    """The commands of a block, each with the lines that it is to print."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def assert_printed(expected: list[str], printed: str) -> None:
    """The lines come in this order; a line "..." stands for any lines, "..." at the end of one for its rest."""
    lines = [line.rstrip() for line in printed.splitlines()]
    at = 0
    skipping = False
    for wanted in expected:
        if wanted == "...":
            skipping = True
            continue
        start = wanted.removesuffix("...")
        while skipping and at < len(lines) and not _matches(lines[at], start, wanted):
            at += 1
        assert at < len(lines), f"not printed: {wanted}\n{printed}"
        assert _matches(lines[at], start, wanted), f"expected: {wanted}\nprinted:  {lines[at]}"
        at, skipping = at + 1, False


def _matches(line: str, start: str, wanted: str) -> bool:
    return line.startswith(start) if wanted.endswith("...") else line == wanted.rstrip()


@pytest.fixture
def workplace(tmp_path: Path) -> Path:
    """A folder with the examples, where commands may write."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("block", [pytest.param(block, id=steps(block)[0][0][:50]) for block in CONSOLE])
def test_a_transcript_of_the_readme_is_true(block: str, workplace: Path) -> None:
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
    }
    for command, expected in steps(block):
        ran = subprocess.run(  # noqa: S602 -- the commands are our own README's
            command, shell=True, cwd=workplace, env=environment, capture_output=True, text=True, timeout=300
        )
        assert ran.returncode in (0, 1), ran.stderr
        assert_printed(expected, ran.stdout + ran.stderr)


@pytest.mark.slow
@pytest.mark.parametrize("code", PYTHON)
def test_the_python_of_the_readme_runs(code: str, workplace: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=workplace, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.strip()


def test_a_line_that_is_not_printed_is_missed() -> None:
    with pytest.raises(AssertionError, match="not printed"):
        assert_printed(["one", "...", "three"], "one\ntwo\n")
    assert_printed(["one", "...", "thr..."], "one\ntwo\nthree\n")
