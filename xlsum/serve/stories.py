"""The stories of watched feeds and folders: a thread polls them, their results files keep them over restarts."""

import hashlib
import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsum.archive.watching import Arrival, Watcher
from xlsum.document import Flag, Result, worst_level
from xlsum.errors import DocumentError, SourceNotFoundError, XlsumError
from xlsum.pipeline import Pipeline

LOG = logging.getLogger("xlsum.serve")
MOST_LISTED = 200
MOST_KEPT = 2_000  # stories whose review page can be opened
NOTICES = frozenset({"kill", "correction", "notice"})


@dataclass(frozen=True, slots=True)
class Story:
    """The latest of a watched story, and the address of its review page."""

    arrival: Arrival
    token: str

    @property
    def result(self) -> Result:
        """Its result."""
        return self.arrival.result

    @property
    def notices(self) -> list[Flag]:
        """What the agency said of it afterwards, or that it is such a saying itself."""
        return [flag for flag in self.result.document_flags if flag.kind in NOTICES]

    @property
    def level(self) -> str:
        """The gravest level of anything in it."""
        return worst_level(self.result.flags)

    def sentences_of(self, level: str) -> int:
        """How many of its sentences have this level."""
        return sum(segment.level == level for segment in self.result.translation.segments)


class Stories:
    """Watches sources in a thread of its own. Each has a results file in `folder`, as `xlsum watch` writes it."""

    def __init__(self, sources: Sequence[str], folder: Path, pipeline: Pipeline, interval_seconds: float) -> None:
        """Raises SourceNotFoundError, OutputError, or DataError for a results file that is none."""
        self.sources, self.troubles = tuple(sources), dict[str, str]()
        self._interval, self._ended, self._lock = interval_seconds, threading.Event(), threading.Lock()
        self._tokens: dict[str, str] = {}
        self._known: dict[str, Arrival] = {}  # by token, the longest ago first
        self._watchers = [self._watcher(source, folder, pipeline) for source in sources]
        self._thread: threading.Thread | None = None
        arrivals = [(watcher, arrival) for watcher in self._watchers for arrival in watcher.latest.values()]
        for watcher, arrival in sorted(arrivals, key=lambda row: row[1].result.provenance.created):
            self._take(watcher, arrival)

    def start(self) -> None:
        """Begin to poll."""
        if self._watchers:
            self._ended.clear()
            self._thread = threading.Thread(target=self._watch, name="watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End after the wire in hand, which is written first."""
        self._ended.set()
        if self._thread:
            self._thread.join()

    def listed(self) -> list[Story]:
        """The stories in which something happened last, newest first."""
        with self._lock:
            newest = list(self._known.items())[: -MOST_LISTED - 1 : -1]
        return [Story(arrival, token) for token, arrival in newest]

    def result(self, token: str) -> Result | None:
        """The result of a story by its token."""
        with self._lock:
            arrival = self._known.get(token)
        return arrival.result if arrival else None

    def _watcher(self, source: str, folder: Path, pipeline: Pipeline) -> Watcher:
        if "://" not in source and not Path(source).exists():
            raise SourceNotFoundError(f"{source}: nothing there to watch: name a feed's address, a file or a folder")
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(source.encode()).hexdigest()[:16]
        return Watcher(source, folder / f"{name}.jsonl", pipeline, self._reporter(source))

    def _reporter(self, source: str) -> Callable[[DocumentError], None]:
        def report(error: DocumentError) -> None:
            self.troubles[source] = str(error)

        return report

    def _watch(self) -> None:
        while not self._ended.is_set():
            for watcher in self._watchers:
                self._poll(watcher)
            self._ended.wait(self._interval)

    def _poll(self, watcher: Watcher) -> None:
        before = self.troubles.pop(watcher.source, "")
        try:
            for arrival in watcher.poll():
                self._take(watcher, watcher.latest[arrival.result.id])
                if self._ended.is_set():
                    return
        except XlsumError as error:
            self.troubles[watcher.source] = str(error)
        except Exception:
            # Whatever one source does to us, the server and the other sources go on.
            LOG.exception("a watched source failed")
            self.troubles[watcher.source] = f"{watcher.source}: looking at it failed; the log says why"
        if (trouble := self.troubles.get(watcher.source, "")) and trouble != before:
            LOG.warning("watching: %s", trouble)

    def _take(self, watcher: Watcher, arrival: Arrival) -> None:
        name = f"{watcher.source}\n{arrival.result.id}"
        with self._lock:
            token = self._tokens.setdefault(name, secrets.token_urlsafe(16))
            self._known.pop(token, None)
            self._known[token] = arrival
            if len(self._known) > MOST_KEPT:
                self._known.pop(next(iter(self._known)))
