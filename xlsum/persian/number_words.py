"""Persian number words, and how a run of them adds up: «بیست هزار میلیارد» is 2e13, «بیست و نهم» the 29th.

Magnitudes follow Iranian use: میلیارد is 1e9, تریلیون 1e12, and همت («هزار میلیارد تومان») is 1e12 toman. «بیلیون» is
read as Afghan writers use it, 1e9.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsum.persian.tokens import Token

UNITS = {
    "یک": 1, "دو": 2, "سه": 3, "چهار": 4, "پنج": 5, "شش": 6, "شیش": 6, "هفت": 7, "هشت": 8, "نه": 9,
}  # fmt: skip
TEENS = {
    "ده": 10, "یازده": 11, "دوازده": 12, "سیزده": 13, "چهارده": 14, "پانزده": 15, "پونزده": 15, "شانزده": 16,
    "شونزده": 16, "هفده": 17, "هیفده": 17, "هجده": 18, "هیجده": 18, "هژده": 18, "نوزده": 19,
}  # fmt: skip
TENS = {
    "بیست": 20, "سی": 30, "چهل": 40, "پنجاه": 50, "شصت": 60, "هفتاد": 70, "هشتاد": 80, "نود": 90,
}  # fmt: skip
HUNDREDS = {
    "صد": 100, "یکصد": 100, "دویست": 200, "دوصد": 200, "سیصد": 300, "سهصد": 300, "چهارصد": 400, "چارصد": 400,
    "پانصد": 500, "پنجصد": 500, "پونصد": 500, "ششصد": 600, "شیشصد": 600, "شصصد": 600, "هفتصد": 700, "هشتصد": 800,
    "نهصد": 900,
}  # fmt: skip
MAGNITUDES = {
    "هزار": 10**3, "میلیون": 10**6, "ملیون": 10**6, "میلون": 10**6, "میلیارد": 10**9, "ملیارد": 10**9,
    "میلیادر": 10**9, "میلیار": 10**9, "بلیون": 10**9, "بیلیون": 10**9, "تریلیون": 10**12, "تریلیارد": 10**21,
    "هزارمیلیارد": 10**12, "هزارمیلیون": 10**9, "همت": 10**12,
    "یکهزار": 10**3, "یکمیلیون": 10**6, "یکمیلیارد": 10**9,
}  # fmt: skip
MAGNITUDE_ADJECTIVES = {f"{word}ی": value for word, value in MAGNITUDES.items() if word != "همت"}  # «۵۹ میلیاردی»
MAGNITUDES |= MAGNITUDE_ADJECTIVES
ZERO = {"صفر": 0}
FIRSTS = frozenset({"اول", "نخست", "اولین", "نخستین"})  # never the tail of a compound
_IRREGULAR_ORDINALS = {
    "اول": 1,
    "یکم": 1,
    "نخست": 1,
    "دوم": 2,
    "سوم": 3,
    "دویم": 2,
    "سیام": 30,
    "سیوم": 3,
    "ثالث": 3,
    "ثالثی": 3,
}
_FIRSTS = {"اولین": 1, "نخستین": 1, "یکمین": 1, "دومین": 2, "سومین": 3, "سیامین": 30}


def _regular_ordinals() -> dict[str, int]:
    values = UNITS | TEENS | TENS | HUNDREDS | MAGNITUDES
    skipped = {"یک", "دو", "سه", "سی", "همت"} | set(MAGNITUDE_ADJECTIVES)
    stems = {word: value for word, value in values.items() if word not in skipped}
    return {f"{word}م": value for word, value in stems.items()} | {f"{word}مین": value for word, value in stems.items()}


CARDINALS: dict[str, int] = UNITS | TEENS | TENS | HUNDREDS
ORDINALS: dict[str, int] = _regular_ordinals() | _IRREGULAR_ORDINALS | _FIRSTS


def _glued_compounds(tails: dict[str, int]) -> dict[str, int]:
    low = {word: value for word, value in tails.items() if value < 10}
    return {f"{ten}و{unit}": TENS[ten] + value for ten in TENS for unit, value in low.items()}


# «هشتمی», «دومش»: an ordinal with an ending.
ORDINALS |= {f"{word}{end}": value for word, value in ORDINALS.items() if word.endswith("م") for end in ("ی", "ش")}
# «بیست‌ودو» and «بیستودوم» arrive as one token.
GLUED_CARDINALS = _glued_compounds(UNITS)
GLUED_ORDINALS = _glued_compounds({word: value for word, value in ORDINALS.items() if word not in FIRSTS})
CARDINALS |= GLUED_CARDINALS
ORDINALS |= GLUED_ORDINALS


@dataclass(frozen=True, slots=True)
class SpokenNumber:
    """What a run of tokens says: its value, the token after it, and how it was said."""

    value: Decimal
    after: int
    ordinal: bool = False


def read_words(tokens: Sequence[Token], at: int) -> SpokenNumber | None:
    """The cardinal or ordinal said in words at `tokens[at]`, below a thousand; None when there is none.

    Parts are joined by «و» and go down: hundreds, tens, ones. «بیست و سی» stays two numbers.
    """
    total, bound, here = 0, 1000, at
    while here < len(tokens):
        word = tokens[here].word
        value = CARDINALS.get(word) or ORDINALS.get(word, 0)
        if not value or value >= bound or (here > at and word in FIRSTS):
            return SpokenNumber(Decimal(total), here - 1) if total else None
        total, bound, here = total + value, _place(value), here + 1
        if word not in CARDINALS:
            return SpokenNumber(Decimal(total), here, ordinal=True)
        if bound == 1 or here + 1 >= len(tokens) or tokens[here].word != "و":
            return SpokenNumber(Decimal(total), here)
        here += 1
    return None


def _place(value: int) -> int:
    """What the next part has to stay below: 100 after a hundred, 10 after a ten, 1 (nothing) after the rest."""
    return 100 if value % 100 == 0 else 10 if value % 10 == 0 and value >= 20 else 1


def is_number_word(word: str) -> bool:
    """Whether a folded word is a cardinal or a magnitude."""
    return word in CARDINALS or word in MAGNITUDES
