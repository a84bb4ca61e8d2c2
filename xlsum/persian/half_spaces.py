"""Half-spaces (ZWNJ) that a scraped wire has lost, put back: «سازمانهای منطقهای» is «سازمان‌های منطقه‌ای».

A glued word is repaired where the lexicon (counts of agency text) has it with a half-space, where a known stem and an
affix explain it, or, for «زمینهای», as its neighbours suggest. A space becomes a half-space only in words that are
hardly ever written apart («می شود», «کتاب ها»). Digits, Latin letters, URLs, addresses and hashtags are not touched.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from xlsum.persian.half_space_lexicon import LETTERS, PLURALS, is_plain_plural, load_lexicon
from xlsum.persian.normalize import ADDRESS, ZWNJ

RepairMode = Literal["auto", "on", "off"]

LONGEST_WORD = 40  # in characters: what is longer is no word
NEIGHBOURHOOD = 60  # how far in characters a neighbouring word is looked for

# A word that touches a digit, a Latin letter or an underscore is part of something else.
WHOLE_WORD = re.compile(f"(?<![\\w{ZWNJ}])[{LETTERS}]+(?:{ZWNJ}[{LETTERS}]+)*(?![\\w{ZWNJ}])")
VERB_PREFIXES = frozenset({"می", "نمی"})


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text with its half-spaces back, and each change as (before, after), in order of the text."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


def repair_half_spaces(text: str) -> str:
    """The text with the half-spaces that it lost; a text that has its half-spaces comes back all but unchanged."""
    return repair(text).text


def repair(text: str, mode: RepairMode = "auto") -> Repaired:
    """Put half-spaces back into normalized text, line breaks and everything but the changed words kept.

    `on` repairs wherever the lexicon says so. `auto` does as `on` in text that has no half-space left; in other text
    it changes only what is hardly ever written otherwise. `off` changes nothing.
    """
    if mode == "off" or not text:
        return Repaired(text)
    everywhere = mode == "on" or ZWNJ not in text
    return _apply(text, [edit for edit in _edits(text) if everywhere or edit.is_certain])


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    form: str
    is_certain: bool


def _apply(text: str, edits: list[_Edit]) -> Repaired:
    pieces: list[str] = []
    changes: list[tuple[str, str]] = []
    start = 0
    for edit in edits:
        pieces += [text[start : edit.start], edit.form]
        changes.append((text[edit.start : edit.end], edit.form))
        start = edit.end
    return Repaired("".join([*pieces, text[start:]]), tuple(changes))


def _edits(text: str) -> list[_Edit]:
    """Every change that the lexicon suggests, in order, none within an address."""
    edits: list[_Edit] = []
    start = 0
    for address in ADDRESS.finditer(text):
        edits += _edits_between(text, start, address.start())
        start = address.end()
    return edits + _edits_between(text, start, len(text))


def _edits_between(text: str, position: int, end: int) -> list[_Edit]:
    edits: list[_Edit] = []
    first, first_start, first_end = "", 0, -2
    for match in WHOLE_WORD.finditer(text, position, end):
        word, start = match.group(), match.start()
        if start == first_end + 1 and text[first_end] == " " and _is_one_word(first, word):
            whole = edits.pop().form if edits and edits[-1].end == first_end else first
            edits.append(_Edit(first_start, match.end(), whole + ZWNJ + word, True))
            first = f"{first}{ZWNJ}{word}"
        else:
            form = _form_of(word)
            if form:
                edits.append(_edit(text, start, word, form))
            first, first_start = word, start
        first_end = match.end()
    return edits


def _edit(text: str, start: int, word: str, form: str) -> _Edit:
    lexicon, end = load_lexicon(), start + len(word)
    if lexicon.is_ambiguous(word):
        before = text[max(0, start - NEIGHBOURHOOD) : start].rpartition("\n")[2]
        after = text[end : end + NEIGHBOURHOOD].partition("\n")[0]
        form = lexicon.form_in_context(word, _glued_words(before), _glued_words(after))
        return _Edit(start, end, form, lexicon.certain_form(word) != word)
    return _Edit(start, end, form, ZWNJ in word or lexicon.certain_form(word) == form)


def _glued_words(text: str) -> list[str]:
    return [match.group().replace(ZWNJ, "") for match in WHOLE_WORD.finditer(text)]


def _is_one_word(first: str, second: str) -> bool:
    if first in VERB_PREFIXES:
        return load_lexicon().forms[f"{first}{ZWNJ}{second}"] >= 2
    if second in PLURALS:
        return len(first) > 1 and first not in PLURALS
    return load_lexicon().joins(first, second)


@lru_cache(maxsize=65_536)
def _form_of(word: str) -> str:
    """The word with the half-spaces it lost, or "" when it lost none; those that it has stay."""
    if len(word) > LONGEST_WORD:
        return ""
    head, joiner, last = word.rpartition(ZWNJ)
    form = load_lexicon().usual_form(last)
    # The end of a broken word loses a plural at most: «تناقض‌گوییها». Its parts alone are not words.
    if form == last or (head and not is_plain_plural(form)):
        return ""
    return head + joiner + form
