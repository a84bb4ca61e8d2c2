"""Dates worked into finished English, whatever a checkpoint made of them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsum.persian.date_policy import DATE_POLICIES, apply_date_policy
from xlsum.persian.date_spelling import spell_dates

DAY = "رئیسی سهشنبه 29 اسفند 1402 گفت"
PLACED = [
    # what checkpoints make of it -> what it has to be
    (DAY, "He said on 29 Esfand 1402 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on Esfand 29, 1402 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on Tuesday, Esfand 29, 1402, that", "He said on Tuesday, 29 Esfand 1402 (19 March 2024), that"),
    (DAY, "He said on Monday, Esfand 29, 1402, that", "He said on Tuesday, 29 Esfand 1402 (19 March 2024), that"),
    (DAY, "He said on March 19, 2024 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on Tuesday, March 29, 1402, that", "He said on Tuesday, 29 Esfand 1402 (19 March 2024), that"),
    (DAY, "He said on 29 March 1402 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on March 29 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on 29 Asfand 1402 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on the 29th of Esfand 1402 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on the 29th of Esfand of 1402 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on the twenty-ninth of Esfand that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on 1402/12/29 that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on 29 Esfand 1402 (19 March 2024) that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    (DAY, "He said on March 19, 2024 (29 Esfand 1402) that", "He said on 29 Esfand 1402 (19 March 2024) that"),
    ("در ۲۲ بهمن گفت", "On 22 February he said", "On 22 Bahman he said"),
    ("در ۲۲ بهمن گفت", "On Bahman 22 he said", "On 22 Bahman he said"),
    ("از ۲۰ تا ۲۵ خرداد ۱۴۰۲", "From 20 to 25 June 1402", "From 20 to 25 Khordad 1402 (10-15 June 2023)"),
    ("۲۰ تا ۲۵ خرداد ۱۴۰۲", "June 20-25, 1402", "20-25 Khordad 1402 (10-15 June 2023)"),
    ("در اسفند ۱۴۰۲", "In March 1402", "In Esfand 1402 (February-March 2024)"),
    ("در خردادماه", "In June", "In Khordad"),
    ("در سال ۱۴۰۲", "In 1402", "In 1402 (2023-24)"),
    ("در سال ۹۸", "In the year 98", "In the year 1398 (2019-20)"),
    ("در سال ۹۸", "In '98", "In 1398 (2019-20)"),
    ("در سال ۹۸", "In 1998", "In 1398 (2019-20)"),
    ("در زمستان ۹۷", "In the winter of '97", "In the winter 1397 (winter 2018-19)"),
    ("در زمستان ۹۷", "In winter 97", "In winter 1397 (winter 2018-19)"),
    ("در دهه ۷۰", "In the 1970s", "In the 1370s (1991-2001)"),
    ("در دهه ۷۰", "In the '70s", "In the 1370s (1991-2001)"),
    ("در دهه هفتاد", "In the seventies", "In the 1370s (1991-2001)"),
    ("در بهار ۱۴۰۳", "In spring of 1403", "In spring 1403 (spring 2024)"),
    ("در ۱۵ رمضان ۱۴۴۵", "On Ramadan 15, 1445", "On 15 Ramadan 1445 (about 25 March 2024)"),
    ("عاشورای ۱۴۰۳", "Ashura 1403", "Ashura 1403 (about 16 July 2024)"),
    ("۳۱ مهر ۱۴۰۲", "31 Mehr 1402", "31 Mehr 1402"),
    ("۵ و ۶ مهر ۱۴۰۲", "5 and 6 October 1402", "5 Mehr 1402 (27 September 2023) and 6 Mehr 1402 (28 September 2023)"),
    ("۱۴ مارس و ۱۴ اسفند", "14 March and 14 March", "14 March and 14 Esfand"),
]  # fmt: skip


@pytest.mark.parametrize(("persian", "english", "expected"), [pytest.param(*row, id=row[1]) for row in PLACED])
def test_a_date_is_put_right_whatever_the_checkpoint_made_of_it(persian: str, english: str, expected: str) -> None:
    assert apply_date_policy(english, persian, "both") == (expected, [])


@pytest.mark.parametrize(("persian", "english", "expected"), [pytest.param(*row, id=row[1]) for row in PLACED])
def test_what_is_right_stays_right(persian: str, english: str, expected: str) -> None:
    assert apply_date_policy(expected, persian, "both") == (expected, [])


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("both", "on Tuesday, 29 Esfand 1402 (19 March 2024), that"),
        ("gregorian", "on Tuesday, 19 March 2024, that"),
        ("source", "on Tuesday, 29 Esfand 1402, that"),
    ],
)
def test_the_policy_chooses_the_calendar(policy: str, expected: str) -> None:
    for english in ("on Tuesday, March 29, 1402, that", "on Tuesday, 29 Esfand 1402 (19 March 2024), that"):
        assert apply_date_policy(english, DAY, policy) == (expected, [])


def test_a_date_without_a_place_is_given_back_and_the_english_left_alone() -> None:
    english, unplaced = apply_date_policy("He said so that day.", DAY, "both")
    assert english == "He said so that day."
    assert unplaced == ["سهشنبه 29 اسفند 1402 = 29 Esfand 1402 (19 March 2024)"]


def test_the_year_of_publication_completes_a_day_without_one() -> None:
    english, unplaced = apply_date_policy("On 22 Bahman he said", "در ۲۲ بهمن گفت", "both", "2024-02-12")
    assert (english, unplaced) == ("On 22 Bahman (11 February 2024) he said", [])


def test_a_day_far_from_publication_gets_no_guessed_year() -> None:
    english, _ = apply_date_policy("The coup of 28 Mordad", "کودتای ۲۸ مرداد", "both", "2024-02-12")
    assert english == "The coup of 28 Mordad"


@pytest.mark.parametrize("persian", ["دیروز گفت", "روز سه‌شنبه گفت", "در ۱۹ مارس ۲۰۲۴ گفت", "سال گذشته گفت", "گفت"])
def test_what_the_policy_does_not_concern_is_left_alone(persian: str) -> None:
    english = "He said so on Tuesday, 19 March 2024, and in 2023."
    assert apply_date_policy(english, persian, "both", "2024-03-20") == (english, [])


def test_dates_are_spelled_for_a_second_attempt() -> None:
    assert spell_dates("در سهشنبه ۲۹ اسفندماه ۱۴۰۲ و سال ۹۸ و دهه ۷۰") == "در 29 Esfand 1402 و سال 1398 و دهه 1370"


@given(st.text(alphabet=st.sampled_from("29 Esfand1402(March)'s, the"), max_size=60), st.sampled_from(DATE_POLICIES))
@settings(max_examples=200, deadline=None)
def test_any_english_is_finished_without_an_error(english: str, policy: str) -> None:
    assert apply_date_policy(english, DAY + " و سال ۱۴۰۲ و دهه ۷۰", policy)
