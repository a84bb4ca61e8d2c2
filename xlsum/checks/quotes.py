"""Quotes: what the source puts in quotation marks as speech stays in quotation marks, closed."""

import re

from xlsum.checks.pair import Pair, shorten
from xlsum.document import Flag

KIND = "quotes"
SPEECH_WORDS = 6  # a shorter quotation is a name or a term, and English often drops its marks
_QUOTED = re.compile('«([^«»]*)»|“([^“”]*)”|"([^"]*)"|„([^„“”]*)[“”]')
_ENGLISH_MARK = re.compile("[\"“”„«»]|(?<![A-Za-z])['‘’]|['‘’](?![A-Za-z])")
_SAID = re.compile(
    r"\b(said|says|say|saying|that|according|wrote|told|stated|added|announced|called|described|stressed|noted|titled|entitled)\b",
    re.IGNORECASE,
)


def check_quotes(pair: Pair) -> list[Flag]:
    """Flag a quotation of the source that lost its marks, marks left open, and a quotation nobody made."""
    spoken = [text for text in _read_quoted(pair.folded) if len(text.split()) >= SPEECH_WORDS]
    marks = len(_ENGLISH_MARK.findall(pair.english))
    if spoken and marks == 0:
        return [_flag(f"The source quotes «{shorten(spoken[0])}»; the English has no quotation marks.")]
    if _is_left_open(pair.english) and not _is_left_open_persian(pair.folded):
        return [_flag("A quotation mark of the English is opened and never closed, or closed and never opened.")]
    added = [text for text in _read_quoted(pair.english) if len(text.split()) > SPEECH_WORDS]
    if added and not any(mark in pair.persian for mark in "«»\"“”„'’‘:›‹`") and not _SAID.search(pair.english):
        return [_flag(f"The English puts “{shorten(added[0])}” in quotation marks; the source quotes nobody.")]
    return []


def _read_quoted(text: str) -> list[str]:
    return [next(part for part in parts if part) for parts in _QUOTED.findall(text) if any(parts)]


def _is_left_open(english: str) -> bool:
    return english.count('"') % 2 == 1 or english.count("“") > english.count("”") + english.count('"')


def _is_left_open_persian(folded: str) -> bool:
    marks = folded.count('"') + folded.count("“") + folded.count("”") + folded.count("''")
    return folded.count("«") != folded.count("»") or marks % 2 == 1


def _flag(detail: str) -> Flag:
    return Flag(KIND, "check", detail)
