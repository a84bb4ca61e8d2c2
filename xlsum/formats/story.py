"""What newsroom formats ask of a result: its address, headline, paragraphs, status and cautions."""

import re
from urllib.parse import quote

from xlsum.document import Result, TranslatedSegment
from xlsum.formats.label import visible_line

URI = re.compile(r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+$", re.IGNORECASE)
DATE_TIME = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$")
DEAD = ("canceled", "withheld")
UTC_OFFSET = "+00:00"


def item_uri(result: Result) -> str:
    """The address of the English item, another than its source's: the same for the same id and source text."""
    return f"urn:xlsum:en:{result.source.sha256[:16] or '0'}:{quote(result.id, safe='') or 'document'}"


def source_uri(result: Result) -> str:
    """The address of what was translated: its id where that is a URI, else its web address, else its hash."""
    for given in (result.id, result.source.url):
        if URI.match(given):
            return given
    return f"urn:xlsum:source:{result.source.sha256[:16] or '0'}:{quote(result.id, safe='') or 'document'}"


def english_headline(result: Result) -> str:
    """The English headline, "" when the document has none."""
    return result.headline.english if result.headline else ""


def body(result: Result) -> tuple[tuple[TranslatedSegment, ...], ...]:
    """The paragraphs below the headline."""
    return result.translation.paragraphs[1:] if result.headline else result.translation.paragraphs


def english_paragraphs(result: Result) -> list[str]:
    """The English of the paragraphs below the headline."""
    texts = (" ".join(segment.english for segment in paragraph if segment.english) for paragraph in body(result))
    return [text for text in texts if text]


def source_paragraphs(result: Result) -> list[str]:
    """The source of the paragraphs below the headline."""
    return [" ".join(segment.source for segment in paragraph) for paragraph in body(result)]


def dateline(result: Result) -> str:
    """Where the story is from: as the format says, else as the text begins."""
    return result.source.extra.get("dateline", "") or result.source.dateline


def summary_text(result: Result) -> str:
    """The summary, "" when there is none."""
    return result.summary.text if result.summary else ""


def editorial_note(result: Result) -> str:
    """The label and every doubt, for the desk that receives the item and not for readers."""
    doubts = [f"{flag.level} ({flag.kind}): {flag.detail}" for flag in dict.fromkeys(result.flags)]
    return " | ".join(filter(None, [visible_line(result), *result.source.warnings, *doubts, *result.coverage.left_out]))


def publication_status(result: Result) -> str:
    """IPTC's pubstatus: the agency's own "canceled" or "withheld"; "withheld" while a do-not-use flag is unreviewed."""
    given = result.source.extra.get("status", "")
    if given in DEAD:
        return given
    levels = [segment.level for segment in result.translation.segments]
    levels += [result.summary.level] if result.summary else []
    doubtful = "do-not-use" in levels
    return "withheld" if doubtful and not result.provenance.reviewed_by else "usable"


def date_time(given: str) -> str:
    """RFC 3339 of a time that has its offset or is taken as UTC; "" for a bare day or anything else."""
    found = DATE_TIME.match(given)
    return f"{found[1]}{found[2] or ':00'}{found[3] or UTC_OFFSET}" if found else ""


def urgency(result: Result) -> int:
    """The editorial urgency from 1 to 9, 0 when the source has none."""
    given = result.source.extra.get("urgency", "")
    return int(given) if given.isdigit() and 1 <= int(given) <= 9 else 0
