"""Bootstrap intervals and significance tests over the statistics of units (segments or documents), with numpy.

Intervals are percentiles of the bootstrap (Efron 1979; for MT Koehn 2004). The paired bootstrap shifts the differences
to their mean, the approximate randomization swaps systems unit by unit (Riezler and Maxwell 2005); both give (c + 1) /
(n + 1) as p, as sacrebleu does. Families of tests are corrected after Holm (1979).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsum.errors import DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

RESAMPLES = 1000
SEED = 12345  # sacrebleu's
CONFIDENCE = 0.95
BLOCK_CELLS = 4_000_000  # units times resamples held at a time: 32 MB
ScoreTotals = Callable[[Sequence[float]], float]  # summed columns of the units in, score out


@dataclass(frozen=True, slots=True)
class Interval:
    """A score and its percentile interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Difference:
    """System B minus system A on the same units, with its interval and two p-values."""

    value: float
    low: float
    high: float
    bootstrap_p: float
    randomization_p: float


def bootstrap_interval(
    units: Sequence[Sequence[float]], score: ScoreTotals, *, resamples: int = RESAMPLES, seed: int = SEED
) -> Interval:
    """The score of all units with its interval; `units` are rows of statistics that add up."""
    matrix = _matrix(units)
    value = score(_totals(matrix))
    if len(matrix) < 2 or resamples < 2:
        return Interval(value, value, value)
    low, high = _percentiles([score(row) for row in _resampled(matrix, resamples, seed)])
    return Interval(value, low, high)


def paired_difference(
    first: Sequence[Sequence[float]],
    second: Sequence[Sequence[float]],
    score: ScoreTotals,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Difference:
    """B minus A over the same units. Raises DataError when their numbers differ."""
    left, right = _matrix(first), _matrix(second)
    if left.shape != right.shape:
        raise DataError(f"the systems have {len(left)} and {len(right)} units; a paired test needs the same ones")
    observed = score(_totals(right)) - score(_totals(left))
    # The same seed draws the same units for both systems: that is the pairing.
    drawn = zip(_resampled(left, resamples, seed), _resampled(right, resamples, seed), strict=True)
    differences = [score(b) - score(a) for a, b in drawn]
    low, high = _percentiles(differences)
    mean = sum(differences) / len(differences)
    bootstrap_p = _p_value([value - mean for value in differences], observed)
    swapped = [score(b) - score(a) for a, b in _swapped(left, right, resamples, seed)]
    return Difference(observed, low, high, bootstrap_p, _p_value(swapped, observed))


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values of a family of tests, corrected so that the chance of any false alarm stays at the level."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    adjusted = [0.0] * len(p_values)
    largest = 0.0
    for rank, at in enumerate(order):
        largest = max(largest, min(1.0, p_values[at] * (len(p_values) - rank)))
        adjusted[at] = largest
    return adjusted


def _p_value(samples: Sequence[float], observed: float) -> float:
    # Rounding must not decide a tie: two equal systems differ by 1e-15 and have p = 1.
    tolerance = 1e-12 * max(1.0, abs(observed))
    as_large = sum(abs(sample) >= abs(observed) - tolerance for sample in samples)
    return (as_large + 1) / (len(samples) + 1)


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    import numpy as np

    tail = (1 - CONFIDENCE) / 2
    low, high = np.nanquantile(np.asarray(values, dtype=float), [tail, 1 - tail])
    return float(low), float(high)


def _resampled(matrix: "Matrix", resamples: int, seed: int) -> "list[list[float]]":
    """Column sums of `resamples` draws with replacement, each of as many units as there are."""
    import numpy as np

    generator = np.random.default_rng(seed)
    size = len(matrix)
    rows: list[list[float]] = []
    while len(rows) < resamples:
        block = min(max(1, BLOCK_CELLS // size), resamples - len(rows))
        counts = generator.multinomial(size, np.full(size, 1 / size), size=block)
        rows.extend((counts @ matrix).tolist())
    return rows


def _swapped(left: "Matrix", right: "Matrix", trials: int, seed: int) -> "list[tuple[list[float], list[float]]]":
    import numpy as np

    generator = np.random.default_rng(seed)
    pairs: list[tuple[list[float], list[float]]] = []
    both = left.sum(axis=0) + right.sum(axis=0)
    while len(pairs) < trials:
        block = min(max(1, BLOCK_CELLS // len(left)), trials - len(pairs))
        swap = generator.random((block, len(left))) < 0.5
        first = left.sum(axis=0) + swap @ (right - left)
        pairs.extend(zip(first.tolist(), (both - first).tolist(), strict=True))
    return pairs


def _matrix(units: Sequence[Sequence[float]]) -> "Matrix":
    import numpy as np

    if not units:
        raise DataError("no units to resample")
    return np.asarray(units, dtype=np.float64)


def _totals(matrix: "Matrix") -> list[float]:
    return [float(value) for value in matrix.sum(axis=0)]
