"""What runs in a Ray cluster: a desk beside the ledger that hands out windows, and actors that work on them.

An actor of Ray Data holds a worker process, which holds the checkpoints: a poison document kills the process, and the
actor finds it by halving as a local run does. An actor that dies itself, or loses its machine, is started again by Ray,
and its window is given to another. The desk counts how often a window was begun, so that one that takes actor after
actor with it ends.
"""

import asyncio
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from xlsum.archive.isolation import Isolation
from xlsum.archive.memory import Horizon
from xlsum.archive.messages import finished_to_json, window_from_json
from xlsum.archive.protocol import WorkerSettings
from xlsum.archive.windows import Failure, Finished, Window
from xlsum.archive.workers import WorkerProcess
from xlsum.errors import XlsumError

BEGINNINGS = 4  # of one window: a machine may go while it is worked on, but not time and again
ENDLESS = 1 << 62
Batch = Mapping[str, Sequence[Any]]  # Any: a batch of Ray Data, whose columns are arrays


@dataclass(slots=True)
class WindowDesk:
    """Windows by their place, each kept until its answer is in: what is lost on the way is read again.

    Calls may come in any order, as Ray keeps none for an actor that waits.
    """

    _windows: dict[int, str] = field(default_factory=dict)
    _floor: int = 0  # the answers of all below are in
    _read: int = 0
    _end: int = ENDLESS
    _begun: dict[int, int] = field(default_factory=dict)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def add(self, place: int, window: str) -> None:
        """Put a window at its place."""
        async with self._changed:
            self._windows[place] = window
            self._changed.notify_all()

    async def close(self, end: int) -> None:
        """Nothing comes from this place on."""
        async with self._changed:
            self._end = min(self._end, end)
            self._changed.notify_all()

    async def take_back(self) -> int:
        """Take back what nobody has read; the place where it began."""
        await self.close(self._read)
        return self._end

    async def read(self, place: int) -> str | None:
        """The window at a place, "" for one whose answer is in, None after the last."""
        async with self._changed:
            await self._changed.wait_for(lambda: place < self._floor or place >= self._end or place in self._windows)
            if place >= self._end:
                return None
            self._read = max(self._read, place + 1)
            return self._windows.get(place, "")

    async def begin(self, number: int) -> int:
        """How often work on the window has begun, this time counted in."""
        self._begun[number] = self._begun.get(number, 0) + 1
        return self._begun[number]

    async def forget(self, place: int, number: int) -> None:
        """Let go of a window whose answer is in."""
        self._begun.pop(number, None)
        self._windows[place] = ""
        while self._windows.get(self._floor) == "":
            del self._windows[self._floor]
            self._floor += 1


def read_desk(batch: Batch, desk: Any) -> Iterator[dict[str, list[str]]]:  # Any: ray ships no types for handles
    """The windows of the desk, one in a batch. Ray Data pauses this while the actors have enough to do."""
    import ray

    place = 0
    while (window := ray.get(desk.read.remote(place))) is not None:
        yield {"window": [window]}
        place += 1


class WindowActor:
    """Works on windows, one at a time. The checkpoints are loaded with the first."""

    def __init__(self, settings: WorkerSettings, desk: Any, backoff_seconds: float) -> None:
        self._worker = WorkerProcess(settings)
        self._isolation = Isolation(self._worker, lambda window: None, backoff_seconds)
        self._desk = desk

    def __call__(self, batch: Batch) -> dict[str, list[str]]:
        return {"answer": [json.dumps(self._answer(str(text))) for text in batch["window"]]}

    def _answer(self, text: str) -> dict[str, object]:
        if not text:
            return {}
        try:
            window = window_from_json(text)
            if not self._worker.is_running:
                self._worker.start()
            return self._finish(window) | {"configuration": digest(self._worker.configuration)}
        except XlsumError as error:
            return {"error": str(error), "exit_code": error.exit_code}

    def _finish(self, window: Window) -> dict[str, object]:
        if not window.documents:
            return {"hello": dict(self._worker.configuration), "introduction": list(self._worker.introduction)}
        begun = self._begin(window.number)
        if begun < BEGINNINGS:
            return finished_to_json(self._isolation.finish(window, Horizon(window.number, 0, 0)))
        return finished_to_json(_lost(window, begun - 1))

    def _begin(self, number: int) -> int:
        import ray

        return int(ray.get(self._desk.begin.remote(number)))

    def __del__(self) -> None:
        self._worker.close()


@dataclass(frozen=True, slots=True)
class Hello:
    """What an actor says of itself: what decides its results, and a line for each checkpoint."""

    configuration: Mapping[str, object]
    introduction: tuple[str, ...]

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        """The hello in an answer."""
        return cls(answer["hello"], tuple(answer["introduction"]))


def digest(configuration: Mapping[str, object]) -> str:
    """A hash of what decides the results: it must be one on all machines."""
    return hashlib.sha256(json.dumps(configuration, sort_keys=True).encode()).hexdigest()


def _lost(window: Window, deaths: int) -> Finished:
    reason = f"the actor that worked on its window died {deaths} times; `xlsum batch retry` does it again"
    failures = tuple(Failure(one.row, reason, deaths) for one in window.documents)
    return Finished(window.number, (), (), failures, (), 0.0, 0, {}, window.gist)
