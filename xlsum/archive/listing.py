"""What the user names -> the files to read, one at a time, in an order that listing again does not change."""

import glob
import importlib.util
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from xlsum.errors import MissingExtraError, SourceNotFoundError
from xlsum.formats.web import is_address, name_of

STANDARD_INPUT = "-"
# What stores call that which changes with an object's content, the surest first.
VERSIONS = ("ETag", "etag", "md5Hash", "content_md5", "LastModified", "last_modified", "mtime", "updated", "created")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `name` is its absolute path or URL, or "-"; `id` names its document; `stamp` changes with it."""

    name: str
    id: str
    stamp: str


def list_sources(named: Sequence[str]) -> Iterator[SourceFile]:
    """The files of the sources, in the order named; the files of a folder sorted, hidden ones left out.

    Raises SourceNotFoundError for a source that does not exist.
    """
    for one in named:
        yield from _list_source(one)


def check_sources(named: Sequence[str]) -> None:
    """Raise SourceNotFoundError for the first source that does not exist or holds no file."""
    for one in named:
        if next(_list_source(one), None) is None:
            raise SourceNotFoundError(f"{one}: no files in it: name the file or folder that holds the documents")


def is_url(name: str) -> bool:
    """Whether the name is an address that fsspec opens ("s3://bucket/wires.jsonl.zst")."""
    return "://" in name


def is_fetched(name: str) -> bool:
    """Whether the name is a web address that is fetched whole: fsspec streams one only with a library of its own."""
    return is_address(name) and importlib.util.find_spec("aiohttp") is None


def _list_source(named: str) -> Iterator[SourceFile]:
    if named == STANDARD_INPUT:
        yield SourceFile(STANDARD_INPUT, "stdin", "")
    elif is_fetched(named):
        yield SourceFile(named, PurePosixPath(name_of(named)).stem, "")
    elif is_url(named):
        yield from _list_url(named)
    else:
        yield from _list_path(named)


def _list_path(named: str) -> Iterator[SourceFile]:
    path = Path(named)
    if path.is_dir():
        yield from _list_folder(path.absolute(), PurePosixPath())
    elif path.exists():
        yield _file(path.absolute(), PurePosixPath(path.name))
    else:
        matches = sorted(glob.glob(named, recursive=True)) if glob.has_magic(named) else []
        if not matches:
            raise SourceNotFoundError(f"{named}: no such file or folder; check the name, or use - for standard input")
        for match in matches:
            yield from _list_path(match)


def _list_folder(folder: Path, below: PurePosixPath) -> Iterator[SourceFile]:
    try:
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError as error:
        raise SourceNotFoundError(f"{folder}: cannot be read: {error.strerror}; check its permissions") from error
    for name in names:
        path = folder / name
        if path.is_dir() and not path.is_symlink():
            yield from _list_folder(path, below / name)
        elif path.is_file():
            yield _file(path, below / name)


def _file(path: Path, below: PurePosixPath) -> SourceFile:
    status = path.stat()
    return SourceFile(str(path), below.with_suffix("").as_posix(), f"{status.st_size}:{status.st_mtime_ns}")


def _list_url(named: str) -> Iterator[SourceFile]:
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtraError("fsspec", "archive") from error
    try:
        system, path = fsspec.core.url_to_fs(named)
        found = sorted(system.glob(path)) if glob.has_magic(path) else _url_files(system, path)
    except (OSError, ValueError, ImportError) as error:
        raise SourceNotFoundError(f"{named}: cannot be listed: {error}; check the address and its driver") from error
    if not found:
        raise SourceNotFoundError(f"{named}: nothing there; check the address")
    for one in found:
        information = system.info(one)
        version = next((information[key] for key in VERSIONS if information.get(key)), "")
        stamp = f"{information.get('size') or 0}:{version}" if version else ""  # "" is read again by each run
        yield SourceFile(system.unstrip_protocol(one), PurePosixPath(one).with_suffix("").name, stamp)


def _url_files(system: object, path: str) -> list[str]:
    # fsspec ships no types: a file system has `isdir`, `exists` and `find`.
    folder: bool = system.isdir(path)  # type: ignore[attr-defined]
    if folder:
        return sorted(system.find(path))  # type: ignore[attr-defined]
    return [path] if system.exists(path) else []  # type: ignore[attr-defined]
