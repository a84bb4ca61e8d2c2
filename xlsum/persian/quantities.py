"""How digits and words add up to one quantity: «۲۰ هزار میلیارد», «۲ میلیون و ۵۰۰ هزار», «یک و نیم», «دو سوم»."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xlsum.persian.digit_numbers import read_digits
from xlsum.persian.number_units import SIGNS, UNIT_WORDS
from xlsum.persian.number_words import (
    CARDINALS,
    FIRSTS,
    MAGNITUDE_ADJECTIVES,
    MAGNITUDES,
    ORDINALS,
    TEENS,
    TENS,
    UNITS,
    ZERO,
    read_words,
)
from xlsum.persian.tokens import Token

HALF = Decimal("0.5")
ORDINAL_TAILS = frozenset({"ام", "م", "مین", "امین", "اُمین"})
_WHOLE_UNITS = frozenset({"تومان", "تومانی", "ریال", "ریالی", "نفر", "بشکه", "دستگاه", "نفری"})
GLUED_FRACTIONS = {
    f"{above}{below}": Decimal(UNITS[above]) / ORDINALS[below]
    for above in UNITS
    for below in ("دوم", "سوم", "چهارم", "پنجم", "ششم", "هفتم", "هشتم", "نهم", "دهم", "صدم", "هزارم")
    if UNITS[above] < ORDINALS[below]
}
GLUED_SCALES = {f"{word}{unit}": (word, unit) for word in MAGNITUDES for unit in UNIT_WORDS}


_GLUED_UNITS = {
    f"{word}{unit}": (word, UNIT_WORDS[unit])
    for word in UNITS | TEENS | TENS | {"صد": 100, "یکصد": 100}
    for unit in [
        "ساله",
        "ماهه",
        "روزه",
        "ساعته",
        "نفره",
        "هفتهای",
        "دقیقهای",
        "ثانیهای",
        "درصدی",
        "درصد",
        "سال",
        "ماه",
        "روز",
        "ساعت",
        "نفر",
        "دقیقه",
        "شبه",
        "متری",
        "کیلومتری",
        "دهه",
    ]
}
_GLUED_THOUSANDS = {
    f"{word}{scale}": (CARDINALS[word], MAGNITUDES[scale])
    for word in CARDINALS
    for scale in ("هزار", "میلیون", "میلیارد")
    if f"{word}{scale}" not in MAGNITUDES
}
_GLUED_HALVES = {
    f"نیم{unit}": UNIT_WORDS[unit] for unit in ("درصد", "درصدی", "ساعت", "ساعته", "متر", "متری", "روز", "روزه")
}
VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal(1) / 3, "⅔": Decimal(2) / 3}
GLUED_COUNTS = frozenset(_GLUED_HALVES) | frozenset(VULGAR) | frozenset(_GLUED_UNITS) | frozenset(_GLUED_THOUSANDS)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its place: `first` to `after` are tokens, `start` and `end` raw text."""

    value: Decimal
    start: int
    end: int
    first: int
    after: int
    ordinal: bool = False
    magnitude: int = 1  # the product of the magnitude words that end it
    unit: str = ""
    bare_words: bool = False  # nothing but a single number word
    closed: bool = False  # «۵۹ میلیاردی» is an adjective: nothing adds to it
    in_toman: bool = False  # said in «همت», a thousand billion tomans


def read_quantities(text: str, tokens: Sequence[Token], at: int) -> list[Quantity]:
    """The quantity at `tokens[at]`; two or more when a cluster of digits holds a range («۲-۳ میلیون»)."""
    parts = _read_part(text, tokens, at)
    return [*parts[:-1], _with_tail(text, tokens, _scaled(tokens, parts[-1]))] if parts else []


def _with_tail(text: str, tokens: Sequence[Token], total: Quantity) -> Quantity:
    """Goes on through «و ۵۰۰ هزار», «و نیم», «و پنج دهم» as long as what follows is smaller than what is there."""
    while (
        not (total.ordinal or total.unit or total.closed)
        and total.after + 1 < len(tokens)
        and tokens[total.after].word == "و"
    ):
        at = total.after + 1
        if tokens[at].word == "نیم":
            return _scaled(tokens, _joined(total, HALF * total.magnitude, at + 1, tokens))
        part = _fraction(tokens, at) if total.magnitude == 1 else None
        if part is not None and total.value == int(total.value):
            return _scaled(tokens, _joined(total, part.value, part.after, tokens))
        more = _tail_part(text, tokens, at, total)
        if more is None:
            return total
        total = more
    return total


