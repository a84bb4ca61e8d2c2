"""Windows on a Ray cluster, through Ray Data: a stream of windows, mapped by a pool of actors that hold checkpoints.

Ray Data places the actors (one for each GPU, or group of cores), starts more of them while windows wait and the range
allows it, holds the stream back when they have enough, and does a window again whose actor or machine is gone. It
answers in any order and may answer twice; the order of recording, and that each window is recorded once, stay with the
ledger. So what comes out, and how a run resumes, is as with local workers. Actors cannot read the ledger: each window
is done without the sentence memory, as with `--memory 0`.
"""

import json
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from typing import Any

from xlsum.archive.in_hand import InHand
from xlsum.archive.messages import finished_from_json, window_to_json
from xlsum.archive.protocol import START_SECONDS
from xlsum.archive.ray_actors import Hello, WindowActor, WindowDesk, digest, read_desk
from xlsum.archive.ray_cluster import Pool, connect, first_line, pool_of, worker_settings
from xlsum.archive.settings import ArchiveSettings
from xlsum.archive.windows import Finished, Window
from xlsum.errors import CheckpointError, UsageError, XlsumError

AHEAD = 4  # windows in hand for each actor: what is read ahead, and what waits for an earlier one to be recorded
CLOSE_SECONDS = 10.0


@dataclass(slots=True)
class RayLanes:
    """The windows of a run that the cluster has in hand, oldest first."""

    settings: ArchiveSettings
    pool: Pool = field(default_factory=lambda: Pool(1, 1, 1, 0))
    _hello: "Future[Hello]" = field(default_factory=Future)
    _in_hand: InHand = field(default_factory=InHand)
    _waiting: "dict[int, tuple[int, Future[Finished]]]" = field(default_factory=dict)  # by window: place on the desk
    _desk: Any = None  # Any: ray ships no types for handles
    _added: int = 0
    _configuration: str = ""
    _collector: threading.Thread | None = None
    _problem: BaseException | None = None

    def open(self) -> Hello:
        """Start the stream and wait for the first actor's checkpoints. Raises what the pipeline raises."""
        if self.settings.translation_memory:
            raise UsageError("--translation-memory is a file of this machine: leave it out with --engine ray")
        connect()
        import ray

        self.pool = pool_of(self.settings)
        here = ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(
            ray.get_runtime_context().get_node_id(), soft=False
        )
        self._desk = ray.remote(num_cpus=0, scheduling_strategy=here)(WindowDesk).remote()
        self._put(Window(0, ()))
        self._collector = threading.Thread(target=self._collect, args=(self._stream(),), daemon=True)
        self._collector.start()
        try:
            hello = self._hello.result(START_SECONDS)
        except NotYet:
            raise CheckpointError("no actor of the cluster is ready: `ray status` says what it waits for") from None
        self._configuration = digest(hello.configuration)
        return hello

    def close(self) -> None:
        """End the stream, with what is still in it."""
        if self._collector is None:
            return
        import ray

        if not self._problem and ray.is_initialized():
            self._desk.close.remote(self._added)
            self._collector.join(CLOSE_SECONDS)
        if self._collector.is_alive():
            ray.shutdown()

    @property
    def has_room(self) -> bool:
        return len(self._in_hand) < AHEAD * self.pool.most

    @property
    def is_idle(self) -> bool:
        return not self._in_hand

    @property
    def rows_in_hand(self) -> set[int]:
        return self._in_hand.rows

    def dispatch(self, window: Window) -> None:
        """Put a window into the stream."""
        future: Future[Finished] = Future()
        self._waiting[window.number] = (self._added, future)
        self._in_hand.add(window, future)
        self._put(window)
        if self._problem:
            self._fail(self._problem)

    def finished(self) -> Iterator[Finished]:
        """The windows that are finished, in order. The caller records each before it takes the next."""
        return self._in_hand.finished()

    def mark_recorded(self, window: int) -> None:
        """Nothing waits for it here."""

    def give_up_queued(self) -> None:
        """Let go of windows that the stream has not reached."""
        import ray

        left = ray.get(self._desk.take_back.remote())
        for place, future in list(self._waiting.values()):
            if place >= left:
                future.cancel()
        self._in_hand.drop_cancelled()

    def wait(self, seconds: float) -> None:
        """Wait for the oldest window in hand, or the time."""
        self._in_hand.wait(seconds)

    def expired(self, window: int) -> int:
        """The last window whose sentences no window may use any more."""
        return window - self.settings.memory_windows

    def _put(self, window: Window) -> None:
        self._desk.add.remote(self._added, window_to_json(window))
        self._added += 1

    def _stream(self) -> Any:
        """The dataset: the desk's windows, then their answers."""
        import ray

        pool = self.pool
        context = ray.data.DataContext.get_current()
        context.target_max_block_size = 1  # each window is a block of its own, handed on at once
        context.enable_progress_bars = False
        windows = ray.data.from_items([0]).map_batches(
            read_desk, fn_kwargs={"desk": self._desk}, zero_copy_batch=False, num_cpus=0
        )
        return windows.map_batches(
            WindowActor,
            fn_constructor_args=(worker_settings(self.settings, pool), self._desk, self.settings.backoff_seconds),
            batch_size=1,
            compute=ray.data.ActorPoolStrategy(min_size=pool.least, max_size=pool.most),
            num_cpus=pool.cores,
            num_gpus=pool.gpus,
        )

    def _collect(self, stream: Any) -> None:
        """Take the answers as they come, on a thread of its own."""
        try:
            for batch in stream.iter_batches(batch_size=None, batch_format="numpy", prefetch_batches=0):
                for answer in batch["answer"]:
                    self._take(json.loads(str(answer)))
        except BaseException as error:  # handed to the run's thread, which raises it
            self._fail(_explained(error))

    def _take(self, answer: Mapping[str, Any]) -> None:
        if "error" in answer:
            raise (UsageError if answer["exit_code"] == UsageError.exit_code else XlsumError)(answer["error"])
        if "hello" in answer:
            if not self._hello.done():
                self._hello.set_result(Hello.of(answer))
        elif answer and answer["window"] in self._waiting:  # or else it was answered before
            if answer["configuration"] != self._configuration:
                raise CheckpointError("the machines of the cluster have different checkpoints: install one everywhere")
            place, future = self._waiting.pop(answer["window"])
            self._desk.forget.remote(place, answer["window"])
            if not future.cancelled():
                future.set_result(finished_from_json(answer))

    def _fail(self, problem: BaseException) -> None:
        self._problem = problem
        if not self._hello.done():
            self._hello.set_exception(problem)
        for _, future in list(self._waiting.values()):
            if not future.done():
                future.set_exception(problem)


def _explained(error: BaseException) -> BaseException:
    if isinstance(error, XlsumError):
        return error
    return XlsumError(f"the Ray cluster gave up: {first_line(error)}; give the same command again to go on")
