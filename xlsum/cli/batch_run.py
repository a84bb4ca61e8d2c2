"""The wiring of a run: what the options mean, Ctrl-C, what is shown, and the exit code."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from xlsum.archive.command import command_of
from xlsum.archive.listing import is_url
from xlsum.archive.report import write_report
from xlsum.archive.runner import run_archive
from xlsum.cli.batch_metrics import MetricsListener
from xlsum.cli.batch_progress import BarListener, HeartbeatListener, JsonListener, QuietListener, duration
from xlsum.errors import OutputError, UsageError

if TYPE_CHECKING:
    from xlsum.archive.settings import ArchiveSettings, Listener, Report


@dataclass(frozen=True, slots=True)
class Showing:
    """How a run behaves towards its operator and the machine."""

    quiet: bool = False
    json_progress: bool = False
    nice: int = 0
    dry_run: bool = False
    metrics: Path | None = None


def run_and_report(settings: ArchiveSettings, showing: Showing) -> int:
    """Run, say how it went and how to go on; the exit code: 0 all done, 1 some failed, 130 interrupted."""
    if showing.nice:
        os.nice(showing.nice)
    if showing.dry_run:
        return _estimate(settings)
    settings = replace(settings, command=command_of(settings))
    shown = _listener(showing)
    listener = MetricsListener(shown, showing.metrics, str(settings.out)) if showing.metrics else shown
    try:
        with _interrupts() as interrupt:
            report = run_archive(settings, listener, interrupt)
    except OutputError:
        print(_how_to_resume(), file=sys.stderr)
        raise
    except KeyboardInterrupt:
        print(f"xlsum: stopped at once. {_how_to_resume()}", file=sys.stderr)
        return 130
    finally:
        if isinstance(listener, MetricsListener):
            listener.ended()
        if isinstance(shown, BarListener):
            shown.close()
    if isinstance(listener, MetricsListener):
        listener.ended(report.outcome, report.counts)
    page = write_report(settings.out)[1]
    _conclude(report, settings.out, quiet=showing.quiet)
    if not showing.quiet:
        print(f"xlsum: the report is {page}", file=sys.stderr)
    return _exit_code(report)


def write_export(lines: Iterator[str], target: str, format: str) -> int:
    """Write results to a file, folder or address; how many. Raises UsageError for an unknown format."""
    from functools import partial

    from xlsum.archive.remote import write_remote
    from xlsum.archive.sinks import SINKS, write_folder

    _check_export_format(format)
    write = SINKS.get(format) or partial(write_folder, format=format)
    return write_remote(lines, target, write) if is_url(target) else write(lines, Path(target))


def _check_export_format(format: str) -> None:
    from xlsum.archive.sinks import SINKS
    from xlsum.formats.writing import OUTPUT_FORMATS

    if format not in SINKS and format not in {known.name for known in OUTPUT_FORMATS}:
        names = ", ".join([*SINKS, *(known.name for known in OUTPUT_FORMATS if known.name not in SINKS)])
        raise UsageError(f"--format {format}: one of {names}")


@contextmanager
def _interrupts() -> Iterator[threading.Event]:
    """The first Ctrl-C (or SIGTERM) asks the run to finish what is in hand; the second raises KeyboardInterrupt."""
    interrupt = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if interrupt.is_set():
            raise KeyboardInterrupt
        interrupt.set()
        print("\nxlsum: finishing the window in hand; Ctrl-C again stops at once", file=sys.stderr, flush=True)

    before = {name: signal.signal(name, ask) for name in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupt
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def _listener(showing: Showing) -> Listener:
    if showing.json_progress:
        return JsonListener()
    if showing.quiet:
        return QuietListener()
    return BarListener() if sys.stderr.isatty() else HeartbeatListener()


def _estimate(settings: ArchiveSettings) -> int:
    from xlsum.archive.estimate import estimate_run

    found = estimate_run(settings)
    print(f"documents   {found.documents}")
    print(f"unreadable  {found.unreadable}")
    print(f"copies      {found.copies}")
    print(f"done        {found.done_before}")
    print(f"to do       {found.documents - found.copies - found.done_before}, {found.characters} characters")
    print(
        f"time        about {duration(found.seconds)} with {settings.workers} worker(s) on this machine, other "
        f"programs as now; {found.sampled} documents were measured"
    )
    print(f"disk        about {found.bytes / 1e6:.1f} MB in {settings.out}")
    return 0


def _conclude(report: Report, out: Path, *, quiet: bool) -> None:
    counts = report.counts
    if not quiet:
        speed = report.done / report.seconds if report.seconds else 0.0
        print(
            f"xlsum: {counts.done} done, {counts.copies} copies, {counts.failed} failed, {counts.waiting} waiting; "
            f"this run did {report.done} in {duration(report.seconds)} ({speed:.1f} documents/s)",
            file=sys.stderr,
        )
    if counts.failed:
        print(f"xlsum: `xlsum batch failed {shlex.quote(str(out))}` says what failed and why", file=sys.stderr)
    if report.outcome != "done":
        print(f"xlsum: stopped ({report.outcome}). {_how_to_resume()}", file=sys.stderr)


def _exit_code(report: Report) -> int:
    if report.outcome == "interrupted":
        return 130
    return 1 if report.counts.failed or report.outcome == "max-failures" else 0


def _how_to_resume() -> str:
    words = ["xlsum", *sys.argv[1:]]
    return f"To go on, give the same command again: {shlex.join(words)}"
