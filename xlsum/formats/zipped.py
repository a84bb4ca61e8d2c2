"""Zip containers of office files and books, opened with bounds against bombs."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from xlsum.formats.origin import Origin

# What zipfile raises for a damaged or encrypted archive; a negative seek is a ValueError.
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, KeyError, ValueError, OSError)
MAX_MEMBERS = 10_000
MAX_EXPANDED_BYTES = 200_000_000
MAX_RATIO = 200  # office XML shrinks 5 to 20 times; a bomb a thousand times
RATIO_MATTERS_ABOVE = 1_000_000  # bytes: a small file of white space may shrink a lot


@contextmanager
def open_zip(data: bytes, origin: Origin) -> Iterator[zipfile.ZipFile]:
    """The archive; raises DocumentError when it is broken, encrypted or would grow beyond all measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check(archive, origin)
            yield archive
    except BROKEN as error:
        raise origin.error(f"a broken or locked file: {error}; save it again without a password") from error


def _check(archive: zipfile.ZipFile, origin: Origin) -> None:
    members = archive.infolist()
    expanded = sum(member.file_size for member in members)
    packed = max(1, sum(member.compress_size for member in members))
    if len(members) > MAX_MEMBERS or expanded > MAX_EXPANDED_BYTES:
        raise origin.error(f"refused: it unpacks to {len(members)} files of {expanded / 1e6:.0f} MB")
    if expanded > RATIO_MATTERS_ABOVE and expanded / packed > MAX_RATIO:
        raise origin.error(f"refused: it unpacks to {expanded / packed:.0f} times its size, as a zip bomb does")


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """A member's bytes, "" when there is none. zipfile itself stops at the size that the directory promises."""
    return archive.read(name) if name in archive.namelist() else b""
