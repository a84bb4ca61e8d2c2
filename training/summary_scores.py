"""What a summary is worth: ROUGE against its reference, and how many of its names, numbers and dates the story has.

Support is weighed against the Persian together with its reference English, so that a mistranslated name or number
counts as what it is even where the translated story has it; `support_in_persian` asks the Persian alone, through the
readers of `xlsum.checks` and the romanizer, which know fewer names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from training.summaries import SummarizedStory
from xlsum.checks.support import Fact, find_facts
from xlsum.document import TranslatedSegment
from xlsum.english import split_english_sentences
from xlsum.scoring.rouge import Rouge
from xlsum.scoring.statistics import Difference, bootstrap_interval, paired_difference

MEASURES = ("ROUGE-1", "ROUGE-2", "ROUGE-Lsum")
KINDS = ("name", "number", "date")
Units = list[tuple[float, float]]  # one story: what counts, out of how much


@dataclass(frozen=True, slots=True)
class Score:
    """A value in percent with its 95 % bootstrap interval over the stories."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SummaryScores:
    """One row of the table; `facts` counts the names, numbers and dates that were looked for."""

    road: str
    english: str
    stories: int
    facts: int
    words: float
    rouge_1: Score
    rouge_2: Score
    rouge_lsum: Score
    support: Score
    supported_names: Score
    supported_numbers: Score
    supported_dates: Score
    support_in_persian: Score


@dataclass(frozen=True, slots=True)
class Judged:
    """The summaries of one road, judged story by story: units of each measure by its name."""

    words: float
    units: dict[str, Units]

    def score(self, name: str) -> Score:
        """The measure `name` in percent; where nothing was counted it is 100."""
        found = bootstrap_interval(self.units[name], _ratio)
        return Score(*(round(100 * value, 2) for value in (found.value, found.low, found.high)))

    def row(self, road: str, english: str) -> SummaryScores:
        """The table's row."""
        counted = self.units["support"]
        scores = map(self.score, (*MEASURES, "support", *KINDS, "persian"))
        return SummaryScores(road, english, len(counted), round(sum(of for _, of in counted)), self.words, *scores)


def judge(summaries: Sequence[str], stories: Sequence[SummarizedStory]) -> Judged:
    """Weighs one summary for each story; `stories` are in their reference English."""
    split = [split_english_sentences(summary) for summary in summaries]
    units = _rouge_units(split, stories)
    truths = [story.segments for story in stories]
    facts = [_facts(sentences, truth) for sentences, truth in zip(split, truths, strict=True)]
    units["support"] = [_counted(found) for found in facts]
    units |= {kind: [_counted([fact for fact in found if fact.kind == kind]) for found in facts] for kind in KINDS}
    persian = [tuple(replace(segment, english="") for segment in truth) for truth in truths]
    units["persian"] = [_counted(_facts(sentences, truth)) for sentences, truth in zip(split, persian, strict=True)]
    return Judged(round(sum(len(summary.split()) for summary in summaries) / len(summaries), 1), units)


def compare(first: Judged, second: Judged) -> dict[str, Difference]:
    """For each measure what `second` has over `first` on the same stories, as shares, with intervals and p-values."""
    names = (*MEASURES, "support")
    return {name: paired_difference(first.units[name], second.units[name], _ratio) for name in names}


def _rouge_units(split: Sequence[Sequence[str]], stories: Sequence[SummarizedStory]) -> dict[str, Units]:
    rouge = Rouge()
    units: dict[str, Units] = {name: [] for name in rouge.names}
    for sentences, story in zip(split, stories, strict=True):
        reference = "\n".join(split_english_sentences(story.reference))
        for name, (value,) in zip(rouge.names, rouge.statistics("\n".join(sentences), [reference]), strict=True):
            units[name].append((value, 1.0))
    return units


def _facts(sentences: Sequence[str], segments: Sequence[TranslatedSegment]) -> list[Fact]:
    return [fact for found in find_facts(sentences, segments) for fact in found]


def _counted(facts: Sequence[Fact]) -> tuple[float, float]:
    return float(sum(fact.supported for fact in facts)), float(len(facts))


def _ratio(totals: Sequence[float]) -> float:
    return totals[0] / totals[1] if totals[1] else 1.0
