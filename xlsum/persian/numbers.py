"""Numbers of Persian news in digits and words, with their units and their exact place.

What counts: digits of three scripts, number words, both mixed, fractions, ordinals, and each end of a range. The text
of a number reaches from its first digit or word to its unit («۲۰ هزار میلیارد تومان»). In «۲ تا ۳ میلیون تومان» both
ends are millions of tomans. What does not count:

- digits inside a date, which are `find_dates`'s, the year of «سال ۱۴۰۲» included;
- clock times («۱۸:۳۰», «ساعت ۱۸»), telephone numbers, identifiers of more than 18 digits;
- vague plurals («صدها نفر», «چند هزار») and rounds of a cup («یک‌چهارم نهایی»);
- «یک» as an article: «یک کتاب» is none, «یک میلیون», «یک درصد» and «یک نفر» are;
- «نه» (nine or "no") and «نیم» without a unit, a magnitude or another number beside them.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from xlsum.persian.dates import read_phrases
from xlsum.persian.found_numbers import FoundNumber as FoundNumber
from xlsum.persian.found_numbers import Joint, NumberReading, after_last, plain, share_units
from xlsum.persian.number_units import SIGNS, read_unit
from xlsum.persian.number_words import CARDINALS, MAGNITUDES, ORDINALS, ZERO
from xlsum.persian.quantities import GLUED_COUNTS, GLUED_FRACTIONS, GLUED_SCALES, HALF, Quantity, read_quantities
from xlsum.persian.tokens import Token, cut_tokens

_TRIGGERS = (
    frozenset(CARDINALS) | frozenset(ORDINALS) | frozenset(ZERO)
    | frozenset(GLUED_FRACTIONS) | frozenset(GLUED_SCALES) | GLUED_COUNTS
    | {"نیم", "نیمی", "نصف", "هزار", "یکهزار", "یکمیلیون", "یکمیلیارد", "چند", "چندین"}
)  # fmt: skip
_VAGUE = frozenset(
    {"چند", "چندین", "دهها", "صدها", "هزارها", "هزاران", "میلیونها", "میلیاردها", "تریلیونها", "دهههزار"}
)
_PLURAL = frozenset({"ها", "هایی", "های"})
_RANGE_WORDS = frozenset({"تا", "الی", "لغایت", "-", "–", "—"})
_CLOCK_WORDS = frozenset({"ساعت", "ساعات", "ساعتهای"})
_AFTER_CLOCK = frozenset({"day", "night", "minute", "month", "year", "week", ""})
_PHONE_WORDS = frozenset(
    {"تلفن", "تماس", "فکس", "نمابر", "موبایل", "همراه", "تلفنی", "شماره", "سامانه", "پیامک", "کد", "خبر"}
)
# Words behind which a number word is part of a name or of an idiom.
_NOT_BEFORE: dict[str, frozenset[str]] = {
    word: frozenset(following.split())
    for word, following in {
        "نخست": "وزیر وزیری وزیران وزیرش",
        "دو": "میدانی ماراتن",
        "سه": "راه راهی شنبه",
        "چهار": "راه راهی محال شنبه دیواری",
        "پنج": "شنبه",
        "شش": "دانگ",
        "هفت": "تپه سین خوان گل",
        "هشت": "بهشت پا",
        "ده": "نمکی نمک ها",
        "سی": "ان تی بی آی دی ار اس ام",
    }.items()
}
_HALVED = frozenset(
    "year month week day hour minute degree meter kilometer percent times century".split()
)  # «یک سال و نیم»
# «سه‌جانبه», «دو گانه»: English has one word without a number for these.
_ONE_WORD_IN_ENGLISH = frozenset("جانبه گانه گانهی بعدی طرفه چندان قلو قلوها پهلو".split())
# «انجام دهم» is a verb.
_VERBS_OF_GIVING = frozenset(
    """
    می نمی انجام ارائه ارایه شرکت نشان قرار ادامه ترجیح توضیح تغییر پاسخ جواب گزارش اجازه اختصاص افزایش کاهش خبر رای
    رأی توسعه قول تشخیص تشکیل تحویل دست یاد گوش ب بدهم امکان اطمینان پیشنهاد ترتیب خاتمه پایان
    """.split()
)
_LETTER_NAMES = frozenset("بی ان ام اچ وی دی پی ای آی . اس تی ال ار آر کی اف جی سی یو".split())
_DOLLAR_COUNTRIES = frozenset({"US", "A", "AU", "C", "CA", "HK", "NZ", "S"})  # "US$5bn"
_ROUNDS = frozenset({"نهایی", "پایانی", "نهائی"})


def find_numbers(text: str) -> list[FoundNumber]:
    """The numbers of raw Persian text in order, none overlapping another or a date."""
    tokens = cut_tokens(text)
    dates = {phrase.start: phrase.after for phrase in read_phrases(tokens)}
    return numbers_of_tokens(text, tokens, dates)


def numbers_of_tokens(text: str, tokens: Sequence[Token], dates: dict[int, int]) -> list[FoundNumber]:
    """The numbers of a text that is already cut; `dates` gives for the place a date begins the token after it."""
    readings: list[NumberReading] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.start in dates:
            at = max(dates[token.start], at + 1)
        elif token.word in _TRIGGERS or token.word in _VAGUE or token.word[0].isdecimal():
            found, at = _read_at(text, tokens, at)
            readings += after_last(readings, found, text)
        else:
            at += 1
    return share_units(readings, partial(_joint, tokens))


def _joint(tokens: Sequence[Token], near: NumberReading, far: NumberReading) -> Joint:
    """«۲ تا ۳ میلیون تومان» is a range, «۵ و ۶ درصد» a list; a near end with a unit of its own needs none."""
    if near.after + 1 != far.first or near.numbers[-1].unit:
        return ""
    word = tokens[near.after].word
    if word in _RANGE_WORDS or (word == "به" and near.first and tokens[near.first - 1].word == "از"):
        return "range"
    if near.magnitude > 1 or (word == "،" and not near.numbers[-1].text[0].isdecimal()):
        return ""
    return "list" if word in {"و", "،"} else ""


def _read_at(text: str, tokens: Sequence[Token], at: int) -> tuple[list[NumberReading], int]:
    """What is read at `tokens[at]`, at most one reading, and the token to go on from."""
    vague = _past_vague(tokens, at)
    if vague:
        return [], vague
    if tokens[at].word in {"نیمی", "نصف"}:
        token = tokens[at]
        half = FoundNumber(token.start, token.end, text[token.start : token.end], HALF)
        return [NumberReading((half,), at, at + 1)], at + 1
    quantities = read_quantities(text, tokens, at)
    if not quantities:
        return [], at + 1
    last = quantities[-1]
    if last.after < len(tokens) and tokens[last.after].word in _ROUNDS and last.value < 1:
        return [], last.after + 1
    unit, after = _unit_of(tokens, last)
    if unit in _HALVED and [token.word for token in tokens[after : after + 2]] == ["و", "نیم"]:
        last, after = replace(last, value=last.value + HALF), after + 2  # «یک سال و نیم»
    if _is_no_number(tokens, at, last, unit):
        return [], _past_clock(tokens, last.after) if _is_clock(tokens, at, last, unit) else last.after
    early = [_number(text, tokens, one, "", one.after) for one in quantities[:-1]]
    numbers = (*early, _number(text, tokens, last, unit, after))
    return [NumberReading(numbers, at, after, last.magnitude)], after


def _number(text: str, tokens: Sequence[Token], quantity: Quantity, unit: str, after: int) -> FoundNumber:
    measured = unit and unit != "ordinal"
    start, end = quantity.start, max(quantity.end, tokens[after - 1].end) if measured else quantity.end
    value = quantity.value
    if sign_before(tokens, quantity.first, start):
        start = tokens[quantity.first - 1].start
    elif _is_negative(tokens, quantity, unit):
        start, value = tokens[quantity.first - 1].start, -value
    return FoundNumber(start, end, text[start:end], plain(value), unit)


def sign_before(tokens: Sequence[Token], first: int, start: int) -> str:
    """The unit of a sign that touches the number from the left («$۵۰», «٪۷۷»), unless it ends another («۵%۵»)."""
    at = first - 1
    if not first or tokens[at].end != start or tokens[at].word not in SIGNS:
        return ""
    touched = at > 0 and tokens[at - 1].end == tokens[at].start and tokens[at - 1].word[-1].isalnum()
    return "" if touched and tokens[at - 1].word not in _DOLLAR_COUNTRIES else SIGNS[tokens[at].word]


def _is_negative(tokens: Sequence[Token], quantity: Quantity, unit: str) -> bool:
    if not quantity.first or tokens[quantity.first - 1].end > quantity.start:
        return False
    before = tokens[quantity.first - 1]
    dash = before.word == "-" and before.end == quantity.start and unit in {"degree", "percent"}
    return before.word == "منفی" or (dash and _opens(tokens, quantity.first - 1))


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Whether the mark at `at` stands apart from letters and digits before it: a minus sign, not a dash in a range."""
    return at == 0 or tokens[at - 1].end < tokens[at].start or not tokens[at - 1].word[0].isalnum()


