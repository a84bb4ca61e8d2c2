"""Numbers go through a checkpoint as slots and come back as the digits of the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlsum.engines.number_slots import (
    FOUR_DIGITS,
    OTHERS,
    SLOTS,
    TWO_DIGITS,
    UNKNOWN_NUMBER,
    Slotted,
    fill_slots,
    put_slots,
)


@pytest.mark.parametrize(
    ("text", "slotted", "numbers"),
    [
        pytest.param("۱۲ نفر", f"{TWO_DIGITS[0]} نفر", {TWO_DIGITS[0]: "12"}, id="Persian digits"),
        pytest.param("سال ١٣٩٨", f"سال {FOUR_DIGITS[0]}", {FOUR_DIGITS[0]: "1398"}, id="Arabic digits"),
        pytest.param(
            "۲٫۵ و ۱٬۲۰۰", f"{OTHERS[0]} و {OTHERS[1]}", {OTHERS[0]: "2.5", OTHERS[1]: "1,200"}, id="separators"
        ),
        pytest.param(
            "30 از ۳۰", f"{TWO_DIGITS[0]} از {TWO_DIGITS[0]}", {TWO_DIGITS[0]: "30"}, id="the same number twice"
        ),
        pytest.param("5 روز", "5 روز", {}, id="a single digit is one piece already"),
        pytest.param("FH500.", f"FH{OTHERS[0]}.", {OTHERS[0]: "500"}, id="inside a name, before a full stop"),
    ],
)
def test_numbers_become_slots_by_their_shape(text: str, slotted: str, numbers: dict[str, str]) -> None:
    assert put_slots(text) == Slotted(slotted, numbers)


def test_more_numbers_than_slots_keep_their_digits() -> None:
    text = " ".join(str(number) for number in range(10, 20))
    slotted = put_slots(text)
    assert slotted.text.endswith(" 18 19")
    assert fill_slots(slotted.text, slotted.numbers or {}) == text


def test_a_slot_that_the_network_made_up_is_shown_as_unknown() -> None:
    assert fill_slots(f"{TWO_DIGITS[0]} of {OTHERS[3]}", {TWO_DIGITS[0]: "12"}) == f"12 of {UNKNOWN_NUMBER}"


def test_a_slot_character_in_a_scraped_text_is_no_number() -> None:
    slotted = put_slots(f"{SLOTS[0]} 12")
    assert fill_slots(slotted.text, slotted.numbers or {}) == "\ufffd 12"


@given(st.text(alphabet="0123456789.,/ آبtx%-", max_size=60))
def test_filling_gives_back_every_text(text: str) -> None:
    slotted = put_slots(text)
    assert fill_slots(slotted.text, slotted.numbers or {}) == text
