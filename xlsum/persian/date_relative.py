"""Words that count from the day of publication: «امروز», «دیروز», «هفته گذشته», «پنجشنبه گذشته», «دو روز پیش»."""

from collections.abc import Sequence

from xlsum.persian.date_days import PARTS_OF_DAY, read_weekday
from xlsum.persian.date_periods import is_after_count
from xlsum.persian.date_phrases import DatePhrase
from xlsum.persian.date_years import SHIFTS
from xlsum.persian.number_words import read_words
from xlsum.persian.tokens import Token

DAY_SHIFTS: dict[str, int] = {
    "امروز": 0, "امشب": 0, "دیروز": -1, "دیشب": -1, "پریروز": -2, "پریشب": -2, "پسپریروز": -3, "فردا": 1, "فرداشب": 1,
    "پسفردا": 2, "پسانفردا": 3, "دینه": -1,
}  # fmt: skip
_UNITS = {"روز": "day_shift", "شب": "day_shift", "هفته": "week_shift", "ماه": "month_shift"}


def read_relative(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """«امروز», «روز گذشته», «هفته آینده», «ماه جاری» at `tokens[at]`."""
    token = tokens[at]
    if token.word in DAY_SHIFTS:
        return DatePhrase("relative", token.start, token.end, at + 1, day_shift=DAY_SHIFTS[token.word])
    unit = _UNITS.get(token.word)
    if unit is None or at + 1 >= len(tokens) or is_after_count(tokens, at):
        return None
    shift = SHIFTS.get(tokens[at + 1].word)
    if shift is None or tokens[at + 1].word == "حاضر":
        return None
    return _shifted(tokens, at, at + 2, unit, shift)


def read_counted_shift(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """«دو روز پیش», «۳ هفته قبل», «۱۰ روز بعد» is left alone: it counts from something in the text."""
    word = tokens[at].word
    words = read_words(tokens, at)
    value, here = (
        (int(word), at + 1)
        if word.isdecimal() and len(word) <= 2
        else (int(words.value), words.after)
        if words
        else (0, at)
    )
    if (
        not value
        or here + 1 >= len(tokens)
        or tokens[here].word != "روز"
        or tokens[here + 1].word not in {"پیش", "قبل"}
    ):
        return None
    if here + 2 < len(tokens) and tokens[here + 2].word == "از":
        return None  # «دو روز پیش از انتخابات»
    return _shifted(tokens, at, here + 2, "day_shift", -value)


def read_weekday_alone(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """«پنجشنبه گذشته», «شنبه هفته آینده», «سه‌شنبه»: a weekday without a day of a month."""
    found = read_weekday(tokens, at)
    if found is None:
        return None
    weekday, after = found
    while after < len(tokens) and tokens[after].word in PARTS_OF_DAY:
        after += 1
    words = [token.word for token in tokens[after : after + 2]]
    if words and words[0] in {"همین", "این"} and words[1:] == ["هفته"]:
        return _weekday(tokens, at, after + 2, weekday, week_shift=0)
    if words and words[0] == "هفته" and words[1:] and words[1] in SHIFTS:
        return _weekday(tokens, at, after + 2, weekday, week_shift=SHIFTS[words[1]])
    if words and words[0] in SHIFTS and SHIFTS[words[0]] and words[0] not in {"پیش", "قبل", "بعد"}:
        return _weekday(tokens, at, after + 1, weekday, day_shift=SHIFTS[words[0]])
    return _weekday(tokens, at, found[1], weekday)


def _weekday(
    tokens: Sequence[Token],
    at: int,
    after: int,
    weekday: int,
    *,
    week_shift: int | None = None,
    day_shift: int | None = None,
) -> DatePhrase:
    return DatePhrase(
        "weekday",
        tokens[at].start,
        tokens[after - 1].end,
        after,
        weekday=weekday,
        week_shift=week_shift,
        day_shift=day_shift,
    )


def _shifted(tokens: Sequence[Token], at: int, after: int, unit: str, shift: int) -> DatePhrase:
    start, end = tokens[at].start, tokens[after - 1].end
    return DatePhrase(
        "relative", start, end, after,
        day_shift=shift if unit == "day_shift" else None,
        week_shift=shift if unit == "week_shift" else None,
        month_shift=shift if unit == "month_shift" else None,
    )  # fmt: skip
