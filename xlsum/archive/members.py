"""The members of tar and zip archives, read one after another; nothing is ever unpacked to the disk."""

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from xlsum.archive.compression import DAMAGED
from xlsum.archive.limits import Expanding, Limits, buffered
from xlsum.archive.records import Record, Unreadable
from xlsum.errors import DocumentError
from xlsum.formats.origin import Origin

ENCRYPTED = 0x1
MemberReader = Callable[[BinaryIO, Origin, int], Iterator[Record]]


def read_tar(
    stream: BinaryIO, origin: Origin, limits: Limits, size: int, read_member: MemberReader
) -> Iterator[Record]:
    """The records of a tar's members, in its order. Links, devices and names that leave the archive are refused."""
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for number, member in enumerate(archive):
                _check_count(number, origin, limits)
                if member.isdir() or _is_hidden(member.name):
                    continue
                refusal = _refused_name(member.name) or ("" if member.isreg() else "a link or a device, not a file")
                inside = archive.extractfile(member) if not refusal else None
                yield from _read(inside, _inner(origin, member.name), member.size, refusal, read_member)
    except tarfile.TarError as error:
        yield Unreadable(origin.name, f"not a tar archive that can be read: {error}")


def read_zip(
    stream: BinaryIO, origin: Origin, limits: Limits, size: int, read_member: MemberReader
) -> Iterator[Record]:
    """The records of a zip's members, in its order. Bombs, encrypted members and names that leave it are refused."""
    try:
        with zipfile.ZipFile(_seekable(stream, origin, limits)) as archive:
            for number, member in enumerate(archive.infolist()):
                _check_count(number, origin, limits)
                if not member.is_dir() and not _is_hidden(member.filename):
                    yield from _read_zipped(archive, member, origin, limits, read_member)
    except (zipfile.BadZipFile, NotImplementedError, *DAMAGED) as error:
        yield Unreadable(origin.name, f"not a zip archive that can be read: {error}")


def _read_zipped(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, origin: Origin, limits: Limits, read_member: MemberReader
) -> Iterator[Record]:
    inner = _inner(origin, member.filename)
    refusal = _refused_name(member.filename) or ("encrypted" if member.flag_bits & ENCRYPTED else "")
    # The declared sizes may lie: the stream is measured as it is read.
    if member.file_size > max(limits.ratio_from_bytes, member.compress_size * limits.ratio):
        refusal = "expands like a bomb: unpack it yourself if it is to be trusted"
    inside = None
    try:
        if not refusal:
            opened = cast(BinaryIO, archive.open(member))
            inside = buffered(Expanding(opened, member.compress_size, inner.name, limits))
        yield from _read(inside, inner, member.file_size, refusal, read_member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, *DAMAGED) as error:
        yield Unreadable(inner.name, f"cannot be read: {error}")


def _read(inside: object, inner: Origin, size: int, refusal: str, read_member: MemberReader) -> Iterator[Record]:
    if refusal or inside is None:
        yield Unreadable(inner.name, refusal or "not a file")
        return
    try:
        yield from read_member(cast(BinaryIO, inside), inner, size)
    except DocumentError as error:
        yield Unreadable(error.where, error.reason)


def _inner(origin: Origin, name: str) -> Origin:
    """The member as an origin: its place is "archive.zip!folder/wire.txt", its id "folder/wire"."""
    below = PurePosixPath(name)
    stem = below.with_suffix("").as_posix()
    return Origin(f"{origin.name}!{name}", f"{origin.path}!{name}", stem, locate=origin.locate)


def _refused_name(name: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    return "its name leaves the archive" if path.is_absolute() or ".." in path.parts else ""


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith(".") and part not in {".", ".."} for part in parts) or "__MACOSX" in parts


def _check_count(number: int, origin: Origin, limits: Limits) -> None:
    if number >= limits.members:
        raise origin.error(f"more than {limits.members} members: unpack it first")


def _seekable(stream: BinaryIO, origin: Origin, limits: Limits) -> BinaryIO:
    """A zip keeps its index at the end, so one inside a compressed stream is held in memory."""
    if stream.seekable():
        return stream
    data = stream.read(limits.document_bytes + 1)
    if len(data) > limits.document_bytes:
        raise origin.error("a zip within an archive, over the document limit: unpack it first")
    return io.BytesIO(data)
