"""Is system B better than system A? Every metric, with two significance tests, corrected for their number."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsum.errors import DataError
from xlsum.scoring.measure import ScoredUnits, summary_units, translation_units
from xlsum.scoring.metrics import METRICS
from xlsum.scoring.records import STRING_TASKS, MetricScore, RunRecord
from xlsum.scoring.statistics import RESAMPLES, Difference, holm, paired_difference

SIGNIFICANT = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of two runs. `corrected_p` is Holm's over all rows and both tests' larger p."""

    task: str
    metric: str
    first: float
    second: float
    difference: Difference
    corrected_p: float
    signature: str

    @property
    def better(self) -> str:
        """ "second", "first", or "" where the difference may be chance."""
        if self.corrected_p >= SIGNIFICANT or not self.difference.value:
            return ""
        return "second" if (self.difference.value > 0) == METRICS[self.metric].higher_is_better else "first"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two runs on the same data. `warnings` say what was forced."""

    first: str
    second: str
    suite: str
    rows: tuple[Row, ...]
    resamples: int
    warnings: tuple[str, ...] = ()


def compare_runs(first: RunRecord, second: RunRecord, *, force: bool = False, resamples: int = RESAMPLES) -> Comparison:
    """The metrics that both runs have, B minus A.

    Raises DataError when data, metric versions or settings of the scores are not alike, unless `force` is set; then it
    is a warning. Different documents cannot be forced: there is nothing to pair.
    """
    _check_documents(first, second)
    unlike = _unlike(first, second)
    if unlike and not force:
        raise DataError(f"{first.name} and {second.name}: {unlike[0]}; compare like with like, or --force")
    shared = _shared(first, second)
    pairs = list(zip(_units(first, shared), _units(second, shared), strict=True))
    tested = [(a, b, paired_difference(a.rows, b.rows, a.score, resamples=resamples)) for a, b in pairs]
    corrected = holm([max(found.bootstrap_p, found.randomization_p) for _, _, found in tested])
    rows = [_row(a, b, found, p, resamples) for (a, b, found), p in zip(tested, corrected, strict=True)]
    return Comparison(first.name, second.name, first.suite.name, tuple(rows), resamples, tuple(unlike))


def comparison_to_markdown(comparison: Comparison) -> str:
    """The comparison as a table for a README or a CI log."""
    lines = [
        f"### {comparison.suite}: A = {comparison.first}, B = {comparison.second}",
        "",
        "| metric | A | B | B - A | 95 % interval | p, paired bootstrap | p, randomization | p, Holm | better |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
        *(_markdown_row(row) for row in comparison.rows),
        "",
        f"{comparison.resamples} resamples and {comparison.resamples} swaps; p is two-sided. "
        f"{len(comparison.rows)} metrics were tested: the last p is Holm's correction of the larger of the two.",
    ]
    return "\n".join([*lines, *(f"Forced: {warning}." for warning in comparison.warnings)])


def _markdown_row(row: Row) -> str:
    scale = METRICS[row.metric].display
    found = row.difference
    name = {"first": "A", "second": "B"}.get(row.better, "may be chance")
    return (
        f"| {row.metric} | {row.first * scale:.2f} | {row.second * scale:.2f} | {found.value * scale:+.2f} "
        f"| {found.low * scale:+.2f} to {found.high * scale:+.2f} | {found.bootstrap_p:.4f} "
        f"| {found.randomization_p:.4f} | {row.corrected_p:.4f} | {name} |"
    )


def _row(first: ScoredUnits, second: ScoredUnits, found: Difference, corrected: float, resamples: int) -> Row:
    signature = first.signature(resamples)
    return Row(first.task, first.metric, _total(first), _total(second), found, corrected, signature)


def _total(units: ScoredUnits) -> float:
    return units.score([sum(column) for column in zip(*units.rows, strict=True)])


def _units(record: RunRecord, scored: Sequence[MetricScore]) -> list[ScoredUnits]:
    """The statistics of these metrics, counted anew from the run's texts."""
    return [
        *translation_units(record.outputs, [score.metric for score in scored if score.task == "translation"]),
        *summary_units(record.outputs, [score.metric for score in scored if score.task == "summary"]),
    ]


def _shared(first: RunRecord, second: RunRecord) -> list[MetricScore]:
    """The metrics that both runs have, as the first scored them. Raises DataError when there is none."""
    shared = [score for score in first.scores if score.task in STRING_TASKS and second.score(score.task, score.metric)]
    if not shared:
        raise DataError(f"{first.name} and {second.name} have no metric in common; run one of them again")
    return shared


def _check_documents(first: RunRecord, second: RunRecord) -> None:
    ids = [[(output.id, len(output.segments)) for output in record.outputs] for record in (first, second)]
    if ids[0] != ids[1]:
        raise DataError(f"{first.name} and {second.name} were not run on the same documents: nothing can be paired")


def _unlike(first: RunRecord, second: RunRecord) -> list[str]:
    """What differs between two runs that should only differ in their system."""
    reasons = []
    if first.suite.sha256 != second.suite.sha256:
        reasons.append(f"their data differ ({first.suite.sha256[:12]} and {second.suite.sha256[:12]})")
    for score in _shared(first, second):
        other = second.score(score.task, score.metric)
        if other and other.signature != score.signature:
            reasons.append(f"their signatures of {score.metric} differ ({score.signature} and {other.signature})")
    return reasons
