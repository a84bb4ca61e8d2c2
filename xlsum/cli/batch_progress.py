"""What the operator of an archive sees: a bar on a terminal, a heartbeat line elsewhere, JSON when asked."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.progress import Progress, TaskID

    from xlsum.archive.configuration import Change
    from xlsum.archive.ledger import Counts
    from xlsum.archive.windows import Finished

HEARTBEAT_SECONDS = 30.0


class Figures:
    """What is known of a run's speed: documents and tokens since it began, and the time that is left."""

    def __init__(self) -> None:
        self.started = time.monotonic()
        self.documents = self.tokens = 0
        self.flags: Counter[str] = Counter()

    def add(self, finished: Finished) -> None:
        self.documents += len(finished.rows) + len(finished.failures)
        self.tokens += finished.tokens
        self.flags.update(finished.flags)

    @property
    def seconds(self) -> float:
        return max(1e-3, time.monotonic() - self.started)

    def seconds_left(self, counts: Counts) -> float | None:
        """The time that the waiting documents take at the speed so far, or None before there is one."""
        return counts.waiting * self.seconds / self.documents if self.documents else None

    def line(self, counts: Counts, *, reading: bool) -> str:
        left = self.seconds_left(counts)
        eta = "" if left is None or reading else f", about {duration(left)} left"
        kinds = ", ".join(f"{kind} {number}" for kind, number in self.flags.most_common(3))
        more = "+" if reading else ""
        return (
            f"{counts.finished} of {counts.all}{more} done, {counts.copies} copies, {counts.failed} failed; "
            f"{self.documents / self.seconds:.1f} documents/s, {self.tokens / self.seconds:.0f} tokens/s{eta}"
            f"{f'; flags: {kinds}' if kinds else ''}"
        )


class HeartbeatListener:
    """A line on standard error every so often, also while one window takes long."""

    def __init__(self, every_seconds: float = HEARTBEAT_SECONDS) -> None:
        self._every, self._figures, self._last = every_seconds, Figures(), time.monotonic()
        self._counts: Counts | None = None
        self._reading = True

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        announce(counts, change, introduction)
        self._figures, self._counts = Figures(), counts

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        self._figures.add(finished)
        self._counts, self._reading = counts, reading

    def beat(self) -> None:
        if self._counts and time.monotonic() - self._last >= self._every:
            self._last = time.monotonic()
            print(f"xlsum: {self._figures.line(self._counts, reading=self._reading)}", file=sys.stderr, flush=True)


class JsonListener:
    """An object on standard error for each window."""

    def __init__(self) -> None:
        self._figures = Figures()

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        self._figures = Figures()
        _tell(
            "start",
            counts,
            {"again": change.documents, "differences": list(change.differences), "models": list(introduction)},
        )

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        figures = self._figures
        figures.add(finished)
        _tell(
            "window",
            counts,
            {
                "window": finished.number,
                "reading": reading,
                "documents_per_second": round(figures.documents / figures.seconds, 3),
                "tokens_per_second": round(figures.tokens / figures.seconds, 1),
                "seconds_left": figures.seconds_left(counts),
                "flags": dict(figures.flags.most_common()),
            },
        )

    def beat(self) -> None:
        return


class BarListener:
    """A bar, with documents and tokens a second, the time left, and flags by kind."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self._figures = Figures()
        self._progress: Progress = Progress(
            BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"), console=Console(stderr=True)
        )
        self._task: TaskID | None = None

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        announce(counts, change, introduction)
        self._figures = Figures()
        self._task = self._progress.add_task("reading", total=None)
        self._progress.start()

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        self._figures.add(finished)
        if self._task is not None:
            line = self._figures.line(counts, reading=reading)
            done = counts.finished + counts.failed
            self._progress.update(self._task, total=counts.all, completed=done, description=line)

    def beat(self) -> None:
        return

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._progress.stop()


class QuietListener:
    """Says only what will be done again."""

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        announce_change(change)

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        return

    def beat(self) -> None:
        return


def announce(counts: Counts, change: Change, introduction: Sequence[str]) -> None:
    """Say what is there already, and what will be done again and why, before it is begun."""
    for line in introduction:
        print(f"xlsum: {line}", file=sys.stderr)
    if counts.finished or counts.failed:
        print(
            f"xlsum: going on: {counts.finished} done, {counts.failed} failed, {counts.waiting} waiting",
            file=sys.stderr,
        )
    announce_change(change)


def announce_change(change: Change) -> None:
    """Say what will be done again because the configuration changed, and what changed."""
    if change.documents:
        print(f"xlsum: the configuration changed: {change.documents} documents are done again", file=sys.stderr)
        for difference in change.differences:
            print(f"xlsum:   {difference}", file=sys.stderr)


def duration(seconds: float) -> str:
    """A time in the two largest units: "2 h 5 min"."""
    minutes = round(seconds / 60)
    if minutes == 0:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"{hours // 24} d {hours % 24} h"


def _tell(event: str, counts: Counts, more: dict[str, object]) -> None:
    state = {"waiting": counts.waiting, "done": counts.done, "copies": counts.copies, "failed": counts.failed}
    print(json.dumps({"event": event, **state, **more}), file=sys.stderr, flush=True)
