"""Scores a corpus of any length in flat memory: blocks of segments are counted (on several cores), and their
statistics added.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from xlsum.errors import DataError
from xlsum.scoring.metrics import METRICS, MetricFamily, Statistics, load_families

BLOCK_SEGMENTS = 250
Pair = tuple[str, tuple[str, ...]]  # a hypothesis and its references
Table = dict[str, list[Statistics]]  # for each metric the statistics of each segment


@dataclass(frozen=True, slots=True)
class Score:
    """One metric over a corpus. `value` is unrounded, on the scale of the tool that defines the metric."""

    metric: str
    value: float
    signature: str

    @property
    def percent(self) -> float:
        """The value from 0 to 100, as papers print it."""
        return self.value * METRICS[self.metric].display


def score_corpus(
    pairs: Iterable[Pair], metrics: Sequence[str], *, references: int = 1, workers: int = 1
) -> list[Score]:
    """The corpus score of each of `metrics`, reading `pairs` as a stream. Raises DataError when there are none.

    The statistics are added one segment after the other, as sacrebleu does, so not even the last bit differs.
    """
    totals: dict[str, list[float]] = {}
    segments = 0
    for table in count_blocks(pairs, metrics, workers=workers):
        segments += len(next(iter(table.values())))
        for name, rows in table.items():
            totals[name] = add_statistics(totals.get(name), rows)
    return finish_scores(totals, segments, metrics, references)


def score_table(table: Table, metrics: Sequence[str], *, references: int = 1) -> list[Score]:
    """The corpus scores from the statistics of its segments."""
    totals = {name: add_statistics(None, rows) for name, rows in table.items() if rows}
    return finish_scores(totals, len(next(iter(table.values()), [])), metrics, references)


def count_blocks(pairs: Iterable[Pair], metrics: Sequence[str], *, workers: int = 1) -> Iterator[Table]:
    """The statistics of `pairs`, block by block in order. At most two blocks a worker are in memory."""
    names = tuple(metrics)
    if workers <= 1:
        yield from (_count(block, names) for block in _blocks(pairs))
        return
    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[Future[Table]] = deque()
        for block in _blocks(pairs):
            waiting.append(pool.submit(_count, block, names))
            if len(waiting) >= 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def count_table(pairs: Iterable[Pair], metrics: Sequence[str], *, workers: int = 1) -> Table:
    """The statistics of every segment, for what resamples them: memory grows with the corpus here."""
    table: Table = {name: [] for name in metrics}
    for block in count_blocks(pairs, metrics, workers=workers):
        for name, rows in block.items():
            table[name].extend(rows)
    return table


def add_statistics(totals: Sequence[float] | None, rows: Iterable[Statistics]) -> list[float]:
    """`totals` (None for none yet) and all `rows`, added column by column."""
    for row in rows:
        totals = row if totals is None else [total + value for total, value in zip(totals, row, strict=True)]
    return list(totals or ())


def finish_scores(
    totals: dict[str, list[float]], segments: int, metrics: Sequence[str], references: int
) -> list[Score]:
    """The scores from summed statistics, in the order of `metrics`. Raises DataError when no segment was summed."""
    if not segments:
        raise DataError("nothing to score: no segments")
    family_of = families_by_metric(tuple(metrics))
    return [
        Score(name, family_of[name].score(name, totals[name], segments), family_of[name].signature(name, references))
        for name in metrics
    ]


def segment_scores(pairs: Iterable[Pair], name: str) -> list[float]:
    """The score of each segment by itself, on the metric's own scale; BLEU of one sentence is a rough figure."""
    family = families_by_metric((name,))[name]
    rows = (row for table in count_blocks(pairs, [name]) for row in table[name])
    return [family.score(name, row, 1) for row in rows]


def families_by_metric(metrics: tuple[str, ...]) -> dict[str, MetricFamily]:
    """The family of each metric."""
    return {name: family for family in _families(metrics) for name in family.names}


@lru_cache(maxsize=16)
def _families(metrics: tuple[str, ...]) -> list[MetricFamily]:
    return load_families(metrics)


def _blocks(pairs: Iterable[Pair]) -> Iterator[list[Pair]]:
    stream = iter(pairs)
    while block := list(islice(stream, BLOCK_SEGMENTS)):
        yield block


def _count(block: list[Pair], metrics: tuple[str, ...]) -> Table:
    table: Table = {name: [] for name in metrics}
    for family in _families(metrics):
        for hypothesis, references in block:
            for name, statistics in zip(family.names, family.statistics(hypothesis, references), strict=True):
                if name in table:
                    table[name].append(statistics)
    return table
