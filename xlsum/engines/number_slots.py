"""Numbers as slots: what a checkpoint that was trained so reads and writes in place of a number's digits.

A small network copies one piece far more surely than a row of digits: trained on digits alone, ours wrote 7777 for
777 and 19999 for 1999. So a number of two or more digits becomes one private-use character before tokenization, and
the digits of the source come back after decoding. A slot tells the network only the kind of number it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlsum.persian.digits import latin_digits

NUMBER = re.compile(r"[0-9۰-۹٠-٩]+(?:[.,٫٬][0-9۰-۹٠-٩]+)*")
TWO_DIGITS, FOUR_DIGITS, OTHERS = (
    tuple(map(chr, range(0xE000 + first, 0xE000 + end))) for first, end in ((0, 8), (8, 14), (14, 24))
)
SLOTS = (*TWO_DIGITS, *FOUR_DIGITS, *OTHERS)
_LATIN_SEPARATORS = str.maketrans("٫٬", ".,")
_ANY_SLOT = re.compile(f"[{SLOTS[0]}-{SLOTS[-1]}]")
UNKNOWN_NUMBER = "[?]"  # a slot that stands for no number of the source: the network made it up


@dataclass(frozen=True, slots=True)
class Slotted:
    """A text with slots, and the number in Latin digits that each slot stands for; None where there are no slots."""

    text: str
    numbers: Mapping[str, str] | None


def put_slots(text: str) -> Slotted:
    """`text` with every number of two or more digits as a slot, equal ones as the same; more than fit stay digits."""
    clean = _ANY_SLOT.sub("\ufffd", text)
    slots = assign_slots(numbers_of(clean), {kind: iter(kind) for kind in (TWO_DIGITS, FOUR_DIGITS, OTHERS)})
    return Slotted(replace_numbers(clean, slots), {slot: number for number, slot in slots.items()})


def fill_slots(text: str, numbers: Mapping[str, str]) -> str:
    """`text` with the digits back in its slots."""
    return _ANY_SLOT.sub(lambda slot: numbers.get(slot[0], UNKNOWN_NUMBER), text)


def numbers_of(text: str) -> list[str]:
    """The numbers of two or more digits, in Latin digits, in the order of the text."""
    found = (_latin(match[0]) for match in NUMBER.finditer(text))
    return [number for number in found if len(number) > 1]


def assign_slots(numbers: Iterable[str], free: Mapping[tuple[str, ...], Iterator[str]]) -> dict[str, str]:
    """A slot of its kind for every distinct number, taken from `free` while there are any."""
    slots: dict[str, str] = {}
    for number in numbers:
        if number not in slots and (slot := next(free[kind_of(number)], "")):
            slots[number] = slot
    return slots


def replace_numbers(text: str, slots: Mapping[str, str]) -> str:
    """`text` with each number that has a slot replaced by it."""
    return NUMBER.sub(lambda match: slots.get(_latin(match[0]), match[0]), text)


def kind_of(number: str) -> tuple[str, ...]:
    """The slots for a number: by its shape, which is what the words around it depend on."""
    if number.isdigit():
        return {2: TWO_DIGITS, 4: FOUR_DIGITS}.get(len(number), OTHERS)
    return OTHERS


def _latin(number: str) -> str:
    return latin_digits(number).translate(_LATIN_SEPARATORS)
