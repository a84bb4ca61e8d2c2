"""Half-spaces (ZWNJ) that a scraped wire has lost, put back: «سازمانهای منطقهای» is «سازمان‌های منطقه‌ای».

A glued word is repaired where the lexicon (counts of agency text) has it with a half-space, where a known stem and an
affix explain it, or, for «زمینهای», as its neighbours suggest. A space becomes a half-space only in words that are
hardly ever written apart («می شود», «کتاب ها»). Digits, Latin letters, URLs, addresses and hashtags are not touched.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from xlsum.persian.half_space_lexicon import LETTERS, PLURALS, Lexicon, is_plain_plural, load_lexicon
from xlsum.persian.normalize import ADDRESS, ZWNJ

RepairMode = Literal["auto", "on", "off"]

LONGEST_WORD = 40  # in characters: what is longer is no word
NEIGHBOURHOOD = 60  # how far in characters a neighbouring word is looked for

# A word that touches a digit, a Latin letter or an underscore is part of something else.
WHOLE_WORD = re.compile(f"(?<![\\w{ZWNJ}])[{LETTERS}]+(?:{ZWNJ}[{LETTERS}]+)*(?![\\w{ZWNJ}])")
# The space is the third group: a verb's prefix and the verb, or a word and an ending that never stands alone.
APART = re.compile(f"(?<![\\w{ZWNJ}])(?=([{LETTERS}{ZWNJ}]{{2,30}}) ([{LETTERS}{ZWNJ}]{{2,30}})(?![\\w{ZWNJ}]))")
WORD_BEFORE = re.compile(f"([{LETTERS}{ZWNJ}]+)[^{LETTERS}{ZWNJ}\n]*\\Z")
WORD_AFTER = re.compile(f"[^{LETTERS}{ZWNJ}\n]*([{LETTERS}{ZWNJ}]+)")
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

    `on` repairs wherever the lexicon says so. `auto` changes what is hardly ever written otherwise, and does as `on`
    only in text that has lost its half-spaces: fewer are there than were surely lost. `off` changes nothing.
    """
    if mode == "off" or not text:
        return Repaired(text)
    lexicon = load_lexicon()
    if mode == "auto":
        repaired = _repair(text, lexicon, certain=True)
        if text.count(ZWNJ) >= len(repaired.changes):
            return repaired
    return _repair(text, lexicon, certain=False)


def _repair(text: str, lexicon: Lexicon, *, certain: bool) -> Repaired:
    pieces: list[str] = []
    changes: list[tuple[str, str]] = []
    start = 0
    for address in [*ADDRESS.finditer(text), None]:
        end = address.start() if address else len(text)
        pieces.append(_repair_piece(text[start:end], lexicon, certain, changes))
        if address:
            pieces.append(address.group())
            start = address.end()
    return Repaired("".join(pieces), tuple(changes))


def _repair_piece(text: str, lexicon: Lexicon, certain: bool, changes: list[tuple[str, str]]) -> str:
    """The text between two addresses; its changes are added to `changes`."""
    joined, found = _join(text, lexicon)
    pieces, start = [], 0
    for match in WHOLE_WORD.finditer(joined):
        word = match.group()
        form = _form_of(word, certain)
        if form == word:
            continue
        if lexicon.is_ambiguous(word):
            form = _form_in_context(lexicon, joined, match)
        found.append((match.start(), word, form))
        pieces += [joined[start : match.start()], form]
        start = match.end()
    changes += [(before, after) for _, before, after in sorted(found)]
    return "".join([*pieces, joined[start:]])


def _join(text: str, lexicon: Lexicon) -> tuple[str, list[tuple[int, str, str]]]:
    """The text with a half-space for each space within a word, and where: (position, before, after)."""
    found: list[tuple[int, str, str]] = []
    characters: list[str] = []
    done = 0
    for match in APART.finditer(text):
        first, second = match.groups()
        if match.start() < done or not _is_one_word(first, second, lexicon):
            continue
        space = match.end(1)
        characters += [text[done:space], ZWNJ]
        done = space + 1
        found.append((match.start(), f"{first} {second}", f"{first}{ZWNJ}{second}"))
    return "".join([*characters, text[done:]]), found


def _is_one_word(first: str, second: str, lexicon: Lexicon) -> bool:
    if first in VERB_PREFIXES:
        return lexicon.forms[f"{first}{ZWNJ}{second}"] >= 2
    if second in PLURALS:
        return first not in PLURALS
    return lexicon.joins(first, second)


def _form_in_context(lexicon: Lexicon, text: str, match: re.Match[str]) -> str:
    before = WORD_BEFORE.search(text[max(0, match.start() - NEIGHBOURHOOD) : match.start()])
    after = WORD_AFTER.match(text[match.end() : match.end() + NEIGHBOURHOOD])
    neighbours = [found.group(1).replace(ZWNJ, "") if found else "" for found in (before, after)]
    return lexicon.form_in_context(match.group(), *neighbours)


@lru_cache(maxsize=65_536)
def _form_of(word: str, certain: bool) -> str:
    """The word with its half-spaces; those that it has stay."""
    if len(word) > LONGEST_WORD:
        return word
    lexicon = load_lexicon()
    head, joiner, last = word.rpartition(ZWNJ)
    form = lexicon.certain_form(last) if certain else lexicon.usual_form(last)
    # The end of a broken word loses a plural at most: «تناقض‌گوییها». Its parts alone are not words.
    return head + joiner + form if not head or is_plain_plural(form) else word