def _tail_part(text: str, tokens: Sequence[Token], at: int, total: Quantity) -> Quantity | None:
    if total.magnitude == 1:
        return None
    parts = _read_part(text, tokens, at)
    if not parts or len(parts) > 1 or parts[0].value != int(parts[0].value) or parts[0].unit:
        return None
    part = _scaled(tokens, parts[0])
    if total.magnitude == 1000 and part.magnitude > 1000 and parts[0].value < 1000 and total.value < 10**6:
        # «۲ هزار و ۵۰۰ میلیارد» is 2,500 billion
        return replace(part, value=total.value * part.magnitude + part.value, start=total.start, first=total.first)
    if part.value >= total.magnitude or (total.in_toman and part.magnitude < 10**6):
        return None
    joined = _joined(total, part.value, part.after, tokens)
    return replace(joined, magnitude=part.magnitude, ordinal=part.ordinal, unit=part.unit)


def _joined(total: Quantity, value: Decimal, after: int, tokens: Sequence[Token]) -> Quantity:
    return replace(
        total, value=total.value + value, after=after, end=tokens[after - 1].end, magnitude=1, bare_words=False
    )


def _scaled(tokens: Sequence[Token], part: Quantity) -> Quantity:
    """The part times the magnitude words after it: «۲۰ هزار میلیارد». «همت» brings its unit along."""
    while not (part.ordinal or part.unit or part.closed) and part.after < len(tokens):
        word = tokens[part.after].word
        scale, unit = GLUED_SCALES.get(word, (word, ""))
        if scale not in MAGNITUDES:
            return part
        size = MAGNITUDES[scale]
        unit = UNIT_WORDS.get(unit, "")
        part = replace(
            part, value=part.value * size, magnitude=part.magnitude * size, after=part.after + 1, unit=unit,
            end=tokens[part.after].end, bare_words=False, in_toman=part.in_toman or scale == "همت",
            closed=scale in MAGNITUDE_ADJECTIVES,
        )  # fmt: skip
    return part


def _read_part(text: str, tokens: Sequence[Token], at: int) -> list[Quantity]:
    token = tokens[at]
    word = token.word
    if word[0].isdecimal():
        return _digit_parts(text, tokens, at)
    fraction = _fraction(tokens, at)
    if fraction:
        return [fraction]
    if word in GLUED_COUNTS:
        return [_glued_count(token, at)]
    if word in {"نیم", "هزار", "یکهزار", "یکمیلیون", "یکمیلیارد"} or word in ZERO:
        return _lone_word(tokens, at)
    if ORDINALS.get(word, 0) >= 1000:
        return [Quantity(Decimal(ORDINALS[word]), token.start, token.end, at, at + 1, ordinal=True)]
    words = read_words(tokens, at)
    if words is None:
        return []
    after = words.after
    tail = not words.ordinal and after < len(tokens) and tokens[after].word in ORDINAL_TAILS
    after += tail
    return [
        Quantity(
            words.value, token.start, tokens[after - 1].end, at, after, words.ordinal or tail,
            bare_words=words.after == at + 1,
        )
    ]  # fmt: skip


def _glued_count(token: Token, at: int) -> Quantity:
    """«پنج‌ساله», «سه‌ماهه», «دوهزار»: the number and what it counts in one token."""
    if token.word in _GLUED_THOUSANDS:
        value, size = _GLUED_THOUSANDS[token.word]
        return Quantity(Decimal(value * size), token.start, token.end, at, at + 1, magnitude=size)
    if token.word in VULGAR or token.word in _GLUED_HALVES:
        value_of_part = VULGAR.get(token.word, HALF)
        return Quantity(value_of_part, token.start, token.end, at, at + 1, unit=_GLUED_HALVES.get(token.word, ""))
    word, unit = _GLUED_UNITS[token.word]
    return Quantity(Decimal(CARDINALS[word]), token.start, token.end, at, at + 1, unit=unit)


