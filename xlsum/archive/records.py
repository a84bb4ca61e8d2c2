"""What a source gives: a document, or the place and reason of one that cannot be read. And a document's key."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

import zstandard

from xlsum.document import Document
from xlsum.persian.normalize import normalize

DAY = len("2024-03-19")  # the published day is part of the key: relative dates ("yesterday") are read from it


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that cannot be read: where it is (`path`, `path:line`, `archive!member`) and why."""

    where: str
    reason: str


Record = Document | Unreadable


def content_key(document: Document) -> bytes:
    """The SHA-256 of all that decides a document's result: language, published day, normalized headline and text."""
    parts = [
        document.language,
        document.published[:DAY],
        _one_spelling(document.headline),
        _one_spelling(document.text),
    ]
    return hashlib.sha256("\x00".join(parts).encode()).digest()


def shard_of(key: bytes, shards: int) -> int:
    """The shard, 1 to `shards`, of the document with this key: the same however the sources are listed."""
    return int.from_bytes(key[:8], "big") % shards + 1


def pack(document: Document) -> bytes:
    """The document as compressed JSON; `unpack` gives it back."""
    return zstandard.compress(json.dumps(document_to_json(document), ensure_ascii=False).encode("utf-8", "replace"))


def unpack(payload: bytes) -> Document:
    """The document that was packed."""
    return document_from_json(json.loads(zstandard.decompress(payload)))


def document_to_json(document: Document) -> dict[str, object]:
    """The fields of a document that are not empty, as JSON values."""
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    values |= {"extra": dict(document.extra), "warnings": list(document.warnings)}
    return {name: value for name, value in values.items() if value}


def document_from_json(record: Mapping[str, object]) -> Document:
    """The document of `document_to_json`."""
    extra, warnings = record.get("extra"), record.get("warnings")
    texts = {name: str(value) for name, value in record.items() if name not in {"extra", "warnings"}}
    return Document(
        id=texts.get("id", ""),
        text=texts.get("text", ""),
        headline=texts.get("headline", ""),
        published=texts.get("published", ""),
        source=texts.get("source", ""),
        url=texts.get("url", ""),
        path=texts.get("path", ""),
        format=texts.get("format", "text"),
        language=texts.get("language", ""),
        extra={str(k): str(v) for k, v in extra.items()} if isinstance(extra, dict) else {},
        warnings=tuple(str(w) for w in warnings) if isinstance(warnings, list) else (),
    )


def _one_spelling(text: str) -> str:
    """The normalized text with single spaces; its lines stay, for they tell headline and paragraphs."""
    lines = [" ".join(line.split()) for line in normalize(text).splitlines()]
    return "\n".join(lines).strip("\n")
