"""Numbers of English text in digits and words, read by the rules of `numbers`, with the same names of units.

Vague plurals ("dozens", "hundreds of", "several thousand"), clock times, digits inside dates, and "one" without a unit
are no numbers, as their Persian counterparts are none; "a million", "half a million",
"twice" (2 times) and "a third" are.
"""

from collections.abc import Sequence
from functools import partial

from xlsum.persian.english_dates import read_english_phrases
from xlsum.persian.english_quantities import HALVED, MULTIPLES, EnglishQuantity, read_english_quantities
from xlsum.persian.english_words import (
    CARDINALS,
    CURRENCY_CODES,
    MAGNITUDES,
    ORDINALS,
    read_english_unit,
)
from xlsum.persian.found_numbers import FoundNumber, Joint, NumberReading, after_last, plain, share_units
from xlsum.persian.number_units import SIGNS
from xlsum.persian.numbers import sign_before
from xlsum.persian.tokens import Token, cut_tokens

_TRIGGERS = (
    frozenset(CARDINALS) | frozenset(ORDINALS) | frozenset(MULTIPLES)
    | {"half", "a", "an", "quarter", "dozen", "zero", "several", "few", "many", "thousand", "nil", "hemat",
    "hemmat", "ii", "iii", "iv"} | HALVED
)  # fmt: skip
_RANGE_WORDS = frozenset({"to", "-", "–", "—", "through", "till", "until"})
_VAGUE = frozenset({"several", "few", "many"})


def find_english_numbers(text: str) -> list[FoundNumber]:
    """The numbers of English text in order, none overlapping another or a date."""
    tokens = cut_tokens(text)
    dates = {phrase.start: phrase.after for phrase in read_english_phrases(tokens)}
    readings: list[NumberReading] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.start in dates:
            at = max(dates[token.start], at + 1)
        elif token.word[0].isdecimal() or token.word.lower() in _TRIGGERS:
            found, after = _read_at(text, tokens, at)
            if not found and readings and _ends_clock_range(tokens, readings[-1], at, after):
                readings.pop()
            readings += after_last(readings, found, text)
            at = after
        else:
            at += 1
    return share_units(readings, partial(_joint, tokens))


def _joint(tokens: Sequence[Token], near: NumberReading, far: NumberReading) -> Joint:
    """ "2 to 3 million", "$5-$6 million" and "between 5 and 6 percent" are ranges, "5 and 6 percent" a list."""
    between = [token.word.lower() for token in tokens[near.after : min(far.first, near.after + 3)]]
    if not between or len(between) > 2 or far.first - near.after > 2 or (len(between) == 2 and between[1] not in SIGNS):
        return ""
    ranged = between[0] in _RANGE_WORDS or (between[0] == "and" and _is_between(tokens, near.first))
    unit = near.numbers[-1].unit
    if unit:
        return "range" if ranged and between[0] != "and" and unit in {"dollar", "euro", "pound"} else ""
    if ranged:
        return "range"
    return "list" if between[0] in {"and", ","} and near.magnitude == 1 else ""


def _ends_clock_range(tokens: Sequence[Token], near: NumberReading, at: int, after: int) -> bool:
    """ "from 9 to 14 o'clock": the near hour is no number either."""
    return near.after + 1 == at and tokens[near.after].word.lower() in _RANGE_WORDS and _is_hour(tokens, after)


def _read_at(text: str, tokens: Sequence[Token], at: int) -> tuple[list[NumberReading], int]:
    """What is read at `tokens[at]`, at most one reading, and the token to go on from."""
    if tokens[at].word.lower() in _VAGUE:
        return [], _past_magnitudes(tokens, at + 1)
    parts = read_english_quantities(text, tokens, at)
    if not parts:
        return [], at + 1
    last = parts[-1]
    unit, after = _unit_of(tokens, last)
    if _is_no_number(text, tokens, last, unit):
        return [], last.after
    early = [_number(text, tokens, part, "", part.after) for part in parts[:-1]]
    return [NumberReading((*early, _number(text, tokens, last, unit, after)), at, after, last.magnitude)], after


