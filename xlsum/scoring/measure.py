"""Scores the outputs of a run: every metric of the suite with its interval, and the fidelity measures."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsum.english import split_english_sentences
from xlsum.scoring.corpus import Pair, Table, count_table, families_by_metric
from xlsum.scoring.fidelity import fidelity_measures
from xlsum.scoring.metrics import Statistics
from xlsum.scoring.records import MetricScore, OutputDocument
from xlsum.scoring.statistics import CONFIDENCE, RESAMPLES, SEED, bootstrap_interval


@dataclass(frozen=True, slots=True)
class ScoredUnits:
    """One metric over a run: `rows` are units whose columns add up, the last one counting segments."""

    task: str
    metric: str
    rows: tuple[Statistics, ...]
    references: int
    unit: str  # "segment" or "document"

    def score(self, totals: Sequence[float]) -> float:
        """The metric's score of summed columns."""
        return families_by_metric((self.metric,))[self.metric].score(
            self.metric, totals[:-1], max(1, round(totals[-1]))
        )

    def signature(self, resamples: int) -> str:
        """The tool's signature and how the interval was made."""
        own = families_by_metric((self.metric,))[self.metric].signature(self.metric, self.references)
        return f"{own}|{resampling_signature(self.unit, resamples)}"


def resampling_signature(unit: str, resamples: int) -> str:
    """How an interval was made, in the manner of sacrebleu."""
    return f"ci:{CONFIDENCE:g}|bs:{resamples}|unit:{unit}|rs:{SEED}"


def measure_run(
    outputs: Sequence[OutputDocument],
    translation_metrics: Sequence[str],
    summary_metrics: Sequence[str],
    *,
    resamples: int = RESAMPLES,
) -> tuple[MetricScore, ...]:
    """Every score of a run, with intervals over documents (over segments where each document is one)."""
    units = [*translation_units(outputs, translation_metrics), *summary_units(outputs, summary_metrics)]
    return (*(_scored(unit, resamples) for unit in units), *_fidelity(outputs, resamples))


def translation_units(outputs: Sequence[OutputDocument], metrics: Sequence[str]) -> list[ScoredUnits]:
    """Each translation metric over the documents; none where there are no references or no translations."""
    if not metrics or not has_translations(outputs):
        return []
    pairs = [(s.english, s.references) for output in outputs for s in output.segments if s.references]
    sizes = [sum(bool(segment.references) for segment in output.segments) for output in outputs]
    unit = "segment" if all(size <= 1 for size in sizes) else "document"
    return _units("translation", count_table(pairs, metrics), sizes, _references(pairs), unit)


def summary_units(outputs: Sequence[OutputDocument], metrics: Sequence[str]) -> list[ScoredUnits]:
    """Each summary metric over the documents; sentences are put on lines of their own, as ROUGE-Lsum wants them."""
    pairs = summary_pairs(outputs)
    if not metrics or not pairs:
        return []
    return _units("summary", count_table(pairs, metrics), [1] * len(pairs), _references(pairs), "document")


def summary_pairs(outputs: Sequence[OutputDocument]) -> list[Pair]:
    """Each summary with its references, a sentence a line; a missing summary is an empty one, none at all is no
    pair.
    """
    if not any(output.summary for output in outputs):
        return []
    return [(_lines(o.summary), tuple(_lines(text) for text in o.summaries)) for o in outputs if o.summaries]


def has_translations(outputs: Sequence[OutputDocument]) -> bool:
    """Whether any segment has both a translation and a reference."""
    return any(segment.english and segment.references for output in outputs for segment in output.segments)


def _units(task: str, table: Table, sizes: Sequence[int], references: int, unit: str) -> list[ScoredUnits]:
    return [ScoredUnits(task, name, _by_document(rows, sizes), references, unit) for name, rows in table.items()]


def _by_document(rows: Sequence[Statistics], sizes: Sequence[int]) -> tuple[Statistics, ...]:
    documents, start = [], 0
    for size in sizes:
        if size:
            columns = zip(*rows[start : start + size], strict=True)
            documents.append((*(float(sum(column)) for column in columns), float(size)))
        start += size
    return tuple(documents)


def _references(pairs: Sequence[Pair]) -> int:
    counts = {len(references) for _, references in pairs}
    return counts.pop() if len(counts) == 1 else -1


def _scored(units: ScoredUnits, resamples: int) -> MetricScore:
    found = bootstrap_interval(units.rows, units.score, resamples=resamples)
    signature = units.signature(resamples)
    return MetricScore(units.task, units.metric, found.value, found.low, found.high, signature, len(units.rows))


def _fidelity(outputs: Sequence[OutputDocument], resamples: int) -> list[MetricScore]:
    scores = []
    for name, shares in fidelity_measures(outputs).items():
        rows = [(share.right, share.cases) for share in shares]
        found = bootstrap_interval(rows, _share, resamples=resamples)
        cases = round(sum(share.cases for share in shares))
        signature = resampling_signature("document", resamples)
        scores.append(MetricScore("fidelity", name, found.value, found.low, found.high, signature, cases))
    return scores


def _share(totals: Sequence[float]) -> float:
    return totals[0] / totals[1] if totals[1] else float("nan")  # a resample without a case says nothing


def _lines(text: str) -> str:
    return "\n".join(split_english_sentences(text))
