"""The year of a date phrase: «سال ۱۴۰۲», «۹۸», «هزار و سیصد و نود», «سال گذشته», «۲۰۲۴ میلادی», «۱۴۴۵ ه.ق»."""

from collections.abc import Sequence

from xlsum.persian.date_phrases import YearPhrase
from xlsum.persian.month_names import Calendar
from xlsum.persian.number_words import UNITS, read_words
from xlsum.persian.tokens import Token

JALALI_YEARS = range(1200, 1500)
GREGORIAN_YEARS = range(1000, 2200)

SHIFTED_YEARS: dict[str, int] = {
    "امسال": 0, "پارسال": -1, "پیرارسال": -2, "سالجاری": 0, "سالگذشته": -1, "سالاینده": 1, "سالآینده": 1,
}  # fmt: skip
# «سال قبل» and «سال بعد» count from something in the text, so they are no dates of their own.
SHIFTS: dict[str, int] = {
    "گذشته": -1, "پیش": -1, "جاری": 0, "کنونی": 0, "حاضر": 0, "آینده": 1, "اینده": 1, "آتی": 1,
}  # fmt: skip
YEAR_WORDS = frozenset({"سال", "سالهای", "سالهایی", "سنه"})
ERAS: dict[str, Calendar] = {
    "میلادی": "gregorian", "مسیحی": "gregorian", "عیسوی": "gregorian",
    "شمسی": "jalali", "خورشیدی": "jalali", "هجریشمسی": "jalali", "هجریخورشیدی": "jalali", "هش": "jalali",
    "هخ": "jalali",
    "قمری": "hijri", "هجریقمری": "hijri", "هق": "hijri", "قمریه": "hijri", "شمسیه": "jalali", "هجریهقمریه": "hijri",
}  # fmt: skip
# A number before one of these is a count, not a year: «خرداد ۱۴۰۰ نفر».
COUNTED = frozenset(
    """
    نفر نفره تن درصد درصدی هزار میلیون میلیارد تریلیون همت تومان تومانی ریال ریالی دلار دلاری یورو متر
    کیلومتر مترمربع کیلوگرم گرم لیتر بشکه روز روزه ساعت ساعته دقیقه ثانیه ماه هفته سال ساله دستگاه فقره مورد
    واحد قطعه جلد عدد رأس راس فروند کشته زخمی مصدوم شهید بیمار مبتلا کشور شهر شهرستان استان روستا تیم بازیکن
    فیلم اثر شرکت پرونده طرح پروژه هکتار مگاوات درجه ریشتر نوع شرکتکننده ورزشکار دانشجو دانشآموز کارگر
    خانوار خانواده امتیاز گل برابر بار مرتبه هموطن زائر مسافر
    """.split()
)

_COUNTED_BY_THOUSANDS = COUNTED - frozenset("ساعت ساعته دقیقه ثانیه روز روزه ماه هفته سال ساله بار مورد نوع".split())


_KINDS_OF_YEAR = frozenset("مالی تحصیلی زراعی آبی ورزشی میلادی شمسی خورشیدی قمری".split())


def read_year(
    tokens: Sequence[Token], at: int, calendar: Calendar | None, *, after_month: bool = False
) -> YearPhrase | None:
    """The year said at `tokens[at]`; with `after_month`, a bare «۹۸» counts only where it can hardly be a quantity."""
    here, said = at, False
    if here < len(tokens) and tokens[here].word in {"،", ","} and after_month:
        here += 1
    if here < len(tokens) and tokens[here].word in YEAR_WORDS:
        here, said = here + 1, True
    named: Calendar | None = None
    if said and here + 1 < len(tokens) and tokens[here].word in _KINDS_OF_YEAR:
        named, here = ERAS.get(tokens[here].word), here + 1  # «سال مالی ۱۴۰۲», «سال میلادی ۲۰۲۴»
    if here >= len(tokens):
        return None
    word = tokens[here].word
    if said and word in SHIFTS:
        era, after = read_era(tokens, here + 1)
        return YearPhrase(after if era else here + 1, shift=SHIFTS[word], calendar=named or era)
    if word in SHIFTED_YEARS:
        return YearPhrase(here + 1, shift=SHIFTED_YEARS[word])
    if word[0].isdecimal():
        return _read_digits(tokens, here, calendar, said, after_month)
    return _read_spelled(tokens, here, calendar) if said or after_month else None


def _is_counted_here(tokens: Sequence[Token], here: int) -> bool:
    return is_counted(tokens, here + 1) and tokens[here + 1].word != "ساعت"


