"""RSS and Atom: one document an entry, the full text where the feed gives it."""

import re
from collections.abc import Iterator
from typing import Any

from xlsum.document import Document
from xlsum.errors import DocumentError, MissingExtraError
from xlsum.formats.html import CHARSET, MAX_ATTRIBUTES, fragment_text, is_attribute_flood
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse, with_encoding
from xlsum.formats.publication import published_as_iso
from xlsum.formats.tags import PERSIAN, language_tag
from xlsum.formats.xml import DECLARATION, kept

Entry = dict[str, Any]  # feedparser's own dictionary
ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
ROOT_WITHIN = 8192  # characters: past a declaration, comments and style sheets
DOCTYPE_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)


def read_feed(data: bytes, origin: Origin) -> Iterator[Document]:
    """The entries of a feed in its order. An entry without text is reported and the others are read."""
    try:
        import feedparser
    except ImportError as error:
        raise MissingExtraError("feedparser", "desk") from error

    declared = CHARSET.search(data[:1024])
    decoded = decode_or_refuse(data, origin, (declared[1] or declared[2]).decode("ascii") if declared else "")
    if DOCTYPE_ENTITY.search(decoded.text):
        raise origin.error("refused: the feed defines entities of its own; send it without them")
    if not ROOT.search(decoded.text[:ROOT_WITHIN]):
        raise origin.error("no <rss>, <feed> or <rdf:RDF> at its beginning; give an RSS or Atom feed")
    if is_attribute_flood(decoded.text):
        raise origin.error(f"refused: an element of over {MAX_ATTRIBUTES} attributes; send the feed without it")
    feed = feedparser.parse(
        DECLARATION.sub("", decoded.text).lstrip().encode("utf-8", "replace"),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": "application/xml; charset=utf-8"},
    )
    if not feed.entries:
        raise origin.error("no entries in it; give an RSS or Atom feed")
    for place, entry in enumerate(feed.entries, 1):
        try:
            document = _document(entry, feed.feed, origin, place)
            yield check_not_empty(with_encoding(document, decoded), origin)
        except DocumentError as error:
            origin.report(error)


def _document(entry: Entry, feed: Entry, origin: Origin, place: int) -> Document:
    updated = str(dict.get(entry, "updated", ""))  # the entry's own get() answers with the publication time
    given = entry.get("published") or updated
    text, is_full = _text(entry)
    title = fragment_text(entry.get("title", ""))
    return Document(
        id=entry.get("id") or entry.get("link") or f"{origin.id}:{place}",
        text=text,
        headline=title,
        published=published_as_iso(given),
        source=entry.get("source", {}).get("title", "") or feed.get("title", ""),
        url=entry.get("link", ""),
        path=origin.path,
        format="feed",
        language=_language(entry, feed),
        extra=kept(
            published_as_given=given,
            updated=published_as_iso(updated),
            byline=entry.get("author", ""),
            subjects="; ".join(tag.get("term") or "" for tag in entry.get("tags", ())),
            links=" ".join(link.get("href", "") for link in entry.get("links", ())),
            copyright=entry.get("rights", "") or feed.get("rights", ""),
        ),
        warnings=() if is_full else ("the feed gives no full text of this entry: its description was read",),
    )


def _text(entry: Entry) -> tuple[str, bool]:
    """The longest body that the entry brings, and whether it is more than the description."""
    bodies = [fragment_text(content.get("value", "")) for content in entry.get("content", ())]
    full = max(bodies, key=len, default="")
    gist = fragment_text(entry.get("summary", ""))
    if len(full) >= len(gist):
        return full, bool(full)
    return gist, "\n\n" in gist  # a description of several paragraphs is the story


def _language(entry: Entry, feed: Entry) -> str:
    told = entry.get("title_detail", {}).get("language") or feed.get("language") or ""
    return tag if (tag := language_tag(told)) in PERSIAN else ""
