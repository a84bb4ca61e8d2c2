"""One form for each letter, for looking words up; `normalize` is for text that somebody will read."""

import re

_FOLDED = str.maketrans("يىكةۀأإٱؤئ", "ییکههاااوی")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u00ad]")
_PERSIAN_WORD = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3\u06d5]+")


def fold_letters(text: str) -> str:
    """The text with Arabic letters as Persian ones and without marks nobody pronounces."""
    return _MARKS.sub("", text).translate(_FOLDED)


def find_words(folded: str) -> list[str]:
    """The words of folded Persian text in order; a half-space separates."""
    return _PERSIAN_WORD.findall(folded)