def _unit_of(tokens: Sequence[Token], quantity: Quantity) -> tuple[str, int]:
    if quantity.ordinal:
        return "ordinal", quantity.after
    if quantity.unit:
        return quantity.unit, quantity.after
    unit, after = read_unit(tokens, quantity.after, large=quantity.value >= 1000)
    if quantity.in_toman:
        return "toman", after if unit == "toman" else quantity.after
    if unit or not quantity.first:
        return unit, after
    sign = sign_before(tokens, quantity.first, quantity.start)
    if not sign and tokens[quantity.first - 1].word == "دقیقه" and quantity.value <= 130:
        return "minute", quantity.after
    return sign, quantity.after


def _is_no_number(tokens: Sequence[Token], at: int, quantity: Quantity, unit: str) -> bool:
    word = tokens[at].word
    following = tokens[quantity.after].word if quantity.after < len(tokens) else ""
    before = tokens[at - 1].word if at else ""
    if _is_clock(tokens, at, quantity, unit) or (
        before in _PHONE_WORDS and word.isdecimal() and len(word) >= 7 and not unit
    ):
        return True
    if word == "دهم" and before in _VERBS_OF_GIVING:
        return True  # «انجام دهم»: a verb
    if not quantity.bare_words:
        return False
    if word == "دو" and before == "هر" and not unit:
        return True  # "both"
    if (following in _NOT_BEFORE.get(word, ()) and unit in {"", "ordinal"}) or (
        word == "سی" and before in _LETTER_NAMES
    ):
        return True
    if (
        word == "دو"
        and following == "و"
        and tokens[quantity.after + 1 : quantity.after + 2]
        and tokens[quantity.after + 1].word == "میدانی"
    ):
        return True
    if following in _ONE_WORD_IN_ENGLISH:
        return True
    if word in {"یک", "نه", "نیم"} and not unit:
        return not _has_numeric_neighbour(tokens, at, quantity.after, word)
    return False


