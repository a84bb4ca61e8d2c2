"""A run: sources are read, windows cut, workers kept busy and results recorded, all at once and in order."""

import threading
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from xlsum.archive.configuration import Configuration, find_change, record_configuration, reopen_outdated
from xlsum.archive.intake import Intake
from xlsum.archive.isolation import Isolation
from xlsum.archive.ledger import Counts, Ledger, locked
from xlsum.archive.listing import check_sources
from xlsum.archive.memory import Horizon
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
from xlsum.archive.workers import Worker, WorkerProcess, WorkerSettings

COUNT_SHARE = 50  # counting a large ledger takes its time: at most a fiftieth of the run
POLL_SECONDS = 0.02
AHEAD = 2  # windows in hand for each worker: one in the engine, one waiting, so that the engine never waits


def run_archive(settings: ArchiveSettings, listener: Listener, interrupt: threading.Event) -> Report:
    """Bring every document of the sources to a result or a failure, or go on where an earlier run stopped.

    When `interrupt` is set the windows in hand are finished and the report says "interrupted". Raises OutputError
    when the output cannot be written, UsageError for wrong sources; what is recorded stays recorded.
    """
    check_sources(settings.sources)
    with locked(settings.out):
        ledger, reader = Ledger.create(settings.out), Ledger.create(settings.out)
        run = _Run(settings, listener, interrupt, ledger)
        try:
            return run.through(reader)
        finally:
            run.stop()
            ledger.close()
            reader.close()


@dataclass(slots=True)
class _Lane:
    """A worker with the thread that feeds it."""

    worker: Worker
    thread: ThreadPoolExecutor


