"""One source file -> its documents, in order, with a place and a reason for each one that cannot be read."""

import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from xlsum.archive.compression import DAMAGED, expand, is_compressed, plain_name
from xlsum.archive.limits import Limits
from xlsum.archive.listing import STANDARD_INPUT, SourceFile, is_fetched, is_url
from xlsum.archive.members import read_tar, read_zip
from xlsum.archive.records import Record, Unreadable
from xlsum.archive.tables import FieldMapping, read_json_rows, read_parquet, read_separated
from xlsum.document import Document
from xlsum.errors import DocumentError, MissingExtraError, NetworkError
from xlsum.formats.origin import Origin
from xlsum.formats.registry import SNIFF_BYTES, InputFormat, detect_format
from xlsum.formats.web import fetch

SHOWN_INPUT = "<stdin>"
JSON_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Reading:
    """How sources are read: the columns that hold the fields, and how much a compressed file may grow."""

    mapping: FieldMapping = field(default_factory=FieldMapping)
    limits: Limits = field(default_factory=Limits)


@dataclass(slots=True)
class _Line:
    """The line of the document that is read, as its reader says it; 0 where there are no lines."""

    number: int = 0

    def locate(self, number: int) -> None:
        self.number = number


def read_numbered(source: SourceFile, reading: Reading) -> Iterator[tuple[int, Record]]:
    """The records of one file, each after its line or row (0 where the format has none). Nothing is raised for data."""
    line = _Line()
    before: Record | None = None
    for record in _read(source, reading, line):
        if not (isinstance(record, Unreadable) and record == before):  # a bomb is met by each reader it goes through
            yield line.number, record
        before, line.number = record, 0


def read_source(source: SourceFile, reading: Reading) -> Iterator[Record]:
    """The records of one file, one at a time. What cannot be read is an Unreadable; nothing is raised for data."""
    yield from (record for _, record in read_numbered(source, reading))


def _read(source: SourceFile, reading: Reading, line: _Line) -> Iterator[Record]:
    path = "" if source.name == STANDARD_INPUT else source.name
    try:
        with _open(source, reading) as stream:
            origin = Origin(_shown(source.name), path, source.id, locate=line.locate)
            yield from read_stream(stream, origin, reading, _size(source))
    except DocumentError as error:
        yield Unreadable(error.where, error.reason)
    except NetworkError as error:
        yield Unreadable(source.name, str(error).removeprefix(f"{source.name}: "))
    except (OSError, *DAMAGED) as error:
        yield Unreadable(_shown(source.name), f"cannot be read: {_reason(error)}")


def read_stream(stream: BinaryIO, origin: Origin, reading: Reading, size: int, depth: int = 0) -> Iterator[Record]:
    """The records of an open file, which its name and first bytes tell how to read. `size` is its bytes as stored."""
    name = origin.name
    if is_compressed(name):
        inside = expand(stream, name, size, name, reading.limits)
        stem = PurePosixPath(origin.stem).with_suffix("").as_posix() if origin.stem else ""
        shorter = replace(origin, name=plain_name(name), stem=stem)
        yield from _located(read_stream(inside, shorter, reading, size, depth), shorter.name, name)
        return
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in {".tar", ".zip"}:
        yield from _read_members(stream, origin, reading, size, depth)
    elif suffix in {".csv", ".tsv", ".tab"}:
        yield from read_separated(stream, origin, reading.mapping, "," if suffix == ".csv" else "\t")
    elif suffix == ".parquet":
        yield from read_parquet(
            stream if stream.seekable() else _held(stream, origin, reading), origin, reading.mapping
        )
    elif suffix in JSON_LINES and reading.mapping.given:
        yield from read_json_rows(stream, origin, reading.mapping)
    else:
        yield from _read_format(stream, origin, reading)


def _read_members(stream: BinaryIO, origin: Origin, reading: Reading, size: int, depth: int) -> Iterator[Record]:
    if depth >= reading.limits.depth:
        raise origin.error("an archive in an archive in an archive: unpack it first")

    def read_member(member: BinaryIO, inner: Origin, member_size: int) -> Iterator[Record]:
        return read_stream(member, inner, reading, member_size, depth + 1)

    reader = read_zip if origin.name.lower().endswith(".zip") else read_tar
    yield from reader(stream, origin, reading.limits, size, read_member)


