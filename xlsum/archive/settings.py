"""What a run is asked to do, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

from xlsum.archive.configuration import Change
from xlsum.archive.intake import Shard
from xlsum.archive.ledger import Counts
from xlsum.archive.protocol import Options
from xlsum.archive.reading import Reading
from xlsum.archive.windows import Finished, Priority, WindowLimits

PIPELINE = "xlsum.archive.workshop:open_pipeline"
Outcome = Literal["done", "interrupted", "max-failures", "max-documents", "until"]


@dataclass(frozen=True, slots=True)
class ArchiveSettings:
    """One `batch run`. `options` go to the pipeline; `memory_windows` is how far back a sentence is remembered.

    There are `workers` of them, and on a cluster up to `most_workers` while windows wait; 0 is what the cluster has.
    """

    out: Path
    sources: tuple[str, ...] = ()
    reading: Reading = field(default_factory=Reading)
    options: Options = field(default_factory=dict)
    factory: str = PIPELINE
    window: WindowLimits = field(default_factory=WindowLimits)
    engine: Literal["local", "ray"] = "local"
    workers: int = 1
    most_workers: int = 0
    memory_windows: int = 5000
    translation_memory: str = ""
    shard: Shard = field(default_factory=Shard)
    priority: Priority = "source"
    gist_first: bool = False
    near_duplicates: bool = False
    max_failures: int | None = None
    max_documents: int | None = None
    until: datetime | None = None
    document_seconds: float = 300.0
    backoff_seconds: float = 1.0
    command: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended: its outcome, the archive as it is now, and what this run did."""

    outcome: Outcome
    counts: Counts
    session: int
    done: int
    failed: int
    seconds: float


class Listener(Protocol):
    """Hears how a run goes. It is called on the run's own thread."""

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        """The worker is ready and the ledger open; `change` says what will be done again, `introduction` with what."""
        ...

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        """A window is on the disk; `reading` while sources are still being read, so that the total will grow."""
        ...

    def beat(self) -> None:
        """Half a second passed."""
        ...


class SilentListener:
    """Hears nothing."""

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        return

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        return

    def beat(self) -> None:
        return
