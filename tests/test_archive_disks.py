"""Disks that are full or read-only: one line says what to do, what is done stays done, and the run goes on later.

`python -m benchmarks.robustness.full_disk` does the same on a tmpfs. Here a limit on the size of a file, which
works everywhere, makes the kernel refuse to write.
"""

import errno
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.speed.kill_archive import exported, parts_of, run_once, write_documents
from tests.archive_runs import archive_of, run
from xlsum.archive import parts
from xlsum.archive.ledger import NAME, Ledger
from xlsum.archive.status import read_status
from xlsum.errors import OutputError

ROOT = Path(__file__).parent.parent


def run_limited(source: Path, out: Path, bytes_a_file: int) -> "subprocess.CompletedProcess[str]":
    """A run that may write no file larger than this, ledger and log included."""
    return subprocess.run(
        [sys.executable, "-m", "benchmarks.robustness.full_disk", "--once", str(source), str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_a_file, bytes_a_file)),
    )


@pytest.mark.slow
def test_a_disk_that_takes_no_more_ends_the_run_with_one_line_and_nothing_is_lost(tmp_path: Path) -> None:
    source, out, calm = tmp_path / "wires.jsonl", tmp_path / "out", tmp_path / "calm"
    write_documents(source, 300)
    for kilobytes in (40, 150, 300):
        ran = run_limited(source, out, kilobytes * 1000)
        assert ran.returncode == 1
        assert ran.stderr.startswith("xlsum: ")
        assert ran.stderr.count("\n") == 1
        assert "free some space and give the same command again" in ran.stderr
        assert [path.name for path in out.rglob("*.writing")] == []
    run_once(source, out, 0.0)
    run_once(source, calm, 0.0)
    assert exported(out) == exported(calm)
    assert parts_of(out) == parts_of(calm)


def test_a_part_that_does_not_fit_is_written_again_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = archive_of(tmp_path, [str(number) for number in range(20)])
    write, written = parts._write_durably, [0]

    def full(path: Path, data: bytes) -> None:
        written[0] += 1
        if written[0] > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, data)

    monkeypatch.setattr(parts, "_write_durably", full)
    with pytest.raises(OutputError, match=r"No space left.*free some space"):
        run(settings)
    monkeypatch.undo()
    assert read_status(settings.out).counts.done == 8
    run(settings)
    calm = replace(settings, out=tmp_path / "calm")
    run(calm)
    assert exported(settings.out) == exported(calm.out)


@pytest.mark.parametrize(
    "out",
    [
        pytest.param("/proc/archive", id="a file system that takes no files"),
        pytest.param("file/out", id="a file in the way"),
    ],
)
def test_an_output_that_cannot_be_made_is_one_line(out: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = replace(archive_of(tmp_path, ["a"]), out=tmp_path / out)
    with pytest.raises(OutputError, match="give the same command again"):
        run(settings)


def test_an_archive_on_a_read_only_disk_is_read_with_what_a_cut_off_run_left_in_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger.create(tmp_path / "out")
    ledger.begin_session({})
    still = tmp_path / "still"
    still.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(tmp_path / "out" / f"{NAME}{suffix}", still / f"{NAME}{suffix}")
    ledger.close()
    with sqlite3.connect(f"{(still / NAME).as_uri()}?mode=ro&immutable=1", uri=True) as alone:
        assert alone.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    monkeypatch.delattr(Ledger, "create")  # which would write
    assert len(read_status(still).sessions) == 1
