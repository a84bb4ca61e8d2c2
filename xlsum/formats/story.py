"""What newsroom formats ask of a result: its address, headline, paragraphs, status and cautions."""

import re
from urllib.parse import quote

from xlsum.document import Result, TranslatedSegment
from xlsum.formats.label import is_rejected, visible_line

# A URI of RFC 3986 with a scheme that names things everywhere; "wires:17" is a line of somebody's file.
URI = re.compile(r"^(?:https?|ftp|urn|tag|info|doi|mid|newsml):[!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]]+$", re.IGNORECASE)
OUTSIDE_URI = re.compile(r"[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]]+")
DATE_TIME = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?$")
STATUSES = {
    **dict.fromkeys(("canceled", "cancelled", "killed"), "canceled"),
    **dict.fromkeys(("withheld", "embargoed"), "withheld"),
}
UTC_OFFSET = "+00:00"


def item_uri(result: Result) -> str:
    """The address of the English item, another than its source's: the same for the same id and source text."""
    return f"urn:xlsum:en:{result.source.sha256[:16] or '0'}:{quote(result.id, safe='') or 'document'}"


def source_uri(result: Result) -> str:
    """The address of what was translated: its id where that is a URI, else its web address, else its hash."""
    for given in (result.id, result.source.url):
        if address := uri_of(given):
            return address
    return f"urn:xlsum:source:{result.source.sha256[:16] or '0'}:{quote(result.id, safe='') or 'document'}"


def uri_of(given: str) -> str:
    """The URI that a text is, letters outside ASCII escaped; "" for what is none."""
    address = OUTSIDE_URI.sub(lambda found: quote(found[0], safe=""), given.strip())
    return address if " " not in given.strip() and URI.match(address) else ""


def related_uris(result: Result) -> list[str]:
    """The addresses that the source item points to, each once; its own is not among them."""
    found = map(uri_of, result.source.extra.get("links", "").split())
    return [uri for uri in dict.fromkeys(found) if uri and uri not in {source_uri(result), uri_of(result.source.url)}]


def subjects(result: Result) -> list[str]:
    """What the agency says the story is about."""
    return [name for part in result.source.extra.get("subjects", "").split(";") if (name := part.strip())]


def facts(result: Result) -> list[str]:
    """What a reader of plain text is told of the source: agency, place, author, time, urgency, version, embargo."""
    source, extra = result.source, result.source.extra
    named = [("by", "byline"), ("urgency", "urgency"), ("version", "version")]
    told = [f"{name} {extra[key]}" for name, key in named if extra.get(key)]
    told += [f"embargo: {embargo_words(result)}"] if embargo_words(result) else []
    return [fact for fact in (source.agency, dateline(result), source.published, *told, source.url) if fact]


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
    """Where the story is from: as the format says, else as the text begins, else where the format places it."""
    extra = result.source.extra
    return extra.get("dateline", "") or result.source.dateline or extra.get("located", "")


def embargo_words(result: Result) -> str:
    """ "until TIME", or what the agency says where it gives no time; "" without an embargo."""
    given = result.source.extra.get("embargo", "")
    return f"until {given}" if date_time(given) else given


def summary_text(result: Result) -> str:
    """The summary, "" when there is none."""
    return result.summary.text if result.summary else ""


def editorial_note(result: Result) -> str:
    """The label and every doubt, for the desk that receives the item and not for readers."""
    doubts = [f"{flag.level} ({flag.kind}): {flag.detail}" for flag in dict.fromkeys(result.flags)]
    return " | ".join(filter(None, [visible_line(result), *result.source.warnings, *doubts, *result.coverage.left_out]))


def stops(result: Result) -> list[str]:
    """What forbids to publish the story, in words for everybody who sees it: the agency's own status, an embargo."""
    status = result.source.extra.get("status", "")
    told = [f"The agency marked this story {status}: do not publish it."] if status in STATUSES else []
    told += [f"Under embargo: {embargo_words(result)}."] if embargo_words(result) else []
    return told + [f"{flag.detail}." for flag in result.document_flags if flag.level == "do-not-use"]


def publication_status(result: Result) -> str:
    """IPTC's pubstatus: the agency's own "canceled" or "withheld"; "withheld" while a do-not-use flag is unreviewed.

    So is a story under an embargo without a time, which no field could carry.

    A reviewer lifts the hold of the checks, but not that of a sentence which the reviewer rejected.
    """
    given = STATUSES.get(result.source.extra.get("status", ""), "")
    if given:
        return given
    if any(flag.kind == "kill" for flag in result.document_flags):
        return "canceled"
    if embargo_words(result) and not date_time(result.source.extra["embargo"]):
        return "withheld"
    if any(map(is_rejected, result.translation.segments)):
        return "withheld"
    levels = [segment.level for segment in result.translation.segments]
    levels += [result.summary.level] if result.summary else []
    levels += [flag.level for flag in result.document_flags]
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
