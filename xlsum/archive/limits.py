"""How much a compressed file may grow: a bomb is refused before it fills the memory or the disk."""

import io
from dataclasses import dataclass
from typing import BinaryIO

from xlsum.errors import DocumentError
from xlsum.formats.origin import MAX_DOCUMENT_BYTES


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes and counts beyond which a source is refused.

    News text compresses 3 to 10 times, repeated boilerplate some 50 times; zip bombs start at 1000.
    """

    document_bytes: int = MAX_DOCUMENT_BYTES
    ratio: int = 200
    ratio_from_bytes: int = 16 * 1024 * 1024
    members: int = 5_000_000
    depth: int = 2


class Expanding(io.RawIOBase):
    """A decompressed stream that raises DocumentError once it has grown `ratio` times over its compressed size."""

    def __init__(self, stream: BinaryIO, compressed_bytes: int, where: str, limits: Limits) -> None:
        self._stream, self._where, self._given = stream, where, 0
        self._allowed = max(limits.ratio_from_bytes, compressed_bytes * limits.ratio)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override] # a writable buffer, as RawIOBase asks
        part = self._stream.read(len(buffer))
        self._given += len(part)
        if self._given > self._allowed:
            raise DocumentError(self._where, "expands like a bomb: unpack it yourself if it is to be trusted")
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        self._stream.close()
        super().close()


def buffered(stream: io.RawIOBase) -> BinaryIO:
    """The stream with a buffer of a megabyte."""
    return io.BufferedReader(stream, 1 << 20)
