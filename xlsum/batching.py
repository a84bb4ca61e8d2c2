"""Windows over a stream, and work on each different item once, with answers in the order asked."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


def windows(
    items: Iterable[Item], *, max_items: int, max_weight: int, weigh: Callable[[Item], int]
) -> Iterator[list[Item]]:
    """Cut a stream into lists of at most `max_items` items and `max_weight` weight.

    An item heavier than `max_weight` is a window of its own. The cuts depend on the items alone, so that the same
    stream gives the same windows again.
    """
    window: list[Item] = []
    weight = 0
    for item in items:
        item_weight = weigh(item)
        if window and (len(window) == max_items or weight + item_weight > max_weight):
            yield window
            window, weight = [], 0
        window.append(item)
        weight += item_weight
    if window:
        yield window


def map_unique(function: Callable[[list[Key]], Sequence[Answer]], items: Sequence[Key]) -> list[Answer]:
    """Apply a batch function to the different items only, in order of first appearance; answer for all of them."""
    different = list(dict.fromkeys(items))
    answers = dict(zip(different, function(different), strict=True)) if different else {}
    return [answers[item] for item in items]


def group_by(items: Sequence[Item], key: Callable[[Item], int]) -> dict[int, list[int]]:
    """Positions of the items under each key, the keys in rising order."""
    groups: dict[int, list[int]] = {}
    for position, item in enumerate(items):
        groups.setdefault(key(item), []).append(position)
    return dict(sorted(groups.items()))


def like_lengths(lengths: Sequence[int], bracket: int, max_weight: int, *, extra: int = 0) -> list[list[int]]:
    """Positions in batches of like length, the longest first.

    The lengths of a batch fall in one bracket of that width, and its items, all padded to the longest and `extra`
    longer than told, weigh at most `max_weight`; an item heavier than that is a batch of its own.
    """
    batches: list[list[int]] = []
    for _, places in reversed(group_by(lengths, lambda length: length // bracket).items()):
        longest_first = sorted(places, key=lambda at: -lengths[at])
        batch: list[int] = []
        for at in longest_first:
            if batch and (lengths[batch[0]] + extra) * (len(batch) + 1) > max_weight:
                batches.append(batch)
                batch = []
            batch.append(at)
        batches.append(batch)
    return batches
