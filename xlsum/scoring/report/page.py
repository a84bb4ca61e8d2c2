"""The report as one HTML page: no network, no script of others, readable on a phone, light and dark."""

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from xlsum.scoring.comparison import Comparison, Row
from xlsum.scoring.metrics import METRICS
from xlsum.scoring.records import RunRecord
from xlsum.scoring.report.figures import (
    calibration_section,
    class_section,
    document_section,
    fidelity_section,
    length_section,
    speed_section,
    summary_section,
)
from xlsum.scoring.report.findings import ScoredSegment, most_different, score_segments, worst_segments
from xlsum.scoring.report.html import Cell, arrow, cells, names, section, table
from xlsum.scoring.report.segments import MOST_SHOWN, different_to_html, worst_to_html

PARTS = (
    "scores",
    "speed",
    "length",
    "classes",
    "documents",
    "fidelity",
    "calibration",
    "rouge",
    "segments",
    "provenance",
)


def report_to_html(records: Sequence[RunRecord], comparisons: Sequence[Comparison] = ()) -> str:
    """A page over one or more runs of one suite. All text of the data is escaped."""
    segments = [score_segments(record) for record in records]
    sections = [
        _scores(records),
        *map(_comparison, comparisons),
        speed_section(records),
        length_section(records, segments),
        class_section(records, segments),
        document_section(records, segments),
        fidelity_section(records),
        calibration_section(records, segments),
        summary_section(records),
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
    rows = [[f"{arrow(metric)} <small>{task}</small>", *cells(records, task, metric)] for task, metric in keys]
    note = "Scores from 0 to 100 with their 95 % bootstrap interval; ▼ marks metrics where less is better."
    return section("scores", "Scores", table(["Metric", *names(records)], rows) + f'<p class="soft">{note}</p>')


def _comparison(comparison: Comparison) -> str:
    heads = ["Metric", "A", "B", "B - A", "p, bootstrap", "p, randomization", "p, Holm", "Better"]
    rows = [_comparison_row(row) for row in comparison.rows]
    warnings = "".join(f"<p><b>Forced:</b> {escape(warning)}</p>" for warning in comparison.warnings)
    note = (
        f"{comparison.resamples} resamples; p is two-sided. {len(rows)} metrics were tested at once: the last p is "
        "Holm's correction of the larger of the two, and a system is called better only when it is below 0.05."
    )
    title = f"A = {comparison.first}, B = {comparison.second}"
    return f"<h3>{escape(title)}</h3>{warnings}{table(heads, rows)}<p class='soft'>{note}</p>"


def _comparison_row(row: Row) -> list[Cell]:
    scale, found = METRICS[row.metric].display, row.difference
    interval = f"<small>{found.low * scale:+.2f} to {found.high * scale:+.2f}</small>"
    better = {"first": "A", "second": "B"}.get(row.better, "may be chance")
    figures = [f"{row.first * scale:.2f}", f"{row.second * scale:.2f}", f"{found.value * scale:+.2f}{interval}"]
    chances = [f"{p:.4f}" for p in (found.bootstrap_p, found.randomization_p, row.corrected_p)]
    return [arrow(row.metric), *figures, *chances, better]


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
    return section(
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
    return section("provenance", "How it was made", "".join(parts))
