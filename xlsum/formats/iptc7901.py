"""IPTC 7901, the old wire: a header line between SOH and STX, the text between STX and ETX."""

import re
from collections.abc import Iterator

from xlsum.document import Document
from xlsum.errors import DocumentError
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse, with_encoding
from xlsum.formats.xml import kept

SOH, STX, ETX = "\x01", "\x02", "\x03"
HEADER = re.compile(
    r"\s*(?P<service>[A-Za-z]{1,6})(?P<number>\d{1,6})\s+(?P<priority>\S)\s+(?P<category>\S+)\s+(?P<words>\d+)\s*(?P<rest>[^\r\n]*)"
)
BYLINE = re.compile(r"^(?:by|از|گزارش(?:گر)?:?)\s+(.{2,60})$", re.IGNORECASE)


def read_iptc7901(data: bytes, origin: Origin) -> Iterator[Document]:
    """The messages of a 7901 file. The header's words, the slug and the headline are kept apart from the text."""
    decoded = decode_or_refuse(data, origin)
    messages = [part for part in decoded.text.split(SOH) if part.strip("\r\n\x04 ")]
    if SOH not in decoded.text:
        raise origin.error("no SOH character: not an IPTC 7901 message")
    for place, message in enumerate(messages, 1):
        try:
            document = _document(message, origin, place if len(messages) > 1 else 0)
            yield check_not_empty(with_encoding(document, decoded), origin)
        except DocumentError as error:
            origin.report(error)


def _document(message: str, origin: Origin, place: int) -> Document:
    top, stx, rest = message.partition(STX)
    if not stx:
        raise origin.error(f"message {place or 1} has no STX character: not a whole IPTC 7901 message")
    text, _, end = rest.partition(ETX)
    header = HEADER.match(top)
    slug = " ".join(line.strip() for line in top.splitlines()[1:] if line.strip())
    lines = [line.strip() for line in text.splitlines()]
    headline = lines.pop(0) if lines else ""
    byline = next((BYLINE.match(line) for line in lines[:3] if BYLINE.match(line)), None)
    if byline:
        lines.remove(byline[0])
    fields = header.groupdict() if header else {}
    identity = f"{fields['service']}{fields['number']}" if fields else f"{origin.id}:{place}" if place else origin.id
    return Document(
        id=identity,
        text=_paragraphs(lines, headline),
        headline=headline if any(lines) else "",
        source=fields.get("service", ""),
        path=origin.path,
        format="iptc7901",
        extra=kept(
            urgency=fields.get("priority", ""),
            category=fields.get("category", ""),
            words=fields.get("words", ""),
            options=fields.get("rest", "").strip(),
            slugline=slug,
            byline=byline[1] if byline else "",
            filed=" ".join(end.replace("\x04", " ").split()),
        ),
        warnings=() if header else ("the header of the message could not be read",),
    )


def _paragraphs(lines: list[str], headline: str) -> str:
    """The lines as they came, blank ones between paragraphs; a text of one line is no headline."""
    text = "\n".join(lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text) or headline
