"""What a run tells Prometheus: a file for the node exporter's textfile collector, replaced whole."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from xlsum.cli.batch_progress import Figures
from xlsum.errors import MissingExtraError, OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xlsum.archive.configuration import Change
    from xlsum.archive.ledger import Counts
    from xlsum.archive.settings import Listener, Outcome
    from xlsum.archive.windows import Finished

EVERY_SECONDS = 5.0  # Prometheus asks every 15 or 60


class MetricsListener:
    """Writes the figures of a run beside what another listener shows. Raises MissingExtraError, OutputError."""

    def __init__(self, listener: Listener, path: Path, archive: str) -> None:
        try:
            import prometheus_client
        except ImportError as error:
            raise MissingExtraError("prometheus-client", "archive") from error
        self._listener, self._path, self._archive = listener, path, archive
        self._figures, self._next = Figures(), 0.0
        self._counts: Counts | None = None
        self._registry = prometheus_client.CollectorRegistry()

        def gauge(name: str, meaning: str, *labels: str) -> prometheus_client.Gauge:
            return prometheus_client.Gauge(
                f"xlsum_batch_{name}", meaning, ["archive", *labels], registry=self._registry
            )

        self._documents = gauge("documents", "Documents of the archive by state.", "state")
        self._flags = gauge("flags", "Flags of this run by kind.", "kind")
        self._rate = gauge("documents_per_second", "Documents a second since this run began.")
        self._tokens = gauge("tokens", "Source tokens of this run, translated or remembered.")
        self._left = gauge("seconds_left", "Time that the waiting documents take at this speed.")
        self._running = gauge("running", "1 while the run works, 0 when it has ended.")
        self._ended = gauge("ended", "1 for the outcome that the run ended with.", "outcome")
        self._recorded = gauge("last_window_timestamp_seconds", "When the last window was recorded.")

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        self._listener.starting(counts, change, introduction)
        self._figures, self._counts = Figures(), counts
        self._running.labels(self._archive).set(1)
        try:
            self._write()
        except OSError as error:
            raise OutputError(f"{self._path}: {error.strerror}: give --metrics a file that can be written") from error

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        self._listener.recorded(finished, counts, reading=reading)
        self._figures.add(finished)
        self._counts = counts
        self._recorded.labels(self._archive).set(time.time())
        if time.monotonic() >= self._next:
            self._write_if_possible()

    def beat(self) -> None:
        self._listener.beat()

    def ended(self, outcome: Outcome | None = None, counts: Counts | None = None) -> None:
        """Write the last figures, and how the run ended; without an outcome it was cut off."""
        self._counts = counts or self._counts
        self._running.labels(self._archive).set(0)
        self._ended.clear()
        self._ended.labels(self._archive, outcome or "cut-off").set(1)
        self._write_if_possible()

    def _write(self) -> None:
        import prometheus_client

        self._next = time.monotonic() + EVERY_SECONDS
        self._fill()
        prometheus_client.write_to_textfile(str(self._path), self._registry)

    def _write_if_possible(self) -> None:
        """A run does not end for its figures: what could not be written now is written the next time."""
        try:
            self._write()
        except OSError as error:
            print(f"xlsum: {self._path}: {error.strerror}: the figures are not up to date", file=sys.stderr)

    def _fill(self) -> None:
        counts, figures = self._counts, self._figures
        if counts is None:
            return
        states = {"waiting": counts.waiting, "done": counts.done, "copy": counts.copies, "failed": counts.failed}
        for state, number in states.items():
            self._documents.labels(self._archive, state).set(number)
        for kind, number in figures.flags.items():
            self._flags.labels(self._archive, kind).set(number)
        self._rate.labels(self._archive).set(figures.documents / figures.seconds)
        self._tokens.labels(self._archive).set(figures.tokens)
        self._left.labels(self._archive).set(figures.seconds_left(counts) or 0.0)
