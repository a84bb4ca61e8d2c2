"""XML read safely: no entities resolved, no network, no huge trees; elements asked for by local name."""

from typing import Any

from xlsum.formats.origin import Origin

Element = Any  # lxml ships no types and the stub package types an XPath answer as a union of everything


def parse_xml(data: bytes, origin: Origin) -> Element:
    """The root element; raises DocumentError for broken XML, for entity bombs and for trees too deep or huge."""
    from lxml import etree

    if b"<!ENTITY" in data[:100_000].replace(b"\0", b""):
        raise origin.error("refused: the XML defines entities of its own; send it without a DOCTYPE")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise origin.error(
            f"not well-formed XML: {str(error).splitlines()[0]}; send the file as the agency made it"
        ) from error


def elements(node: Element, xpath: str, **namespaces: str) -> list[Element]:
    """The elements that an XPath finds under a node."""
    return list(node.xpath(xpath, namespaces=namespaces or None))


def named(node: Element, *names: str) -> list[Element]:
    """The descendants with one of these local names, whatever their namespace, in document order."""
    return [element for element in node.iter() if local_name(element) in names]


def first_named(node: Element, *names: str) -> Element | None:
    """The first descendant with one of these local names, or None."""
    return next((element for element in node.iter() if local_name(element) in names), None)


def local_name(element: Element) -> str:
    """The tag without its namespace; "" for a comment or processing instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_of(element: Element | None) -> str:
    """All text below an element, white space collapsed; "" for None."""
    return "" if element is None else " ".join("".join(element.itertext()).split())
