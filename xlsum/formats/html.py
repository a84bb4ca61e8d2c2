"""HTML pages: the article without menus, its half-spaces kept."""

import re
from collections.abc import Iterator
from dataclasses import replace

from xlsum.document import Document
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse, with_encoding
from xlsum.formats.tags import PERSIAN, language_tag
from xlsum.formats.xml import elements

ZWNJ = "\u200c"
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what an XML tree cannot hold
# trafilatura drops every character that is not printable, and ZWNJ is a format character: it travels as one of these.
SENTINELS = ("\u2016", "\u203b", "\u2042", "\u2051", "\u2e3a")
ZWNJ_ENTITY = re.compile(r"&(?:zwnj|#8204|#x200c);?", re.IGNORECASE)
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,100}encoding=[\"']([\w-]+)", re.I)
MAX_ATTRIBUTES = 1000
LARGEST_TEXT = 4_000_000  # characters: libxml2 drops a text of over 10 million bytes without a word
LARGEST_RUN = re.compile(f"[^<]{{{LARGEST_TEXT}}}")
LONG_TAG = re.compile(r"""<[A-Za-z](?:[^<>"']|"[^"]*"|'[^']*'){4000,}+""")  # 1,000 attributes are at least as long
QUOTED = re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
ATTRIBUTE = re.compile(r"[^\s=]+")
TABLE_RULE = re.compile(r"^\s*\|(?:\s*:?-{3,}:?\s*\|)+\s*$")
TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
META = {
    "article:published_time": "published",
    "og:title": "headline",
    "og:site_name": "source",
    "og:url": "url",
    "article:author": "byline",
    "author": "byline",
    "article:modified_time": "modified",
    "article:section": "section",
    "datepublished": "published",
}


def read_html(data: bytes, origin: Origin) -> Iterator[Document]:
    """The article of a page, a blank line between its paragraphs; raises DocumentError when none is found."""
    declared = CHARSET.search(data[:4096])
    decoded = decode_or_refuse(data, origin, (declared[1] or declared[2]).decode("ascii") if declared else "")
    document = replace(article_of_page(decoded.text, origin), id=origin.id, path=origin.path, format="html")
    yield check_not_empty(with_encoding(document, decoded), origin)


def article_of_page(page: str, origin: Origin) -> Document:
    """The article of a page with headline, date, outlet and address as the page names them. Raises DocumentError."""
    import trafilatura

    if is_attribute_flood(page):
        raise origin.error(f"refused: an element of over {MAX_ATTRIBUTES} attributes; send the page without it")
    if LARGEST_RUN.search(page):
        raise origin.error(f"refused: over {LARGEST_TEXT:,} characters without a tag; give its text as a .txt file")
    page = ZWNJ_ENTITY.sub(ZWNJ, page)
    sentinel = next((mark for mark in SENTINELS if mark not in page), SENTINELS[-1])
    held = page.replace(ZWNJ, sentinel)
    try:
        text = trafilatura.extract(held, include_comments=False, include_tables=True, favor_recall=True, fast=False)
    except (ValueError, RecursionError) as error:
        raise origin.error(f"not readable as HTML: {error}") from error
    if not text:
        raise origin.error("no article found in the page; give its text instead")
    return _with_metadata(_without_table_marks(text.replace(sentinel, ZWNJ)), page, origin)


def is_attribute_flood(markup: str) -> bool:
    """Whether an element has attributes by the thousand: parsers take the square of their number (20,000: minutes)."""
    return any(len(ATTRIBUTE.findall(QUOTED.sub("", tag))) > MAX_ATTRIBUTES for tag in LONG_TAG.findall(markup))


def _without_table_marks(text: str) -> str:
    """A table's rows as lines of cells; the marks that the extractor draws around them are not the page's words."""
    lines = (line for line in text.split("\n") if not TABLE_RULE.match(line))
    return "\n".join(line.strip().strip("|").strip() if TABLE_ROW.match(line) else line for line in lines)


def fragment_text(markup: str | None) -> str:
    """The text of an HTML fragment, a blank line between its paragraphs; scripts and styles are left out."""
    from lxml import html

    markup = UNPRINTABLE.sub("", markup or "")
    if "<" not in markup:
        return _unescape(markup).strip()
    if len(markup) > LARGEST_TEXT or is_attribute_flood(markup):
        return re.sub(r"<[^>]*>", " ", markup).strip()
    try:
        root = html.fragment_fromstring(ZWNJ_ENTITY.sub(ZWNJ, markup), create_parent="div")
    except (ValueError, html.etree.LxmlError):
        return re.sub(r"<[^>]*>", " ", markup).strip()
    for element in elements(root, "//script|//style|//figure|//iframe"):
        element.drop_tree()
    for element in root.iter("p", "div", "br", "li", "h1", "h2", "h3", "h4", "blockquote", "tr"):
        element.tail = "\n\n" + (element.tail or "")
        element.text = "\n\n" + (element.text or "") if element.tag != "br" else element.text
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", root.text_content()))
    return "\n\n".join(filter(None, paragraphs))


def _with_metadata(text: str, page: str, origin: Origin) -> Document:
    found = _metadata(page)
    headline = found.pop("headline", "") or found.pop("title", "")
    found.pop("title", None)
    lines = text.split("\n")
    if headline and len(lines) > 1 and _same(lines[0], headline):
        lines = lines[1:]
    language = found.pop("language", "")
    if language:
        found["page_language"] = language
    return Document(
        id=origin.id,
        text="\n\n".join(line for line in lines if line.strip()),
        headline=headline,
        published=found.pop("published", ""),
        source=found.pop("source", ""),
        url=found.pop("url", ""),
        language=tag if (tag := language_tag(language)) in PERSIAN else "",
        extra=found,
    )


def _metadata(page: str) -> dict[str, str]:
    from lxml import html

    try:
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (ValueError, html.etree.LxmlError):
        return {}
    found = {"language": root.get("lang") or ""}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in META and meta.get("content"):
            found.setdefault(META[name], " ".join(str(meta.get("content")).split()))
    for link in elements(root, "//link[@rel='canonical' and @href]"):
        found["url"] = link.get("href")
    for heading in elements(root, "//h1")[:1]:
        found["headline"] = " ".join(heading.text_content().split()) or found.get("headline", "")
    for title in elements(root, "//title")[:1]:
        found["title"] = " ".join(title.text_content().split())
    return {key: value for key, value in found.items() if value}


def _same(line: str, headline: str) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"\W+", "", text)

    return bare(line) == bare(headline)


def _unescape(text: str) -> str:
    from html import unescape

    return unescape(text)
