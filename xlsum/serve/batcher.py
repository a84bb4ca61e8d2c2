"""Dynamic batching: requests that wait together are worked on together, a batch on each lane of the engine."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

# Clients that were answered together ask again together, within this time. Without it a lane takes the first of them
# alone, and a batch of one costs 77 CPU-ms a sentence where a batch of sixteen costs 28.
GATHER_SECONDS = 0.01


class BusyError(Exception):
    """The queue is full: the caller should come back later."""


@dataclass(frozen=True, slots=True, eq=False)
class Waiting(Generic[Item, Answer]):
    """An item that waits, how heavy it is, and where its answer goes."""

    item: Item
    weight: int
    answer: "asyncio.Future[Answer]"


class Batcher(Generic[Item, Answer]):
    """Hands waiting items to `work` in batches, one on each of the `lanes`; meanwhile the next ones gather.

    `work` is called in threads; it takes a list and returns a list of the same length. Should it raise, the items of
    the batch are tried one by one, so that one bad item fails alone. A batch has at most `max_items` items and, unless
    one item alone is heavier, `max_weight` weight. Items heavier than that never take the first of several lanes, so
    that light ones do not wait behind them. At most `max_waiting` items wait.
    """

    def __init__(
        self,
        work: Callable[[list[Item]], Sequence[Answer]],
        *,
        max_items: int,
        max_waiting: int,
        lanes: int = 1,
        max_weight: int = 10_000,
        weigh: Callable[[Item], int] = lambda item: 1,
    ) -> None:
        self._work, self._weigh = work, weigh
        self._max_items, self._max_weight, self._max_waiting = max_items, max_weight, max_waiting
        self._queue: deque[Waiting[Item, Answer]] = deque()
        self._arrived = asyncio.Condition()
        self._threads: ThreadPoolExecutor | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._lanes, self._in_hand, self._inside = lanes, 0, 0
        self._idle = asyncio.Event()
        self.batches = 0

    @property
    def waiting(self) -> int:
        """Items in the queue, those being worked on left out."""
        return len(self._queue)

    def start(self) -> None:
        """Begin to work; call it inside the running event loop. A batcher that was stopped may start again."""
        self._threads = ThreadPoolExecutor(self._lanes, thread_name_prefix="engine")
        self._tasks = [asyncio.create_task(self._run(lane)) for lane in range(self._lanes)]

    async def stop(self) -> None:
        """Finish every request that was let in, then end."""
        if self._inside:
            await self._idle.wait()
        for task in self._tasks:
            task.cancel()
        if self._threads:
            self._threads.shutdown()

    async def submit(self, items: Sequence[Item]) -> list[Answer]:
        """The answers for the items of one request, worked on one after another so that others have their turn.

        Raises BusyError when the queue is full at the first of them, or what `work` raised.
        """
        if len(self._queue) >= self._max_waiting:
            raise BusyError
        self._inside += 1
        self._idle.clear()
        try:
            return [await self._answered(item) for item in items]
        finally:
            self._inside -= 1
            if not self._inside:
                self._idle.set()

    async def _answered(self, item: Item) -> Answer:
        waiting: Waiting[Item, Answer] = Waiting(item, self._weigh(item), asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        async with self._arrived:
            self._arrived.notify_all()
        return await waiting.answer

    async def _run(self, lane: int) -> None:
        light_only = lane == 0 and self._lanes > 1
        last = 0
        while True:
            async with self._arrived:
                await self._arrived.wait_for(lambda: self._next(light_only) is not None)
            if last > 1:
                await asyncio.sleep(GATHER_SECONDS)
            batch = self._taken(light_only)
            last = len(batch)
            self._in_hand += last
            await self._answer(batch)
            self._in_hand -= last

    def _next(self, light_only: bool) -> Waiting[Item, Answer] | None:
        """The longest waiting item that this lane may take, those whose caller has gone dropped."""
        while self._queue and self._queue[0].answer.done():
            self._queue.popleft()
        fit = (waiting for waiting in self._queue if not light_only or waiting.weight <= self._max_weight)
        return next(fit, None)

    def _taken(self, light_only: bool) -> list[Waiting[Item, Answer]]:
        """This lane's share of all that is asked for: were one lane to take the most, the others would work alone."""
        share = min(self._max_items, -(-(self._in_hand + len(self._queue)) // self._lanes))
        batch: list[Waiting[Item, Answer]] = []
        weight = 0
        while len(batch) < share and (waiting := self._next(light_only)):
            weight += waiting.weight
            if batch and weight > self._max_weight:
                break
            self._queue.remove(waiting)
            batch.append(waiting)
        return batch

    async def _answer(self, batch: list[Waiting[Item, Answer]]) -> None:
        wanted = [waiting for waiting in batch if not waiting.answer.done()]
        if not wanted:
            return
        self.batches += 1
        try:
            answers = await self._worked([waiting.item for waiting in wanted])
            answered = list(zip(wanted, answers, strict=True))
        except Exception as error:
            await self._one_by_one(wanted, error)
            return
        for waiting, answer in answered:
            if not waiting.answer.done():
                waiting.answer.set_result(answer)

    async def _one_by_one(self, batch: list[Waiting[Item, Answer]], error: Exception) -> None:
        if len(batch) == 1:
            if not batch[0].answer.done():
                batch[0].answer.set_exception(error)
            return
        for waiting in batch:
            await self._answer([waiting])

    async def _worked(self, items: list[Item]) -> Sequence[Answer]:
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._work, items)
