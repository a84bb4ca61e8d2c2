"""The plain scorer: a file of hypotheses against files of references, one segment a line."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsum.scoring.corpus import Score, score_corpus
from xlsum.scoring.lines import SegmentFile, check_parallel, check_segment_file, parallel_lines
from xlsum.scoring.metrics import METRICS

WORTH_PROCESSES = 1000  # segments; fewer are scored sooner than processes start


@dataclass(frozen=True, slots=True)
class FileScores:
    """The scores of one file and what was read; `warnings` are sentences about the data."""

    scores: tuple[Score, ...]
    hypotheses: SegmentFile
    references: tuple[SegmentFile, ...]
    warnings: tuple[str, ...]


def score_files(hypotheses: str, references: Sequence[str], metrics: Sequence[str], *, workers: int = 1) -> FileScores:
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
        scores = score_corpus(pairs, metrics, references=len(references), workers=workers)
    return FileScores(tuple(scores), hypothesis_file, reference_files, _warnings([hypothesis_file, *reference_files]))


def file_scores_to_json(result: FileScores) -> str:
    """One JSON object: unrounded `scores` on each tool's own scale, `signatures`, and what was read."""
    return json.dumps(
        {
            "scores": {score.metric: score.value for score in result.scores},
            "signatures": {score.metric: score.signature for score in result.scores},
            "scales": {score.metric: 100 / METRICS[score.metric].display for score in result.scores},
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
    rows = [f"{score.metric:<10} {score.percent:>8.4f}  {score.signature}" for score in result.scores]
    note = (
        ["", "ROUGE is rouge-score's F times 100."] if any(s.metric.startswith("ROUGE") for s in result.scores) else []
    )
    return "\n".join([f"{result.hypotheses.lines} segments, {len(result.references)} reference(s)", "", *rows, *note])


def _warnings(files: Sequence[SegmentFile]) -> tuple[str, ...]:
    return tuple(
        f"{file.name}: {file.empty_lines} empty line(s), scored as they are" for file in files if file.empty_lines
    )
