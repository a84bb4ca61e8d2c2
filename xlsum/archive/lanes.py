"""Workers kept busy: each has a lane of windows, one in the engine and one waiting, and gives them back in order."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xlsum.archive.in_hand import InHand
from xlsum.archive.isolation import Isolation
from xlsum.archive.memory import Horizon
from xlsum.archive.protocol import Worker, WorkerSettings
from xlsum.archive.settings import ArchiveSettings
from xlsum.archive.windows import Finished, Window
from xlsum.archive.workers import WorkerProcess

if TYPE_CHECKING:
    from xlsum.archive.ray_lanes import RayLanes

AHEAD = 2  # windows in hand for each worker, so that the engine never waits


@dataclass(frozen=True, slots=True)
class Lane:
    """A worker with the thread that feeds it."""

    worker: Worker
    thread: ThreadPoolExecutor


def lanes_of(settings: ArchiveSettings) -> "Lanes | RayLanes":
    """Lanes of this machine's processes, or of a cluster's actors."""
    if settings.engine == "local":
        return Lanes(settings)
    from xlsum.archive.ray_lanes import RayLanes

    return RayLanes(settings)


@dataclass(slots=True)
class Lanes:
    """The workers of a run and the windows they have in hand, oldest first."""

    settings: ArchiveSettings
    lanes: list[Lane] = field(default_factory=list)
    _in_hand: InHand = field(default_factory=InHand)
    _recorded: int = 0
    _closing: bool = False
    _progress: threading.Condition = field(default_factory=threading.Condition)

    def open(self) -> Worker:
        """Start all workers at once; the first of them, which can tell of all. Raises what the pipeline raises."""
        for number, worker in enumerate(_workers(self.settings)):
            self.lanes.append(Lane(worker, ThreadPoolExecutor(1, f"lane-{number}")))
        with ThreadPoolExecutor(len(self.lanes)) as starters:
            list(starters.map(lambda lane: lane.worker.start(), self.lanes))
        return self.lanes[0].worker

    def close(self) -> None:
        """End workers and threads at once."""
        with self._progress:
            self._closing = True
            self._progress.notify_all()
        for lane in self.lanes:
            lane.worker.close()
            lane.thread.shutdown(wait=True, cancel_futures=True)

    @property
    def has_room(self) -> bool:
        return len(self._in_hand) < AHEAD * len(self.lanes)

    @property
    def is_idle(self) -> bool:
        return not self._in_hand

    @property
    def rows_in_hand(self) -> set[int]:
        return self._in_hand.rows

    def dispatch(self, window: Window) -> None:
        """Give a window to its lane."""
        lane = self.lanes[window.number % len(self.lanes)]
        isolation = Isolation(lane.worker, self._wait_recorded, self.settings.backoff_seconds)
        self._in_hand.add(window, lane.thread.submit(isolation.finish, window, self._horizon(window.number)))

    def finished(self) -> Iterator[Finished]:
        """The windows that are finished, in order. The caller records each before it takes the next."""
        return self._in_hand.finished()

    def mark_recorded(self, window: int) -> None:
        """The windows up to this one are in the ledger, for all to read."""
        with self._progress:
            self._recorded = window
            self._progress.notify_all()

    def give_up_queued(self) -> None:
        """Let go of windows that no worker has begun, and of what comes after them."""
        for promise in self._in_hand.newest_first():
            promise.cancel()
        self._in_hand.drop_cancelled()

    def wait(self, seconds: float) -> None:
        """Wait for the oldest window in hand, or the time."""
        self._in_hand.wait(seconds)

    def expired(self, window: int) -> int:
        """The last window whose sentences no window in hand or to come may use."""
        return window - self.settings.memory_windows - 2 * AHEAD * (len(self.lanes) + 1)

    def _horizon(self, window: int) -> Horizon:
        # With one worker a window sees all before it. With more it sees those surely recorded when it starts.
        until = window - (1 if len(self.lanes) == 1 else AHEAD * len(self.lanes))
        return Horizon(window, until - self.settings.memory_windows, until)

    def _wait_recorded(self, window: int) -> None:
        """Block a lane until the window is recorded; a run that ends lets it go."""
        with self._progress:
            self._progress.wait_for(lambda: self._closing or self._recorded >= window)


def _workers(settings: ArchiveSettings) -> list[WorkerProcess]:
    """Workers that are not started yet."""
    wanted = WorkerSettings(
        settings.out,
        settings.factory,
        settings.options,
        settings.memory_windows > 0,
        settings.document_seconds,
        settings.translation_memory,
    )
    return [WorkerProcess(wanted) for _ in range(max(1, settings.workers))]
