"""Which development sentences say nothing that the training text said: without this, a score flatters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

PERSIAN_RUN, ENGLISH_RUN = 5, 6
Pair = tuple[str, str]


def without_shared_phrases(pairs: Sequence[Pair], training: Iterable[Pair]) -> list[Pair]:
    """Returns the pairs that share no run of five Persian or six English words with any training pair."""
    persian, english = set[tuple[str, ...]](), set[tuple[str, ...]]()
    for source, target in training:
        persian |= runs(source, PERSIAN_RUN)
        english |= runs(target, ENGLISH_RUN)
    return [
        pair for pair in pairs if not runs(pair[0], PERSIAN_RUN) & persian and not runs(pair[1], ENGLISH_RUN) & english
    ]


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Returns every run of `length` words, marks and case left out; a shorter text is one run."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + length]) for at in range(max(1, len(words) - length + 1))}
