"""A run: sources are read, windows cut, workers kept busy and results recorded, all at once and in order."""

import threading
import time
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xlsum.archive.configuration import Configuration, find_change, record_configuration, reopen_outdated
from xlsum.archive.intake import Intake
from xlsum.archive.lanes import Lanes, lanes_of
from xlsum.archive.ledger import Counts, Ledger, locked
from xlsum.archive.listing import check_sources
from xlsum.archive.parts import part_name, remove_strays, write_part
from xlsum.archive.settings import ArchiveSettings, Listener, Outcome, Report
from xlsum.archive.translation_memory import publish
from xlsum.archive.windows import (
    Finished,
    Order,
    Recording,
    Window,
    cut_window,
    next_number,
    prepare_order,
    record_window,
    release_superseded,
)

if TYPE_CHECKING:
    from xlsum.archive.ray_lanes import RayLanes

COUNT_SHARE = 50  # counting a large ledger takes its time: at most a fiftieth of the run
POLL_SECONDS = 0.02


def run_archive(settings: ArchiveSettings, listener: Listener, interrupt: threading.Event) -> Report:
    """Bring every document of the sources to a result or a failure, or go on where an earlier run stopped.

    When `interrupt` is set the windows in hand are finished and the report says "interrupted". Raises OutputError
    when the output cannot be written, UsageError for wrong sources; what is recorded stays recorded.
    """
    check_sources(settings.sources)
    with locked(settings.out):
        ledger, reader = Ledger.create(settings.out), Ledger.create(settings.out)
        run = _Run(settings, listener, interrupt, ledger, lanes_of(settings))
        try:
            return run.through(reader)
        finally:
            run.stop()
            ledger.close()
            reader.close()


@dataclass(slots=True)
class _Run:
    settings: ArchiveSettings
    listener: Listener
    interrupt: threading.Event
    ledger: Ledger
    lanes: "Lanes | RayLanes"
    counts: Counts = field(default_factory=Counts)
    count_again: float = 0.0
    bodies: bool = False
    failed_before: int = 0
    done: int = 0
    failed: int = 0
    taken: int = 0
    started: float = field(default_factory=time.perf_counter)
    intake: Intake | None = None

    def through(self, reader: Ledger) -> Report:
        """The whole run."""
        worker = self.lanes.open()
        configuration = record_configuration(self.ledger, worker.configuration)
        change = find_change(self.ledger, configuration)
        self.listener.starting(self.ledger.counts(), change, worker.introduction)
        reopen_outdated(self.ledger, configuration)
        self.failed_before = self.ledger.counts().failed
        self._remove_strays()
        prepare_order(self.ledger, self.settings.priority)
        session = self.ledger.begin_session(dict(self.settings.command))
        outcome = self._work(reader, configuration, session)
        release_superseded(self.ledger)
        self._remove_strays()
        if outcome == "done" and self.settings.translation_memory:
            publish(self.ledger, Path(self.settings.translation_memory))
        self.ledger.end_session(session, outcome)
        seconds = time.perf_counter() - self.started
        return Report(outcome, self.ledger.counts(), session, self.done, self.failed, seconds)

    def stop(self) -> None:
        """End reading and workers at once."""
        if self.intake:
            self.intake.stop.set()
        self.lanes.close()

    def _remove_strays(self) -> None:
        remove_strays(self.settings.out, {row[0] for row in self.ledger.connection.execute("SELECT part FROM windows")})

    def _work(self, reader: Ledger, configuration: Configuration, session: int) -> Outcome:
        self.intake = Intake(reader, session, self.settings.reading, self.settings.shard, self.settings.near_duplicates)
        reading = threading.Thread(target=self.intake.run, args=(self.settings.sources,), daemon=True)
        reading.start()
        number = next_number(self.ledger)
        self.lanes.mark_recorded(number - 1)
        outcome: Outcome = "done"
        while outcome == "done" and (window := self._next_window(number, configuration, session)):
            self.lanes.dispatch(window)
            self.taken += len(window)
            number += 1
            outcome = self._outcome()
        outcome = self._outcome() if outcome == "done" else outcome
        self._drain(configuration, session, keep_queued=outcome in {"done", "max-documents"})
        self.intake.stop.set()
        reading.join()
        if self.intake.problem:
            raise self.intake.problem
        return "done" if outcome == "max-documents" and not self.ledger.counts().waiting else outcome

    def _next_window(self, number: int, configuration: Configuration, session: int) -> Window | None:
        """The next window to dispatch, when it is whole and a lane has room; None when there is no other."""
        assert self.intake is not None
        settings = self.settings
        while self._outcome() == "done":
            self._record_ready(configuration, session)
            if self.lanes.has_room:
                finished_reading, frontier = self.intake.finished, self.intake.frontier
                if finished_reading or settings.priority == "source":
                    window = self._cut(number, frontier, whole=not finished_reading)
                    if window:
                        return window
                if finished_reading and self.lanes.is_idle:
                    if self.bodies:
                        return None
                    self.bodies = True  # nothing waits: now the bodies of those whose gist is done
            self._wait()
        return None

    def _cut(self, number: int, frontier: int, *, whole: bool) -> Window | None:
        limits = self.settings.window
        if self.settings.max_documents is not None:
            left = self.settings.max_documents - self.taken
            limits = replace(limits, documents=min(limits.documents, left))
        gist = self.settings.gist_first and not self.bodies
        order = Order(self.settings.priority, frontier, "gist" if self.bodies else "waiting", gist)
        return cut_window(self.ledger, number, limits, order, in_hand=self.lanes.rows_in_hand, whole=whole)

    def _drain(self, configuration: Configuration, session: int, *, keep_queued: bool) -> None:
        """Record what is in hand. When stopping, only windows that have begun are finished."""
        if not keep_queued:
            self.lanes.give_up_queued()
        while not self.lanes.is_idle:
            self._record_ready(configuration, session)
            self._wait()

    def _record_ready(self, configuration: Configuration, session: int) -> None:
        for finished in self.lanes.finished():
            self._record(finished, configuration, session)

    def _wait(self) -> None:
        self.listener.beat()
        self.lanes.wait(POLL_SECONDS)

    def _record(self, finished: Finished, configuration: Configuration, session: int) -> None:
        out = self.settings.out
        part = None
        if finished.lines:
            part = write_part(out, part_name(finished.number, configuration.hash), finished.lines)
        recording = Recording(configuration.number, session, self.lanes.expired(finished.number))
        record_window(self.ledger, finished, part, recording)
        self.lanes.mark_recorded(finished.number)
        self.done += len(finished.rows)
        self.failed += len(finished.failures)
        assert self.intake is not None
        self.listener.recorded(finished, self._counts(), reading=not self.intake.finished)

    def _counts(self) -> Counts:
        """The counts, taken anew when that costs little of the time that has passed."""
        now = time.perf_counter()
        if now >= self.count_again:
            self.counts = self.ledger.counts()
            self.count_again = now + COUNT_SHARE * (time.perf_counter() - now)
        return self.counts

    def _outcome(self) -> Outcome:
        settings = self.settings
        if self.interrupt.is_set():
            return "interrupted"
        if settings.max_failures is not None and self._counts().failed - self.failed_before > settings.max_failures:
            return "max-failures"
        if settings.until and datetime.now(settings.until.tzinfo) >= settings.until:
            return "until"
        if settings.max_documents is not None and self.taken >= settings.max_documents:
            return "max-documents"
        return "done"
