"""What a worker asks of a pipeline, and a run of a worker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from xlsum.archive.memory import Horizon, WindowMemory
from xlsum.document import Document, Result

Options = Mapping[str, str | int | float | bool]
START_SECONDS = 1800.0  # loading a large checkpoint from a slow disk


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that the pipeline will not do, and why; the others of its window go on."""

    reason: str


class Workshop(Protocol):
    """A pipeline as the worker needs it."""

    @property
    def configuration(self) -> Mapping[str, object]:
        """All that decides a result: for each stage the checkpoint and the options."""
        ...

    @property
    def introduction(self) -> Sequence[str]:
        """A line for each checkpoint: its name, engine, licence and known quality."""
        ...

    def run(self, documents: Sequence[Document], memory: WindowMemory | None) -> "list[Result | Refusal]":
        """A result or a refusal for each document, in order."""
        ...

    def count_tokens(self, results: Sequence[Result]) -> int:
        """Tokens that the translator read for these results."""
        ...


class WorkerProblem(Exception):
    """A window that a worker could not do. Not for the user: the run retries, bisects and records it.

    `transient`: it may go well another time. `died`: the process is gone.
    """

    def __init__(self, reason: str, *, transient: bool, died: bool) -> None:
        super().__init__(reason)
        self.reason, self.transient, self.died = reason, transient, died


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What a worker is started with. `factory` is `module:function`; a document may take `document_seconds`."""

    out: Path
    factory: str
    options: Options
    memory: bool = True
    document_seconds: float = 300.0
    translation_memory: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker made of documents: a line of JSON for each it did, a reason for each it refused (by position).

    `pairs` are the sentences it decoded.
    """

    lines: tuple[str, ...]
    refused: Mapping[int, str]
    pairs: tuple[tuple[str, str], ...]
    seconds: float
    tokens: int
    flags: Mapping[str, int]


class Worker(Protocol):
    """A worker as a run needs it, wherever its process is."""

    @property
    def configuration(self) -> Mapping[str, object]:
        """What its pipeline says decides a result."""
        ...

    @property
    def introduction(self) -> tuple[str, ...]:
        """A line for each checkpoint."""
        ...

    @property
    def is_running(self) -> bool:
        """Whether it holds its checkpoints."""
        ...

    def start(self) -> None:
        """Load the checkpoints. Raises what the pipeline raises."""
        ...

    def process(self, documents: Sequence[Document], horizon: Horizon) -> Answer:
        """What the documents give; a worker that is not running starts. Raises WorkerProblem."""
        ...

    def close(self) -> None:
        """End the process at once, for good: `process` raises from then on."""
        ...


def answer_of(message: Mapping[str, object]) -> Answer:
    """The answer in a worker's message."""
    lines, refused, pairs, flags = (message[name] for name in ("lines", "refused", "pairs", "flags"))
    assert isinstance(lines, list)
    assert isinstance(refused, dict)
    assert isinstance(pairs, list)
    assert isinstance(flags, dict)
    return Answer(
        tuple(lines),
        {int(at): str(reason) for at, reason in refused.items()},
        tuple((str(key), str(value)) for key, value in pairs),
        float(str(message["seconds"])),
        int(str(message["tokens"])),
        flags,
    )
