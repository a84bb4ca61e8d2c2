"""Nothing but `models pull` and a source that names an address opens a connection."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Run the real command with the embedded checkpoints in a process where every connection is an error.
CUT = """
import socket, sys
def refuse(*arguments, **options):
    raise AssertionError("the network was used")
for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, refuse)
socket.create_connection = socket.getaddrinfo = refuse
sys.argv = ["xlsum", *sys.argv[1:]]
from xlsum.cli import main
main()
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CUT, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.slow
def test_the_examples_go_through_with_the_network_cut() -> None:
    ran = run("run", "examples", "--format", "jsonl")
    assert ran.returncode == 0, ran.stderr
    assert len(ran.stdout.splitlines()) >= 5


@pytest.mark.slow
@pytest.mark.parametrize("arguments", [["models", "list"], ["doctor"], ["formats"], ["bench", "list"]], ids=" ".join)
def test_looking_around_needs_no_network(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert "the network was used" not in ran.stderr
    assert ran.stdout


def test_the_cut_would_be_noticed() -> None:
    ran = run("run", "http://127.0.0.1:9/feed.xml")
    assert ran.returncode != 0
