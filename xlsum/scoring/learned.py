"""Metrics that ask a neural model: what ships with the package, and what an evaluator can add.

`adequacy` and `LaSE-e5` use the embedded sentence encoder and need nothing. LaSE-e5 is LaSE (Bhattacharjee et al.
2023: similarity of meaning times language confidence times length penalty) with our encoder in LaBSE's place and our
language check in fastText's, so its figures are not those of LaSE. COMET, BERTScore and LaSE need packages and
checkpoints of their own; MetricX is run with its authors' script on exported files.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from xlsum.errors import CheckpointError, UsageError
from xlsum.persian import identify_language
from xlsum.scoring.measure import resampling_signature
from xlsum.scoring.records import MetricScore, OutputDocument, RunRecord
from xlsum.scoring.statistics import RESAMPLES, bootstrap_interval
from xlsum.settings import Settings
from xlsum.stages import SharedScorer, load_scorer

LENGTH_TOLERANCE = 6  # words a summary may be longer than its reference, as in LaSE
Means = list[list[float]]  # for each document the score of each of its cases


@dataclass(frozen=True, slots=True)
class LearnedMetric:
    """How a metric is computed: `cases` gives the scores by document; `task` is what it judges."""

    task: str
    cases: Callable[[Sequence[OutputDocument]], Means]
    signature: str


def measure_learned(record: RunRecord, name: str, *, resamples: int = RESAMPLES) -> RunRecord:
    """The record with the score of that metric in it; nothing is decoded again.

    Raises UsageError for an unknown metric, and for one whose package is not there: it says what is needed.
    """
    metric = LEARNED.get(name)
    if metric is None:
        raise UsageError(f"--metric {name}: unknown; choose from {', '.join(LEARNED)}")
    rows = [(sum(scores), float(len(scores))) for scores in metric.cases(record.outputs) if scores]
    if not rows:
        raise UsageError(f"--metric {name}: the run has no {metric.task} to judge")
    found = bootstrap_interval(rows, lambda sums: sums[0] / sums[1], resamples=resamples)
    signature = f"{metric.signature}|{resampling_signature('document', resamples)}"
    score = MetricScore("learned", name, found.value, found.low, found.high, signature, len(rows))
    return replace(record, scores=(*(s for s in record.scores if s.metric != name), score))


def _adequacy(outputs: Sequence[OutputDocument]) -> Means:
    scorer = _embedded()
    return [
        list(scorer.similarity([s.persian for s in output.segments], [s.english for s in output.segments]))
        for output in outputs
        if any(s.english for s in output.segments)
    ]


def _lase_e5(outputs: Sequence[OutputDocument]) -> Means:
    """For each summary the best of its references."""
    scorer = _embedded()
    found = []
    for output in outputs:
        if output.summary and output.summaries:
            vectors = scorer.embed([output.summary, *output.summaries])
            meanings = [sum(map(float.__mul__, vectors[0], vector)) for vector in vectors[1:]]
            pairs = zip(meanings, output.summaries, strict=True)
            found.append([max(meaning * _form(output.summary, reference) for meaning, reference in pairs)])
    return found


def _form(summary: str, reference: str) -> float:
    """Language confidence (1 for English, else 0) times the length penalty of LaSE."""
    allowed = len(reference.split()) + LENGTH_TOLERANCE
    words = len(summary.split())
    penalty = 1.0 if words <= allowed else math.exp(1 - words / allowed)
    return penalty * (identify_language(summary) == "en")


def _comet(outputs: Sequence[OutputDocument]) -> Means:
    try:
        from comet import download_model, load_from_checkpoint  # type: ignore[import-not-found]  # of the user
    except ImportError as error:
        raise UsageError(
            "COMET: needs the package unbabel-comet (pip install unbabel-comet; it may want an environment of its own) "
            "and its checkpoint Unbabel/wmt22-comet-da, about 2.3 GB"
        ) from error
    model = load_from_checkpoint(download_model("Unbabel/wmt22-comet-da"))
    rows = [
        {"src": s.persian, "mt": s.english, "ref": s.references[0]} for o in outputs for s in o.segments if s.references
    ]
    scores = iter(model.predict(rows, batch_size=8, gpus=0).scores)
    return list(_regrouped(outputs, scores))


def _bert_score(outputs: Sequence[OutputDocument]) -> Means:
    try:
        from bert_score import score  # type: ignore[import-not-found]  # of the user
    except ImportError as error:
        raise UsageError(
            "BERTScore: needs the package bert-score (pip install bert-score) and its checkpoint roberta-large, 1.4 GB"
        ) from error
    pairs = [(s.english, list(s.references)) for o in outputs for s in o.segments if s.references]
    _, _, measure = score([english for english, _ in pairs], [references for _, references in pairs], lang="en")
    return list(_regrouped(outputs, iter(measure.tolist())))


def _lase(outputs: Sequence[OutputDocument]) -> Means:
    raise UsageError(
        "LaSE: needs its authors' package (github.com/csebuetnlp/CrossSum) with LaBSE and fastText's lid.176; "
        "offline there is LaSE-e5"
    )


def _metricx(outputs: Sequence[OutputDocument]) -> Means:
    raise UsageError(
        "MetricX: run its authors' metricx24.predict (github.com/google-research/metricx, "
        "google/metricx-24-hybrid-large-v2p6) on the files of `xlsum bench export RUN`"
    )


def _regrouped(outputs: Sequence[OutputDocument], scores: Iterator[float]) -> Iterator[list[float]]:
    for output in outputs:
        yield [float(next(scores)) for segment in output.segments if segment.references]


def _embedded() -> SharedScorer:
    scorer = load_scorer(Settings())
    if scorer is None:
        raise CheckpointError("compact-adequacy: the embedded encoder is not in this package")
    return scorer


LEARNED = {
    "adequacy": LearnedMetric("translation", _adequacy, "cosine of source and output|encoder:compact-adequacy"),
    "LaSE-e5": LearnedMetric("summary", _lase_e5, f"refs:max|tolerance:{LENGTH_TOLERANCE}|encoder:compact-adequacy"),
    "COMET": LearnedMetric("translation", _comet, "model:Unbabel/wmt22-comet-da"),
    "BERTScore": LearnedMetric("translation", _bert_score, "F1|model:roberta-large"),
    "LaSE": LearnedMetric("summary", _lase, ""),
    "MetricX": LearnedMetric("translation", _metricx, ""),
}
