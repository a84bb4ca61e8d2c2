"""Mix malformed inputs of every kind into good ones: all good ones are done, every bad one is listed with its reason.

    python -m benchmarks.robustness.malformed --good 2000 --bad 200

The inputs are files, lines, rows and members of archives; some bad ones are broken data, some are attacks (bombs, names
that leave their archive, links), some are documents that the pipeline refuses, fails at or dies of. Prints one JSON
object with an example of each kind; exits 1 when a good document is missing or a bad one is not listed as it must be.
"""

import argparse
import bz2
import gzip
import io
import json
import lzma
import sys
import tarfile
import tempfile
import threading
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle, islice
from pathlib import Path

import zstandard

from xlsum.archive.export import export_lines
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import ArchiveSettings, SilentListener
from xlsum.archive.status import failed_documents

FACTORY = "tests.archive_fakes:open_fake"
NOTHING = b"\0" * 40_000_000  # compresses a thousand times: a bomb
XML_ATTACK = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Size 4/Root 1 0 R>>\n%%EOF\n"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of bad input: the suffix and bytes of a file that holds one, and what its reason must say."""

    name: str
    suffix: str
    data: Callable[[], bytes]
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """How a bad input was listed."""

    kind: str
    place: str
    reason: str


@dataclass(frozen=True, slots=True)
class Mixture:
    """What came of good and bad inputs."""

    good: int
    bad: int
    done: int
    failed: int
    missing_good: tuple[str, ...]
    not_listed: tuple[str, ...]
    listed_without_need: tuple[str, ...]
    examples: tuple[Listed, ...]


def mix_and_run(good: int, bad: int, folder: Path) -> Mixture:
    """Write the inputs, run over them, and compare the outcome with what is known of them."""
    source, out = folder / "wires", folder / "out"
    wanted = write_inputs(source, good, bad)
    settings = ArchiveSettings(out, (str(source),), factory=FACTORY, backoff_seconds=0.01)
    run_archive(settings, SilentListener(), threading.Event())
    done = [json.loads(line)["id"] for line in export_lines(out)]
    listed = {Path(one.place.partition(":")[0].partition("!")[0]).name: one for one in failed_documents(out)}
    right = {name: kind for name, kind in wanted.items() if name in listed and kind.reason in listed[name].reason}
    examples = {kind.name: Listed(kind.name, listed[name].place, listed[name].reason) for name, kind in right.items()}
    return Mixture(
        good,
        len(wanted),
        len(done),
        sum(1 for _ in failed_documents(out)),
        tuple(sorted({f"good-{number}" for number in range(good)} - set(done))),
        tuple(f"{name} ({kind.name})" for name, kind in wanted.items() if name not in right),
        tuple(sorted(set(listed) - set(wanted))),
        tuple(examples.values()),
    )


