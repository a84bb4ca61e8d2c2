"""The table of formats that can be read: how each is named, known and read."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from xlsum.document import Document
from xlsum.errors import UsageError
from xlsum.formats.docx import read_docx
from xlsum.formats.eml import read_eml
from xlsum.formats.epub import read_epub
from xlsum.formats.feed import read_feed
from xlsum.formats.html import read_html
from xlsum.formats.iptc7901 import read_iptc7901
from xlsum.formats.jsonl import read_json_lines, stream_json_lines
from xlsum.formats.markdown import read_markdown
from xlsum.formats.newsml import read_newsml
from xlsum.formats.ninjs import read_ninjs
from xlsum.formats.nitf import read_nitf
from xlsum.formats.odt import read_odt
from xlsum.formats.origin import Origin
from xlsum.formats.pdf import read_pdf
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
    InputFormat("markdown", "Markdown, with or without front matter", (".md", ".markdown"), read_markdown),
    InputFormat("feed", "RSS or Atom, one document an entry", (".rss", ".atom"), read_feed),
    InputFormat("newsml", "NewsML-G2 items, messages and packages", (), read_newsml),
    InputFormat("nitf", "NITF, the News Industry Text Format", (".nitf",), read_nitf),
    InputFormat("ninjs", "ninjs 2.x and 3.x, or a JSON array of documents", (".json", ".ninjs"), read_ninjs),
    InputFormat("iptc7901", "IPTC 7901, the old wire", (".7901", ".iptc", ".tst"), read_iptc7901),
    InputFormat("docx", "a Word file", (".docx",), read_docx),
    InputFormat("odt", "an OpenDocument text", (".odt",), read_odt),
    InputFormat("pdf", "a PDF with a text layer", (".pdf",), read_pdf, lossy=True),
    InputFormat("eml", "an e-mail", (".eml",), read_eml),
    InputFormat("epub", "a book, one document a chapter", (".epub",), read_epub),
)
XML_ROOTS = {
    "newsItem": "newsml",
    "newsMessage": "newsml",
    "packageItem": "newsml",
    "nitf": "nitf",
    "rss": "feed",
    "feed": "feed",
    "RDF": "feed",
    "html": "html",
}
OLD_WIRE = re.compile(rb"\A[\0\x16\r\n ]*\x01[^\x02]{1,1000}\x02")
JSON_START = re.compile(rb"\A(?:\{\s*[\"}]|\[\s*[\[{\"\]])")
JSON_LINE = re.compile(rb"\A\{[^\n]{2,}|\A\[\[")
ROOT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)")
MAIL_HEADERS = re.compile(
    rb"\A(?:(?:received|return-path|from|subject|message-id|mime-version|date|to):[^\n]+\n(?:[ \t][^\n]*\n)*){2}", re.I
)


def input_format(name: str) -> InputFormat:
    """The format of that name; raises UsageError that lists the names."""
    for known in INPUT_FORMATS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in INPUT_FORMATS)
    raise UsageError(f"{name}: not a format that can be read; one of auto, {names}")


def detect_format(name: str, head: bytes) -> InputFormat:
    """The format by the file's suffix, else by its first bytes, else plain text.

    A file whose first bytes are an XML news format is that, whatever its suffix but .txt.
    """
    suffix = PurePath(name).suffix.lower()
    for known in INPUT_FORMATS:
        if suffix in known.suffixes:
            return known
    return input_format(_sniff(head.lstrip(b"\xef\xbb\xbf \t\r\n")))


def _sniff(head: bytes) -> str:
    if JSON_START.match(head):
        return "jsonl" if JSON_LINE.match(head) else "ninjs"
    if OLD_WIRE.match(head):
        return "iptc7901"
    if head.startswith(b"%PDF"):
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(head)
    if MAIL_HEADERS.match(head):
        return "eml"
    return _xml_kind(head.replace(b"\0", b""))


def _xml_kind(head: bytes) -> str:
    """By the root element: past the declaration, comments and DOCTYPE. Text that only starts with "<" is text."""
    if not head.lstrip(b"\xff\xfe").startswith(b"<"):
        return "text"
    if head[:100].lower().startswith((b"<!doctype html", b"<html")):
        return "html"
    root = ROOT.search(re.sub(rb"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>", b"", head, flags=re.DOTALL))
    return XML_ROOTS.get(root[1].decode("ascii"), "text") if root else "text"


def _zip_kind(head: bytes) -> str:
    """Office files and books say in their first members what they are."""
    if b"application/epub+zip" in head:
        return "epub"
    if b"application/vnd.oasis.opendocument.text" in head:
        return "odt"
    return "docx" if b"[Content_Types].xml" in head or b"word/" in head else "text"
