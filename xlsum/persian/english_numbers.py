"""Numbers of English text in digits and words, read by the rules of `numbers`, with the same names of units.

Vague plurals ("dozens", "hundreds of", "several thousand"), clock times, digits inside dates, and "one" without a unit
are no numbers, as their Persian counterparts are none; "a million", "half a million",
"twice" (2 times) and "a third" are.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from xlsum.persian.digit_numbers import read_digits
from xlsum.persian.english_dates import read_english_phrases
from xlsum.persian.english_words import (
    CARDINALS,
    CURRENCY_CODES,
    FRACTIONS,
    MAGNITUDES,
    ORDINAL_SUFFIXES,
    ORDINALS,
    SUFFIXES,
    UNIT_WORDS,
    read_english_unit,
    read_english_words,
)
from xlsum.persian.found_numbers import FoundNumber, Joint, NumberReading, after_last, plain, share_units
from xlsum.persian.number_units import SIGNS
from xlsum.persian.numbers import sign_before
from xlsum.persian.tokens import Token, cut_tokens

_MULTIPLES = {
    "twice": 2, "double": 2, "doubled": 2, "doubling": 2, "doubles": 2, "twofold": 2, "thrice": 3, "triple": 3,
    "tripled": 3,
    "tripling": 3, "threefold": 3, "quadrupled": 4, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7,
    "eightfold": 8,
    "ninefold": 9, "tenfold": 10,
}  # fmt: skip
_HALVED = frozenset({"year", "month", "week", "day", "hour"})  # "a month and a half"
_BEFORE_QUARTER = frozenset("final last previous the this next same current each every".split())
_TRIGGERS = (
    frozenset(CARDINALS) | frozenset(ORDINALS) | frozenset(_MULTIPLES)
    | {"half", "a", "an", "quarter", "dozen", "zero", "several", "few", "many", "thousand", "nil", "hemat",
    "hemmat", "ii", "iii", "iv"} | _HALVED
)  # fmt: skip
_RANGE_WORDS = frozenset({"to", "-", "–", "—", "through", "till", "until"})
_VAGUE = frozenset({"several", "few", "many"})


@dataclass(frozen=True, slots=True)
class _Part:
    value: Decimal
    first: int
    after: int
    start: int
    end: int
    magnitude: int = 1
    ordinal: bool = False
    unit: str = ""
    word: str = ""  # the single word it was said in


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
    parts = _read_parts(text, tokens, at)
    if not parts:
        return [], at + 1
    last = _with_tail(text, tokens, _scaled(tokens, parts[-1]))
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


def _with_tail(text: str, tokens: Sequence[Token], total: _Part) -> _Part:
    """Goes on through "and a half", "three hundred thousand" behind "two million", "and 500 thousand"."""
    while not total.ordinal and total.after < len(tokens):
        here = total.after
        joined = tokens[here].word.lower() in {"and", ",", "-"}
        here += joined
        if here >= len(tokens):
            break
        words = [token.word.lower() for token in tokens[here : here + 3]]
        if joined and words[:2] == ["a", "half"]:
            return _scaled(tokens, _grown(total, Decimal("0.5") * total.magnitude, here + 2, tokens))
        if joined and total.magnitude == 1 and total.value < 100 and _fraction(tokens, here):
            part = _fraction(tokens, here)
            return _scaled(tokens, _grown(total, part.value, part.after, tokens)) if part else total
        if total.magnitude == 1 or (not words[0][0].isdecimal() and words[0] not in CARDINALS):
            break
        parts = _read_parts(text, tokens, here)
        more = _scaled(tokens, parts[0]) if len(parts) == 1 else None
        if (
            more is None
            or more.value >= total.magnitude
            or more.unit
            or (tokens[total.after].word in {",", "-"})
            or more.value != int(more.value)
        ):
            break
        if joined and more.word and more.magnitude == 1 and words[0][0].isdecimal():
            break
        total = replace(_grown(total, more.value, more.after, tokens), magnitude=more.magnitude, ordinal=more.ordinal)
    return total


def _grown(total: _Part, value: Decimal, after: int, tokens: Sequence[Token]) -> _Part:
    return replace(total, value=total.value + value, after=after, end=tokens[after - 1].end, magnitude=1, word="")


def _scaled(tokens: Sequence[Token], part: _Part) -> _Part:
    while not part.ordinal and part.after < len(tokens):
        here = part.after
        here += here + 1 < len(tokens) and tokens[here].word == "-" and tokens[here + 1].word.lower() in MAGNITUDES
        token = tokens[here]
        size = MAGNITUDES.get(token.word.lower(), 0)
        if token.word.lower() == "hundred" and part.value >= 1 and not part.word:
            size = 100
        if not size and token.start == part.end and text_is_suffix(token, tokens, here):
            size = SUFFIXES.get(token.word.lower(), 0)
        if not size:
            break
        part = replace(
            part, value=part.value * size, magnitude=part.magnitude * size, after=here + 1, end=token.end, word=""
        )
    return part


def text_is_suffix(token: Token, tokens: Sequence[Token], here: int) -> bool:
    """Whether letters glued to digits are a magnitude ("$5m".

    "5bn") and not a measure ("5m" of cloth has no currency).
    """
    word = token.word.lower()
    if word not in {"m", "b", "t"}:
        return word in SUFFIXES
    before = tokens[here - 2].word if here >= 2 else ""
    following = tokens[here + 1].word.lower() if here + 1 < len(tokens) else ""
    return before in SIGNS or following in UNIT_WORDS


def _read_parts(text: str, tokens: Sequence[Token], at: int) -> list[_Part]:
    token = tokens[at]
    word = token.word.lower()
    if word[0].isdecimal():
        return _digit_parts(tokens, at)
    fraction = _fraction(tokens, at)
    if fraction:
        return [fraction]
    if word == "double" and not _doubles(tokens, at):
        return []
    if word in _MULTIPLES:
        return [_Part(Decimal(_MULTIPLES[word]), at, at + 1, token.start, token.end, unit="times", word=word)]
    if (
        word == "quarter"
        and at
        and (tokens[at - 1].word.lower() in ORDINALS or tokens[at - 1].word.lower() in _BEFORE_QUARTER)
    ):
        return [_Part(Decimal(3), at, at + 1, token.start, token.end, unit="month")]  # «سه‌ماهه دوم»
    if word in {"zero", "nil"}:
        return [_Part(Decimal(0), at, at + 1, token.start, token.end, word=word)]
    if word in _HALVED:
        return _one_and_a_half(tokens, at)
    if word in {"ii", "iii", "iv"}:
        roman = tokens[at - 1].word == "War" if at else False
        value = {"ii": 2, "iii": 3, "iv": 4}[word]
        return [_Part(Decimal(value), at, at + 1, token.start, token.end, ordinal=True)] if roman else []
    if word in {"a", "an"}:
        return _article_part(tokens, at)
    if word in {"half", "quarter", "dozen", "thousand", "hemat", "hemmat"}:
        return []
    words = read_english_words(tokens, at)
    if words is None:
        return []
    if words.after < len(tokens) and tokens[words.after].word.lower() == "dozen":
        return [_Part(words.value * 12, at, words.after + 1, token.start, tokens[words.after].end)]
    said = word if words.after == at + 1 else ""
    return [
        _Part(words.value, at, words.after, token.start, tokens[words.after - 1].end, ordinal=words.ordinal, word=said)
    ]


def _one_and_a_half(tokens: Sequence[Token], at: int) -> list[_Part]:
    """ "the past month and a half" is 1.5 months."""
    if [token.word.lower() for token in tokens[at + 1 : at + 4]] != ["and", "a", "half"]:
        return []
    unit = UNIT_WORDS[tokens[at].word.lower()]
    return [_Part(Decimal("1.5"), at, at + 4, tokens[at].start, tokens[at + 3].end, unit=unit)]


def _article_part(tokens: Sequence[Token], at: int) -> list[_Part]:
    """ "a million", "a hundred", "a dozen"."""
    following = tokens[at + 1].word.lower() if at + 1 < len(tokens) else ""
    size = MAGNITUDES.get(following) or {"hundred": 100, "dozen": 12}.get(following, 0)
    if not size:
        return []
    magnitude = size if size >= 1000 else 1
    return [_Part(Decimal(size), at, at + 2, tokens[at].start, tokens[at + 1].end, magnitude=magnitude)]


def _fraction(tokens: Sequence[Token], at: int) -> _Part | None:
    """ "half a", "half of", "a third", "two-thirds", "three quarters", "one-fifth"."""
    word = tokens[at].word.lower()
    following = [token.word.lower() for token in tokens[at + 1 : at + 3]]
    before = tokens[at - 1].word.lower() if at else ""
    if word == "half" and (before in ORDINALS or before in {"latter", "other", "last", "final"}):
        return None
    if word == "half" and following[:1] in (["a"], ["an"], ["of"], ["the"]):
        past = 2 if following[0] in {"a", "an"} else 1
        return _Part(Decimal("0.5"), at, at + past, tokens[at].start, tokens[at + past - 1].end)
    above = {"a": 1, "an": 1}.get(word) or CARDINALS.get(word, 0)
    here = at + 1 + (following[:1] == ["-"])
    below = tokens[here].word.lower() if here < len(tokens) else ""
    size = FRACTIONS.get(below, 0)
    if (
        not above
        or not size
        or above >= 20
        or (above == 1) == below.endswith("s")
        or (above == 1 and below == "second")
    ):
        return None
    if (
        word in {"a", "an"}
        and below in ORDINALS
        and not (here + 1 < len(tokens) and tokens[here + 1].word.lower() == "of")
    ):
        return None
    return _Part(Decimal(above) / size, at, here + 1, tokens[at].start, tokens[here].end)


def _digit_parts(tokens: Sequence[Token], at: int) -> list[_Part]:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    numbers = read_digits(token.word, slash_is_decimal=False)
    parts = [_Part(n.value, at, at + 1, token.start + n.start, token.start + n.end) for n in numbers]
    if not parts or following is None or following.start != token.end:
        return parts
    if following.word.lower() in ORDINAL_SUFFIXES:
        return [*parts[:-1], replace(parts[-1], after=at + 2, end=following.end, ordinal=True)]
    return [] if _is_clock_mark(following.word.lower()) else parts


def _is_clock_mark(word: str) -> bool:
    return word in {"am", "pm"}


def _unit_of(tokens: Sequence[Token], part: _Part) -> tuple[str, int]:
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


def _number(text: str, tokens: Sequence[Token], part: _Part, unit: str, after: int) -> FoundNumber:
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


def _is_no_number(text: str, tokens: Sequence[Token], part: _Part, unit: str) -> bool:
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


def _doubles(tokens: Sequence[Token], at: int) -> bool:
    """ "double the price" is twice it; "double standard" counts nothing."""
    return at + 1 < len(tokens) and tokens[at + 1].word.lower() in {"the", "that", "what", "its", "their", "his"}


def _is_of_time(tokens: Sequence[Token], at: int) -> bool:
    """ "per second", "a fraction of a second": the unit and not the ordinal."""
    before = [token.word.lower() for token in tokens[max(0, at - 2) : at]][::-1]
    return (
        before[:1] == ["per"]
        or (before[:1] == ["a"] and before[1:] and before[1] in {"of", "for", "in", "within", "than"}) is True
    )


def _is_power(tokens: Sequence[Token], part: _Part) -> bool:
    return part.value in {2, 3} and tokens[part.first - 1].word.lower() in {"km", "m", "cm", "mm"}


def _past_magnitudes(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (
        tokens[at].word.lower() in MAGNITUDES or tokens[at].word.lower() in {"hundred", "dozen"}
    ):
        at += 1
    return at
