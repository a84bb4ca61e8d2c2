"""The parts of a report that are charts and their tables."""

from collections.abc import Iterator, Sequence
from html import escape

from xlsum.scoring.records import MetricScore, RunRecord
from xlsum.scoring.report.charts import Bar, Series, bar_chart, histogram, line_chart, scatter_chart
from xlsum.scoring.report.findings import (
    BAD_SEGMENT,
    SEGMENT_METRIC,
    Calibration,
    ScoredSegment,
    calibrate,
    document_rouge,
    scores_by_class,
    scores_by_document,
    scores_by_length,
)
from xlsum.scoring.report.html import Cell, names, section, table
from xlsum.scoring.report.markdown import display_scale

ROUGE_BINS = 20


def speed_section(records: Sequence[RunRecord]) -> str:
    """What decoding cost, and what it bought."""
    timed = [record for record in records if record.speed]
    if not timed:
        return ""
    heads = [
        "System",
        "documents/hour",
        "CPU-s",
        "s in translator",
        "s in summarizer",
        "s to load",
        "peak MiB",
        "joules",
    ]
    rows = [_speed_row(record) for record in timed]
    points = [_speed_point(record) for record in timed]
    chart = scatter_chart([point for point in points if point], "documents/hour (log)", "score") if any(points) else ""
    note = "Decoding alone, in one process, first run included; loading, reading and scoring are not in it."
    return section("speed", "Quality against speed", chart + table(heads, rows) + f'<p class="soft">{note}</p>')


def _speed_row(record: RunRecord) -> list[Cell]:
    speed = record.speed
    if speed is None:
        return []
    joules = "not readable" if speed.energy_joules is None else f"{speed.energy_joules:,.0f}"
    costs = [speed.cpu_seconds, speed.translate_seconds, speed.summarize_seconds, speed.load_seconds]
    figures = [f"{speed.documents_per_hour:,.0f}", *(f"{cost:.1f}" for cost in costs), f"{speed.peak_memory_mib:.0f}"]
    return [escape(record.name), *figures, joules]


def _speed_point(record: RunRecord) -> Series | None:
    main = record.score("translation", SEGMENT_METRIC) or next((s for s in record.scores if s.task != "fidelity"), None)
    if record.speed is None or main is None:
        return None
    value = main.value * display_scale(main)
    note = f"{record.name}: {main.metric} {value:.1f} at {record.speed.documents_per_hour:,.0f} documents/hour"
    return Series(record.name, ((record.speed.documents_per_hour, value),), (note,))


def length_section(records: Sequence[RunRecord], segments: Sequence[Sequence[ScoredSegment]]) -> str:
    """The corpus score of segments of like length."""
    tables = [scores_by_length(of_run) for of_run in segments]
    labels = list(dict.fromkeys(name for rows in tables for name, _, _ in rows))
    if not labels:
        return ""
    series = []
    for record, rows in zip(records, tables, strict=True):
        notes = tuple(f"{record.name}: {score:.1f} over {number} segments" for _, number, score in rows)
        series.append(Series(record.name, tuple((labels.index(name), score) for name, _, score in rows), notes))
    return section("length", "By sentence length", line_chart(series, labels, "words of the source", SEGMENT_METRIC))


def class_section(records: Sequence[RunRecord], segments: Sequence[Sequence[ScoredSegment]]) -> str:
    """The corpus score of each class of documents."""
    tables = [scores_by_class(record, of_run) for record, of_run in zip(records, segments, strict=True)]
    by_name = [
        {name: f"{score:.1f} <small>{number} segments</small>" for name, number, score in found} for found in tables
    ]
    labels = list(dict.fromkeys(name for found in by_name for name in found))
    rows = [[escape(label), *(found.get(label, "") for found in by_name)] for label in labels]
    return section("classes", f"By class: {SEGMENT_METRIC}", table(["Class", *names(records)], rows)) if rows else ""


def fidelity_section(records: Sequence[RunRecord]) -> str:
    """Shares of what a newsroom cannot get wrong."""
    groups = [(record.name, [_bar(s) for s in record.scores if s.task == "fidelity"]) for record in records]
    if not any(bars for _, bars in groups):
        return ""
    note = (
        "“(reference)” compares with the reference and knows nothing of our checks; “(check)” is the share of "
        "sentences that the check of that kind does not flag."
    )
    return section("fidelity", "Fidelity", bar_chart(groups, "percent") + f'<p class="soft">{note}</p>')


def _bar(score: MetricScore) -> Bar:
    return Bar(score.metric, score.value * 100, score.low * 100, score.high * 100, f"of {score.of}")


def calibration_section(records: Sequence[RunRecord], segments: Sequence[Sequence[ScoredSegment]]) -> str:
    """Whether flagged segments are the bad ones."""
    found = [(record, calibrate(of_run)) for record, of_run in zip(records, segments, strict=True) if of_run]
    if not any(calibration.levels for _, calibration in found):
        return ""
    rows = [row for record, calibration in found for row in _calibration_rows(record.name, calibration)]
    heads = ["System", "Level", "Segments", f"mean {SEGMENT_METRIC}", f"below {BAD_SEGMENT:.0f}"]
    groups = [
        (record.name, [Bar(one.level, one.mean, one.mean, one.mean, f"{one.segments}") for one in calibration.levels])
        for record, calibration in found
    ]
    chart = bar_chart(groups, f"mean {SEGMENT_METRIC} of a segment at that level")
    summary = "".join(f"<p>{_calibration_words(record.name, calibration)}</p>" for record, calibration in found)
    return section("calibration", "Does a flag tell a bad sentence?", chart + table(heads, rows) + summary)


def _calibration_rows(name: str, calibration: Calibration) -> Iterator[list[Cell]]:
    for one in calibration.levels:
        yield [
            escape(name),
            one.level,
            str(one.segments),
            f"{one.mean:.1f}",
            f"{one.bad} ({one.bad / one.segments:.0%})",
        ]


def _calibration_words(name: str, calibration: Calibration) -> str:
    auc = "not defined" if calibration.auc is None else f"{calibration.auc:.3f}"
    precision = "none flagged" if calibration.precision is None else f"{calibration.precision:.0%}"
    recall = "none bad" if calibration.recall is None else f"{calibration.recall:.0%}"
    return escape(
        f"{name}: AUC {auc} (0.5 is chance); of the flagged segments {precision} are below {BAD_SEGMENT:.0f}; "
        f"of those below, {recall} are flagged."
    )


def summary_section(records: Sequence[RunRecord]) -> str:
    """How the scores of summaries are spread."""
    chosen = [(record, next((s.metric for s in record.scores if s.task == "summary"), "")) for record in records]
    series = [(record.name, document_rouge(record, metric)) for record, metric in chosen if metric]
    if not series:
        return ""
    metric = next(metric for _, metric in chosen if metric)
    return section("rouge", "Summaries", histogram(series, ROUGE_BINS, f"{metric} of a summary"))


def document_section(records: Sequence[RunRecord], segments: Sequence[Sequence[ScoredSegment]]) -> str:
    """Every document of several segments: its own corpus score, and the ROUGE of its summary."""
    if not any(len(output.segments) > 1 for output in records[0].outputs):
        return ""
    tables = [scores_by_document(record, of_run) for record, of_run in zip(records, segments, strict=True)]
    rows = [[escape(id), *(found.get(id, "") for found in tables)] for id in tables[0]]
    shown = f"<details><summary>{len(rows)} documents</summary>{table(['Document', *names(records)], rows)}</details>"
    return section("documents", f"By document: {SEGMENT_METRIC}, ROUGE of the summary", shown)
