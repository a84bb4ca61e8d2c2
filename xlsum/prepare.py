"""Understand a wire before it is translated: headline, paragraphs, sentences, languages, dates and numbers."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlsum.batching import map_unique
from xlsum.document import DateReading, Document, NumberReading, Segment, SourceInfo
from xlsum.errors import DocumentError
from xlsum.persian import (
    find_dates,
    find_numbers,
    identify_language,
    normalize,
    repair,
    split_paragraphs,
    split_sentences,
)
from xlsum.persian.agencies import find_attributions, find_dateline, strip_boilerplate
from xlsum.persian.half_spaces import Repaired, RepairMode
from xlsum.persian.normalize import ZWNJ
from xlsum.persian.sentences import join_wrapped_lines

LONGEST_HEADLINE = 200  # characters; of 500 agency headlines the longest had 163
SENTENCE_END = re.compile(r"[.!؟?؛:…][\"'»”)\]]*$")
ARABIC_SCRIPT = re.compile("[\u0620-\u064a\u066e-\u06d3]")
# «۵/۰۰۰/۰۰۰ ریال»: a translator takes the slashes of thousands for a date or a fraction.
_SLASHED_THOUSANDS = re.compile(r"(?<![\d/])[0-9۰-۹٠-٩]{1,3}(?:/[0-9۰-۹٠-٩]{3}){2,}(?![\d/])")
PERSIAN = ("fa", "prs")
REPAIR_MODES: dict[str, RepairMode] = {"auto": "auto", "on": "on", "off": "off"}


@dataclass(frozen=True, slots=True)
class PreparedSegment:
    """A sentence with its id ("p2s3"), as it came, as the model is fed it, and in which language it is."""

    id: str
    source: str
    fed: str
    language: str


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document cut into segments; the headline, where there is one, is the first paragraph."""

    document: Document
    source: SourceInfo
    paragraphs: tuple[tuple[PreparedSegment, ...], ...]
    has_headline: bool
    dates: tuple[DateReading, ...]
    numbers: tuple[NumberReading, ...]

    @property
    def segments(self) -> tuple[PreparedSegment, ...]:
        return tuple(segment for paragraph in self.paragraphs for segment in paragraph)


def prepare(document: Document, *, language: str = "", half_spaces: str = "auto") -> PreparedDocument:
    """Cut a document into segments and read its dates and numbers.

    `language` ("fa", "prs") overrides what the document says of itself. Raises DocumentError when no text is there.
    """
    text, has_headline, removed = _story(document)
    mode = _repair_mode(text, half_spaces)
    told = language or document.language
    paragraphs, repairs = _cut(
        [p.text for p in split_paragraphs(text) if p.text.strip()], told if told in PERSIAN else "", mode
    )
    if not paragraphs:
        raise DocumentError(document.path or document.id, "no text; give a document that has some")
    segments = [segment for paragraph in paragraphs for segment in paragraph]
    return PreparedDocument(
        document,
        _source_info(document, text, segments, told, removed, repairs),
        paragraphs,
        has_headline,
        _dates(segments, document.published),
        _numbers(segments),
    )


def _story(document: Document) -> tuple[str, bool, tuple[str, ...]]:
    """The text with its headline as first line, whether it has one, and the boilerplate that was taken out."""
    body, removed = strip_boilerplate(join_wrapped_lines(document.text.strip("\n")))
    if document.headline.strip():
        return f"{' '.join(document.headline.split())}\n{body}", True, tuple(removed)
    return body, _starts_with_headline(body), tuple(removed)


