"""ninjs 3.2 out (IPTC): the English as the item, the Persian as an association that it is a translation of."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from xlsum.document import Result
from xlsum.formats.label import digital_source_type, english_language, is_labelled, source_language, visible_line
from xlsum.formats.story import (
    date_time,
    dateline,
    editorial_note,
    english_headline,
    english_paragraphs,
    item_uri,
    publication_status,
    related_uris,
    source_paragraphs,
    source_uri,
    subjects,
    summary_text,
    urgency,
)

Json = dict[str, Any]  # IPTC's schema gives its shape
STANDARD = {
    "name": "ninjs",
    "version": "3.2",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.2.json#",
}
SOURCE_TYPE_NAMES = {
    "trainedAlgorithmicMedia": "Created using Generative AI",
    "compositeWithTrainedAlgorithmicMedia": "Edited using Generative AI",
}


def write_ninjs(results: Iterable[Result]) -> Iterator[bytes]:
    """One result as an object, several as an array of objects."""
    first: bytes | None = None
    many = False
    for result in results:
        item = _dumped(result)
        if first is None:
            first = item
        else:
            yield b",\n" + item if many else b"[" + first + b",\n" + item
            many = True
    if first is not None:
        yield b"]\n" if many else first + b"\n"


def ninjs_of_result(result: Result) -> Json:
    """The ninjs item of a result; properties that would be empty are left out."""
    extra, source = result.source.extra, result.source
    item: Json = {
        "uri": item_uri(result),
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "version": extra.get("version", ""),
        "versionCreated": date_time(result.provenance.created),
        "contentCreated": date_time(source.published),
        "embargoedUntil": date_time(extra.get("embargo", "")),
        "pubStatus": publication_status(result),
        "urgency": urgency(result),
        "language": english_language(result),
        "headlines": _texts(("main", english_headline(result)), ("suggested", _suggested(result))),
        "descriptions": _texts(("summary", summary_text(result))),
        "bodies": [_body(english_paragraphs(result), visible_line(result))],
        "by": extra.get("byline", ""),
        "slugline": extra.get("slugline", ""),
        "located": dateline(result),
        "infoSources": [{"name": source.agency, "role": "origin"}] if source.agency else [],
        "subjects": [{"name": name} for name in subjects(result)],
        "copyrightNotice": extra.get("copyright", ""),
        "usageTerms": extra.get("usage", ""),
        "edNote": editorial_note(result),
        "altIds": [{"role": "source-id", "value": result.id}, {"role": "source-sha256", "value": source.sha256}],
        "associations": [_source_item(result), *map(_related, related_uris(result))],
        "digitalSourceType": _source_type(result) if is_labelled(result) else {},
    }
    return {name: value for name, value in item.items() if value not in ("", 0, [], {})}


def _dumped(result: Result) -> bytes:
    return json.dumps(ninjs_of_result(result), ensure_ascii=False, indent=2).encode("utf-8", "replace")


def _suggested(result: Result) -> str:
    return result.summary.headline if result.summary else ""


def _texts(*pairs: tuple[str, str]) -> list[Json]:
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in pairs if value]


def _body(paragraphs: list[str], line: str) -> Json:
    text = "\n\n".join([*paragraphs, *([line] if line else [])])
    counts = {"charCount": len(text), "wordCount": len(text.split())}
    return {"role": "main", "contentType": "text/plain", **counts, "value": text}


def _source_item(result: Result) -> Json:
    headline = result.headline.source if result.headline else ""
    item = {
        "name": "source",
        "rel": "translation-of",
        "uri": source_uri(result),
        "type": "text",
        "language": source_language(result),
        "headlines": _texts(("main", headline)),
        "bodies": [_body(source_paragraphs(result), "")],
    }
    return {name: value for name, value in item.items() if value}


def _related(uri: str) -> Json:
    return {"name": "related", "rel": "seeAlso", "uri": uri}


def _source_type(result: Result) -> Json:
    uri = digital_source_type(result)
    return {"name": SOURCE_TYPE_NAMES[uri.rpartition("/")[2]], "uri": uri}
