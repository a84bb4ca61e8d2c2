"""Finish English sentences and prove them: dates put right, terms as the desk wants them, then every check."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from xlsum.checks import check_segment
from xlsum.document import Flag
from xlsum.persian.date_policy import apply_date_policy
from xlsum.persian.enforcement import apply_glossary
from xlsum.persian.loaded_terms import LoadedTermsPolicy, apply_loaded_terms
from xlsum.persian.terms import Glossary, load_names
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
    """Finishes and checks pairs of sentences. Without `adequacy` the meaning is not compared.

    Names of the starter table are put into their usual spelling, terms of the desk's `glossary` into the desk's; each
    change is a flag of level "ok", so that nothing is changed in silence.
    """

    dates: str = "both"
    glossary: Glossary | None = None
    loaded_terms: LoadedTermsPolicy = "source"
    adequacy: Similarity | None = None

    def __call__(self, sentences: Sequence[Sentence], english: Sequence[str]) -> list[Examined]:
        finished = [self._finished(*pair) for pair in zip(sentences, english, strict=True)]
        scorers = self._scorers(sentences, [text for text, _ in finished])
        return [
            Examined(text, _merged(notes, check_segment(s.fed, text, glossary=self.glossary, adequacy=scorer)))
            for s, (text, notes), scorer in zip(sentences, finished, scorers, strict=True)
        ]

    def _finished(self, sentence: Sentence, english: str) -> tuple[str, list[Flag]]:
        text, unplaced = apply_date_policy(english, sentence.fed, self.dates, sentence.published or None)
        notes = [
            Flag("dates", "check", f"this date did not find its place in the English: {date}") for date in unplaced
        ]
        for glossary in (load_names(), self.glossary):
            if glossary is not None:
                text, changes = apply_glossary(sentence.fed, text, glossary)
                notes += [Flag("glossary", "ok", f"put right: {change}") for change in changes]
        text, changes = apply_loaded_terms(sentence.fed, text, self.loaded_terms)
        return text, notes + [Flag("loaded-terms", "ok", f"worded as the policy says: {change}") for change in changes]

    def _scorers(self, sentences: Sequence[Sentence], english: Sequence[str]) -> Sequence[Similarity | None]:
        if self.adequacy is None or not english:
            return [None] * len(english)
        values = self.adequacy.similarity([sentence.fed for sentence in sentences], english)
        return [KnownSimilarity(value) for value in values]


def _merged(notes: Sequence[Flag], found: Sequence[Flag]) -> tuple[Flag, ...]:
    """The flags of the checks, then the notes; a date without a place is not said twice."""
    doubted = any(flag.kind == "dates" for flag in found)
    return (*found, *(note for note in notes if not (doubted and note.kind == "dates")))
