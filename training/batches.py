"""Draws pools of pairs from the sources and cuts them into batches of like length; the same state gives the same
batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import numpy.typing as npt
import sentencepiece

from training.augment import augment, slot_numbers
from training.config import AugmentConfig, TrainConfig
from training.generate import generate_pair

Ids = list[int]
Example = tuple[Ids, Ids]
Matrix = npt.NDArray[np.int64]
Pair = tuple[str, str]
BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
GENERATED = "generated"


@dataclass(frozen=True, slots=True)
class Batch:
    """Source (batch, length) and target (batch, length + 1) ids, padded; `pairs` counts the examples."""

    source: Matrix
    target: Matrix
    pairs: int


class Sampler:
    """Draws from every source through a shuffle of its own: no pair comes twice before all came once."""

    def __init__(self, sources: Mapping[str, Sequence[Pair]], seed: int) -> None:
        self.sources = sources
        self.seed = seed
        self.drawn = dict.fromkeys((*sources, GENERATED), 0)
        self._orders: dict[str, tuple[int, list[int]]] = {}

    def draw(self, shares: Mapping[str, float], count: int, random: Random) -> list[Pair]:
        """Returns `count` pairs, sources in proportion to `shares`."""
        names = random.choices(list(shares), list(shares.values()), k=count)
        return [self._next(name) for name in names]

    def _next(self, name: str) -> Pair:
        number = self.drawn[name]
        self.drawn[name] = number + 1
        if name == GENERATED:
            return generate_pair(Random(f"{self.seed} {number}"))
        pairs = self.sources[name]
        return pairs[self._order(name, number // len(pairs))[number % len(pairs)]]

    def _order(self, name: str, epoch: int) -> list[int]:
        known = self._orders.get(name)
        if known is None or known[0] != epoch:
            order = list(range(len(self.sources[name])))
            Random(f"{self.seed} {name} {epoch}").shuffle(order)
            known = self._orders[name] = (epoch, order)
        return known[1]


def make_batches(
    pairs: Sequence[Pair],
    tokenizer: sentencepiece.SentencePieceProcessor,
    train: TrainConfig,
    variation: AugmentConfig,
    targets: int,
    random: Random,
) -> list[Batch]:
    """Returns the batches of one pool, shuffled; pairs longer than `max_tokens` are left out."""
    varied = [_varied(*pair, variation, random) for pair in _joined(pairs, variation, random)]
    sources = tokenizer.encode([persian for persian, _ in varied])
    outputs = tokenizer.encode([english for _, english in varied])
    examples = [
        ([BEGIN, *source, END], [BEGIN, *(i if i < targets else UNKNOWN for i in output), END])
        for source, output in zip(sources, outputs, strict=True)
        if 0 < len(source) <= train.max_tokens and 0 < len(output) <= train.max_tokens
    ]
    batches = [_pad(group) for group in _groups(examples, train.source_tokens)]
    random.shuffle(batches)
    return batches


def _varied(persian: str, english: str, variation: AugmentConfig, random: Random) -> Pair:
    if random.random() < variation.number_slots:
        persian, english = slot_numbers(persian, english, random)
    return augment(persian, random, variation), english


def _joined(pairs: Sequence[Pair], variation: AugmentConfig, random: Random) -> Iterator[Pair]:
    waiting: Pair | None = None
    for pair in pairs:
        if waiting is not None:
            yield f"{waiting[0]} {pair[0]}", f"{waiting[1]} {pair[1]}"
            waiting = None
        elif len(pair[1]) < 120 and pair[1].endswith(".") and random.random() < variation.joined:
            waiting = pair
        else:
            yield pair
    if waiting is not None:
        yield waiting


def _groups(examples: list[Example], budget: int) -> Iterator[list[Example]]:
    group: list[Example] = []
    longest = 0
    for example in sorted(examples, key=lambda e: (len(e[0]), len(e[1]))):
        length = max(len(example[0]), len(example[1]), longest)
        if group and length * (len(group) + 1) > budget:
            yield group
            group, length = [], max(len(example[0]), len(example[1]))
        group.append(example)
        longest = length
    if group:
        yield group


def _pad(group: list[Example]) -> Batch:
    return Batch(_matrix([s for s, _ in group]), _matrix([t for _, t in group]), len(group))


def _matrix(rows: list[Ids]) -> Matrix:
    matrix = np.full((len(rows), max(map(len, rows))), PAD, dtype=np.int64)
    for at, row in enumerate(rows):
        matrix[at, : len(row)] = row
    return matrix
