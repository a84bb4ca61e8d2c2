"""Dynamic batching: requests that wait together are worked on together, in one worker thread."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class BusyError(Exception):
    """The queue is full: the caller should come back later."""


class Batcher(Generic[Item, Answer]):
    """Hands waiting items to `work` in batches of at most `max_items`; during one batch the next one gathers.

    `work` takes a list and returns a list of the same length. Should it raise, the items of the batch are tried one by
    one, so that one bad item fails alone. At most `max_waiting` items wait.
    """

    def __init__(self, work: Callable[[list[Item]], Sequence[Answer]], *, max_items: int, max_waiting: int) -> None:
        self._work, self._max_items = work, max_items
        self._waiting: asyncio.Queue[tuple[Item, asyncio.Future[Answer]]] = asyncio.Queue(max_waiting)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="engine")
        self._task: asyncio.Task[None] | None = None
        self.batches = 0

    @property
    def waiting(self) -> int:
        """Items in the queue, those being worked on left out."""
        return self._waiting.qsize()

    def start(self) -> None:
        """Begin to work; call it inside the running event loop."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Finish everything that waits, then end."""
        await self._waiting.join()
        if self._task:
            self._task.cancel()
        self._thread.shutdown()

    async def submit(self, item: Item) -> Answer:
        """The answer for one item. Raises BusyError when the queue is full, or what `work` raised for this item."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        try:
            self._waiting.put_nowait((item, answer))
        except asyncio.QueueFull:
            raise BusyError from None
        return await answer

    async def _run(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < self._max_items and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            await self._answer([entry for entry in batch if not entry[1].done()])
            for _ in batch:
                self._waiting.task_done()

    async def _answer(self, batch: list[tuple[Item, "asyncio.Future[Answer]"]]) -> None:
        if not batch:
            return
        self.batches += 1
        try:
            answers = await self._worked([item for item, _ in batch])
        except Exception as error:
            await self._one_by_one(batch, error)
            return
        for (_, future), answer in zip(batch, answers, strict=True):
            if not future.done():
                future.set_result(answer)

    async def _one_by_one(self, batch: list[tuple[Item, "asyncio.Future[Answer]"]], error: Exception) -> None:
        if len(batch) == 1:
            if not batch[0][1].done():
                batch[0][1].set_exception(error)
            return
        for entry in batch:
            await self._answer([entry])

    async def _worked(self, items: list[Item]) -> Sequence[Answer]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._work, items)
