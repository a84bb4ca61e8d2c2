"""What counts as a number kept, after the checks."""

import pytest

from training.evaluate_checked import kept_numbers
from training.overlap import without_shared_phrases


@pytest.mark.parametrize(
    ("persian", "english", "kept"),
    [
        pytest.param("۱۲ نفر و ۳۰ خودرو", "12 people and 30 cars", [True, True], id="digits on both sides"),
        pytest.param("۱۷ هزار تومان", "17,000 tomans", [True], id="the value with its magnitude"),
        pytest.param("۱۷ هزار تومان", "17 thousand tomans", [True], id="magnitude as a word"),
        pytest.param("۱۷ هزار تومان", "1,700 tomans", [False], id="another magnitude"),
        pytest.param("۱۲ نفر از ۱۲ نفر", "12 people", [True, False], id="each English number counts once"),
        pytest.param("۲۱ نامزد", "213 candidates", [False], id="a stuttered digit"),
        pytest.param("زمستان ۹۷", "winter 1397 (winter 2018-19)", [True], id="a short year in full"),
        pytest.param("سال گذشته", "last year, 12 times", [], id="no number in the source"),
    ],
)
def test_a_number_is_kept_by_its_digits_or_its_value(persian: str, english: str, kept: list[bool]) -> None:
    assert kept_numbers(persian, english) == kept


def test_a_shared_run_of_words_on_either_side_marks_a_pair_as_seen() -> None:
    training = [("یک دو سه چهار پنج شش", "one two three four five six seven")]
    new = ("یک دو سه چهار شش", "one two three four five seven")
    seen_persian = ("دو سه چهار، پنج شش", "nothing of it")
    seen_english = ("هیچ", "and Two three four five six, seven")
    assert without_shared_phrases([new, seen_persian, seen_english], training) == [new]
