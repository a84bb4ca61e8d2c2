"""What a model is fed of a sentence."""

import pytest

from xlsum.prepare import feed


@pytest.mark.parametrize(
    ("sentence", "fed"),
    [
        pytest.param("مبلغ ۵/۰۰۰/۰۰۰ ریال", "مبلغ ۵,۰۰۰,۰۰۰ ریال", id="thousands with slashes"),
        pytest.param("روز ۷/۸/۱۳۹۰", "روز ۷/۸/۱۳۹۰", id="a date keeps its slashes"),
        pytest.param("۵/۲ درصد", "۵/۲ درصد", id="a decimal keeps its slash"),
        pytest.param("۵/۰۰۰ ریال", "۵/۰۰۰ ریال", id="one group may be a decimal"),
    ],
)
def test_only_slashes_that_surely_group_thousands_become_commas(sentence: str, fed: str) -> None:
    assert feed(sentence) == fed
