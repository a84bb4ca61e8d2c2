"""Windows, unique work and groups keep every item and its order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsum.batching import group_by, like_lengths, map_unique, windows


@given(st.lists(st.text(max_size=20)), st.integers(1, 5), st.integers(1, 30))
def test_windows_keep_every_item_in_order(items: list[str], most: int, weight: int) -> None:
    cut = list(windows(items, max_items=most, max_weight=weight, weigh=len))
    assert [item for window in cut for item in window] == items
    assert all(len(window) <= most for window in cut)
    assert all(len(window) == 1 or sum(map(len, window)) <= weight for window in cut)


def test_windows_read_no_further_than_they_must() -> None:
    stream = iter(range(100))
    assert next(windows(stream, max_items=3, max_weight=100, weigh=lambda item: 1)) == [0, 1, 2]
    assert next(stream) == 4


def test_unique_work_is_done_once_and_answered_for_all() -> None:
    asked: list[list[str]] = []

    def upper(items: list[str]) -> list[str]:
        asked.append(items)
        return [item.upper() for item in items]

    assert map_unique(upper, ["b", "a", "b", "b"]) == ["B", "A", "B", "B"]
    assert asked == [["b", "a"]]


def test_a_function_that_loses_an_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        map_unique(lambda items: items[1:], ["a", "b"])


def test_groups_hold_positions_under_rising_keys() -> None:
    assert group_by(["ccc", "a", "bb", "d"], len) == {1: [1, 3], 2: [2], 3: [0]}


@given(lengths=st.lists(st.integers(0, 200), max_size=60), max_weight=st.integers(1, 500))
def test_batches_of_like_length_hold_every_position_once_within_bracket_and_weight(
    lengths: list[int], max_weight: int
) -> None:
    batches = like_lengths(lengths, 32, max_weight)
    assert sorted(at for batch in batches for at in batch) == list(range(len(lengths)))
    for batch in batches:
        inside = [lengths[at] for at in batch]
        assert len({length // 32 for length in inside}) == 1
        assert len(batch) == 1 or max(inside) * len(batch) <= max_weight


def test_batches_of_like_length_begin_with_the_longest() -> None:
    assert like_lengths([3, 40, 5, 33, 5], 32, 15) == [[1], [3], [2, 4, 0]]
