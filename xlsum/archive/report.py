"""The final report of an archive, as Markdown and as a page: what was done, how fast, what failed, what is doubtful."""

import html
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from xlsum.archive.export import archives_of, export_lines
from xlsum.archive.ledger import Ledger, explained
from xlsum.archive.spellings import count_spellings
from xlsum.archive.status import Status, failed_documents, read_status

BUCKETS = 24
LISTED_FAILURES = 50
NAMED_DOCUMENTS = 2000
NAME = "report"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def write_report(out: Path) -> tuple[Path, Path]:
    """Write report.md and report.html beside the ledger. Raises OutputError."""
    tables = report_tables(out)
    pages = (out / f"{NAME}.md", as_markdown(tables)), (out / f"{NAME}.html", as_page(tables))
    with explained(out):
        for path, text in pages:
            temporary = path.with_suffix(f"{path.suffix}.writing")
            temporary.write_text(text, encoding="utf-8")
            os.replace(temporary, path)
    return pages[0][0], pages[1][0]


def has_report(out: Path) -> bool:
    """Whether a report was written."""
    return (out / f"{NAME}.md").is_file()


def report_tables(out: Path) -> tuple[Table, ...]:
    """The report's tables, empty ones left out."""
    status = read_status(out)
    tables = (
        _counts(status),
        _throughput(out),
        _flags(status),
        *_failures(out),
        _names(out),
        _skipped(out),
    )
    return tuple(table for table in tables if table.rows)


def as_markdown(tables: Sequence[Table]) -> str:
    """The tables as Markdown."""
    return "# Archive report\n\n" + "\n".join(_markdown_table(table) for table in tables)


def as_page(tables: Sequence[Table]) -> str:
    """The tables as one self-contained page; everything from the documents is escaped."""
    body = "\n".join(_page_table(table) for table in tables)
    return (
        "<!doctype html>\n<html lang='en'><meta charset='utf-8'><title>Archive report</title>\n"
        "<style>body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
        "table{border-collapse:collapse;margin:.5rem 0 1.5rem}td,th{padding:.2rem .8rem .2rem 0;text-align:left;"
        "border-bottom:1px solid #8884;vertical-align:top}meter{width:12rem}</style>\n"
        f"<h1>Archive report</h1>\n{body}\n</html>\n"
    )


def _counts(status: Status) -> Table:
    counts = status.counts
    rows = [
        ("documents", counts.all),
        ("done", counts.done),
        ("done as a copy of another", counts.copies),
        ("nearly the same as another", status.near),
        ("failed", counts.failed),
        ("waiting", counts.waiting),
        ("source tokens translated or remembered", status.tokens),
        ("bytes of results, compressed", status.part_bytes),
    ]
    return Table("Documents", ("", "count"), tuple((name, f"{number:,}") for name, number in rows))


def _throughput(out: Path) -> Table:
    """Documents a second over the time from the first window to the last, in equal pieces."""
    windows: list[tuple[float, int]] = []
    for folder in archives_of(out):
        ledger = Ledger.read(folder)
        rows = ledger.connection.execute("SELECT finished, done FROM windows").fetchall()
        windows += [(datetime.fromisoformat(finished).timestamp(), int(done)) for finished, done in rows]
        ledger.close()
    if not windows:
        return Table("Throughput over time", (), ())
    first, last = min(windows)[0], max(windows)[0]
    width = max(1.0, (last - first) / BUCKETS)
    done = Counter[int]()
    for finished, count in windows:
        done[int((finished - first) / width)] += count
    pieces = tuple(
        (datetime.fromtimestamp(first + at * width).isoformat(" ", "seconds"), f"{done[at] / width:.2f}")
        for at in range(max(done) + 1)
    )
    return Table("Throughput over time", ("from", "documents/s"), pieces, f"in pieces of {width:.0f} s")


def _flags(status: Status) -> Table:
    rows = tuple((kind, f"{count:,}") for kind, count in status.flags.items())
    return Table("Flags by kind", ("kind", "flags"), rows)


def _failures(out: Path) -> tuple[Table, Table]:
    reasons, listed = Counter[str](), list[tuple[str, ...]]()
    for failed in failed_documents(out):
        reasons[failed.reason] += 1
        if len(listed) < LISTED_FAILURES:
            listed.append((failed.id, failed.place, failed.reason))
    more = sum(reasons.values()) - len(listed)
    note = f"and {more} more: `xlsum batch failed`" if more > 0 else ""
    counted = tuple((reason, f"{count:,}") for reason, count in reasons.most_common(LISTED_FAILURES))
    return (
        Table("Failures by reason", ("reason", "documents"), counted),
        Table("Failed documents", ("id", "place", "reason"), tuple(listed), note),
    )


def _names(out: Path) -> Table:
    """Names that the English of this archive writes in several ways, the commonest first."""
    forms = count_spellings(islice(export_lines(out), NAMED_DOCUMENTS))
    several = sorted(forms, key=lambda name: -forms[name].total())[:LISTED_FAILURES]
    rows = tuple((name, ", ".join(f"{e} ({c})" for e, c in forms[name].most_common())) for name in several)
    note = f"in the first {NAMED_DOCUMENTS:,} documents; a glossary settles them: --glossary"
    return Table("Names spelled in several ways", ("source", "in English"), rows, note)


def _skipped(out: Path) -> Table:
    """What was left out without being a failure, and why."""
    rows: list[tuple[str, str]] = []
    for folder in archives_of(out):
        ledger = Ledger.read(folder)
        forgotten = ledger.connection.execute("SELECT count(*) FROM forgotten").fetchone()[0]
        stale = ledger.connection.execute(
            "SELECT count(*) FROM documents d WHERE d.session < (SELECT max(session) FROM sources s "
            "WHERE s.source = d.source AND s.stamp_read = s.stamp) AND d.content IS NOT NULL"
        ).fetchone()[0]
        rows += [("taken down with `xlsum batch forget`", f"{forgotten:,}")] if forgotten else []
        rows += [("no longer in its source, result kept", f"{stale:,}")] if stale else []
        ledger.close()
    return Table("Skipped", ("why", "documents"), tuple(rows))


def _markdown_table(table: Table) -> str:
    lines = [f"## {table.title}", "", _markdown_row(table.header), _markdown_row(["---"] * len(table.header))]
    lines += [_markdown_row(row) for row in table.rows]
    return "\n".join([*lines, "", *([table.note, ""] if table.note else [])])


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |"


def _page_table(table: Table) -> str:
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in table.header)
    rows = "\n".join(
        "<tr>" + "".join(f"<td dir='auto'>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    note = f"<p>{html.escape(table.note)}</p>" if table.note else ""
    return f"<h2>{html.escape(table.title)}</h2>\n<table><tr>{head}</tr>\n{rows}</table>{note}"
