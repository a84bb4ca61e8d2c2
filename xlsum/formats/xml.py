"""XML read safely: no entities resolved, no network, no huge trees; elements asked for by local name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any

from xlsum.formats.encodings import Decoded
from xlsum.formats.origin import Origin
from xlsum.formats.plain import decode_or_refuse

Element = Any  # lxml ships no types and the stub package types an XPath answer as a union of everything
DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}?\?>")
DECLARED_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.-]+)")
NAMED_ENTITY = re.compile(r"&(\w{2,31};)")
OWN_ENTITIES = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "td", "th", "dt", "dd", "pre", "hl2", "fn")
UNREAD = ("script", "style", "head", "nav", "media", "block-ignore")


@dataclass(frozen=True, slots=True)
class XmlFile:
    """A parsed file: its root element, and how its bytes were read as text."""

    root: Element
    decoded: Decoded


def parse_xml(data: bytes, origin: Origin) -> XmlFile:
    """Parse XML of any encoding, rightly labelled or not.

    Raises DocumentError for broken XML, for a file that defines entities of its own, for trees too deep or huge.
    """
    from lxml import etree

    declared = DECLARED_ENCODING.search(data[:400])
    decoded = decode_or_refuse(data, origin, declared[1].decode("ascii") if declared else "")
    text = NAMED_ENTITY.sub(_character, DECLARATION.sub("", decoded.text, count=1))
    if "<!ENTITY" in text:
        raise origin.error("refused: the XML defines entities of its own; send it without them")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, encoding="utf-8")
    try:
        return XmlFile(etree.fromstring(text.lstrip().encode("utf-8", "replace"), parser), decoded)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = (str(error).splitlines() or ["broken"])[0]
        raise origin.error(f"not well-formed XML: {reason}; send the file as the agency made it") from error


def elements(node: Element, xpath: str) -> list[Element]:
    """The elements that an XPath without namespaces finds under a node."""
    return list(node.xpath(xpath))


def named(node: Element, *names: str) -> list[Element]:
    """The descendants (and the node) with one of these local names, whatever their namespace, in document order."""
    return [element for element in node.iter() if local_name(element) in names]


def first_named(node: Element, *names: str) -> Element | None:
    """The first descendant with one of these local names, or None."""
    return next((element for element in node.iter() if local_name(element) in names), None)


def local_name(element: Element) -> str:
    """The tag without its namespace; "" for a comment or processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Element | None) -> str:
    """All text below an element, white space collapsed; "" for None."""
    if element is None:
        return ""
    pieces = element.itertext(tag=None) if isinstance(element.tag, str) else ()
    return " ".join("".join(pieces).split())


def text_at(node: Element | None, *names: str) -> str:
    """The text of the first descendant with one of these names; "" when there is none."""
    return "" if node is None else text_of(first_named(node, *names))


def spaced_text_at(node: Element | None, name: str) -> str:
    """As `text_at`, a space between the elements inside: a byline's person and title, a dateline's place and day."""
    found = None if node is None else first_named(node, name)
    return "" if found is None else " ".join(" ".join(found.itertext(tag=None)).split())


def attribute(node: Element | None, name: str, of: str) -> str:
    """An attribute of the first descendant named `of`; "" when there is none."""
    found = None if node is None else first_named(node, of)
    return "" if found is None else str(found.get(name) or "").strip()


def paragraphs_of(body: Element) -> list[str]:
    """The text of a body block by block, in order; text outside any block is a paragraph of its own."""
    found = ["".join(piece) for piece in _blocks(body)]
    return [text for text in (" ".join(part.split()) for part in found) if text]


def kept(**fields: str) -> dict[str, str]:
    """The fields that say something, for `Document.extra`."""
    return {name: value for name, value in fields.items() if value}


def _blocks(body: Element) -> Iterator[list[str]]:
    """Pieces of text, cut wherever a block begins or ends."""
    pieces: list[str] = []
    for text, is_edge in _walk(body):
        if is_edge and pieces:
            yield pieces
            pieces = []
        pieces.append(text)
    yield pieces


def _walk(element: Element) -> Iterator[tuple[str, bool]]:
    from lxml import etree

    edge = False
    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        name = local_name(node)
        if event == "start":
            edge = name in BLOCKS or name in {"div", "section", "article", "br", "tr", "table"}
            yield (node.text or "") if not _is_unread(node, element) else "", edge
        else:
            edge = name in BLOCKS or name in {"div", "section", "article", "tr", "table"}
            yield (node.tail or "") if node is not element and not _is_unread(node.getparent(), element) else "", edge


def _is_unread(node: Element, top: Element) -> bool:
    while node is not None and node is not top:
        if local_name(node) in UNREAD:
            return True
        node = node.getparent()
    return False


def _character(entity: "re.Match[str]") -> str:
    return entity[0] if entity[1] in OWN_ENTITIES else html5.get(entity[1], entity[0])
