"""Finish English sentences and prove them: dates put right, the desk's glossary enforced, then every check."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from xlsum.checks import check_segment
from xlsum.document import Flag
from xlsum.persian.date_policy import apply_date_policy
from xlsum.persian.glossary import Glossary
from xlsum.translate import Examined, Sentence


class Similarity(Protocol):
    """Tells how alike a Persian and an English sentence are, from -1 to 1."""

    def similarity(self, persian: Sequence[str], english: Sequence[str]) -> Sequence[float]: ...


@dataclass(frozen=True, slots=True)
class KnownSimilarity:
    """The similarity of one pair that was measured in a batch before."""

    value: float

    def similarity(self, persian: Sequence[str], english: Sequence[str]) -> list[float]:
        return [self.value] * len(persian)


@dataclass(frozen=True, slots=True)
class Examiner:
    """Finishes and checks pairs of sentences. Without `adequacy` the meaning is not compared."""

    dates: str = "both"
    glossary: Glossary | None = None
    adequacy: Similarity | None = None

    def __call__(self, sentences: Sequence[Sentence], english: Sequence[str]) -> list[Examined]:
        finished = [self._finished(*pair) for pair in zip(sentences, english, strict=True)]
        scorers = self._scorers(sentences, english)
        return [
            Examined(text, _merged(unplaced, check_segment(s.fed, text, glossary=self.glossary, adequacy=scorer)))
            for s, (text, unplaced), scorer in zip(sentences, finished, scorers, strict=True)
        ]

    def _finished(self, sentence: Sentence, english: str) -> tuple[str, tuple[Flag, ...]]:
        dated, unplaced = apply_date_policy(english, sentence.fed, self.dates, sentence.published or None)
        flags = tuple(Flag("dates", "check", f"this date did not find its place in the English: {d}") for d in unplaced)
        if self.glossary is None:
            return dated, flags
        from xlsum.persian.glossary import apply_glossary

        worded, _ = apply_glossary(sentence.fed, dated, self.glossary)
        return worded, flags

    def _scorers(self, sentences: Sequence[Sentence], english: Sequence[str]) -> Sequence[Similarity | None]:
        if self.adequacy is None or not english:
            return [None] * len(english)
        values = self.adequacy.similarity([sentence.fed for sentence in sentences], english)
        return [KnownSimilarity(value) for value in values]


def _merged(unplaced: Sequence[Flag], found: Sequence[Flag]) -> tuple[Flag, ...]:
    """The flags of the checks, and a date's that found no place where the checks do not doubt the dates already."""
    doubted = any(flag.kind == "dates" for flag in found)
    return (*found, *(() if doubted else unplaced))
