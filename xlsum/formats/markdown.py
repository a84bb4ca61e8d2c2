"""Markdown: the first heading is the headline, front matter gives the fields, marks are taken off."""

import re
from collections.abc import Iterator

from xlsum.document import Document
from xlsum.formats.html import fragment_text
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse, with_encoding
from xlsum.formats.publication import published_as_iso
from xlsum.formats.tags import language_tag

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
FIELD = re.compile(r"^([A-Za-z_][\w-]*)\s*:\s*(.+?)\s*$", re.MULTILINE)
HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)|\A\s*(\S.*)\n=+[ \t]*(?:\n|\Z)")
RENAMED = {"title": "headline", "date": "published", "lang": "language"}


def read_markdown(data: bytes, origin: Origin) -> Iterator[Document]:
    """The one document of a Markdown file, its paragraphs as plain text."""
    from markdown_it import MarkdownIt

    decoded = decode_or_refuse(data, origin)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    fields, text = _front_matter(text)
    heading = HEADING.match(text)
    if heading:
        text = text[heading.end() :]
    parser = MarkdownIt("commonmark").enable("table")
    headline = fragment_text(parser.renderInline(heading[1] or heading[2])) if heading else ""
    document = Document(
        id=fields.pop("id", "") or origin.id,
        text=fragment_text(parser.render(text)),
        headline=fields.pop("headline", "") or headline,
        published=published_as_iso(fields.pop("published", "")),
        source=fields.pop("source", ""),
        url=fields.pop("url", ""),
        path=origin.path,
        format="markdown",
        language=language_tag(fields.pop("language", "")),
        extra=fields,
    )
    yield check_not_empty(with_encoding(document, decoded), origin)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = FRONT_MATTER.match(text)
    if not found:
        return {}, text
    fields = {RENAMED.get(name.lower(), name.lower()): value.strip("\"'") for name, value in FIELD.findall(found[1])}
    return fields, text[found.end() :]
