"""What a stage asks of an engine: one small protocol for CTranslate2, transformers and fakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from xlsum.document import ModelIdentity


@dataclass(frozen=True, slots=True)
class DecodingOptions:
    """How to decode. The defaults are greedy; a card carries the published ones of its checkpoint."""

    beam_size: int = 1
    length_penalty: float = 1.0
    coverage_penalty: float = 0.0
    repetition_penalty: float = 1.0
    no_repeat_ngram_size: int = 0
    max_output_tokens: int = 256
    min_output_tokens: int = 1
    num_hypotheses: int = 1
    batch_tokens: int = 2048


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One output. `score` is the mean log-probability of a target token.

    `finished` is False when the length bound cut it; `pieces` counts the inputs whose outputs were joined in it.
    """

    text: str
    score: float
    tokens: int = 0
    finished: bool = True
    pieces: int = 1


class Engine(Protocol):
    """Runs one sequence-to-sequence checkpoint."""

    @property
    def identity(self) -> ModelIdentity:
        """Which checkpoint this is; `stage` is "translate" or "summarize"."""
        ...

    @property
    def source_languages(self) -> tuple[str, ...]:
        """The checkpoint's own codes of the languages it reads, its default first."""
        ...

    @property
    def max_input_tokens(self) -> int:
        """The longest input in tokens that the checkpoint reads well."""
        ...

    @property
    def default_options(self) -> DecodingOptions:
        """The decoding options that the checkpoint's card gives."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Source tokens of each text, special tokens left out."""
        ...

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
    ) -> list[list[Hypothesis]]:
        """For each text its `num_hypotheses` best outputs, best first, in the order asked.

        A text longer than the checkpoint reads is an error of the caller, who counts tokens first.
        `source_language` is the checkpoint's own code ("pes_Arab"); "" takes the card's.
        """
        ...