def _is_hour(tokens: Sequence[Token], after: int) -> bool:
    return after < len(tokens) and (tokens[after].word.lower() in {"o", "am", "pm"} or _is_meridiem(tokens, after))


def _is_meridiem(tokens: Sequence[Token], at: int) -> bool:
    words = [token.word.lower() for token in tokens[at : at + 3]]
    return words in (["a", ".", "m"], ["p", ".", "m"])


def _is_between(tokens: Sequence[Token], first: int) -> bool:
    return any(token.word.lower() == "between" for token in tokens[max(0, first - 2) : first])


def _unit_of(tokens: Sequence[Token], part: EnglishQuantity) -> tuple[str, int]:
    if part.ordinal:
        return "ordinal", part.after
    if part.unit:
        return part.unit, part.after
    following = tokens[part.after] if part.after < len(tokens) else None
    if following is not None and following.word in SIGNS and following.start <= part.end + 1:
        return SIGNS[following.word], part.after + 1
    if following is not None and following.word.lower() in {"hemat", "hemmat"}:
        return "hemat", part.after + 1
    unit, after = read_english_unit(tokens, part.after)
    before = tokens[part.first - 1] if part.first else None
    sign = sign_before(tokens, part.first, tokens[part.first].start)
    if sign:
        return sign, part.after
    if not unit and before is not None and before.word.lower() in CURRENCY_CODES:
        return CURRENCY_CODES[before.word.lower()], part.after
    return unit, after


def _number(text: str, tokens: Sequence[Token], part: EnglishQuantity, unit: str, after: int) -> FoundNumber:
    start, end, value = part.start, max(part.end, tokens[after - 1].end if unit else 0), part.value
    if unit == "hemat":
        unit, value = "toman", value * 10**12
    before = tokens[part.first - 1] if part.first else None
    if before is not None and before.end <= start:
        minus = (
            before.word == "-" and before.end == start and (part.first < 2 or tokens[part.first - 2].end < before.start)
        )
        if sign_before(tokens, part.first, start):
            start = before.start
        elif before.word.lower() in {"minus", "negative"} or (minus and part.start == tokens[part.first].start):
            start, value = before.start, -value
    return FoundNumber(start, end, text[start:end], plain(value), unit)


def _is_no_number(text: str, tokens: Sequence[Token], part: EnglishQuantity, unit: str) -> bool:
    following = [token.word.lower() for token in tokens[part.after : part.after + 3]]
    if _is_hour(tokens, part.after):
        return True
    if part.word == "one" and not unit:
        return True
    if part.word == "second" and part.ordinal and _is_of_time(tokens, part.first):
        return True
    if part.word == "second" and part.ordinal and following[:1] == ["-"] and following[1:2] == ["hand"]:
        return True
    if tokens[part.first].start > 0 and text[part.start - 1 : part.start].isalpha() and _is_power(tokens, part):
        return True  # "km2"
    if following[:1] == ["-"] and following[1:2] in (["dimensional"], ["sided"], ["way"], ["party"], ["pronged"]):
        return True
    before = tokens[part.first - 1] if part.first else None
    if (
        before is not None
        and before.word in {"'", "’", "‘"}
        and before.end == part.start
        and not unit
        and 10 <= part.value <= 99
    ):
        return True  # "in '98": a year
    return part.value < 1 and following[:1] == ["-"] and following[1:2] in (["final"], ["finals"])


def _is_of_time(tokens: Sequence[Token], at: int) -> bool:
    """ "per second", "a fraction of a second": the unit and not the ordinal."""
    before = [token.word.lower() for token in tokens[max(0, at - 2) : at]][::-1]
    return (
        before[:1] == ["per"]
        or (before[:1] == ["a"] and before[1:] and before[1] in {"of", "for", "in", "within", "than"}) is True
    )


def _is_power(tokens: Sequence[Token], part: EnglishQuantity) -> bool:
    return part.value in {2, 3} and tokens[part.first - 1].word.lower() in {"km", "m", "cm", "mm"}


def _past_magnitudes(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (
        tokens[at].word.lower() in MAGNITUDES or tokens[at].word.lower() in {"hundred", "dozen"}
    ):
        at += 1
    return at