def write_inputs(source: Path, good: int, bad: int) -> dict[str, Kind]:
    """Good documents in files of several formats, and bad ones among them; the bad ones' files with their kinds."""
    source.mkdir()
    for number, chunk in enumerate(_chunks(list(range(good)), max(1, good // 20))):
        name, write = list(GOOD.items())[number % len(GOOD)]
        (source / f"{number:04d}-good{name}").write_bytes(write(chunk))
    wanted: dict[str, Kind] = {}
    for number, kind in enumerate(islice(cycle(KINDS), bad)):
        name = f"{number % 40:04d}-bad-{number}{kind.suffix}"  # in the midst of the good ones
        (source / name).write_bytes(kind.data())
        wanted[name] = kind
    return wanted


def _row(number: int) -> str:
    return json.dumps({"id": f"good-{number}", "text": f"wire number {number}"})


def _json_lines(numbers: Sequence[int]) -> bytes:
    return "".join(f"{_row(number)}\n" for number in numbers).encode()


def _csv(numbers: Sequence[int]) -> bytes:
    return ("id,text\n" + "".join(f'good-{n},"wire, number {n}"\n' for n in numbers)).encode()


def _zip(numbers: Sequence[int]) -> bytes:
    return zipped({f"{number}.jsonl": f"{_row(number)}\n".encode() for number in numbers})


GOOD: dict[str, Callable[[Sequence[int]], bytes]] = {
    ".jsonl": _json_lines,
    ".jsonl.zst": lambda numbers: zstandard.compress(_json_lines(numbers)),
    ".csv": _csv,
    ".jsonl.gz": lambda numbers: gzip.compress(_json_lines(numbers)),
    ".zip": _zip,
    ".tar.gz": lambda numbers: gzip.compress(tarred({f"{n}.jsonl": f"{_row(n)}\n".encode() for n in numbers})),
}


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip of these members."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(members: dict[str, bytes], link: str = "") -> bytes:
    """A tar of these members, and of a link."""
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        if link:
            info = tarfile.TarInfo("link.txt")
            info.type, info.linkname = tarfile.SYMTYPE, link
            archive.addfile(info)
    return data.getvalue()


def _chunks(numbers: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(numbers), size):
        yield numbers[start : start + size]


def _encrypted() -> bytes:
    data = bytearray(zipped({"a.txt": b"secret"}))
    data[6] |= 1  # the flag in the local header
    data[data.index(b"PK\x01\x02") + 8] |= 1  # and in the index
    return bytes(data)


KINDS = (
    Kind("not JSON", ".jsonl", lambda: b"{oops\n", "not JSON"),
    Kind("an array for an object", ".jsonl", lambda: b"[]\n", "array"),
    Kind("no text field", ".jsonl", lambda: b'{"id": "x"}\n', "no field 'text'"),
    Kind("a number for a text", ".jsonl", lambda: b'{"text": 7}\n', "not a string"),
    Kind("an empty text", ".jsonl", lambda: b'{"text": " "}\n', "empty"),
    Kind("nested too deep", ".jsonl", lambda: b"[" * 100_000 + b"\n", "not JSON"),
    Kind("no text column", ".csv", lambda: b"id,body2\nw,x\n", "no field 'text'"),
    Kind("an empty file", ".txt", lambda: b"", "empty"),
    Kind("a program", ".txt", lambda: bytes(range(256)) * 40, "not text"),
    Kind("a scan", ".pdf", lambda: SCAN, "scan"),
    Kind("a cut PDF", ".pdf", lambda: b"%PDF-1.4\n1 0 obj", "PDF"),
    Kind("no Word file", ".docx", lambda: b"PK no", "broken"),
    Kind("no XML", ".nitf", lambda: b"<nitf><body>", "not well-formed"),
    Kind("XML that names files", ".nitf", lambda: XML_ATTACK, "entities"),
    Kind("no Parquet", ".parquet", lambda: b"PAR1 no", "Parquet"),
    Kind("a cut gzip", ".jsonl.gz", lambda: gzip.compress(_json_lines([1, 2, 3]))[:30], "cannot be read"),
    Kind("no zstandard", ".jsonl.zst", lambda: b"no", "cannot be read"),
    Kind("no zip", ".zip", lambda: b"PK no", "not a zip"),
    Kind("no tar", ".tar", lambda: b"no tar" * 200, "not a tar"),
    Kind("an encrypted zip", ".zip", _encrypted, "encrypted"),
    Kind("a name that leaves its zip", ".zip", lambda: zipped({"../../etc/cron.txt": b"x"}), "leaves the archive"),
    Kind("a name that leaves its tar", ".tar", lambda: tarred({"/etc/cron.txt": b"x"}), "leaves the archive"),
    Kind("a link in a tar", ".tar", lambda: tarred({}, "/etc/passwd"), "link"),
    Kind("a gzip bomb", ".txt.gz", lambda: gzip.compress(NOTHING), "bomb"),
    Kind("a zstandard bomb", ".txt.zst", lambda: zstandard.compress(NOTHING), "bomb"),
    Kind("a bzip2 bomb", ".txt.bz2", lambda: bz2.compress(NOTHING), "bomb"),
    Kind("an xz bomb", ".txt.xz", lambda: lzma.compress(NOTHING, preset=0), "bomb"),
    Kind("a zip bomb", ".zip", lambda: zipped({"a.txt": NOTHING}), "bomb"),
    Kind("a bomb in a tar", ".tar.gz", lambda: gzip.compress(tarred({"a.txt": NOTHING})), "bomb"),
    Kind("archives in archives", ".zip", lambda: zipped({"b.zip": zipped({"c.zip": zipped({})})}), "unpack it first"),
    Kind("refused by the pipeline", ".txt", lambda: b"REFUSED", "no text to translate"),
    Kind("the pipeline fails", ".txt", lambda: b"a BUG", "ZeroDivisionError"),
    Kind("the pipeline dies", ".txt", lambda: b"POISON", "exit code 9"),
)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--good", type=int, default=2000)
    parser.add_argument("--bad", type=int, default=200)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = mix_and_run(given.good, given.bad, Path(folder))
    print(json.dumps(asdict(found), indent=1, ensure_ascii=False))
    return 1 if found.missing_good or found.not_listed or found.listed_without_need else 0


if __name__ == "__main__":
    sys.exit(main())
