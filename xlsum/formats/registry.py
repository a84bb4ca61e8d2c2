"""The table of formats that can be read: how each is named, known and read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from xlsum.document import Document
from xlsum.errors import UsageError
from xlsum.formats.html import read_html
from xlsum.formats.jsonl import read_json_lines, stream_json_lines
from xlsum.formats.origin import Origin
from xlsum.formats.plain import read_text

Reader = Callable[[bytes, Origin], Iterator[Document]]
StreamReader = Callable[[BinaryIO, Origin], Iterator[Document]]
SNIFF_BYTES = 4096


@dataclass(frozen=True, slots=True)
class InputFormat:
    """A format in: its name, what it is in a sentence, its file suffixes, and its reader."""

    name: str
    summary: str
    suffixes: tuple[str, ...]
    read: Reader
    stream: StreamReader | None = None
    lossy: bool = False


INPUT_FORMATS = (
    InputFormat("text", "plain text, one document a file", (".txt", ".text"), read_text),
    InputFormat("jsonl", "JSON Lines, one document a line", (".jsonl", ".ndjson"), read_json_lines, stream_json_lines),
    InputFormat("html", "a web page, the article extracted", (".html", ".htm", ".xhtml"), read_html),
)


def input_format(name: str) -> InputFormat:
    """The format of that name; raises UsageError that lists the names."""
    for known in INPUT_FORMATS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in INPUT_FORMATS)
    raise UsageError(f"{name}: not a format that can be read; one of auto, {names}")


def detect_format(name: str, head: bytes) -> InputFormat:
    """The format by the file's suffix, else by its first bytes, else plain text."""
    suffix = PurePath(name).suffix.lower()
    for known in INPUT_FORMATS:
        if suffix in known.suffixes:
            return known
    return input_format(_sniff(head.lstrip(b"\xef\xbb\xbf \t\r\n")))


def _sniff(head: bytes) -> str:
    if head.startswith((b'{"', b"{ ", b'["', b"[{", b"[[", b"{}", b"[]")):
        return "jsonl"
    lowered = head[:SNIFF_BYTES].lower()
    if lowered.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "text"
