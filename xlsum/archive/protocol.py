"""What a worker asks of a pipeline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from xlsum.archive.memory import WindowMemory
from xlsum.document import Document, Result

Options = Mapping[str, str | int | float | bool]


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
