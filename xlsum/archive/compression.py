"""Opening what is compressed (.gz, .zst, .bz2, .xz) as one stream of bytes, never whole in memory."""

import bz2
import gzip
import lzma
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO, cast

import zstandard

from xlsum.archive.limits import Expanding, Limits, buffered

# What a decompressor raises on damaged or cut-off data.
DAMAGED = (zlib.error, lzma.LZMAError, zstandard.ZstdError, gzip.BadGzipFile, EOFError)


def _zstd(stream: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True))


OPENERS: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": lambda stream: cast(BinaryIO, gzip.GzipFile(fileobj=stream)),
    ".zst": _zstd,
    ".bz2": lambda stream: cast(BinaryIO, bz2.BZ2File(stream)),
    ".xz": lambda stream: cast(BinaryIO, lzma.LZMAFile(stream)),  # noqa: SIM115 # the caller closes it
}
SHORT_NAMES = {".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"}


def plain_name(name: str) -> str:
    """The name without what says how it is compressed: "wires.jsonl.zst" is "wires.jsonl"."""
    long = _long_name(name)
    return long[: -len(PurePosixPath(long).suffix)] if is_compressed(name) else name


def is_compressed(name: str) -> bool:
    """Whether the name says that the file is compressed."""
    return PurePosixPath(_long_name(name)).suffix.lower() in OPENERS


def expand(stream: BinaryIO, name: str, compressed_bytes: int, where: str, limits: Limits) -> BinaryIO:
    """The bytes inside, as a stream that refuses to grow like a bomb."""
    opener = OPENERS[PurePosixPath(_long_name(name)).suffix.lower()]
    return buffered(Expanding(opener(stream), compressed_bytes, where, limits))


def _long_name(name: str) -> str:
    suffix = PurePosixPath(name).suffix
    return name[: -len(suffix)] + SHORT_NAMES[suffix.lower()] if suffix.lower() in SHORT_NAMES else name