def _lone_word(tokens: Sequence[Token], at: int) -> list[Quantity]:
    token = tokens[at]
    if token.word == "نیم":
        return [Quantity(HALF, token.start, token.end, at, at + 1, bare_words=True)]
    if token.word in ZERO:
        return [Quantity(Decimal(0), token.start, token.end, at, at + 1, bare_words=True)]
    size = MAGNITUDES[token.word]
    return [Quantity(Decimal(size), token.start, token.end, at, at + 1, magnitude=size)]


def _digit_parts(text: str, tokens: Sequence[Token], at: int) -> list[Quantity]:
    token = tokens[at]
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    measured = following in MAGNITUDES or following in UNIT_WORDS or following in SIGNS or following in GLUED_SCALES
    persian_digits = not text[token.start].isascii()
    numbers = read_digits(
        token.word, slash_is_decimal=persian_digits or measured, measured=measured, whole=following in _WHOLE_UNITS
    )
    straight = token.end - token.start == len(token.word)  # no silent mark inside, so places can be counted
    if len(numbers) > 1 and not straight:
        return []
    if len(numbers) == 1 and token.word.isdecimal() and following.isdecimal():
        spaced = _spaced_thousands(tokens, at)
        if spaced:
            return [spaced]
    if len(numbers) == 1 and following in VULGAR and tokens[at + 1].start == token.end:
        return [Quantity(numbers[0].value + VULGAR[following], token.start, tokens[at + 1].end, at, at + 2)]
    after, end, ordinal = at + 1, token.end, False
    if numbers and following in ORDINAL_TAILS and numbers[-1].value == int(numbers[-1].value):
        after, end, ordinal = at + 2, tokens[at + 1].end, True
    fraction = _digit_fraction(tokens, at, numbers[-1].value) if len(numbers) == 1 and not ordinal else None
    if fraction:
        return [fraction]
    parts = [Quantity(n.value, token.start + n.start, token.start + n.end, at, at + 1) for n in numbers]
    return [*parts[:-1], replace(parts[-1], end=end, after=after, ordinal=ordinal)] if parts else []


def _spaced_thousands(tokens: Sequence[Token], at: int) -> Quantity | None:
    """«۱ ۲۵۰ ۰۰۰» and «۱۰۰ ۰۰۰»: groups of three digits apart; of two groups the second must be zeros."""
    groups, after = tokens[at].word, at + 1
    while after < len(tokens) and len(tokens[after].word) == 3 and tokens[after].word.isdecimal():
        groups, after = groups + tokens[after].word, after + 1
    if not 0 < len(tokens[at].word) <= 3 or tokens[at].word[0] == "0" or not at + 1 < after <= at + 5:
        return None
    if after == at + 2 and tokens[at + 1].word != "000":
        return None
    return Quantity(Decimal(groups), tokens[at].start, tokens[after - 1].end, at, after)


def _digit_fraction(tokens: Sequence[Token], at: int, value: Decimal) -> Quantity | None:
    below = ORDINALS.get(tokens[at + 1].word, 0) if at + 1 < len(tokens) and tokens[at + 1].word not in FIRSTS else 0
    if below < 2 or not 0 < value < below or value != int(value) or tokens[at + 1].word.endswith("مین"):
        return None
    return Quantity(value / below, tokens[at].start, tokens[at + 1].end, at, at + 2)


def _fraction(tokens: Sequence[Token], at: int) -> Quantity | None:
    """«دو سوم», «یک‌پنجم», «سه چهارم», «هفت دهم»."""
    token = tokens[at]
    if token.word in GLUED_FRACTIONS and token.word not in CARDINALS:
        return Quantity(GLUED_FRACTIONS[token.word], token.start, token.end, at, at + 1)
    if token.word[0].isdecimal() and token.word.isdecimal() and len(token.word) <= 3:
        return _digit_fraction(tokens, at, Decimal(token.word))
    words = read_words(tokens, at)
    if words is None or words.ordinal or words.after >= len(tokens) or words.value >= 100:
        return None
    below = tokens[words.after].word
    size = ORDINALS.get(below, 0)
    if below in FIRSTS or below.endswith("مین") or size < 2 or words.value >= size:
        return None
    return Quantity(words.value / size, token.start, tokens[words.after].end, at, words.after + 1)
