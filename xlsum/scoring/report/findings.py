"""What a report shows beyond the scores: scores by length and class, calibration of the flags, segments worth
reading.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsum.document import LEVELS
from xlsum.scoring.corpus import score_corpus, segment_scores
from xlsum.scoring.measure import has_translations, summary_pairs
from xlsum.scoring.metrics import METRICS
from xlsum.scoring.records import OutputSegment, RunRecord

SEGMENT_METRIC = "chrF++"  # the most stable of the string metrics on one sentence
BAD_SEGMENT = 35.0  # chrF++ of a sentence below which it counts as bad; a convention of ours
LENGTHS = ((1, 5), (6, 10), (11, 15), (16, 20), (21, 30), (31, 45), (46, 10_000))  # words of the source


@dataclass(frozen=True, slots=True)
class ScoredSegment:
    """A segment of a run with its place and its own chrF++, 0 to 100."""

    document: str
    number: int
    segment: OutputSegment
    score: float


@dataclass(frozen=True, slots=True)
class LevelScore:
    """The segments at one level: how many, their mean chrF++, and how many of them are bad."""

    level: str
    segments: int
    mean: float
    bad: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Does a flag tell a bad sentence? `auc` is the chance that a bad one is at a graver level than a good one."""

    levels: tuple[LevelScore, ...]
    auc: float | None
    precision: float | None
    recall: float | None


def score_segments(record: RunRecord) -> list[ScoredSegment]:
    """Every segment that has a reference, with its own score; none where the run has no translations."""
    if not has_translations(record.outputs):
        return []
    found = [
        (output.id, number, segment)
        for output in record.outputs
        for number, segment in enumerate(output.segments, 1)
        if segment.references
    ]
    scores = segment_scores([(segment.english, segment.references) for _, _, segment in found], SEGMENT_METRIC)
    return [ScoredSegment(*place, score) for place, score in zip(found, scores, strict=True)]


def scores_by_length(segments: Sequence[ScoredSegment]) -> list[tuple[str, int, float]]:
    """For each range of source words its name, the number of segments, and the corpus score of those."""
    rows = []
    for low, high in LENGTHS:
        chosen = [one for one in segments if low <= len(one.segment.persian.split()) <= high]
        name = f"{low}+" if high == LENGTHS[-1][1] else f"{low}-{high}"
        if chosen:
            rows.append((name, len(chosen), _corpus(chosen)))
    return rows


def scores_by_class(record: RunRecord, segments: Sequence[ScoredSegment]) -> list[tuple[str, int, float]]:
    """For each class of the documents ("desk: economy") the number of segments and their corpus score."""
    classes = {output.id: [f"{key}: {value}" for key, value in output.classes.items()] for output in record.outputs}
    names = sorted({name for of_document in classes.values() for name in of_document})
    rows = [(name, [one for one in segments if name in classes[one.document]]) for name in names]
    return [(name, len(chosen), _corpus(chosen)) for name, chosen in rows if chosen]


def scores_by_document(record: RunRecord, segments: Sequence[ScoredSegment]) -> dict[str, str]:
    """For each document its corpus score and the ROUGE of its summary, as text."""
    metric = next((score.metric for score in record.scores if score.task == "summary"), "")
    with_summary = [output.id for output in record.outputs if output.summaries]
    rouge = dict(zip(with_summary, document_rouge(record, metric), strict=True)) if metric else {}
    by_document: dict[str, list[ScoredSegment]] = {}
    for one in segments:
        by_document.setdefault(one.document, []).append(one)
    return {
        output.id: ", ".join(
            ([f"{_corpus(by_document[output.id]):.1f}"] if output.id in by_document else [])
            + ([f"{metric} {rouge[output.id]:.1f}"] if output.id in rouge else [])
        )
        for output in record.outputs
    }


def calibrate(segments: Sequence[ScoredSegment]) -> Calibration:
    """How well the levels foretell the bad segments."""
    levels = []
    for level in LEVELS:
        chosen = [one.score for one in segments if one.segment.level == level]
        if chosen:
            bad = sum(score < BAD_SEGMENT for score in chosen)
            levels.append(LevelScore(level, len(chosen), sum(chosen) / len(chosen), bad))
    flagged = [one for one in levels if one.level != "ok"]
    total_bad, total_flagged = sum(one.bad for one in levels), sum(one.segments for one in flagged)
    caught = sum(one.bad for one in flagged)
    return Calibration(
        tuple(levels),
        _auc(segments),
        caught / total_flagged if total_flagged else None,
        caught / total_bad if total_bad else None,
    )


def document_rouge(record: RunRecord, metric: str) -> list[float]:
    """The ROUGE of each summary by itself, 0 to 100."""
    return [score * METRICS[metric].display for score in segment_scores(summary_pairs(record.outputs), metric)]


def worst_segments(segments: Sequence[ScoredSegment], number: int) -> list[ScoredSegment]:
    """The segments with the lowest scores, worst first."""
    return sorted(segments, key=lambda one: one.score)[:number]


def most_different(
    first: Sequence[ScoredSegment], second: Sequence[ScoredSegment], number: int
) -> list[tuple[ScoredSegment, ScoredSegment]]:
    """The segments on which two runs differ most, in both directions."""
    pairs = [(a, b) for a, b in zip(first, second, strict=True) if a.segment.english != b.segment.english]
    return sorted(pairs, key=lambda pair: -abs(pair[0].score - pair[1].score))[:number]


def _corpus(segments: Sequence[ScoredSegment]) -> float:
    (score,) = score_corpus([(one.segment.english, one.segment.references) for one in segments], [SEGMENT_METRIC])
    return score.value


def _auc(segments: Sequence[ScoredSegment]) -> float | None:
    """The area under the ROC curve of the level as a sign of a bad segment; ties count half."""
    rank: dict[str, int] = {level: at for at, level in enumerate(LEVELS)}
    known = [(rank[one.segment.level], one.score) for one in segments if one.segment.level in rank]
    bad = [level for level, score in known if score < BAD_SEGMENT]
    good = [level for level, score in known if score >= BAD_SEGMENT]
    if not bad or not good:
        return None
    wins = 0.0
    for level in range(len(LEVELS)):
        here = sum(other < level for other in good) + 0.5 * sum(other == level for other in good)
        wins += here * sum(one == level for one in bad)
    return wins / (len(bad) * len(good))