@dataclass(slots=True)
class _Run:
    settings: ArchiveSettings
    listener: Listener
    interrupt: threading.Event
    ledger: Ledger
    lanes: list[_Lane] = field(default_factory=list)
    in_hand: "deque[tuple[Window, Future[Finished]]]" = field(default_factory=deque)
    recorded: int = 0
    progress: threading.Condition = field(default_factory=threading.Condition)
    stopping: bool = False
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
        configuration = self._open_lanes()
        change = find_change(self.ledger, configuration)
        self.listener.starting(self.ledger.counts(), change, self.lanes[0].worker.introduction)
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
        """End workers and threads at once."""
        with self.progress:
            self.stopping = True
            self.progress.notify_all()
        if self.intake:
            self.intake.stop.set()
        for lane in self.lanes:
            lane.worker.stop()
            lane.thread.shutdown(wait=True, cancel_futures=True)

    def _open_lanes(self) -> Configuration:
        settings = self.settings
        wanted = WorkerSettings(
            settings.out,
            settings.factory,
            settings.options,
            settings.memory_windows > 0,
            settings.document_seconds,
            settings.translation_memory,
        )
        for number, worker in enumerate(_workers(settings, wanted)):
            self.lanes.append(_Lane(worker, ThreadPoolExecutor(1, f"lane-{number}")))
        with ThreadPoolExecutor(len(self.lanes)) as starters:
            list(starters.map(lambda lane: lane.worker.start(), self.lanes))
        return record_configuration(self.ledger, self.lanes[0].worker.configuration)

    def _remove_strays(self) -> None:
        remove_strays(self.settings.out, {row[0] for row in self.ledger.connection.execute("SELECT part FROM windows")})

    def _work(self, reader: Ledger, configuration: Configuration, session: int) -> Outcome:
        self.intake = Intake(reader, session, self.settings.reading, self.settings.shard, self.settings.near_duplicates)
        reading = threading.Thread(target=self.intake.run, args=(self.settings.sources,), daemon=True)
        reading.start()
        number = next_number(self.ledger)
        self.recorded = number - 1
        outcome: Outcome = "done"
        while outcome == "done" and (window := self._next_window(number, configuration, session)):
            self._dispatch(window)
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
            if len(self.in_hand) < AHEAD * len(self.lanes):
                finished_reading, frontier = self.intake.finished, self.intake.frontier
                if finished_reading or settings.priority == "source":
                    window = self._cut(number, frontier, whole=not finished_reading)
                    if window:
                        return window
                if finished_reading and not self.in_hand:
                    if self.bodies:
                        return None
                    self.bodies = True  # nothing waits: now the bodies of those whose gist is done
            self._wait(POLL_SECONDS)
        return None

    def _cut(self, number: int, frontier: int, *, whole: bool) -> Window | None:
        limits = self.settings.window
        if self.settings.max_documents is not None:
            left = self.settings.max_documents - self.taken
            limits = replace(limits, documents=min(limits.documents, left))
        in_hand = {waiting.row for window, _ in self.in_hand for waiting in window.documents}
        gist = self.settings.gist_first and not self.bodies
        order = Order(self.settings.priority, frontier, "gist" if self.bodies else "waiting", gist)
        return cut_window(self.ledger, number, limits, order, in_hand=in_hand, whole=whole)

    def _dispatch(self, window: Window) -> None:
        lane = self.lanes[window.number % len(self.lanes)]
        # With one worker a window sees all before it. With more it sees those surely recorded when it starts.
        lag = 1 if len(self.lanes) == 1 else AHEAD * len(self.lanes)
        until = window.number - lag
        horizon = Horizon(window.number, until - self.settings.memory_windows, until)
        isolation = Isolation(lane.worker, self._wait_recorded, self.settings.backoff_seconds)
        self.in_hand.append((window, lane.thread.submit(isolation.finish, window, horizon)))
        self.taken += len(window)

    def _drain(self, configuration: Configuration, session: int, *, keep_queued: bool) -> None:
        """Record what is in hand. When stopping, only windows that have begun are finished."""
        if not keep_queued:
            for _, future in reversed(self.in_hand):
                future.cancel()
        while self._record_ready(configuration, session) and not self.in_hand[0][1].cancelled():
            self._wait(POLL_SECONDS)
        self.in_hand.clear()

    def _record_ready(self, configuration: Configuration, session: int) -> int:
        """Record the windows at the head that are done; how many are in hand still."""
        while self.in_hand and self.in_hand[0][1].done() and not self.in_hand[0][1].cancelled():
            _, future = self.in_hand.popleft()
            self._record(future.result(), configuration, session)
        return len(self.in_hand)

    def _record(self, finished: Finished, configuration: Configuration, session: int) -> None:
        out = self.settings.out
        part = None
        if finished.lines:
            part = write_part(out, part_name(finished.number, configuration.hash), finished.lines)
        recording = Recording(configuration.number, session, self._expired(finished.number))
        record_window(self.ledger, finished, part, recording)
        with self.progress:
            self.recorded = finished.number
            self.progress.notify_all()
        self.done += len(finished.rows)
        self.failed += len(finished.failures)
        assert self.intake is not None
        self.listener.recorded(finished, self._counts(), reading=not self.intake.finished)

    def _expired(self, window: int) -> int:
        """The last window whose sentences no window in hand or to come may use."""
        return window - self.settings.memory_windows - 2 * AHEAD * (len(self.lanes) + 1)

    def _counts(self) -> Counts:
        """The counts, taken anew when that costs little of the time that has passed."""
        now = time.perf_counter()
        if now >= self.count_again:
            self.counts = self.ledger.counts()
            self.count_again = now + COUNT_SHARE * (time.perf_counter() - now)
        return self.counts

    def _wait(self, seconds: float) -> None:
        """Wait for the oldest window in hand, or the time."""
        self.listener.beat()
        if not self.in_hand:
            time.sleep(seconds)
            return
        try:
            self.in_hand[0][1].exception(timeout=seconds)
        except NotYet:
            return

    def _wait_recorded(self, window: int) -> None:
        """Block a lane until the window is recorded; a run that stops lets it go."""
        with self.progress:
            self.progress.wait_for(lambda: self.stopping or self.recorded >= window)

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


def _workers(settings: ArchiveSettings, wanted: WorkerSettings) -> list[Worker]:
    """Workers that are not started yet: processes of this machine, or actors of a cluster."""
    if settings.engine == "local":
        return [WorkerProcess(wanted) for _ in range(max(1, settings.workers))]
    from xlsum.archive.ray_workers import RayWorker, cluster_workers, connect

    connect()
    return [RayWorker(wanted) for _ in range(settings.workers or cluster_workers())]
