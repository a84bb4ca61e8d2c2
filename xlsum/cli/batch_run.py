"""The wiring of a run: what the options mean, Ctrl-C, what is shown, and the exit code."""

from __future__ import annotations

import os
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Literal

from xlsum.archive.command import command_of
from xlsum.archive.intake import Shard
from xlsum.archive.report import write_report
from xlsum.archive.runner import run_archive
from xlsum.archive.windows import PRIORITIES, Priority
from xlsum.cli.batch_progress import BarListener, HeartbeatListener, JsonListener, QuietListener, duration
from xlsum.errors import OutputError, UsageError

if TYPE_CHECKING:
    from xlsum.archive.protocol import Options
    from xlsum.archive.settings import ArchiveSettings, Listener, Report
    from xlsum.settings import Settings


@dataclass(frozen=True, slots=True)
class Showing:
    """How a run behaves towards its operator and the machine."""

    quiet: bool = False
    json_progress: bool = False
    nice: int = 0
    dry_run: bool = False


def run_and_report(settings: ArchiveSettings, showing: Showing) -> int:
    """Run, say how it went and how to go on; the exit code: 0 all done, 1 some failed, 130 interrupted."""
    if showing.nice:
        os.nice(showing.nice)
    if showing.dry_run:
        return _estimate(settings)
    settings = replace(settings, command=command_of(settings))
    listener = _listener(showing)
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
        if isinstance(listener, BarListener):
            listener.close()
    page = write_report(settings.out)[1]
    _conclude(report, settings.out, quiet=showing.quiet)
    if not showing.quiet:
        print(f"xlsum: the report is {page}", file=sys.stderr)
    return _exit_code(report)


def write_export(lines: Iterator[str], target: Path, format: str) -> int:
    """Write results to a file or folder; how many. Raises UsageError for an unknown format."""
    from xlsum.archive.sinks import SINKS, write_folder
    from xlsum.formats.writing import OUTPUT_FORMATS

    if format in SINKS:
        return SINKS[format](lines, target)
    if format not in {known.name for known in OUTPUT_FORMATS}:
        names = ", ".join([*SINKS, *(known.name for known in OUTPUT_FORMATS if known.name not in SINKS)])
        raise UsageError(f"--format {format}: one of {names}")
    return write_folder(lines, target, format)


def options_of(settings: Settings) -> Options:
    """The settings as the worker is given them."""
    return {field.name: getattr(settings, field.name) for field in fields(settings)}


def read_shard(text: str) -> Shard:
    """ "3/64" is the third of 64 shards, counted from 1; "" is all. Raises UsageError."""
    if not text:
        return Shard()
    number, _, of = text.partition("/")
    if number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
        return Shard(int(number), int(of))
    raise UsageError(f"--shard {text}: give it as 3/64, the third of 64, counted from 1")


def shard_folder(out: Path, shard: Shard) -> Path:
    """Where a shard is written: a folder of its own within the archive, so that shards never meet."""
    return out if shard.of == 1 else out / f"shard-{shard.number:05d}-of-{shard.of:05d}"


def read_priority(text: str) -> Priority:
    """The order of that name. Raises UsageError."""
    for name in PRIORITIES:
        if name == text:
            return name
    raise UsageError(f"--priority {text}: one of {', '.join(PRIORITIES)}")


def read_engine(text: str) -> Literal["local", "ray"]:
    """Where the workers are. Raises UsageError."""
    if text == "local":
        return "local"
    if text == "ray":
        return "ray"
    raise UsageError(f"--engine {text}: local or ray")


def read_workers(text: str, engine: str) -> tuple[int, int]:
    """How many workers at least and at most: "4", or "2-16" for actors; "" is 1, or what the cluster has (0).

    Raises UsageError.
    """
    if not text:
        return (0, 0) if engine == "ray" else (1, 1)
    least, dash, most = text.partition("-")
    if not least.isdecimal() or (dash and not (most.isdecimal() and 1 <= int(least) <= int(most))):
        raise UsageError(f"--workers {text}: give a number, or 2-16 with --engine ray")
    if dash and engine != "ray":
        raise UsageError(f"--workers {text}: a range is for --engine ray")
    return int(least), int(most or least)


def read_time(text: str) -> datetime | None:
    """A time of day ("06:30", the next one) or a date and time in ISO 8601. Raises UsageError."""
    if not text:
        return None
    now = datetime.now().astimezone()
    try:
        if len(text) <= len("06:30"):
            clock = datetime.strptime(text, "%H:%M").time()
            today = now.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
            return today if today > now else today + timedelta(days=1)
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise UsageError(f"--until {text}: give it as 06:30 or 2025-01-31T06:30") from None


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
