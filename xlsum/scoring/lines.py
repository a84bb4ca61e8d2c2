"""Reads parallel files of one segment a line, and refuses what cannot be scored.

Lines end at LF as in sacrebleu (U+2028 and its like stay inside a line), trailing white space is dropped as sacrebleu
does, and a UTF-8 byte order mark at the start of a file is not text.
"""

import gzip
import hashlib
import io
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from xlsum.errors import DataError, SourceNotFoundError

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """A checked file of one segment a line: all of it is UTF-8 and it has at least one line."""

    name: str
    path: Path
    lines: int
    empty_lines: int
    sha256: str

    def __iter__(self) -> Iterator[str]:
        """The segments in order, without their line ends and trailing white space."""
        with _open_bytes(self.path) as stream:
            for number, raw in enumerate(stream):
                yield _decode(raw, number, self.name).rstrip()


def check_segment_file(name: str, spool: Path) -> SegmentFile:
    """Read `name` ("-" is stdin) once from end to end; a stream that cannot be read twice is copied into the folder
    `spool`.

    Raises SourceNotFoundError when it is not there, DataError when it is empty or not UTF-8.
    """
    path = _readable_twice(name, spool)
    digest, lines, empty = hashlib.sha256(), 0, 0
    with _open_bytes(path) as stream:
        for number, raw in enumerate(stream):
            digest.update(raw)
            empty += not _decode(raw, number, name).strip()
            lines += 1
    if not lines:
        raise DataError(f"{name}: empty file, expected one segment a line")
    return SegmentFile(name, path, lines, empty, digest.hexdigest())


def check_parallel(hypotheses: SegmentFile, references: Sequence[SegmentFile]) -> None:
    """Every reference has as many lines as the hypotheses, or DataError names the two that differ."""
    for reference in references:
        if reference.lines != hypotheses.lines:
            raise DataError(
                f"{reference.name}: {reference.lines} lines, but {hypotheses.name} has {hypotheses.lines}; "
                "every file needs one segment a line, in the same order"
            )


def parallel_lines(hypotheses: SegmentFile, references: Sequence[SegmentFile]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each hypothesis with its references, streamed."""
    for hypothesis, *others in zip(hypotheses, *references, strict=True):
        yield hypothesis, tuple(others)


def _readable_twice(name: str, spool: Path) -> Path:
    path = Path(name)
    if name == "-":
        return _copy(sys.stdin.buffer, spool)
    if path.is_dir():
        raise DataError(f"{name}: a folder, expected a file of one segment a line")
    if path.is_file():
        return path
    if not path.exists():
        raise SourceNotFoundError(f"{name}: no such file")
    with path.open("rb") as stream:
        return _copy(stream, spool)


def _copy(stream: BinaryIO, spool: Path) -> Path:
    with tempfile.NamedTemporaryFile(dir=spool, delete=False) as copy:
        shutil.copyfileobj(stream, copy)
    return Path(copy.name)


def _open_bytes(path: Path) -> BinaryIO:
    if path.suffix == ".gz":
        return cast(BinaryIO, gzip.open(path, "rb"))
    return io.BufferedReader(io.FileIO(path), 1 << 20)


def _decode(raw: bytes, number: int, name: str) -> str:
    try:
        line = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DataError(
            f"{name}:{number + 1}: not UTF-8 (byte {error.start + 1} of the line); convert the file"
        ) from error
    if "\0" in line:
        raise DataError(f"{name}:{number + 1}: a NUL character: UTF-16 or binary, convert the file to UTF-8")
    return line.removeprefix(BYTE_ORDER_MARK) if number == 0 else line
