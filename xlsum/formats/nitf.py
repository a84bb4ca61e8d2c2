"""NITF, the News Industry Text Format (IPTC, 3.x)."""

from collections.abc import Iterator
from datetime import datetime

from xlsum.document import Document
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import with_encoding
from xlsum.formats.publication import published_as_iso
from xlsum.formats.tags import language_tag
from xlsum.formats.xml import (
    XML_LANG,
    Element,
    attribute,
    first_named,
    kept,
    named,
    paragraphs_of,
    parse_xml,
    spaced_text_at,
    text_at,
)

DEAD = ("canceled", "withheld", "embargoed")


def read_nitf(data: bytes, origin: Origin) -> Iterator[Document]:
    """The one story of a NITF file. Raises DocumentError when it has no body."""
    file = parse_xml(data, origin)
    body = first_named(file.root, "body.content")
    if body is None:
        raise origin.error("no body.content in it; send NITF with its story")
    yield check_not_empty(with_encoding(_document(file.root, body, origin), file.decoded), origin)


def body_of_nitf(body: Element) -> list[str]:
    """The paragraphs of a `body.content`."""
    return paragraphs_of(body)


def _document(root: Element, body: Element, origin: Origin) -> Document:
    head, top = first_named(root, "head"), first_named(root, "body.head")
    language = str(root.get(XML_LANG) or attribute(root, XML_LANG, "body") or root.get("baselang") or "")
    issued = published_as_iso(attribute(head, "norm", "date.issue"))
    released = published_as_iso(attribute(head, "norm", "date.release"))
    status = str(attribute(head, "management-status", "docdata"))
    return Document(
        id=attribute(head, "id-string", "doc-id") or origin.id,
        text="\n\n".join(body_of_nitf(body)),
        headline=text_at(top, "hl1") or text_at(top, "hedline") or text_at(head, "title"),
        published=issued,
        source=spaced_text_at(top, "distributor") or attribute(head, "name", "pubdata"),
        url=attribute(head, "ex-ref", "pubdata"),
        path=origin.path,
        format="nitf",
        language=language_tag(language),
        extra=kept(
            urgency=attribute(head, "ed-urg", "urgency"),
            byline=spaced_text_at(top, "byline"),
            dateline=spaced_text_at(top, "dateline"),
            subheadline=text_at(top, "hl2"),
            abstract=text_at(top, "abstract"),
            slugline=attribute(head, "key", "du-key"),
            version=attribute(head, "version", "du-key"),
            embargo=released if _is_later(released, issued) else "",
            expires=published_as_iso(attribute(head, "norm", "date.expire")),
            copyright=attribute(head, "holder", "doc.copyright"),
            keywords="; ".join(word.get("key") or "" for word in named(root, "keyword")),
            status=status,
            subjects="; ".join(filter(None, map(_subject, named(root, "tobject.subject")))),
            ednote=attribute(head, "info", "ed-msg"),
            tagline=text_at(first_named(root, "body.end"), "tagline"),
        ),
        warnings=_cautions(status, released if _is_later(released, issued) else ""),
    )


def _subject(subject: Element) -> str:
    names = ("tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type", "tobject.subject.refnum")
    return next((str(subject.get(name)) for name in names if subject.get(name)), "")


def _is_later(released: str, issued: str) -> bool:
    """Whether a release time is an embargo: agencies give it to every story, mostly as the time of issue."""
    try:
        return datetime.fromisoformat(released) > datetime.fromisoformat(issued)
    except (ValueError, TypeError):  # one of them is missing, not a time, or without its offset
        return bool(released) and released != issued


def _cautions(status: str, embargo: str) -> tuple[str, ...]:
    dead = (f"the agency marked this story {status}: do not publish it",) if status in DEAD else ()
    return dead + ((f"under embargo until {embargo}",) if embargo else ())