def _read_format(stream: BinaryIO, origin: Origin, reading: Reading) -> Iterator[Record]:
    bad: list[Unreadable] = []
    reporting = replace(
        origin,
        report=lambda error: bad.append(Unreadable(error.where, error.reason)),
        max_document_bytes=reading.limits.document_bytes,
    )
    head = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream), 1 << 20)
    chosen = detect_format(origin.name, head.peek(SNIFF_BYTES)[:SNIFF_BYTES])
    if chosen.stream and reading.mapping.given:
        yield from read_json_rows(cast(BinaryIO, head), reporting, reading.mapping)
    elif origin.name == SHOWN_INPUT and reading.mapping.given:
        yield from read_separated(cast(BinaryIO, head), reporting, reading.mapping, _delimiter(head, origin, reading))
    else:
        yield from _explained(_documents(chosen, cast(BinaryIO, head), reporting, reading), bad, origin)


def _delimiter(head: io.BufferedReader, origin: Origin, reading: Reading) -> str:
    """What stands between the columns of standard input, whose name tells nothing."""
    names = head.peek(SNIFF_BYTES).split(b"\n")[0].decode("utf-8-sig", "replace").strip()
    for delimiter in "\t,":
        columns = {name.strip('" ') for name in names.split(delimiter)}
        if columns & set(reading.mapping.given):
            return delimiter
    raise origin.error(f"no column {' or '.join(reading.mapping.given)} in its first line, and no JSON Lines")


def _documents(chosen: InputFormat, head: BinaryIO, origin: Origin, reading: Reading) -> Iterator[Document]:
    if chosen.stream:
        yield from chosen.stream(head, origin)
    else:
        yield from chosen.read(_held(head, origin, reading).getvalue(), origin)


def _explained(documents: Iterator[Document], bad: list[Unreadable], origin: Origin) -> Iterator[Record]:
    """The records of a file; whatever its reader raises is said of this file, and the next is read."""
    try:
        yield from _interleaved(documents, bad)
    except MissingExtraError as error:
        yield Unreadable(origin.name, str(error))
    except (OSError, *DAMAGED):
        raise  # of the stream, not of the document
    except Exception as error:  # a reader that data took by surprise must not end the run
        yield Unreadable(origin.name, f"cannot be read: {type(error).__name__}: {_reason(error)}")


def _interleaved(documents: Iterator[Document], bad: list[Unreadable]) -> Iterator[Record]:
    """The documents, with the errors that were reported meanwhile in their places."""
    try:
        for document in documents:
            yield from bad
            bad.clear()
            yield document
    except DocumentError as error:
        bad.append(Unreadable(error.where, error.reason))
    yield from bad


def _held(stream: BinaryIO, origin: Origin, reading: Reading) -> io.BytesIO:
    data = stream.read(reading.limits.document_bytes + 1)
    if len(data) > reading.limits.document_bytes:
        raise origin.error(f"over {reading.limits.document_bytes / 1e6:.0f} MB: split it")
    return io.BytesIO(data)


def _located(records: Iterator[Record], inner: str, outer: str) -> Iterator[Record]:
    """Errors named after the file as it is stored: "wires.jsonl.gz:17"."""
    for record in records:
        if isinstance(record, Unreadable) and record.where.startswith(inner) and not record.where.startswith(outer):
            record = Unreadable(outer + record.where[len(inner) :], record.reason)
        yield record


def _open(source: SourceFile, reading: Reading) -> BinaryIO:
    if source.name == STANDARD_INPUT:
        return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False), 1 << 20)
    if is_fetched(source.name):
        return io.BytesIO(fetch(source.name, reading.limits.document_bytes))
    if is_url(source.name):
        import fsspec

        return cast(BinaryIO, fsspec.open(source.name, "rb").open())
    return open(source.name, "rb", buffering=1 << 20)


def _size(source: SourceFile) -> int:
    return int(source.stamp.split(":")[0] or 0) if source.stamp else 0


def _shown(name: str) -> str:
    if name == STANDARD_INPUT:
        return SHOWN_INPUT
    if is_url(name) or os.path.relpath(name).startswith(os.pardir):
        return name
    return min(name, os.path.relpath(name), key=len)


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
