"""Adequacy: the English means what the Persian means, as a cross-lingual encoder sees it."""

from collections.abc import Sequence
from typing import Protocol

from xlsum.document import Flag, Level

KIND = "adequacy"
# Cosines of the embedded encoder (multilingual-e5): matching pairs lie near 0.85-0.95, neighbours of a story near 0.80.
LEAST_SIMILAR, UNLIKE = 0.835, 0.815
FEWEST_WORDS = 4


class Scorer(Protocol):
    """Tells how alike the meanings of Persian sentences and their English are."""

    def similarity(self, persian: Sequence[str], english: Sequence[str], /) -> Sequence[float]:
        """The cosine of each pair, from -1 to 1."""
        ...


def check_adequacy(persian: str, english: str, scorer: Scorer | None) -> list[Flag]:
    """Flag an English whose meaning lies far from the source's; without a scorer nothing is said."""
    if scorer is None or not english.strip() or len(persian.split()) < FEWEST_WORDS:
        return []
    [similarity] = scorer.similarity([persian], [english])
    if similarity >= LEAST_SIMILAR:
        return []
    level: Level = "do-not-use" if similarity < UNLIKE else "check"
    return [Flag(KIND, level, f"The English may mean something else: its likeness to the source is {similarity:.2f}.")]
