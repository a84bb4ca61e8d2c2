"""IPTC 7901, the old wire: a header line between SOH and STX, the text between STX and ETX."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from xlsum.document import Document
from xlsum.errors import DocumentError
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse, with_encoding
from xlsum.formats.xml import kept

SOH, STX, ETX = "\x01", "\x02", "\x03"
# Padding, synchronisation and typesetting marks of the old lines. SOH, STX, ETX, EOT and white space stay.
LINE_NOISE = bytes(set(range(0x1C)) - {0x01, 0x02, 0x03, 0x04, 0x09, 0x0A, 0x0D}) + b"\x7f"
FIELD_MARKS = bytes.maketrans(b"\x1c\x1d\x1e\x1f", b"    ")
FILED = re.compile(r"(\d{2})(\d{2})(\d{2})(?:\s*(?:GMT|UTC|Z))?\s+([A-Za-z]{3})\w*\s+(\d{2}|\d{4})\b")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EMBARGO = re.compile(r"\bembargo\w*\b[^\n]{0,60}", re.IGNORECASE)
HEADER = re.compile(
    r"\s*(?P<service>[A-Za-z]{1,6})\s?(?P<number>\d{1,6})\s+(?P<priority>\S)\s+(?P<category>\S+)\s+(?P<words>\d+)\s*(?P<rest>[^\r\n]*)"
)
NO_HEADER = "the header of the message could not be read"
BYLINE = re.compile(r"^(?:by|از|گزارش(?:گر)?:?)\s+(.{2,60})$", re.IGNORECASE)


def read_iptc7901(data: bytes, origin: Origin) -> Iterator[Document]:
    """The messages of a 7901 file. The header's words, the slug and the headline are kept apart from the text."""
    decoded = decode_or_refuse(_without_line_noise(data), origin)
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
    found = EMBARGO.search(f"{top}\n{headline}")
    embargo = " ".join(found[0].split()) if found else ""
    identity = f"{fields['service']}{fields['number']}" if fields else f"{origin.id}:{place}" if place else origin.id
    return Document(
        id=identity,
        text=_paragraphs(lines, headline),
        headline=headline if any(lines) else "",
        published=_filed_at(end),
        source=fields.get("service", ""),
        path=origin.path,
        format="iptc7901",
        extra=kept(
            urgency=fields.get("priority", ""),
            category=fields.get("category", ""),
            words=fields.get("words", ""),
            options=fields.get("rest", "").strip(),
            slugline=slug,
            embargo=embargo,
            byline=byline[1] if byline else "",
            filed=" ".join(end.replace("\x04", " ").split()),
        ),
        warnings=(*_cautions(embargo), *(() if header else (NO_HEADER,))),
    )


def _cautions(embargo: str) -> tuple[str, ...]:
    return (f"the message speaks of an embargo: {embargo}",) if embargo else ()


def _without_line_noise(data: bytes) -> bytes:
    """The bytes without control characters that carry no text; UTF-16, whose letters hold such bytes, stays."""
    return data if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else data.translate(FIELD_MARKS, LINE_NOISE)


def _filed_at(end: str) -> str:
    """The day and hour that the wire gives after the text, "191030 MAR 24", which is UTC; "" for anything else."""
    found = FILED.search(end)
    if not found or found[4].lower() not in MONTHS:
        return ""
    year = int(found[5]) if len(found[5]) == 4 else 2000 + int(found[5])
    if len(found[5]) == 2 and year > datetime.now(UTC).year + 1:
        year -= 100
    try:
        month, day, hour, minute = MONTHS.index(found[4].lower()) + 1, int(found[1]), int(found[2]), int(found[3])
        return datetime(year, month, day, hour, minute, tzinfo=UTC).isoformat()
    except ValueError:
        return ""


def _paragraphs(lines: list[str], headline: str) -> str:
    """The lines as they came, blank ones between paragraphs; a text of one line is no headline."""
    text = "\n".join(lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text) or headline
