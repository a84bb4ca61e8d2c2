"""NewsML-G2 out (IPTC, 2.34, power conformance): one newsItem, or a newsMessage of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from xlsum import __version__
from xlsum.document import Result
from xlsum.formats.label import digital_source_type, english_language, is_labelled, visible_line
from xlsum.formats.story import (
    body,
    date_time,
    dateline,
    editorial_note,
    english_headline,
    item_uri,
    publication_status,
    related_uris,
    source_uri,
    subjects,
    summary_text,
    urgency,
)
from xlsum.formats.xml import Element
from xlsum.formats.xml_writing import DECLARATION, add, add_if, to_bytes, tree

NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"
RELATIONS = "urn:xlsum:relation:"  # our own scheme, as NewsML-G2 asks for codes outside IPTC's catalogue
XML_CONTENT = "application/xhtml+xml"


def write_newsml(results: Iterable[Result]) -> Iterator[bytes]:
    """One result as a newsItem, several as a newsMessage."""
    held: bytes | None = None
    many = False
    for result in results:
        item = to_bytes(newsml_item(result), declaration=False)
        if held is None:
            held = item
        elif not many:
            many = True
            yield DECLARATION + _message_head() + held + item
        else:
            yield item
    if many:
        yield b"</itemSet>\n</newsMessage>\n"
    elif held is not None:
        yield DECLARATION + held


def newsml_item(result: Result) -> Element:
    """The newsItem of a result, its elements in the order of the schema."""
    item = tree("newsItem", NAR, guid=item_uri(result), version=_version(result), lang=english_language(result))
    for name, value in (("standard", "NewsML-G2"), ("standardversion", "2.34"), ("conformance", "power")):
        item.set(name, value)
    add(item, "catalogRef", href=CATALOG)
    add(add(item, "catalog"), "scheme", alias="xlrel", uri=RELATIONS)
    _rights(item, result)
    _item_meta(item, result)
    _content_meta(item, result)
    _content(add(item, "contentSet"), result)
    return item


def _rights(item: Element, result: Result) -> None:
    extra = result.source.extra
    if extra.get("copyright") or extra.get("usage"):
        rights = add(item, "rightsInfo")
        add_if(rights, "copyrightNotice", extra.get("copyright", ""))
        add_if(rights, "usageTerms", extra.get("usage", ""))


def _item_meta(item: Element, result: Result) -> None:
    meta = add(item, "itemMeta")
    add(meta, "itemClass", qcode="ninat:text")
    add(meta, "provider", literal=result.source.agency or "xlsum")
    add(meta, "versionCreated", date_time(result.provenance.created) or datetime.now(UTC).isoformat(timespec="seconds"))
    add_if(meta, "embargoed", date_time(result.source.extra.get("embargo", "")))
    add(meta, "pubStatus", qcode=f"stat:{publication_status(result)}")
    add(meta, "generator", "xlsum", versioninfo=__version__)
    add_if(meta, "edNote", editorial_note(result))
    add(meta, "link", rel="xlrel:translation-of", residref=source_uri(result))
    if result.source.url.startswith(("http://", "https://")):
        add(meta, "link", rel="irel:seeAlso", href=result.source.url)
    for uri in related_uris(result):
        add(meta, "link", rel="irel:seeAlso", residref=uri)


def _content_meta(item: Element, result: Result) -> None:
    extra = result.source.extra
    meta = add(item, "contentMeta")
    add_if(meta, "urgency", str(urgency(result) or ""))
    add_if(meta, "contentCreated", date_time(result.source.published))
    if is_labelled(result):
        add(meta, "digitalSourceType", uri=digital_source_type(result))
    if located := extra.get("located", "") or dateline(result):
        add(add(meta, "located"), "name", located)
    if result.source.agency:
        add(meta, "infoSource", literal=result.source.agency)
    add(meta, "altId", result.id)
    add(meta, "language", tag=english_language(result))
    for name in subjects(result):
        add(add(meta, "subject", literal=name), "name", name)
    add_if(meta, "slugline", extra.get("slugline", ""))
    add_if(meta, "headline", english_headline(result))
    add_if(meta, "dateline", dateline(result))
    add_if(meta, "by", extra.get("byline", ""))
    add_if(meta, "creditline", extra.get("creditline", ""))
    add_if(meta, "description", summary_text(result), role="drol:summary")
    add(meta, "contentMetaExtProperty", rel="xlrel:source-sha256", value=result.source.sha256)


def _content(content: Element, result: Result) -> None:
    from lxml import etree

    page = add(content, "inlineXML", contenttype=XML_CONTENT)
    default: Any = {None: XHTML}  # the stubs know no default namespace
    html = etree.SubElement(page, f"{{{XHTML}}}html", nsmap=default)
    add(add(html, "head"), "title", english_headline(result) or result.id)
    inside = add(html, "body", lang=english_language(result))
    for paragraph in body(result):
        line = add(inside, "p")
        for segment in paragraph:
            piece = add(line, "span", f"{segment.english} ", class_=f"xlsum-{segment.level}")
            if segment.flags:
                piece.set("title", "; ".join(flag.detail for flag in segment.flags))
    add_if(inside, "p", visible_line(result), class_="xlsum-label")


def _version(result: Result) -> str:
    given = result.source.extra.get("version", "")
    return given if given.isdigit() and int(given) else "1"


def _message_head() -> bytes:
    sent = datetime.now(UTC).isoformat(timespec="seconds")
    return f'<newsMessage xmlns="{NAR}">\n<header><sent>{sent}</sent></header>\n<itemSet>\n'.encode()
