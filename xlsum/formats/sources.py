"""What a user names (files, folders, globs, web addresses, standard input) -> documents."""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import BinaryIO

from xlsum.document import Document
from xlsum.errors import DocumentError, MissingExtraError, NetworkError, SourceNotFoundError
from xlsum.formats.origin import MAX_DOCUMENT_BYTES, ErrorReport, Origin, raise_error
from xlsum.formats.registry import SNIFF_BYTES, InputFormat, detect_format, input_format
from xlsum.formats.streams import open_stream, peek
from xlsum.formats.web import fetch, is_address, name_of

Source = str | os.PathLike[str]
STANDARD_INPUT = "-"


def read_documents(
    source: Source | Sequence[Source],
    format: str = "auto",
    *,
    on_error: ErrorReport | None = None,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
) -> Iterator[Document]:
    """The documents of a file, folder, glob, web address or "-" (standard input), or of several of these, in order.

    A document that cannot be read raises DocumentError; with `on_error` it is handed over and the others go on.
    Raises SourceNotFoundError at once for a source that does not exist, UsageError for an unknown format,
    NetworkError for an address that cannot be reached.
    Two documents of one id are both given: the second is named "id#2" and warns.
    """
    named = [source] if isinstance(source, str | os.PathLike) else list(source)
    chosen = None if format == "auto" else input_format(format)
    origins = [
        origin for one in named for origin in _origins(os.fspath(one), on_error or raise_error, max_document_bytes)
    ]
    return _distinct(document for origin in origins for document in _read_origin(origin, chosen))


def read_bytes(
    data: bytes,
    name: str,
    format: str = "auto",
    *,
    on_error: ErrorReport | None = None,
    max_document_bytes: int = MAX_DOCUMENT_BYTES,
) -> Iterator[Document]:
    """The documents of bytes in memory (a member of an archive, an upload); `name` gives suffix, ids and errors."""
    origin = Origin(name, name, os.path.splitext(name)[0], on_error or raise_error, max_document_bytes)
    chosen = detect_format(name, data[:SNIFF_BYTES]) if format == "auto" else input_format(format)
    return _reported(_read_whole(data, chosen, origin), origin)


def _origins(named: str, report: ErrorReport, limit: int) -> list[Origin]:
    if named == STANDARD_INPUT:
        return [Origin("<stdin>", "", "stdin", report, limit)]
    if not named:
        raise SourceNotFoundError("an empty name is no SOURCE; name a file or folder, or use - for standard input")
    if is_address(named):
        return [Origin(named, "", PurePath(name_of(named)).stem, report, limit)]
    path = Path(named)
    if path.is_dir():
        return [_origin(file, file.relative_to(path), report, limit) for file in _files_of(path)]
    if path.exists():
        return [_origin(path, Path(path.name), report, limit)]
    matches = sorted(glob.glob(named, recursive=True)) if glob.has_magic(named) else []
    if not matches:
        raise SourceNotFoundError(f"{named}: no such file or folder; check the name, or use - for standard input")
    return [origin for match in matches for origin in _origins(match, report, limit)]


def _origin(file: Path, below: Path, report: ErrorReport, limit: int) -> Origin:
    return Origin(str(file), str(file), below.with_suffix("").as_posix(), report, limit)


def _files_of(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise SourceNotFoundError(
            f"{error.filename or folder}: cannot be read: {error.strerror}; check its permissions"
        )

    files: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
    if not files:
        raise SourceNotFoundError(f"{folder}: no files in the folder; name the folder that holds the documents")
    return files


def _read_origin(origin: Origin, chosen: InputFormat | None) -> Iterator[Document]:
    return _reported(_opened(origin, chosen), origin)


def _reported(documents: Iterator[Document], origin: Origin) -> Iterator[Document]:
    try:
        yield from documents
    except DocumentError as error:
        origin.report(error)
    except (MissingExtraError, NetworkError) as error:
        if origin.report is raise_error:
            raise
        origin.report(DocumentError(origin.name, str(error).removeprefix(f"{origin.name}: ")))


def _opened(origin: Origin, chosen: InputFormat | None) -> Iterator[Document]:
    if is_address(origin.name):
        yield from _fetched(origin, chosen)
        return
    try:
        with open_stream(origin) as stream:
            yield from _read_stream(stream, origin, chosen)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}; check that it is a file and its permissions"
        raise origin.error(reason) from error


def _fetched(origin: Origin, chosen: InputFormat | None) -> Iterator[Document]:
    data = fetch(origin.name, origin.max_document_bytes)
    format = chosen or detect_format(name_of(origin.name), data[:SNIFF_BYTES])
    for document in _read_whole(data, format, origin):
        yield document if document.url else replace(document, url=origin.name)


def _read_stream(stream: BinaryIO, origin: Origin, chosen: InputFormat | None) -> Iterator[Document]:
    format = chosen or detect_format(origin.path, peek(stream, SNIFF_BYTES))
    if format.stream:
        yield from format.stream(stream, origin)
        return
    data = stream.read(origin.max_document_bytes + 1)
    if len(data) > origin.max_document_bytes:
        raise origin.error(f"over {origin.max_document_bytes / 1e6:.0f} MB: split it or raise the document limit")
    yield from _read_whole(data, format, origin)


def _read_whole(data: bytes, format: InputFormat, origin: Origin) -> Iterator[Document]:
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise origin.error("empty: nothing in it to read; leave it out or give its text")
    yield from format.read(data, origin)


def _distinct(documents: Iterator[Document]) -> Iterator[Document]:
    """Every id once: a repeated one gets a number and a warning that says whose id it was."""
    first: dict[str, str] = {}
    for document in documents:
        if document.id not in first:
            first[document.id] = document.path or "standard input"
            yield document
            continue
        yield _renamed(document, first)


def _renamed(document: Document, first: dict[str, str]) -> Document:
    number = 2
    while f"{document.id}#{number}" in first:
        number += 1
    name = f"{document.id}#{number}"
    first[name] = document.path
    warning = f"id {document.id!r} was already given in {first[document.id]}: this document is named {name!r}"
    return replace(document, id=name, warnings=(*document.warnings, warning))