def _has_numeric_neighbour(tokens: Sequence[Token], at: int, after: int, word: str) -> bool:
    """«یک تا سه», «نه تا ده», «۲ بر صفر», «به صفر رسید»."""
    following = [token.word for token in tokens[after : after + 2]]
    before = [token.word for token in tokens[max(0, at - 2) : at]][::-1]
    ahead = len(following) == 2 and following[0] in _RANGE_WORDS | {"بر"} and _is_numeric(following[1])
    behind = len(before) == 2 and before[0] in _RANGE_WORDS | {"بر"} and _is_numeric(before[1])
    return ahead or behind or (word == "یک" and before[:1] == ["شماره"])


def _is_numeric(word: str) -> bool:
    return word[0].isdecimal() or word in CARDINALS or word in ZERO


def _is_clock(tokens: Sequence[Token], at: int, quantity: Quantity, unit: str) -> bool:
    if not at or tokens[at - 1].word not in _CLOCK_WORDS or quantity.ordinal or quantity.magnitude > 1:
        return False
    return unit in _AFTER_CLOCK and 0 <= quantity.value <= 24


def _past_clock(tokens: Sequence[Token], at: int) -> int:
    """Past «و ۳۰ دقیقه» and «تا ۲۰» behind an hour."""
    while at + 1 < len(tokens) and tokens[at].word in {"و", "تا", "الی"} and _is_numeric(tokens[at + 1].word):
        at += 2
        at += at < len(tokens) and tokens[at].word == "دقیقه"
    return at


def _past_vague(tokens: Sequence[Token], at: int) -> int:
    """The token after «صدها هزار نفر», «ده ها», «چند میلیون»; 0 when the words at `at` are not vague."""
    word = tokens[at].word
    plural = at + 1 < len(tokens) and tokens[at + 1].word in _PLURAL and (word in MAGNITUDES or word in {"ده", "صد"})
    if word not in _VAGUE and not plural:
        return 0
    after = at + 1 + plural
    while after < len(tokens) and (tokens[after].word in MAGNITUDES or tokens[after].word in {"صد", "ده"}):
        after += 1
    return after
