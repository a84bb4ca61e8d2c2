"""A window to its end: transient errors are tried again, a poison document is found by halving and set aside."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from xlsum.archive.gist import gist_of
from xlsum.archive.memory import Horizon
from xlsum.archive.protocol import Answer, Worker, WorkerProblem
from xlsum.archive.windows import Failure, Finished, Waiting, Window

ATTEMPTS = 3
BACKOFF_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Isolation:
    """Finishes windows with one worker. `before_again` waits until earlier windows are recorded.

    A worker that is started anew finds the sentences of earlier windows in the ledger only.
    """

    worker: Worker
    before_again: Callable[[int], None]
    backoff_seconds: float = BACKOFF_SECONDS

    def finish(self, window: Window, horizon: Horizon) -> Finished:
        """A result or a failure for each document of the window.

        When documents are set aside the others are done again as one window, so that the outcome does not depend on
        how the poison was found.
        """
        documents, failures, lost = _as_cut(window), list[Failure](), 0.0
        while documents:
            started = time.perf_counter()
            try:
                return _finished(window, documents, self._patiently(documents, horizon, deaths=1), failures, lost)
            except WorkerProblem as problem:
                found = self._fail_alone(documents, horizon, problem)
            # Documents that fail together and never alone (too much for the memory) are all set aside: `retry` can
            # do them in smaller windows.
            failures += found or [Failure(one.row, "its window fails, it alone does not", 1) for one in documents]
            poisoned = {failure.row for failure in failures}
            documents = [one for one in documents if one.row not in poisoned]
            lost += time.perf_counter() - started
        return _finished(window, [], Answer((), {}, (), 0.0, 0, {}), failures, lost)

    def _fail_alone(self, documents: Sequence[Waiting], horizon: Horizon, problem: WorkerProblem) -> list[Failure]:
        """The documents, of some that fail together, that fail alone."""
        if len(documents) == 1:
            return [Failure(documents[0].row, problem.reason, ATTEMPTS if problem.transient else 1)]
        middle = len(documents) // 2
        found: list[Failure] = []
        for half in (documents[:middle], documents[middle:]):
            try:
                self._patiently(half, horizon, deaths=1 if len(half) == 1 else 0)
            except WorkerProblem as deeper:
                found += self._fail_alone(half, horizon, deeper)
        return found

    def _patiently(self, documents: Sequence[Waiting], horizon: Horizon, *, deaths: int) -> Answer:
        """The answer of the worker. A transient error is tried again, each time after twice as long.

        So many `deaths` are forgiven: a worker may be killed by hand, or by the system for another's memory.
        """
        errors = 0
        while True:
            try:
                return self._once(documents, horizon)
            except WorkerProblem as problem:
                errors += problem.transient
                deaths -= problem.died
                if deaths < 0 or errors == ATTEMPTS or not (problem.transient or problem.died):
                    raise
                time.sleep(self.backoff_seconds * 2**errors if problem.transient else 0.0)

    def _once(self, documents: Sequence[Waiting], horizon: Horizon) -> Answer:
        if not self.worker.is_running:
            self.before_again(horizon.until)
        return self.worker.process([waiting.document for waiting in documents], horizon)


def _as_cut(window: Window) -> list[Waiting]:
    if not window.gist:
        return list(window.documents)
    return [replace(waiting, document=gist_of(waiting.document)) for waiting in window.documents]


def _finished(
    window: Window, documents: Sequence[Waiting], answer: Answer, failures: Sequence[Failure], lost_seconds: float
) -> Finished:
    if len(answer.lines) + len(answer.refused) != len(documents):
        raise AssertionError("the worker answered for another number of documents than it was given")
    refused = [Failure(documents[at].row, reason, 1) for at, reason in sorted(answer.refused.items())]
    return Finished(
        window.number,
        tuple(waiting.row for at, waiting in enumerate(documents) if at not in answer.refused),
        answer.lines,
        (*failures, *refused),
        answer.pairs,
        answer.seconds + lost_seconds,
        answer.tokens,
        answer.flags,
        window.gist,
    )