def read_era(tokens: Sequence[Token], at: int) -> tuple[Calendar | None, int]:
    """The calendar named after a year («میلادی», «هجری قمری», «ه.ش») and the token after it."""
    words = [token.word for token in tokens[at : at + 4]]
    if not words:
        return None, at
    if words[0] in ERAS:
        return ERAS[words[0]], at + 1
    if words[0] in {"هجری", "هجریه"}:
        named = ERAS.get(words[1]) if len(words) > 1 else None
        return (named, at + 2) if named else (None, at + 1)
    letters = [(place, word) for place, word in enumerate(words) if word != "."]
    if len(letters) > 1 and letters[0][1] == "ه" and letters[1][1] in {"ش", "ق", "خ"}:
        return ("hijri" if letters[1][1] == "ق" else "jalali"), at + letters[1][0] + 1
    if words[0] in {"م"} or (words[0] == "ش" and len(words) > 1 and words[1] in {".", ")"}):
        return ("gregorian" if words[0] == "م" else "jalali"), at + 1
    return None, at


def full_year(year: int, calendar: Calendar, *, digits: int) -> int:
    """The year that two or three digits stand for: ۹۸ is 1398, ۰۳ is 1403, ۴۰۲ is 1402."""
    if digits >= 4 or calendar != "jalali":
        return year
    return year + 1000 if digits == 3 else year + (1300 if year >= 20 else 1400)


def is_counted(tokens: Sequence[Token], at: int, digits: int = 1) -> bool:
    """Whether the token at `at` is something that a number of so many digits before it counts.

    Four digits count no hours.
    """
    if at >= len(tokens) or (tokens[at].word == "برابر" and at + 1 < len(tokens) and tokens[at + 1].word == "با"):
        return False  # «۱۴۰۲ برابر با ۲۰۲۴»
    return tokens[at].word in (COUNTED if digits < 4 else _COUNTED_BY_THOUSANDS)


def _read_digits(
    tokens: Sequence[Token], here: int, calendar: Calendar | None, said: bool, after_month: bool
) -> YearPhrase | None:
    digits = tokens[here].word
    era, after = read_era(tokens, here + 1)
    if era is None and after > here + 1 and digits.isdecimal():  # «سال ۶۱ هجری»
        era = "hijri" if int(digits[:4]) < 1300 or int(digits[:4]) >= 1430 else "jalali"
    first, _, second = digits.partition("-") if "-" in digits else digits.partition("–")
    if second and said:
        return _year_range(first, second, era or calendar, after)
    if not digits.isdecimal() or len(digits) > 4:
        return None
    value, named = int(digits), era or calendar
    if len(digits) == 4:
        if not said and not era and is_counted(tokens, here + 1, 4) and after_month:
            return None
        return YearPhrase(after, year=value, calendar=era) if _plausible(value, named) else None
    if era or (said and calendar is None and named is None):
        return _short_year(digits, named, after, era)
    if not said and (_is_counted_here(tokens, here) or not _surely_short_year(digits)):
        return None
    return _short_year(digits, named, after, era)


def _short_year(digits: str, calendar: Calendar | None, after: int, era: Calendar | None) -> YearPhrase | None:
    value = int(digits)
    if era in {"hijri", "gregorian"}:
        return YearPhrase(after, year=value, calendar=era) if value else None
    if calendar in {"hijri", "gregorian"}:
        return None
    certain = (len(digits) == 2 and (value >= 20 or digits[0] == "0")) or (len(digits) == 3 and 400 <= value < 420)
    return YearPhrase(after, year=full_year(value, "jalali", digits=len(digits)), calendar=era) if certain else None


def _surely_short_year(digits: str) -> bool:
    return (len(digits) == 2 and (int(digits) >= 40 or digits[0] == "0")) or (
        len(digits) == 3 and 400 <= int(digits) < 420
    )


def _plausible(value: int, calendar: Calendar | None) -> bool:
    return value >= 1000 if calendar else value in JALALI_YEARS or value in GREGORIAN_YEARS


def _year_range(first: str, second: str, calendar: Calendar | None, after: int) -> YearPhrase | None:
    if not (first.isdecimal() and second.isdecimal() and len(first) in {2, 4} and len(second) in {2, 4}):
        return None
    start = full_year(int(first), "jalali", digits=len(first)) if len(first) == 2 else int(first)
    end = int(second) if len(second) == 4 else start - start % 100 + int(second)
    if not (start <= end <= start + 60 and _plausible(start, calendar)):
        return None
    return YearPhrase(after, year=start, last_year=end, calendar=calendar)


def _read_spelled(tokens: Sequence[Token], here: int, calendar: Calendar | None) -> YearPhrase | None:
    """«یک هزار و سیصد و نود و هشت», «هزار و چهارصد و دو», «دو هزار و بیست و چهار»."""
    thousands = 1
    if tokens[here].word in UNITS and here + 1 < len(tokens):
        thousands, here = UNITS[tokens[here].word], here + 1
    if tokens[here].word not in {"هزار", "یکهزار"} or thousands > 2:
        return None
    rest = read_words(tokens, here + 2) if here + 2 < len(tokens) and tokens[here + 1].word == "و" else None
    if rest is None or rest.ordinal:
        return None
    era, after = read_era(tokens, rest.after)
    if is_counted(tokens, rest.after):
        return None
    return YearPhrase(after, year=thousands * 1000 + int(rest.value), calendar=era)
