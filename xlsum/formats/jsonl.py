"""JSON Lines, one document a line: `text`; optional `id`, `headline`, `published`, `source`, `url`, `language`."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from xlsum.document import Document
from xlsum.errors import DocumentError
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse, with_encoding
from xlsum.formats.publication import published_as_iso
from xlsum.formats.streams import peek
from xlsum.formats.tags import language_tag

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
ALIASES = {"title": "headline", "date": "published", "lang": "language", "body": "text"}
TEXT_FIELDS = ("headline", "published", "source", "url", "language")
MAX_WIDE_BYTES = 1 << 30  # UTF-16 cannot be cut at line ends before it is decoded, so it is read whole
ADVICE = "one JSON object a line, with a field 'text'"


def read_json_lines(data: bytes, origin: Origin) -> Iterator[Document]:
    """The documents of JSON Lines held in memory."""
    yield from stream_json_lines(io.BytesIO(data), origin)


def stream_json_lines(stream: BinaryIO, origin: Origin) -> Iterator[Document]:
    """The documents of JSON Lines, one line in memory at a time. A bad line is reported and the next is read."""
    empty = True
    for number, line in _numbered_lines(_as_utf8_lines(stream, origin), origin):
        empty = False
        try:
            document = _document_of_line(line, origin, number)
        except DocumentError as error:
            origin.report(error)
            continue
        origin.locate(number)
        yield document
    if empty:
        origin.report(origin.error(f"empty: no documents in it; {ADVICE}"))


def parse_json(text: str, origin: Origin, *, line: int = 0) -> object:
    """The JSON value of `text`; raises DocumentError, also for nesting too deep to read."""
    try:
        value: object = json.loads(text)
    except RecursionError as error:
        raise origin.error(f"not JSON: nested too deep; expected {ADVICE}", line=line) from error
    except json.JSONDecodeError as error:
        raise origin.error(
            f"not JSON: {error.msg} at character {error.pos + 1}; expected {ADVICE}", line=line
        ) from error
    except ValueError as error:  # a number of thousands of digits
        raise origin.error(f"not JSON: {error}; expected {ADVICE}", line=line) from error
    return value


def document_of_object(value: object, origin: Origin, *, line: int = 0) -> Document:
    """A document from a JSON object; unknown fields are kept in `extra`. Raises DocumentError."""
    if not isinstance(value, dict):
        raise origin.error(f"not a document: {_kind(value)} where an object should be; expected {ADVICE}", line=line)
    fields = {ALIASES[key] if key in ALIASES and ALIASES[key] not in value else key: value[key] for key in value}
    text = fields.pop("text", None)
    if text is None:
        raise origin.error(f"not a document: no field 'text'; expected {ADVICE}", line=line)
    if not isinstance(text, str):
        raise origin.error(f"not a document: 'text' is {_kind(text)}, not a string", line=line)
    given = fields.pop("id", None)
    if given is not None and (isinstance(given, bool) or not isinstance(given, str | int)):
        raise origin.error(f"not a document: 'id' is {_kind(given)}, not a string", line=line)
    identity = str(given) if given not in (None, "") else f"{origin.id}:{line}" if line else origin.id
    known = {name: _text_field(fields.pop(name, None), name, origin, line) for name in TEXT_FIELDS}
    extra = {str(key): _as_text(field) for key, field in fields.items() if field not in (None, "")}
    return _without_surrogates(identity, text, known, extra, origin)


def _document_of_line(line: bytes, origin: Origin, number: int) -> Document:
    if len(line) > origin.max_document_bytes:
        limit = f"{origin.max_document_bytes / 1e6:.0f} MB"
        raise origin.error(f"a line over {limit}: split the document or raise the document limit", line=number)
    located = Origin(f"{origin.name}:{number}")
    decoded = decode_or_refuse(line, located)
    from xlsum.formats.ninjs import document_of_json  # which is built on this module

    document = document_of_json(parse_json(decoded.text, origin, line=number), origin, place=number)
    return check_not_empty(with_encoding(document, decoded), origin, line=number)


def _without_surrogates(
    identity: str, text: str, known: Mapping[str, str], extra: Mapping[str, str], origin: Origin
) -> Document:
    values = (identity, text, *known.values(), *extra.values(), *extra)
    warning = "half a surrogate pair is shown as U+FFFD" if any(map(LONE_SURROGATE.search, values)) else ""
    return Document(
        id=_mend(identity),
        text=_mend(text).replace("\r\n", "\n").replace("\r", "\n"),
        headline=_mend(known["headline"]),
        published=published_as_iso(_mend(known["published"])),
        source=_mend(known["source"]),
        url=_mend(known["url"]),
        language=language_tag(_mend(known["language"])),
        path=origin.path,
        format="jsonl",
        extra={_mend(key): _mend(value) for key, value in extra.items()},
        warnings=(warning,) if warning else (),
    )


def _mend(text: str) -> str:
    return LONE_SURROGATE.sub("\ufffd", text)


def _text_field(value: object, name: str, origin: Origin, line: int) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    raise origin.error(f"not a document: '{name}' is {_kind(value)}, not a string", line=line)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _kind(value: object) -> str:
    kinds = {dict: "an object", list: "an array", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


def _as_utf8_lines(stream: BinaryIO, origin: Origin) -> BinaryIO:
    """The stream itself, or its UTF-8 when it is UTF-16 or UTF-32 (whose line ends are not single bytes)."""
    head = peek(stream, 4)
    if head[:2] not in {b"\xff\xfe", b"\xfe\xff"} and b"\0" not in head:
        return stream
    data = stream.read(MAX_WIDE_BYTES)
    decoded = decode_or_refuse(data, Origin(origin.name, max_document_bytes=MAX_WIDE_BYTES - 1))
    return io.BytesIO(decoded.text.encode("utf-8", "replace"))


def _numbered_lines(stream: BinaryIO, origin: Origin) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(origin.max_document_bytes + 1):
        number += 1
        if not line.endswith(b"\n") and len(line) > origin.max_document_bytes:
            _skip_line(stream)
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield number, line


def _skip_line(stream: BinaryIO) -> None:
    while (part := stream.readline(1 << 20)) and not part.endswith(b"\n"):
        pass
