"""Bytes in: files and standard input as binary streams whose first bytes can be looked at."""

import io
import os
import sys
from typing import BinaryIO

from xlsum.formats.origin import Origin


def open_stream(origin: Origin) -> BinaryIO:
    """The file of an origin, or standard input when it has none. Raises OSError."""
    if origin.path:
        return open(origin.path, "rb")
    try:
        return os.fdopen(os.dup(sys.stdin.fileno()), "rb")
    except (OSError, ValueError, AttributeError):  # standard input replaced by a text stream, as tests do
        buffer = getattr(sys.stdin, "buffer", None)
        return io.BytesIO(buffer.read() if buffer else sys.stdin.read().encode("utf-8", "surrogatepass"))


def peek(stream: BinaryIO, size: int) -> bytes:
    """The next bytes of a buffered or seekable stream, which stay to be read."""
    if hasattr(stream, "peek"):
        return bytes(stream.peek(size)[:size])
    head = stream.read(size)
    stream.seek(-len(head), os.SEEK_CUR)
    return head
