"""A number as it was found, and how the ends of a range and the parts of a list share their unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from xlsum.persian.number_units import SHARED_IN_LISTS

Joint = Literal["range", "list", ""]


@dataclass(frozen=True, slots=True)
class FoundNumber:
    """A number of a text: `text` is what stands at `start` to `end`, its unit included.

    `unit` is the English singular of what is counted ("percent", "toman", "person", "kilometer"), "ordinal" for a
    place in an order, or "".
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str = ""


@dataclass(frozen=True, slots=True)
class NumberReading:
    """The numbers read at one place, mostly one: `first` to `after` are tokens, `magnitude` is the last one's."""

    numbers: tuple[FoundNumber, ...]
    first: int
    after: int
    magnitude: int = 1


def share_units(
    readings: Sequence[NumberReading], joint: Callable[[NumberReading, NumberReading], Joint]
) -> list[FoundNumber]:
    """All numbers in order, near ends without a unit taking it from the far end that `joint` finds them joined to."""
    shared = [_within(reading) for reading in readings]
    for place in range(len(shared) - 2, -1, -1):
        near, far = shared[place], shared[place + 1]
        kind = joint(near, far) if far.numbers[0].unit != "ordinal" else ""
        if kind:
            last = _like_far(near.numbers[-1], far, kind)
            shared[place] = replace(near, numbers=(*near.numbers[:-1], last))
    return [number for reading in shared for number in reading.numbers]


def after_last(readings: Sequence[NumberReading], found: Sequence[NumberReading], text: str) -> list[NumberReading]:
    """What was found, its sign left to the number before where that already took it: «۵ %۵»."""
    floor = readings[-1].numbers[-1].end if readings else 0
    if not found or found[0].numbers[0].start >= floor:
        return list(found)
    first, *others = found[0].numbers
    cut = replace(first, start=floor, text=text[floor : first.end])
    return [replace(found[0], numbers=(cut, *others))] if first.end > floor else []


def plain(value: Decimal) -> Decimal:
    """The same value without an exponent or idle zeros: 1500000, not 1500000.0."""
    whole = value == value.to_integral_value() and abs(value) < 10**27
    return value.quantize(Decimal(1)) if whole else value.normalize()


def _within(reading: NumberReading) -> NumberReading:
    """«۲-۳ میلیون»: the numbers of one cluster of digits take unit and magnitude of its last."""
    *early, last = reading.numbers
    return replace(reading, numbers=(*(_like_last(one, last, reading.magnitude) for one in early), last))


def _like_far(near: FoundNumber, far: NumberReading, kind: Joint) -> FoundNumber:
    number = far.numbers[0]
    magnitude = far.magnitude if len(far.numbers) == 1 else 1
    if kind == "range":
        return _like_last(near, number, magnitude)
    return replace(near, unit=number.unit) if number.unit in SHARED_IN_LISTS and magnitude == 1 else near


def _like_last(near: FoundNumber, far: FoundNumber, magnitude: int) -> FoundNumber:
    """The near end with the far end's unit, and its magnitude where «۲ تا ۳ میلیون» says it once."""
    once = near.value < far.value / magnitude and near.value < 1000
    return replace(near, value=plain(near.value * magnitude) if once else near.value, unit=far.unit or near.unit)
