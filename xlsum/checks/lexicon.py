"""Which words of one language stand for a word of the other: the counted table behind the coverage check."""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

HIGHEST_RELIABILITY = 0.93  # a word seen a few times, always translated alike, is not a certainty
STRONGEST_HIT = -3.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Evidence, in nats, that a word was left out: `miss` when none of its `words` is there, `hit` when one is."""

    miss: float
    hit: float
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The run of words that most looks left out: its evidence, and the first and last word's places."""

    evidence: float
    first: int
    last: int


@lru_cache(maxsize=1)
def load_lexicon() -> tuple[Mapping[str, Weights], Mapping[str, Weights]]:
    """The weights of Persian stems and of English stems."""
    persian: dict[str, Weights] = {}
    sources: dict[str, set[str]] = {}
    rates: dict[str, tuple[float, float]] = {}
    text = resources.files("xlsum.checks").joinpath("data/coverage.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        language, stem, reliable, chance, words = line.split("\t")
        rate = int(reliable) / 100, int(chance) / 100
        if language == "en":
            rates[stem] = rate
            continue
        persian[stem] = _weigh(*rate, frozenset(words.split()))
        for word in words.split():
            sources.setdefault(word, set()).add(stem)
    return persian, {stem: _weigh(*rate, frozenset(sources.get(stem, ()))) for stem, rate in rates.items()}


def find_missing(stems: Sequence[str], other: Set[str], weights: Mapping[str, Weights]) -> Stretch:
    """The run of stems with the most evidence of having no counterpart in `other` (a cumulative-sum test)."""
    best = Stretch(0.0, 0, -1)
    total, start = 0.0, 0
    for place, stem in enumerate(stems):
        weight = weights.get(stem)
        if weight is None:
            continue
        if total <= 0:
            total, start = 0.0, place
        total += weight.miss if weight.words.isdisjoint(other) else weight.hit
        if total > best.evidence:
            best = Stretch(total, start, place)
    return best


def _weigh(reliable: float, chance: float, words: frozenset[str]) -> Weights:
    reliable = min(reliable, HIGHEST_RELIABILITY)
    chance = max(chance, 0.01)
    return Weights(math.log((1 - chance) / (1 - reliable)), max(math.log(chance / reliable), STRONGEST_HIT), words)