def _starts_with_headline(text: str) -> bool:
    """A first line that is short and ends no sentence, with more below it, is a headline."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and len(lines[0]) <= LONGEST_HEADLINE and not SENTENCE_END.search(lines[0])


def _repair_mode(text: str, half_spaces: str) -> str:
    """A text without a single half-space has lost them all; one that has some is repaired where it is certain."""
    return "on" if half_spaces == "auto" and ZWNJ not in text else half_spaces


def _cut(
    paragraphs: Sequence[str], told: str, mode: str
) -> tuple[tuple[tuple[PreparedSegment, ...], ...], tuple[str, ...]]:
    cut: list[tuple[PreparedSegment, ...]] = []
    repairs: dict[str, None] = {}
    for number, paragraph in enumerate(paragraphs, 1):
        language = _language(paragraph, told)
        segments: list[PreparedSegment] = []
        for sentence in _sentences(paragraph):
            fed, changes = _fed(sentence, language, mode)
            repairs.update(dict.fromkeys(changes))
            segments.append(PreparedSegment(f"p{number}s{len(segments) + 1}", sentence, fed, language))
        cut.append(tuple(segments))
    return tuple(cut), tuple(repairs)


def _language(paragraph: str, told: str) -> str:
    """The language of a paragraph; one that is Persian, or too short to tell, is what the document is told to be."""
    found = identify_language(paragraph)
    if found == "und" and ARABIC_SCRIPT.search(paragraph):
        return told or "fa"
    return told or found if found in PERSIAN else found


def _sentences(paragraph: str) -> list[str]:
    segments: list[Segment] = split_sentences(paragraph)
    return [segment.text for segment in segments if segment.text.strip()]


def feed(sentence: str, half_spaces: str = "auto") -> str:
    """A sentence as a model is fed it: normalized, half-spaces back, spaces single, thousands grouped by commas."""
    return _repaired(sentence, half_spaces).text


def _repaired(sentence: str, mode: str) -> Repaired:
    text = _SLASHED_THOUSANDS.sub(lambda number: number[0].replace("/", ","), normalize(sentence))
    return repair(" ".join(text.split()), REPAIR_MODES[mode])


def _fed(sentence: str, language: str, mode: str) -> tuple[str, list[str]]:
    if language not in PERSIAN:
        return "", []
    repaired = _repaired(sentence, mode)
    return repaired.text, [f"{before} -> {after}" for before, after in repaired.changes]


def _source_info(
    document: Document,
    text: str,
    segments: list[PreparedSegment],
    told: str,
    removed: tuple[str, ...],
    repairs: tuple[str, ...],
) -> SourceInfo:
    body = text.split("\n", 1)[-1]
    attributions = find_attributions(text)
    languages = [segment.language for segment in segments for _ in segment.source]
    return SourceInfo(
        format=document.format,
        sha256=source_sha256(document),
        language=told or max(dict.fromkeys(languages), key=languages.count),
        path=document.path,
        url=document.url,
        published=document.published,
        agency=attributions[0].agency if attributions else document.source,
        dateline=find_dateline(body),
        extra=document.extra,
        warnings=document.warnings,
        removed=removed,
        repairs=repairs,
    )


def source_sha256(document: Document) -> str:
    """SHA-256 of the headline, a line feed and the text as they came, in UTF-8."""
    whole = f"{document.headline}\n{document.text}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


def _dates(segments: list[PreparedSegment], published: str) -> tuple[DateReading, ...]:
    persian = [segment for segment in segments if segment.language in PERSIAN]
    found = map_unique(
        lambda texts: [find_dates(text, published or None) for text in texts], [segment.source for segment in persian]
    )
    return tuple(
        DateReading(date.text, date.calendar, date.gregorian, date.span, date.problem, segment.id)
        for segment, dates in zip(persian, found, strict=True)
        for date in dates
    )


def _numbers(segments: list[PreparedSegment]) -> tuple[NumberReading, ...]:
    persian = [segment for segment in segments if segment.language in PERSIAN]
    found = map_unique(lambda texts: [find_numbers(text) for text in texts], [segment.source for segment in persian])
    return tuple(
        NumberReading(number.text, format(number.value, "f"), number.unit, segment.id)
        for segment, numbers in zip(persian, found, strict=True)
        for number in numbers
    )
