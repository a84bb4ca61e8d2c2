"""HTML whose text is translated and whose markup stays."""

import re

from xlsum.serve.desk import Desk
from xlsum.serve.guard import RefusedError
from xlsum.serve.workshop import TranslatedText, detect

# What XML cannot hold. HTML's own parsers read most of it as the replacement character.
UNREADABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNSPOKEN = frozenset({"script", "style", "code", "pre", "textarea", "template"})


async def translate_html(html: str, desk: Desk, language: str = "") -> TranslatedText:
    """An HTML fragment in English: the text between tags is translated, tags and attributes stay as they are.

    Raises RefusedError (400) for what cannot be read as HTML.
    """
    from lxml import etree
    from lxml.html import HtmlElement, fragment_fromstring, tostring

    if not html.strip():
        return TranslatedText(html, language or detect(html))
    try:
        root: HtmlElement = fragment_fromstring(UNREADABLE.sub("\ufffd", html), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise RefusedError(400, "q cannot be read as HTML") from error
    places = [place for element in root.iter() if isinstance(element.tag, str) for place in _places(element)]
    english = await desk.translate([getattr(element, where) for element, where in places], language)
    for (element, where), text in zip(places, english, strict=True):
        setattr(element, where, text.text)
    whole = tostring(root, encoding="unicode")
    return TranslatedText(whole[len("<div>") : -len("</div>")], language or detect(root.text_content()))


def _places(element: "HtmlElement") -> list[tuple["HtmlElement", str]]:  # type: ignore[name-defined]  # noqa: F821
    found = []
    if element.text and element.text.strip() and element.tag not in UNSPOKEN:
        found.append((element, "text"))
    if element.tail and element.tail.strip() and element.getparent() is not None:
        found.append((element, "tail"))
    return found
