"""The plain scorer: a file of hypotheses against files of references, one segment a line."""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from xlsum.scoring.corpus import Pair, Score, count_table, families_by_metric, score_corpus, score_table
from xlsum.scoring.lines import SegmentFile, check_parallel, check_segment_file, parallel_lines
from xlsum.scoring.metrics import METRICS, MetricFamily
from xlsum.scoring.statistics import Interval, bootstrap_interval

WORTH_PROCESSES = 1000  # segments; fewer are scored sooner than processes start


@dataclass(frozen=True, slots=True)
class FileScores:
    """The scores of one file and what was read; `warnings` are sentences about the data."""

    scores: tuple[Score, ...]
    hypotheses: SegmentFile
    references: tuple[SegmentFile, ...]
    warnings: tuple[str, ...]
    intervals: Mapping[str, Interval] = field(default_factory=dict)


def score_files(
    hypotheses: str, references: Sequence[str], metrics: Sequence[str], *, workers: int = 1, resamples: int = 0
) -> FileScores:
    """Score `hypotheses` ("-" is stdin) against one or more reference files, in memory that does not grow with their
    length.

    The files are read twice: once to check every line, so a fault is told before anything is counted, and once to
    score. Raises DataError on an empty file, another encoding than UTF-8 or unequal numbers of lines.
    """
    with tempfile.TemporaryDirectory(prefix="xlsum-score-") as folder:
        spool = Path(folder)
        hypothesis_file = check_segment_file(hypotheses, spool)
        reference_files = tuple(check_segment_file(reference, spool) for reference in references)
        check_parallel(hypothesis_file, reference_files)
        workers = workers if hypothesis_file.lines >= WORTH_PROCESSES else 1
        pairs = parallel_lines(hypothesis_file, reference_files)
        if resamples:
            scores, intervals = _with_intervals(pairs, metrics, len(references), workers, resamples)
        else:
            scores, intervals = score_corpus(pairs, metrics, references=len(references), workers=workers), {}
    warnings = _warnings([hypothesis_file, *reference_files])
    return FileScores(tuple(scores), hypothesis_file, reference_files, warnings, intervals)


def file_scores_to_json(result: FileScores) -> str:
    """One JSON object: unrounded `scores` on each tool's own scale, `signatures`, and what was read."""
    return json.dumps(
        {
            "scores": {score.metric: score.value for score in result.scores},
            "signatures": {score.metric: score.signature for score in result.scores},
            "scales": {score.metric: 100 / METRICS[score.metric].display for score in result.scores},
            "intervals": {name: [found.low, found.high] for name, found in result.intervals.items()},
            "segments": result.hypotheses.lines,
            "hypotheses": {"file": result.hypotheses.name, "sha256": result.hypotheses.sha256},
            "references": [{"file": file.name, "sha256": file.sha256} for file in result.references],
            "warnings": list(result.warnings),
        },
        ensure_ascii=False,
        indent=1,
    )


def file_scores_to_text(result: FileScores) -> str:
    """A table for a terminal: every score from 0 to 100, with its signature."""
    rows = [
        f"{score.metric:<10} {score.percent:>8.4f}  {_interval(result, score)}{score.signature}"
        for score in result.scores
    ]
    note = (
        ["", "ROUGE is rouge-score's F times 100."] if any(s.metric.startswith("ROUGE") for s in result.scores) else []
    )
    return "\n".join([f"{result.hypotheses.lines} segments, {len(result.references)} reference(s)", "", *rows, *note])


def _with_intervals(
    pairs: Iterable[Pair], metrics: Sequence[str], references: int, workers: int, resamples: int
) -> tuple[list[Score], dict[str, Interval]]:
    table = count_table(pairs, metrics, workers=workers)
    intervals = {}
    for name, rows in table.items():
        family = families_by_metric(tuple(metrics))[name]
        units = [(*row, 1.0) for row in rows]

        def score(totals: Sequence[float], name: str = name, family: MetricFamily = family) -> float:
            return family.score(name, totals[:-1], round(totals[-1]))

        intervals[name] = bootstrap_interval(units, score, resamples=resamples)
    return score_table(table, metrics, references=references), intervals


def _interval(result: FileScores, score: Score) -> str:
    found = result.intervals.get(score.metric)
    scale = METRICS[score.metric].display
    return f"[{found.low * scale:.2f}, {found.high * scale:.2f}]  " if found else ""


def _warnings(files: Sequence[SegmentFile]) -> tuple[str, ...]:
    return tuple(
        f"{file.name}: {file.empty_lines} empty line(s), scored as they are" for file in files if file.empty_lines
    )
