"""How English digits and words add up to one quantity: "20 thousand billion", "two and a half", "a third", "twice"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlsum.persian.digit_numbers import read_digits
from xlsum.persian.english_words import (
    CARDINALS,
    FRACTIONS,
    MAGNITUDES,
    ORDINAL_SUFFIXES,
    ORDINALS,
    SUFFIXES,
    UNIT_WORDS,
    read_english_words,
)
from xlsum.persian.number_units import SIGNS
from xlsum.persian.tokens import Token

MULTIPLES = {
    "twice": 2, "double": 2, "doubled": 2, "doubling": 2, "doubles": 2, "twofold": 2, "thrice": 3, "triple": 3,
    "tripled": 3,
    "tripling": 3, "threefold": 3, "quadrupled": 4, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7,
    "eightfold": 8,
    "ninefold": 9, "tenfold": 10,
}  # fmt: skip
HALVED = frozenset({"year", "month", "week", "day", "hour"})  # "a month and a half"
_BEFORE_QUARTER = frozenset("final last previous the this next same current each every".split())


@dataclass(frozen=True, slots=True)
class EnglishQuantity:
    """A value with its place: `first` to `after` are tokens, `start` and `end` raw text."""

    value: Decimal
    first: int
    after: int
    start: int
    end: int
    magnitude: int = 1
    ordinal: bool = False
    unit: str = ""
    word: str = ""  # the single word it was said in


def read_english_quantities(text: str, tokens: Sequence[Token], at: int) -> list[EnglishQuantity]:
    """The quantity at `tokens[at]`; two or more when a cluster of digits holds a range ("2-3 million")."""
    parts = _read_parts(text, tokens, at)
    return [*parts[:-1], _with_tail(text, tokens, _scaled(tokens, parts[-1]))] if parts else []


def _with_tail(text: str, tokens: Sequence[Token], total: EnglishQuantity) -> EnglishQuantity:
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


def _grown(total: EnglishQuantity, value: Decimal, after: int, tokens: Sequence[Token]) -> EnglishQuantity:
    return replace(total, value=total.value + value, after=after, end=tokens[after - 1].end, magnitude=1, word="")


def _scaled(tokens: Sequence[Token], part: EnglishQuantity) -> EnglishQuantity:
    while not part.ordinal and part.after < len(tokens):
        here = part.after
        here += here + 1 < len(tokens) and tokens[here].word == "-" and tokens[here + 1].word.lower() in MAGNITUDES
        token = tokens[here]
        size = MAGNITUDES.get(token.word.lower(), 0)
        if token.word.lower() == "hundred" and part.value >= 1 and not part.word:
            size = 100
        if not size and token.start == part.end and _is_suffix(token, tokens, here):
            size = SUFFIXES.get(token.word.lower(), 0)
        if not size:
            break
        part = replace(
            part, value=part.value * size, magnitude=part.magnitude * size, after=here + 1, end=token.end, word=""
        )
    return part


def _is_suffix(token: Token, tokens: Sequence[Token], here: int) -> bool:
    """Whether letters glued to digits are a magnitude ("$5m".

    "5bn") and not a measure ("5m" of cloth has no currency).
    """
    word = token.word.lower()
    if word not in {"m", "b", "t"}:
        return word in SUFFIXES
    before = tokens[here - 2].word if here >= 2 else ""
    following = tokens[here + 1].word.lower() if here + 1 < len(tokens) else ""
    return before in SIGNS or following in UNIT_WORDS


def _read_parts(text: str, tokens: Sequence[Token], at: int) -> list[EnglishQuantity]:
    token = tokens[at]
    word = token.word.lower()
    if word[0].isdecimal():
        return _digit_parts(tokens, at)
    fraction = _fraction(tokens, at)
    if fraction:
        return [fraction]
    if word == "double" and not _doubles(tokens, at):
        return []
    if word in MULTIPLES:
        return [EnglishQuantity(Decimal(MULTIPLES[word]), at, at + 1, token.start, token.end, unit="times", word=word)]
    if (
        word == "quarter"
        and at
        and (tokens[at - 1].word.lower() in ORDINALS or tokens[at - 1].word.lower() in _BEFORE_QUARTER)
    ):
        return [EnglishQuantity(Decimal(3), at, at + 1, token.start, token.end, unit="month")]  # «سه‌ماهه دوم»
    if word in {"zero", "nil"}:
        return [EnglishQuantity(Decimal(0), at, at + 1, token.start, token.end, word=word)]
    if word in HALVED:
        return _one_and_a_half(tokens, at)
    if word in {"ii", "iii", "iv"}:
        roman = tokens[at - 1].word == "War" if at else False
        value = {"ii": 2, "iii": 3, "iv": 4}[word]
        return [EnglishQuantity(Decimal(value), at, at + 1, token.start, token.end, ordinal=True)] if roman else []
    if word in {"a", "an"}:
        return _article_part(tokens, at)
    if word in {"half", "quarter", "dozen", "thousand", "hemat", "hemmat"}:
        return []
    words = read_english_words(tokens, at)
    if words is None:
        return []
    if words.after < len(tokens) and tokens[words.after].word.lower() == "dozen":
        return [EnglishQuantity(words.value * 12, at, words.after + 1, token.start, tokens[words.after].end)]
    said = word if words.after == at + 1 else ""
    return [
        EnglishQuantity(
            words.value, at, words.after, token.start, tokens[words.after - 1].end, ordinal=words.ordinal, word=said
        )
    ]


def _one_and_a_half(tokens: Sequence[Token], at: int) -> list[EnglishQuantity]:
    """ "the past month and a half" is 1.5 months."""
    if [token.word.lower() for token in tokens[at + 1 : at + 4]] != ["and", "a", "half"]:
        return []
    unit = UNIT_WORDS[tokens[at].word.lower()]
    return [EnglishQuantity(Decimal("1.5"), at, at + 4, tokens[at].start, tokens[at + 3].end, unit=unit)]


def _article_part(tokens: Sequence[Token], at: int) -> list[EnglishQuantity]:
    """ "a million", "a hundred", "a dozen"."""
    following = tokens[at + 1].word.lower() if at + 1 < len(tokens) else ""
    size = MAGNITUDES.get(following) or {"hundred": 100, "dozen": 12}.get(following, 0)
    if not size:
        return []
    magnitude = size if size >= 1000 else 1
    return [EnglishQuantity(Decimal(size), at, at + 2, tokens[at].start, tokens[at + 1].end, magnitude=magnitude)]


def _fraction(tokens: Sequence[Token], at: int) -> EnglishQuantity | None:
    """ "half a", "half of", "a third", "two-thirds", "three quarters", "one-fifth"."""
    word = tokens[at].word.lower()
    following = [token.word.lower() for token in tokens[at + 1 : at + 3]]
    before = tokens[at - 1].word.lower() if at else ""
    if word == "half" and (before in ORDINALS or before in {"latter", "other", "last", "final"}):
        return None
    if word == "half" and following[:1] in (["a"], ["an"], ["of"], ["the"]):
        past = 2 if following[0] in {"a", "an"} else 1
        return EnglishQuantity(Decimal("0.5"), at, at + past, tokens[at].start, tokens[at + past - 1].end)
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
    return EnglishQuantity(Decimal(above) / size, at, here + 1, tokens[at].start, tokens[here].end)


def _digit_parts(tokens: Sequence[Token], at: int) -> list[EnglishQuantity]:
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    numbers = read_digits(token.word, slash_is_decimal=False)
    parts = [EnglishQuantity(n.value, at, at + 1, token.start + n.start, token.start + n.end) for n in numbers]
    if not parts or following is None or following.start != token.end:
        return parts
    if following.word.lower() in ORDINAL_SUFFIXES:
        return [*parts[:-1], replace(parts[-1], after=at + 2, end=following.end, ordinal=True)]
    return [] if _is_clock_mark(following.word.lower()) else parts


def _is_clock_mark(word: str) -> bool:
    return word in {"am", "pm"}


def _doubles(tokens: Sequence[Token], at: int) -> bool:
    """ "double the price" is twice it; "double standard" counts nothing."""
    return at + 1 < len(tokens) and tokens[at + 1].word.lower() in {"the", "that", "what", "its", "their", "his"}
