"""DOCX: paragraphs, lists and tables in reading order; deleted text and field codes stay out."""

import re
from collections.abc import Iterator

from xlsum.document import Document
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.publication import published_as_iso
from xlsum.formats.xml import Element, first_named, kept, local_name, named, parse_xml, text_at, text_of
from xlsum.formats.zipped import open_zip, read_member

TITLE_STYLES = ("title", "heading1", "عنوان")
SKIPPED = ("del", "moveFrom", "Fallback", "instrText", "delText")
MARGINS = re.compile(r"word/(?:header|footer)\d*\.xml")


def read_docx(data: bytes, origin: Origin) -> Iterator[Document]:
    """The one document of a Word file; its first title or heading is the headline."""
    with open_zip(data, origin) as archive:
        body = read_member(archive, "word/document.xml")
        core = read_member(archive, "docProps/core.xml")
        margins = [read_member(archive, name) for name in archive.namelist() if MARGINS.fullmatch(name)]
        notes = [read_member(archive, f"word/{kind}.xml") for kind in ("footnotes", "endnotes")]
    if not body:
        raise origin.error("not a Word file: no word/document.xml in it")
    root = parse_xml(body, origin).root
    paragraphs = [(_style(paragraph), _text(paragraph)) for paragraph in named(root, "p") if not _is_skipped(paragraph)]
    paragraphs = [(style, text) for style, text in paragraphs if text]
    headline = ""
    if len(paragraphs) > 1 and paragraphs[0][0].startswith(TITLE_STYLES):
        headline = paragraphs.pop(0)[1]
    footnotes = [text for part in notes if part for text in _note_texts(part, origin)]
    about = parse_xml(core, origin).root if core else None
    document = Document(
        id=origin.id,
        text="\n\n".join([text for _, text in paragraphs] + footnotes),
        headline=headline or text_at(about, "title"),
        published=published_as_iso(text_at(about, "modified") or text_at(about, "created")),
        path=origin.path,
        format="docx",
        extra=kept(
            byline=text_at(about, "creator"), subject=text_at(about, "subject"), version=text_at(about, "revision")
        ),
        warnings=_margin_note(margins, origin),
    )
    yield check_not_empty(document, origin)


def _style(paragraph: Element) -> str:
    style = first_named(paragraph, "pStyle")
    return "" if style is None else next((str(value).lower() for value in style.attrib.values()), "")


def _text(paragraph: Element) -> str:
    pieces: list[str] = []
    for element in paragraph.iter():
        name = local_name(element)
        if name == "t" and _paragraph_of(element) is paragraph and not _is_skipped(element) and not _is_hidden(element):
            pieces.append(element.text or "")
        elif name in {"tab", "br", "cr"} and _paragraph_of(element) is paragraph:
            pieces.append(" ")
        elif name == "noBreakHyphen":
            pieces.append("-")
    return " ".join("".join(pieces).split())


def _paragraph_of(element: Element) -> Element:
    while local_name(element) != "p":
        element = element.getparent()
    return element


def _is_skipped(element: Element) -> bool:
    return any(local_name(parent) in SKIPPED for parent in element.iterancestors())


def _is_hidden(text: Element) -> bool:
    mark = first_named(text.getparent(), "vanish")
    return mark is not None and not any(value in {"0", "false", "off"} for value in mark.attrib.values())


def _margin_note(margins: list[bytes], origin: Origin) -> tuple[str, ...]:
    found = [text_of(parse_xml(part, origin).root) for part in margins]
    texts = "; ".join(dict.fromkeys(text for text in found if text))
    return (f"page headers and footers were not read: {texts[:200]}",) if texts else ()


def _note_texts(part: bytes, origin: Origin) -> list[str]:
    notes = named(parse_xml(part, origin).root, "footnote", "endnote")
    return [text for text in map(text_of, notes) if text]
