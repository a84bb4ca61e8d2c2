"""A run as Markdown, for a README or a CI log."""

from collections.abc import Sequence

from xlsum.scoring.metrics import METRICS
from xlsum.scoring.records import STRING_TASKS, MetricScore, RunRecord, Speed


def report_to_markdown(records: Sequence[RunRecord]) -> str:
    """One table of scores with intervals for all runs of a suite, then fidelity, speed, signatures and licences."""
    return "\n\n".join(_suite(name, [r for r in records if r.suite.name == name]) for name in _suites(records)) + "\n"


def shown(score: MetricScore) -> str:
    """A score with its interval: metrics from 0 to 100, shares in percent."""
    scale = display_scale(score)
    return f"{score.value * scale:.2f} [{score.low * scale:.2f}, {score.high * scale:.2f}]"


def display_scale(score: MetricScore) -> float:
    """What a score is multiplied with to be from 0 to 100."""
    return METRICS[score.metric].display if score.task in STRING_TASKS else 100.0


def _suites(records: Sequence[RunRecord]) -> list[str]:
    return list(dict.fromkeys(record.suite.name for record in records))


def _suite(name: str, records: Sequence[RunRecord]) -> str:
    suite = records[0].suite
    parts = [
        f"## {name}",
        f"{suite.documents} documents, {suite.segments} segments, data sha256 `{suite.sha256[:12]}`. "
        f"Licence of the data: {suite.licence}. {suite.citation}. Contamination: {suite.contamination}",
        _table("Score (0-100) with its 95 % interval", records, (*STRING_TASKS, "learned")),
        _table("Fidelity, percent, with its 95 % interval", records, ("fidelity",)),
        _speed(records),
        *(f"`{record.name}`: `{record.signature}`" for record in records),
    ]
    return "\n\n".join(part for part in parts if part)


def _table(title: str, records: Sequence[RunRecord], tasks: Sequence[str]) -> str:
    rows = list(dict.fromkeys((s.task, s.metric) for r in records for s in r.scores if s.task in tasks))
    if not rows:
        return ""
    lines = [f"| {title} | {' | '.join(_cell(record.name) for record in records)} |", "|---|" + "--:|" * len(records)]
    for task, metric in rows:
        found = [record.score(task, metric) for record in records]
        lines.append(f"| {metric} | {' | '.join(shown(score) if score else '' for score in found)} |")
    return "\n".join(lines)


def _speed(records: Sequence[RunRecord]) -> str:
    lines = [f"| {_cell(record.name)} {_costs(record.speed)}" for record in records if record.speed]
    heads = ["System", "documents/hour", "CPU-s", "s in translator", "s in summarizer", "s to load", "peak MiB"]
    return "\n".join([f"| {' | '.join(heads)} |", "|---|" + "--:|" * 6, *lines]) if lines else ""


def _costs(speed: Speed) -> str:
    return (
        f"| {speed.documents_per_hour:,.0f} | {speed.cpu_seconds:.1f} | {speed.translate_seconds:.1f} "
        f"| {speed.summarize_seconds:.1f} | {speed.load_seconds:.1f} | {speed.peak_memory_mib:.0f} |"
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
