"""NITF 3.6 out (IPTC): one story a file."""

from collections.abc import Iterable, Iterator

from xlsum.document import Result
from xlsum.formats.label import english_language, is_labelled, source_language_name, visible_line
from xlsum.formats.story import (
    date_time,
    dateline,
    editorial_note,
    english_headline,
    english_paragraphs,
    item_uri,
    publication_status,
    related_uris,
    source_uri,
    subjects,
    summary_text,
    urgency,
)
from xlsum.formats.xml import Element
from xlsum.formats.xml_writing import add, add_if, to_bytes, tree

NAMESPACE = "http://iptc.org/std/NITF/2006-10-18/"


def write_nitf(results: Iterable[Result]) -> Iterator[bytes]:
    """The story of the one result."""
    for result in results:
        yield to_bytes(nitf_of_result(result))


def nitf_of_result(result: Result) -> Element:
    """The NITF document of a result."""
    root = tree("nitf", NAMESPACE, lang=english_language(result))
    _head(root, result)
    body = add(root, "body", lang=english_language(result))
    top = add(body, "body.head")
    add(add(top, "hedline"), "hl1", english_headline(result) or result.id)
    add_if(top, "byline", result.source.extra.get("byline", ""))
    add_if(top, "distributor", result.source.agency)
    if dateline(result):
        add(add(top, "dateline"), "location", dateline(result))
    if summary_text(result):
        add(add(top, "abstract"), "p", summary_text(result))
    content = add(body, "body.content")
    for paragraph in english_paragraphs(result):
        add(content, "p", paragraph)
    if is_labelled(result):
        add(add(body, "body.end"), "tagline", visible_line(result))
    return root


def _head(root: Element, result: Result) -> None:
    extra = result.source.extra
    head = add(root, "head")
    add(head, "title", english_headline(result) or result.id)
    add(head, "meta", name="translation-of", content=source_uri(result))
    add(head, "meta", name="source-sha256", content=result.source.sha256)
    for uri in related_uris(result):
        add(head, "meta", name="see-also", content=uri)
    if is_labelled(result):
        add(head, "meta", name="machine-translated-from", content=source_language_name(result))
    data = add(head, "docdata", management_status=publication_status(result))
    add(data, "doc-id", id_string=item_uri(result))
    if urgency(result):
        add(data, "urgency", ed_urg=str(urgency(result)))
    if date_time(result.provenance.created):
        add(data, "date.issue", norm=date_time(result.provenance.created))
    if date_time(extra.get("embargo", "")):
        add(data, "date.release", norm=date_time(extra["embargo"]))
    if extra.get("slugline") or extra.get("version"):
        add(data, "du-key", key=extra.get("slugline") or result.id, version=extra.get("version") or "1")
    if extra.get("copyright"):
        add(data, "doc.copyright", holder=extra["copyright"])
    if subjects(result):
        words = add(data, "key-list")
        for name in subjects(result):
            add(words, "keyword", key=name)
    if editorial_note(result):
        add(data, "ed-msg", info=editorial_note(result))
    if result.source.url:
        add(head, "pubdata", type="web", name=result.source.agency, ex_ref=result.source.url)
