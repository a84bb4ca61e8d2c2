"""RSS 2.0 and Atom out: one entry a document, the full English in it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from xlsum.document import Result
from xlsum.formats.label import english_language, visible_line
from xlsum.formats.story import (
    body,
    date_time,
    english_headline,
    item_uri,
    related_uris,
    source_uri,
    stops,
    subjects,
    summary_text,
)
from xlsum.formats.xml import Element
from xlsum.formats.xml_writing import DECLARATION, add, add_if, clean, to_bytes, tree

ATOM = "http://www.w3.org/2005/Atom"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
TITLE = "Persian news in English (xlsum)"


def write_rss(results: Iterable[Result]) -> Iterator[bytes]:
    """The results as an RSS 2.0 channel."""
    head = f"<title>{TITLE}</title><link>urn:xlsum:feed</link><description>{TITLE}</description><language>en</language>"
    spaces = f'xmlns:content="{CONTENT}" xmlns:dc="{DUBLIN_CORE}"'
    yield DECLARATION + f'<rss version="2.0" {spaces}><channel>{head}\n'.encode()
    for result in results:
        yield to_bytes(_rss_item(result), declaration=False)
    yield b"</channel></rss>\n"


def write_atom(results: Iterable[Result]) -> Iterator[bytes]:
    """The results as an Atom feed."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    head = f"<id>urn:xlsum:feed</id><title>{TITLE}</title><updated>{now}</updated><author><name>xlsum</name></author>"
    yield DECLARATION + f'<feed xmlns="{ATOM}" xml:lang="en">{head}\n'.encode()
    for result in results:
        yield to_bytes(_atom_entry(result), declaration=False)
    yield b"</feed>\n"


def html_of_result(result: Result) -> str:
    """The English as HTML: what forbids to publish it, paragraphs with doubtful sentences marked, the label last."""
    parts = [f'<p class="xlsum-stop"><strong>{escape(stop)}</strong></p>' for stop in stops(result)]
    for paragraph in body(result):
        pieces = [_sentence(s.english, s.level, "; ".join(f.detail for f in s.flags)) for s in paragraph if s.english]
        parts.append(f"<p>{' '.join(pieces)}</p>")
    line = visible_line(result)
    return clean("".join(parts) + (f'<p class="xlsum-label"><em>{escape(line)}</em></p>' if line else ""))


def _sentence(english: str, level: str, doubts: str) -> str:
    if level == "ok":
        return escape(english)
    return f'<mark class="xlsum-{level}" title="{escape(doubts)}">{escape(english)}</mark>'


def _rss_item(result: Result) -> Element:
    from lxml import etree

    item = tree("item")
    add(item, "title", english_headline(result) or result.id)
    add_if(item, "link", result.source.url)
    guid = add(item, "guid", item_uri(result))
    guid.set("isPermaLink", "false")
    given = date_time(result.source.published) or date_time(result.provenance.created)
    add_if(item, "pubDate", format_datetime(datetime.fromisoformat(given)) if given else "")
    if byline := result.source.extra.get("byline", ""):
        etree.SubElement(item, f"{{{DUBLIN_CORE}}}creator", nsmap={"dc": DUBLIN_CORE}).text = clean(byline)
    for name in subjects(result):
        add(item, "category", name)
    gist = [*stops(result), summary_text(result), visible_line(result)]
    add_if(item, "description", " ".join(filter(None, gist)))
    full = etree.SubElement(item, f"{{{CONTENT}}}encoded", nsmap={"content": CONTENT})
    full.text = html_of_result(result)
    return item


def _atom_entry(result: Result) -> Element:
    entry = tree("entry", ATOM, lang=english_language(result))
    add(entry, "id", item_uri(result))
    add(entry, "title", english_headline(result) or result.id)
    add(entry, "updated", date_time(result.provenance.created) or datetime.now(UTC).isoformat(timespec="seconds"))
    add_if(entry, "published", date_time(result.source.published))
    if byline := result.source.extra.get("byline", ""):
        add(add(entry, "author"), "name", byline)
    for name in subjects(result):
        add(entry, "category", term=name)
    add(entry, "link", rel="via", href=source_uri(result))
    if result.source.url:
        add(entry, "link", rel="alternate", href=result.source.url)
    for uri in related_uris(result):
        add(entry, "link", rel="related", href=uri)
    add_if(entry, "summary", " ".join(filter(None, [*stops(result), summary_text(result)])))
    add_if(entry, "rights", visible_line(result))
    add(entry, "content", html_of_result(result), type="html")
    return entry
