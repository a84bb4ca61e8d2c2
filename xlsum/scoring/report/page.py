"""The report as one HTML page: no network, no script of others, readable on a phone, light and dark."""

from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from xlsum.scoring.comparison import Comparison, Row
from xlsum.scoring.metrics import METRICS
from xlsum.scoring.records import MetricScore, RunRecord
from xlsum.scoring.report.charts import Bar, Series, bar_chart, histogram, line_chart, scatter_chart
from xlsum.scoring.report.findings import (
    BAD_SEGMENT,
    SEGMENT_METRIC,
    Calibration,
    ScoredSegment,
    calibrate,
    document_rouge,
    most_different,
    score_segments,
    scores_by_class,
    scores_by_length,
    worst_segments,
)
from xlsum.scoring.report.markdown import display_scale
from xlsum.scoring.report.segments import MOST_SHOWN, different_to_html, worst_to_html

ROUGE_BINS = 20
PARTS = ("scores", "speed", "length", "classes", "fidelity", "calibration", "rouge", "segments", "provenance")
Cell = str  # HTML


def report_to_html(records: Sequence[RunRecord], comparisons: Sequence[Comparison] = ()) -> str:
    """A page over one or more runs of one suite. All text of the data is escaped."""
    segments = [score_segments(record) for record in records]
    sections = [
        _scores(records),
        *map(_comparison, comparisons),
        _speed(records),
        _lengths(records, segments),
        _classes(records, segments),
        _fidelity(records),
        _calibration(records, segments),
        _rouge(records),
        _segments(records, segments),
        _provenance(records),
    ]
    body = [_head(records, "".join(sections)), *sections]
    css, script = (files(__package__).joinpath(name).read_text("utf-8") for name in ("page.css", "page.js"))
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(records[0].suite.name)}: xlsum benchmark</title><style>{css}</style></head>"
        f"<body>{''.join(body)}<script>{script}</script></body></html>\n"
    )


def _head(records: Sequence[RunRecord], sections: str) -> str:
    suite = records[0].suite
    parts = [part for part in PARTS if f'<section id="{part}">' in sections]
    links = "".join(f'<a href="#{part}">{part}</a>' for part in parts)
    return (
        f"<h1>{escape(suite.name)}</h1><p>{suite.documents} documents, {suite.segments} segments; "
        f"{len(records)} system(s). Data sha256 <code>{suite.sha256[:16]}</code>, licence {escape(suite.licence)}.</p>"
        f'<p class="soft">{escape(suite.citation)}. {escape(suite.contamination)}</p><nav>{links}</nav>'
    )


def _scores(records: Sequence[RunRecord]) -> str:
    keys = list(dict.fromkeys((s.task, s.metric) for r in records for s in r.scores if s.task != "fidelity"))
    rows = [[f"{_arrow(metric)} <small>{task}</small>", *_cells(records, task, metric)] for task, metric in keys]
    note = "Scores from 0 to 100 with their 95 % bootstrap interval; ▼ marks metrics where less is better."
    return _section("scores", "Scores", _table(["Metric", *_names(records)], rows) + f'<p class="soft">{note}</p>')


def _comparison(comparison: Comparison) -> str:
    heads = ["Metric", "A", "B", "B - A", "p, bootstrap", "p, randomization", "p, Holm", "Better"]
    rows = [_comparison_row(row) for row in comparison.rows]
    warnings = "".join(f"<p><b>Forced:</b> {escape(warning)}</p>" for warning in comparison.warnings)
    note = (
        f"{comparison.resamples} resamples; p is two-sided. {len(rows)} metrics were tested at once: the last p is "
        "Holm's correction of the larger of the two, and a system is called better only when it is below 0.05."
    )
    title = f"A = {comparison.first}, B = {comparison.second}"
    return f"<h3>{escape(title)}</h3>{warnings}{_table(heads, rows)}<p class='soft'>{note}</p>"


def _comparison_row(row: Row) -> list[Cell]:
    scale, found = METRICS[row.metric].display, row.difference
    interval = f"<small>{found.low * scale:+.2f} to {found.high * scale:+.2f}</small>"
    better = {"first": "A", "second": "B"}.get(row.better, "may be chance")
    figures = [f"{row.first * scale:.2f}", f"{row.second * scale:.2f}", f"{found.value * scale:+.2f}{interval}"]
    chances = [f"{p:.4f}" for p in (found.bootstrap_p, found.randomization_p, row.corrected_p)]
    return [_arrow(row.metric), *figures, *chances, better]


def _speed(records: Sequence[RunRecord]) -> str:
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
    return _section("speed", "Quality against speed", chart + _table(heads, rows) + f'<p class="soft">{note}</p>')


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


def _lengths(records: Sequence[RunRecord], segments: Sequence[Sequence[ScoredSegment]]) -> str:
    tables = [scores_by_length(of_run) for of_run in segments]
    labels = list(dict.fromkeys(name for table in tables for name, _, _ in table))
    if not labels:
        return ""
    series = []
    for record, table in zip(records, tables, strict=True):
        notes = tuple(f"{record.name}: {score:.1f} over {number} segments" for _, number, score in table)
        series.append(Series(record.name, tuple((labels.index(name), score) for name, _, score in table), notes))
    return _section("length", "By sentence length", line_chart(series, labels, "words of the source", SEGMENT_METRIC))


