"""Raw Persian text cut into words, digit clusters and marks, each knowing where it stands in the raw text.

Dates and numbers are read from these tokens, not from normalized text, because a reading has to point into the text
as it came. Letters are folded (Arabic yeh and kaf, three digit scripts, presentation forms), marks that nobody
reads are passed over (harakat, tatweel, bidi controls), and half-spaces are dropped from `word`: «سه‌شنبه» and the
glued «سهشنبه» of scraped wires are one word here.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

ZWNJ = "\u200c"

_HARAKAT = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640"  # and tatweel
_CONTROLS = "\u00ad\u061c\u200b\u200d-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_SILENT = f"[{_HARAKAT}{_CONTROLS}]"
_FOLDED = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹يىئېكةۀەأإٱؤ\u00a0\u202f\u2007\u2009\u00ac−‐‑",
    "01234567890123456789ییییکههه" + "اااو" + "    " + ZWNJ + "---",
)
_NEEDS_CARE = re.compile(_SILENT.removesuffix("]") + "\ufb50-\ufdff\ufe70-\ufefc\uff10-\uff19]")
_SILENT_ONE = re.compile(_SILENT)
_TOKEN = re.compile(
    rf"[0-9]+(?:{ZWNJ}*[.,/:٬،٫'’\-–]{ZWNJ}*[0-9]+)*"  # a digit cluster: 1,250.5 or 1402/12/29 or 18:30 or 5-7
    rf"|[^\W\d_]+(?:{ZWNJ}+[^\W\d_]+)*"  # a word, its half-spaces inside
    r"|\n|[^\s\u200c]"
)


class Token(NamedTuple):
    """`word` is folded and without half-spaces; `start` and `end` point into the raw text."""

    word: str
    start: int
    end: int


def cut_tokens(text: str) -> list[Token]:
    """The tokens of raw text in order, a line break being one of them. Linear in the length of the text."""
    if _NEEDS_CARE.search(text):
        return _cut_with_offsets(text)
    folded = text.translate(_FOLDED)
    return [Token(match[0].replace(ZWNJ, ""), *match.span()) for match in _TOKEN.finditer(folded)]


def fold(text: str) -> str:
    """The text with letters and digits as the tables of this package spell them."""
    return "".join(map(_expanded, text)) if _NEEDS_CARE.search(text) else text.translate(_FOLDED)


def _cut_with_offsets(text: str) -> list[Token]:
    letters = [(letter, place) for place, raw in enumerate(text) for letter in _expanded(raw)]
    places = [place for _, place in letters]
    folded = "".join(letter for letter, _ in letters)
    return [
        Token(match[0].replace(ZWNJ, ""), places[match.start()], places[match.end() - 1] + 1)
        for match in _TOKEN.finditer(folded)
    ]


@lru_cache(maxsize=4096)
def _expanded(letter: str) -> str:
    if _SILENT_ONE.match(letter):
        return ""
    return (
        _SILENT_ONE.sub("", unicodedata.normalize("NFKC", letter)).translate(_FOLDED)
        if ord(letter) > 0xFAFF
        else letter.translate(_FOLDED)
    )
