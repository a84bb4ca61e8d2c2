"""NITF, the News Industry Text Format (IPTC, 3.x)."""

from collections.abc import Iterator

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
    text_at,
)


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
    language = str(root.get(XML_LANG) or attribute(root, XML_LANG, "body"))
    return Document(
        id=attribute(head, "id-string", "doc-id") or origin.id,
        text="\n\n".join(body_of_nitf(body)),
        headline=text_at(top, "hl1") or text_at(top, "hedline") or text_at(head, "title"),
        published=published_as_iso(attribute(head, "norm", "date.issue")),
        source=text_at(top, "distributor") or attribute(head, "name", "pubdata"),
        url=attribute(head, "ex-ref", "pubdata"),
        path=origin.path,
        format="nitf",
        language=language_tag(language),
        extra=kept(
            urgency=attribute(head, "ed-urg", "urgency"),
            byline=text_at(top, "byline"),
            dateline=text_at(top, "dateline"),
            subheadline=text_at(top, "hl2"),
            abstract=text_at(top, "abstract"),
            slugline=attribute(head, "key", "du-key"),
            version=attribute(head, "version", "du-key"),
            embargo=published_as_iso(attribute(head, "norm", "date.release")),
            expires=published_as_iso(attribute(head, "norm", "date.expire")),
            copyright=attribute(head, "holder", "doc.copyright"),
            keywords="; ".join(word.get("key") or "" for word in named(root, "keyword")),
            status=str(attribute(head, "management-status", "docdata")),
            tagline=text_at(first_named(root, "body.end"), "tagline"),
        ),
        warnings=_cautions(attribute(head, "management-status", "docdata")),
    )


def _cautions(status: str) -> tuple[str, ...]:
    dead = {"canceled", "withheld", "embargoed"}
    return (f"the agency marked this story {status}",) if status in dead else ()
