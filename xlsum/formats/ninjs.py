"""ninjs, news in JSON (IPTC, 2.x and 3.x): one item, an array of items, or a line of JSON Lines."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from xlsum.document import Document
from xlsum.errors import DocumentError
from xlsum.formats.html import fragment_text
from xlsum.formats.jsonl import document_of_object, parse_json, read_json_lines
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse, with_encoding
from xlsum.formats.publication import published_as_iso
from xlsum.formats.tags import language_tag

Json = Mapping[str, Any]  # an object as json.loads gives it: only the schema knows its shape
BODY_KEYS = ("body_text", "body_xhtml", "body_html", "bodies")
MARKS = ("headlines", "descriptions", "versioncreated", "pubstatus", "description_text", "slugline")
TEXTS = {
    "urgency": "urgency",
    "byline": "byline",
    "located": "located",
    "dateline": "dateline",
    "slugline": "slugline",
    "version": "version",
    "embargoed": "embargo",
    "embargoeduntil": "embargo",
    "firstcreated": "first_created",
    "pubstatus": "status",
    "ednote": "ednote",
    "copyrightnotice": "copyright",
    "usageterms": "usage",
    "description_text": "description",
    "genre": "genre",
    "expires": "expires",
    "title": "title",
}

MARKUP = re.compile(r"\s*<(?:p|div|h[1-6]|b|i|em|strong|span|a|html|body(?:\.content)?|section|article)\b[^<>]*>", re.I)


def read_ninjs(data: bytes, origin: Origin) -> Iterator[Document]:
    """The items of a JSON file: ninjs, or objects with a field 'text' as in JSON Lines."""
    decoded = decode_or_refuse(data, origin)
    if _is_one_a_line(decoded.text):
        yield from read_json_lines(data, origin)
        return
    value = parse_json(decoded.text, origin)
    many = isinstance(value, list)
    for place, item in enumerate(value if isinstance(value, list) else [value], 1):
        try:
            document = document_of_json(item, origin, place=place if many else 0)
            yield check_not_empty(with_encoding(document, decoded), origin)
        except DocumentError as error:
            origin.report(error)


def _is_one_a_line(text: str) -> bool:
    """Whether the first line is a whole object and more lines follow: JSON Lines under the name of JSON."""
    first, _, rest = text.strip().partition("\n")
    return bool(rest.strip()) and first.startswith("{") and first.rstrip().endswith("}")


def is_ninjs(value: object) -> bool:
    """Whether an object is a ninjs item rather than a document with a field 'text'."""
    if not isinstance(value, dict) or "text" in value:
        return False
    value = _lowered(value)
    return any(key in value for key in BODY_KEYS) or ("uri" in value and any(key in value for key in MARKS))


def document_of_json(value: object, origin: Origin, *, place: int = 0) -> Document:
    """A document from a ninjs item or from an object with 'text'. Raises DocumentError."""
    if is_ninjs(value):
        return _document(value, origin, place)  # type: ignore[arg-type] # is_ninjs says that it is an object
    return document_of_object(value, origin, line=place)


def _lowered(item: Json) -> Json:
    """ninjs 3 writes its names in camel case, 1 and 2 in lower case: all read as lower case."""
    return {str(name).lower(): value for name, value in item.items()}


def _document(item: Json, origin: Origin, place: int) -> Document:
    item = _lowered(item)
    extra = dict.fromkeys(TEXTS.values(), "")
    extra |= {name: _text(item[key]) for key, name in TEXTS.items() if item.get(key) is not None}
    extra["byline"] = extra["byline"] or _text(item.get("by"))
    extra["subjects"] = "; ".join(filter(None, map(_name, _list(item.get("subject", item.get("subjects"))))))
    extra["keywords"] = "; ".join(filter(None, map(_name, _values(item.get("keyword", item.get("keywords"))))))
    extra["genre"] = extra["genre"] or "; ".join(filter(None, map(_name, _list(item.get("genres")))))
    extra["links"] = " ".join(_text(one.get("uri")) for one in _associations(item) if one.get("uri"))
    status, embargo = extra["status"], extra["embargo"]
    warnings = (
        (f"the agency marked this item {status}: do not publish it",) if status in {"canceled", "withheld"} else ()
    )
    return Document(
        id=_text(item.get("uri")) or (f"{origin.id}:{place}" if place else origin.id),
        text=_body(item),
        headline=_plain(item, "headline") or _of_role(item.get("headlines"), "main") or _text(item.get("title")),
        published=published_as_iso(_text(item.get("versioncreated")) or _text(item.get("contentcreated"))),
        source=_name(item.get("infosource"))
        or "; ".join(map(_name, _list(item.get("infosources"))))
        or _name(item.get("provider")),
        url=_text(item.get("url")) or next((_text(link.get("href")) for link in _list(item.get("links"))), ""),
        path=origin.path,
        format="ninjs",
        language=language_tag(_text(item.get("language"))),
        extra={name: field for name, field in extra.items() if field},
        warnings=warnings + ((f"under embargo until {embargo}",) if embargo else ()),
    )


def _body(item: Json) -> str:
    if item.get("body_text"):
        return _without_markup(_text(item["body_text"]))
    for key in ("body_xhtml", "body_html"):
        if item.get(key):
            return fragment_text(_text(item[key]))
    bodies = sorted(_list(item.get("bodies")), key=lambda body: body.get("role") != "main")
    for body in bodies:
        return _value(body)
    return _text(item.get("description_text")) or _of_role(item.get("descriptions"), "main")


def _of_role(values: object, role: str) -> str:
    ordered = sorted(_list(values), key=lambda value: value.get("role") != role)
    return _value(ordered[0]) if ordered else ""


def _plain(item: Json, name: str) -> str:
    return _without_markup(_text(item.get(name)))


def _value(entry: Json) -> str:
    """The value of a headline, description or body as text: its type says "html" or "xml", or it begins like it."""
    value, kind = _text(entry.get("value")), _text(_lowered(entry).get("contenttype"))
    return fragment_text(value) if "html" in kind or "xml" in kind else _without_markup(value)


def _without_markup(text: str) -> str:
    """Markup that nobody declared, which agencies send in fields for plain text, as text."""
    return fragment_text(text) if MARKUP.match(text) else text


def _associations(item: Json) -> list[Json]:
    associations = item.get("associations")
    return _list(list(associations.values()) if isinstance(associations, dict) else associations)


def _values(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _list(value: object) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _name(value: object) -> str:
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("uri") or value.get("literal"))
    return _text(value)


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)
