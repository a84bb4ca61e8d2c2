"""Quotations: which mark opens, which closes, and which has lost its partner."""

import re
from dataclasses import dataclass

MARK = re.compile('[«»“”‹›„"\n]')
CLOSES = {"»": "«", "”": "“„", "›": "‹"}
OPENING = frozenset("«“‹„")


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """A quotation with its marks: `text[start:end]`; `depth` is 0 for one that stands in no other."""

    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Quotes:
    """The quotations in order of their openers, and the positions of marks without a partner."""

    pairs: tuple[FoundQuote, ...]
    unpaired: tuple[int, ...]


def pair_quotes(text: str) -> Quotes:
    """Pair the marks of each line in one pass; a straight mark closes the straight one that is open, else it opens.

    A quotation does not go past the end of its line; a closing mark of the wrong kind closes nothing.
    """
    pairs: list[FoundQuote] = []
    unpaired: list[int] = []
    waiting: list[tuple[int, str]] = []
    for match in MARK.finditer(text):
        position, mark = match.start(), match.group()
        if mark == "\n":
            unpaired += [opened for opened, _ in waiting]
            waiting = []
        elif mark in OPENING or (mark == '"' and not _closes(waiting, mark)):
            waiting.append((position, mark))
        elif _closes(waiting, mark):
            opened, _ = waiting.pop()
            pairs.append(FoundQuote(opened, position + 1, len(waiting)))
        else:
            unpaired.append(position)
    unpaired += [opened for opened, _ in waiting]
    return Quotes(tuple(sorted(pairs, key=lambda pair: pair.start)), tuple(sorted(unpaired)))


def _closes(waiting: list[tuple[int, str]], mark: str) -> bool:
    return bool(waiting) and waiting[-1][1] in CLOSES.get(mark, mark)
