"""Fill the disk under an archive run, make it read-only, and see what is said and what is lost.

    python -m benchmarks.robustness.full_disk --documents 4000 --megabytes 2

A run over a tmpfs of that size, which is made larger each time the run has ended for want of space, then read-only in
the midst, until all is done; the outcome is compared with a run over an ordinary folder. The mounts are this script's
own: it runs as root, or in a namespace of its own (`unshare --map-root-user --mount`). Prints one JSON object; exits 1
when anything differs from what must be.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.speed.kill_archive import exported, parts_of, run_once, write_documents
from xlsum.archive.status import read_status
from xlsum.errors import XlsumError

ENOUGH_MEGABYTES = 256


@dataclass(frozen=True, slots=True)
class Attempt:
    """One run on a disk that was too small or read-only: what it said (its last line), and what was done by then."""

    disk: str
    exit_code: int
    said: str
    done: int
    strays: int


@dataclass(frozen=True, slots=True)
class Hardship:
    """What the disk did to the archive."""

    documents: int
    attempts: tuple[Attempt, ...]
    one_line_each: bool
    read_while_read_only: bool
    same_export: bool
    same_parts: bool


def endure(documents: int, megabytes: int, folder: Path) -> Hardship:
    """Run on a disk that is too small until it is large enough, and compare."""
    source, calm, disk = folder / "wires.jsonl", folder / "calm", folder / "disk"
    write_documents(source, documents)
    run_once(source, calm, 0.0)
    disk.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "none", str(disk))
    try:
        attempts, readable = _attempts(source, disk, megabytes)
        out = disk / "out"
        same = exported(out) == exported(calm), parts_of(out) == parts_of(calm)
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)
    plain = all("\n" not in one.said and one.said.startswith("xlsum: ") for one in attempts)
    return Hardship(documents, tuple(attempts), plain and bool(attempts), readable, *same)


def _attempts(source: Path, disk: Path, megabytes: int) -> tuple[list[Attempt], bool]:
    attempts: list[Attempt] = []
    readable = False
    while True:
        attempt = _attempt(source, disk, f"{megabytes} MB")
        if attempt.exit_code == 0:
            return attempts, readable
        attempts.append(attempt)
        megabytes *= 2
        if len(attempts) == 1:
            _mount("-o", "remount,ro", str(disk))
            attempts.append(_attempt(source, disk, "read-only"))
            readable = len(exported(disk / "out")) >= attempt.done > 0
        _mount("-o", f"remount,rw,size={min(megabytes, ENOUGH_MEGABYTES)}m", str(disk))


def _attempt(source: Path, disk: Path, name: str) -> Attempt:
    command = [sys.executable, "-m", "benchmarks.robustness.full_disk", "--once", str(source), str(disk / "out")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    strays = len([path for path in (disk / "out").rglob("*") if path.name.endswith(".writing")])
    try:
        done = read_status(disk / "out").counts.finished
    except XlsumError:
        done = 0
    return Attempt(name, ran.returncode, ran.stderr.strip(), done, strays)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def once(source: Path, out: Path) -> int:
    """One run in this process, with the message and exit code of the command."""
    try:
        run_once(source, out, 0.0)
    except XlsumError as error:
        print(f"xlsum: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=4000)
    parser.add_argument("--megabytes", type=int, default=2)
    parser.add_argument("--once", nargs=2, metavar=("SOURCE", "OUT"), help="one run (used by the script itself)")
    given = parser.parse_args(arguments)
    if given.once:
        return once(Path(given.once[0]), Path(given.once[1]))
    if os.geteuid() != 0:
        words = ["unshare", "--map-root-user", "--mount", sys.executable, "-m", "benchmarks.robustness.full_disk"]
        os.execvp(words[0], [*words, "--documents", str(given.documents), "--megabytes", str(given.megabytes)])
    with tempfile.TemporaryDirectory() as folder:
        found = endure(given.documents, given.megabytes, Path(folder))
    print(json.dumps(asdict(found), indent=1))
    return 0 if found.one_line_each and found.read_while_read_only and found.same_export and found.same_parts else 1


if __name__ == "__main__":
    sys.exit(main())
