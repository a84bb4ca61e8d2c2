"""The windows that workers or actors have in hand, oldest first, each with the promise of what comes of it."""

import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from itertools import takewhile

from xlsum.archive.windows import Finished, Window


@dataclass(slots=True)
class InHand:
    """Windows go in and come out in one order, whoever is done first."""

    _windows: "deque[tuple[Window, Future[Finished]]]" = field(default_factory=deque)

    def __len__(self) -> int:
        return len(self._windows)

    @property
    def rows(self) -> set[int]:
        """The ledger's rows of all documents in hand."""
        return {waiting.row for window, _ in self._windows for waiting in window.documents}

    def add(self, window: Window, promise: "Future[Finished]") -> None:
        """The newest of all."""
        self._windows.append((window, promise))

    def finished(self) -> Iterator[Finished]:
        """The windows that are finished, in order. The caller records each before it takes the next."""
        while self._windows and self._windows[0][1].done() and not self._windows[0][1].cancelled():
            _, promise = self._windows.popleft()
            yield promise.result()

    def newest_first(self) -> "Iterator[Future[Finished]]":
        """The promises, to be given up in this order."""
        return (promise for _, promise in reversed(self._windows))

    def drop_cancelled(self) -> None:
        """Let go of the first window that was given up and of all after it."""
        self._windows = deque(takewhile(lambda one: not one[1].cancelled(), self._windows))

    def wait(self, seconds: float) -> None:
        """Wait for the oldest window, or the time."""
        if not self._windows:
            time.sleep(seconds)
            return
        try:
            self._windows[0][1].exception(timeout=seconds)
        except NotYet:
            return
