"""Pieces of HTML that every part of the report is made of."""

from collections.abc import Sequence
from html import escape

from xlsum.scoring.metrics import METRICS
from xlsum.scoring.records import RunRecord
from xlsum.scoring.report.markdown import display_scale

Cell = str  # HTML


def cells(records: Sequence[RunRecord], task: str, metric: str) -> list[Cell]:
    """The score of every system for one metric, with its interval."""
    found = []
    for record in records:
        score = record.score(task, metric)
        scale = display_scale(score) if score else 1
        found.append(
            f"{score.value * scale:.2f}<small>{score.low * scale:.2f} to {score.high * scale:.2f}</small>"
            if score
            else ""
        )
    return found


def arrow(metric: str) -> str:
    """The metric, marked where less is better."""
    better_low = metric in METRICS and not METRICS[metric].higher_is_better
    return escape(metric) + (" ▼" if better_low else "")


def names(records: Sequence[RunRecord]) -> list[str]:
    """The systems, as table heads."""
    return [escape(record.name) for record in records]


def table(heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """A table of HTML cells that scrolls sideways on a phone."""
    head = "".join(f"<th>{cell}</th>" for cell in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def section(anchor: str, title: str, html: str) -> str:
    """A part of the page that the navigation reaches."""
    return f'<section id="{anchor}"><h2>{escape(title)}</h2>{html}</section>'
