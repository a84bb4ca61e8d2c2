"""Quotation marks and their partners."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsum.persian.quotes import pair_quotes


@pytest.mark.parametrize(
    ("text", "quotes", "unpaired"),
    [
        pytest.param("«الف»", [("«الف»", 0)], (), id="one"),
        pytest.param("«الف «ب» پ»", [("«الف «ب» پ»", 0), ("«ب»", 1)], (), id="one in another"),
        pytest.param('او گفت "الف" و "ب"', [('"الف"', 0), ('"ب"', 0)], (), id="straight"),
        pytest.param("«الف “ب” پ»", [("«الف “ب” پ»", 0), ("“ب”", 1)], (), id="two kinds"),
        pytest.param("«الف", [], (0,), id="never closed"),
        pytest.param("الف»", [], (3,), id="never opened"),
        pytest.param("«الف\nب»", [], (0, 6), id="not past the line"),
        pytest.param("", [], (), id="nothing"),
    ],
)
def test_quotes_are_paired(text: str, quotes: list[tuple[str, int]], unpaired: tuple[int, ...]) -> None:
    found = pair_quotes(text)
    assert [(text[quote.start : quote.end], quote.depth) for quote in found.pairs] == quotes
    assert found.unpaired == unpaired


@given(st.text(st.sampled_from(list('«»“”‹›"ا \n'))))
@settings(max_examples=200, deadline=None)
def test_every_mark_is_paired_or_told(text: str) -> None:
    found = pair_quotes(text)
    marks = sum(character in '«»“”‹›"' for character in text)
    assert 2 * len(found.pairs) + len(found.unpaired) == marks
