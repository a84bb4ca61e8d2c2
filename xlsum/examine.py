"""Finish English sentences and prove them: dates put right, terms as the desk wants them, then every check."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsum.checks import check_segment
from xlsum.checks.adequacy import Scorer, check_adequacy
from xlsum.checks.names import is_known_word
from xlsum.document import Flag
from xlsum.persian.agency_names import name_agency
from xlsum.persian.date_policy import apply_date_policy
from xlsum.persian.enforcement import apply_glossary
from xlsum.persian.loaded_terms import LoadedTermsPolicy, apply_loaded_terms
from xlsum.persian.terms import Glossary, load_names
from xlsum.translate import Examined, Sentence


@dataclass(frozen=True, slots=True)
class Examiner:
    """Finishes and checks pairs of sentences.

    Names of the starter table are put into their usual spelling, terms of the desk's `glossary` into the desk's; each
    change is a flag of level "ok", so that nothing is changed in silence.
    """

    dates: str = "both"
    glossary: Glossary | None = None
    loaded_terms: LoadedTermsPolicy = "source"

    def __call__(self, sentences: Sequence[Sentence], english: Sequence[str]) -> list[Examined]:
        finished = [self._finished(*pair) for pair in zip(sentences, english, strict=True)]
        return [
            Examined(text, _merged(notes, check_segment(s.fed, text, glossary=self.glossary)))
            for s, (text, notes) in zip(sentences, finished, strict=True)
        ]

    def _finished(self, sentence: Sentence, english: str) -> tuple[str, list[Flag]]:
        text, unplaced = apply_date_policy(english, sentence.fed, self.dates, sentence.published or None)
        notes = [
            Flag("dates", "check", f"this date did not find its place in the English: {date}") for date in unplaced
        ]
        text, renamed = name_agency(sentence.fed, text)
        notes += [Flag("attribution", "ok", f"put right: {change}") for change in renamed]
        for glossary in (load_names(), self.glossary):
            if glossary is not None:
                worded, changes = apply_glossary(sentence.fed, text, glossary)
                if glossary is self.glossary or not _touches_a_word(changes):
                    text = worded
                    notes += [Flag("glossary", "ok", f"put right: {change}") for change in changes]
        text, changes = apply_loaded_terms(sentence.fed, text, self.loaded_terms)
        return text, notes + [Flag("loaded-terms", "ok", f"worded as the policy says: {change}") for change in changes]


@dataclass(frozen=True, slots=True)
class MeaningCheck:
    """Compares the meanings of pairs, all of them in one batch of the embedded encoder."""

    scorer: Scorer

    def __call__(self, sentences: Sequence[Sentence], english: Sequence[str]) -> list[tuple[Flag, ...]]:
        persian = [sentence.fed for sentence in sentences]
        values = self.scorer.similarity(persian, english) if english else []
        return [tuple(check_adequacy(*row)) for row in zip(persian, english, map(_Known, values), strict=True)]


@dataclass(frozen=True, slots=True)
class _Known:
    """The similarity of one pair that was measured in a batch before."""

    value: float

    def similarity(self, persian: Sequence[str], english: Sequence[str]) -> list[float]:
        return [self.value] * len(persian)


def _touches_a_word(changes: Sequence[str]) -> bool:
    """Whether a change would replace an English word or a known name: by sound alone «ایروان» is "Iranian" too."""
    replaced = (change.partition(" -> ")[0] for change in changes)
    return any(is_known_word(word) for phrase in replaced for word in phrase.split())


def _merged(notes: Sequence[Flag], found: Sequence[Flag]) -> tuple[Flag, ...]:
    """The flags of the checks, then the notes; a date without a place is not said twice."""
    doubted = any(flag.kind == "dates" for flag in found)
    return (*found, *(note for note in notes if not (doubted and note.kind == "dates")))