def _classes(records: Sequence[RunRecord], segments: Sequence[Sequence[ScoredSegment]]) -> str:
    tables = [scores_by_class(record, of_run) for record, of_run in zip(records, segments, strict=True)]
    by_name = [{name: f"{score:.1f} <small>{number} segments</small>" for name, number, score in t} for t in tables]
    labels = list(dict.fromkeys(name for table in by_name for name in table))
    rows = [[escape(label), *(table.get(label, "") for table in by_name)] for label in labels]
    return _section("classes", f"By class: {SEGMENT_METRIC}", _table(["Class", *_names(records)], rows)) if rows else ""


def _fidelity(records: Sequence[RunRecord]) -> str:
    groups = [(record.name, [_bar(s) for s in record.scores if s.task == "fidelity"]) for record in records]
    if not any(bars for _, bars in groups):
        return ""
    note = (
        "“(reference)” compares with the reference and knows nothing of our checks; “(check)” is the share of "
        "sentences that the check of that kind does not flag."
    )
    return _section("fidelity", "Fidelity", bar_chart(groups, "percent") + f'<p class="soft">{note}</p>')


def _bar(score: MetricScore) -> Bar:
    return Bar(score.metric, score.value * 100, score.low * 100, score.high * 100, f"of {score.of}")


def _calibration(records: Sequence[RunRecord], segments: Sequence[Sequence[ScoredSegment]]) -> str:
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
    return _section("calibration", "Does a flag tell a bad sentence?", chart + _table(heads, rows) + summary)


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


def _rouge(records: Sequence[RunRecord]) -> str:
    chosen = [(record, next((s.metric for s in record.scores if s.task == "summary"), "")) for record in records]
    series = [(record.name, document_rouge(record, metric)) for record, metric in chosen if metric]
    if not series:
        return ""
    metric = next(metric for _, metric in chosen if metric)
    return _section("rouge", "Summaries", histogram(series, ROUGE_BINS, f"{metric} of a summary"))


def _segments(records: Sequence[RunRecord], segments: Sequence[Sequence[ScoredSegment]]) -> str:
    if not any(segments):
        return ""
    articles = [
        article
        for record, of_run in zip(records, segments, strict=True)
        for article in worst_to_html(record.name, worst_segments(of_run, MOST_SHOWN))
    ]
    for record, of_run in list(zip(records, segments, strict=True))[1:]:
        if _same_places(segments[0], of_run):
            pairs = most_different(segments[0], of_run, MOST_SHOWN)
            articles += different_to_html((records[0].name, record.name), pairs)
    note = f"The {MOST_SHOWN} worst of each system, and the {MOST_SHOWN} on which systems differ most from the first."
    return _section(
        "segments", "Segments side by side", f'<p class="soft">{note}</p>{_tools(records)}{"".join(articles)}'
    )


def _same_places(first: Sequence[ScoredSegment], second: Sequence[ScoredSegment]) -> bool:
    return [(a.document, a.number) for a in first] == [(b.document, b.number) for b in second]


def _tools(records: Sequence[RunRecord]) -> str:
    names = "".join(f'<option value="{escape(r.name, quote=True)}">{escape(r.name)}</option>' for r in records)
    levels = "".join(f'<option value="{level}">{level}</option>' for level in ("ok", "check", "do-not-use"))
    return (
        '<div class="tools"><input id="search" type="search" placeholder="Search the segments" aria-label="Search">'
        '<select id="list" aria-label="List"><option value="">worst and most different</option>'
        '<option value="worst">worst</option><option value="different">most different</option></select>'
        f'<select id="system" aria-label="System"><option value="">every system</option>{names}</select>'
        f'<select id="level" aria-label="Level"><option value="">every level</option>{levels}</select>'
        '<span id="shown" class="soft"></span></div>'
    )


def _provenance(records: Sequence[RunRecord]) -> str:
    parts = []
    for record in records:
        machine = ", ".join(f"{key} {value}" for key, value in record.machine.items())
        versions = ", ".join(f"{key} {value}" for key, value in record.versions.items())
        signatures = "".join(f"<li><code>{escape(s.metric)}|{escape(s.signature)}</code></li>" for s in record.scores)
        parts.append(
            f"<h3>{escape(record.name)}</h3><p><code>{escape(record.signature)}</code></p>"
            f'<p class="soft">{escape(record.created)}; {escape(machine)}; {escape(versions)}</p>'
            f"<details><summary>Signatures</summary><ul>{signatures}</ul></details>"
        )
    return _section("provenance", "How it was made", "".join(parts))


def _cells(records: Sequence[RunRecord], task: str, metric: str) -> list[Cell]:
    cells = []
    for record in records:
        score = record.score(task, metric)
        scale = display_scale(score) if score else 1
        cells.append(
            f"{score.value * scale:.2f}<small>{score.low * scale:.2f} to {score.high * scale:.2f}</small>"
            if score
            else ""
        )
    return cells


def _arrow(metric: str) -> str:
    better_low = metric in METRICS and not METRICS[metric].higher_is_better
    return escape(metric) + (" ▼" if better_low else "")


def _names(records: Sequence[RunRecord]) -> list[str]:
    return [escape(record.name) for record in records]


def _table(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    head = "".join(f"<th>{cell}</th>" for cell in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _section(anchor: str, title: str, html: str) -> str:
    return f'<section id="{anchor}"><h2>{escape(title)}</h2>{html}</section>'
