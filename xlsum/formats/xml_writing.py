"""XML written element by element; characters that XML cannot hold are left out."""

import re
from typing import Any

from xlsum.formats.xml import XML_LANG, Element

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def tree(tag: str, namespace: str = "", /, **attributes: str) -> Element:
    """A root element in a default namespace."""
    from lxml import etree

    default: Any = {None: namespace} if namespace else None  # the stubs know no default namespace
    return _with(etree.Element(f"{{{namespace}}}{tag}" if namespace else tag, nsmap=default), "", attributes)


def add(parent: Element, tag: str, text: str = "", /, **attributes: str) -> Element:
    """A new last child in its parent's namespace. `lang` is xml:lang, `class_` is class; "-" for "_" otherwise."""
    from lxml import etree

    namespace = parent.tag.rpartition("}")[0]
    return _with(etree.SubElement(parent, f"{namespace}}}{tag}" if namespace else tag), text, attributes)


def add_if(parent: Element, tag: str, text: str, /, **attributes: str) -> None:
    """A new last child when there is text for it."""
    if text:
        add(parent, tag, text, **attributes)


def clean(text: str) -> str:
    """The text without what XML cannot hold."""
    return ILLEGAL.sub("", text)


def to_bytes(root: Element, *, declaration: bool = True) -> bytes:
    """The element as UTF-8, indented."""
    from lxml import etree

    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=False, pretty_print=True)
    return (DECLARATION if declaration else b"") + data


def _with(element: Element, text: str, attributes: dict[str, str]) -> Element:
    element.text = clean(text) or None
    for name, value in attributes.items():
        known = {"lang": XML_LANG, "class_": "class", "xml_lang": XML_LANG}
        element.set(known.get(name, name.replace("_", "-")), clean(value))
    return element
