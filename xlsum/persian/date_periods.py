"""Years, decades, centuries, seasons and months that stand alone.

«سال ۹۸», «دهه ۷۰», «قرن بیستم», «بهار ۱۴۰۲», «خردادماه».
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from xlsum.persian.date_days import LIST_WORDS, RANGE_WORDS, read_month, year_problem
from xlsum.persian.date_named import FIRST_LUNAR_YEAR_OF_NAMED_DAYS
from xlsum.persian.date_phrases import DatePhrase, YearPhrase
from xlsum.persian.date_years import YEAR_WORDS, full_year, is_counted, read_era, read_year
from xlsum.persian.month_names import MONTHS, SEASONS, Calendar
from xlsum.persian.number_words import is_number_word, read_words
from xlsum.persian.tokens import Token

DECADE_WORDS = frozenset({"دهه", "دههی", "دهههای"})
CENTURY_WORDS = frozenset({"قرن", "سده", "قرون", "سدههای", "سدهی"})
_MONTH_LEADS = frozenset(
    """
    در از تا طی اواخر اوایل اوائل اواسط نیمه پایان ابتدای انتهای آغاز آخر ماه برای خلال طول شروع نیمهاول
    نیمهدوم مشابه منتهی
    """.split()
)
SEASON_OF_YEARS = re.compile(r"(1[34]\d\d|20\d\d|19\d\d)[-–/](1[34]\d\d|20\d\d|19\d\d|\d\d)")
_STRICT_LEADS = frozenset("اواخر اوایل اوائل اواسط نیمه پایان ابتدای انتهای ماه آخر".split())
_YEAR_LEADS = frozenset(
    """
         ابتدای انتهای پایان اواخر اوایل اواسط آغاز خلال طول طی جهانی المپیک بودجه انتخابات در از تا ملتهای یورو
    کنکور قانون تابستانی زمستانی آسیایی پارالمپیک سند     برنامه
    """.split()
)
_EVENTS = frozenset(
    "جهانی المپیک بودجه انتخابات کنکور پارالمپیک متولد مصوب مصوبه ابتدای انتهای اواخر اوایل اواسط آغاز".split()
)
_AFTER_YEAR = frozenset(
    """
    . ، , ؛ : ) ( » ؟ ! - – / در به از با تا را و که برگزار است بود شد میشود تاکنون رفت کشور آغاز ادامه
    پاریس توکیو قطر
    """.split()
) | {"\n"}


def read_year_alone(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    """«سال ۱۴۰۲», «سال‌های ۱۴۰۰ تا ۱۴۰۲», «امسال», «سال گذشته» at a word for year."""
    plural = tokens[at].word != "سال" and tokens[at].word in YEAR_WORDS
    found = read_year(tokens, at, None)
    if found is None or (found.shift is not None and (plural or is_after_count(tokens, at))):
        return []
    if found.year is not None and _is_span_of_time(tokens, found):
        return []
    first = _year_phrase(tokens, at, found)
    after = found.after
    if found.year is None or after + 1 >= len(tokens) or tokens[after].word not in RANGE_WORDS | LIST_WORDS:
        return [first]
    second = _second_year(tokens, after + 1, found, plural)
    if second is None:
        return [first]
    if tokens[after].word in RANGE_WORDS:
        return [
            replace(
                first,
                end=tokens[second.after - 1].end,
                after=second.after,
                last_year=second.year,
                calendar=second.calendar or first.calendar,
            )
        ]
    return [first, replace(_year_phrase(tokens, after + 1, second), calendar=second.calendar or first.calendar)]


def read_bare_year(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """«۲۰۱۹ میلادی», «(۱۳۹۸)», «جام جهانی ۲۰۲۲», «در ۲۰۲۴»: four digits that their neighbours make a year."""
    word = tokens[at].word
    season = SEASON_OF_YEARS.fullmatch(word)
    if season and int(season[2]) % 100 == (int(season[1]) + 1) % 100:
        first, token = int(season[1]), tokens[at]
        return DatePhrase(
            "year", token.start, token.end, at + 1, calendar_of_year(first), first, last_year=first + 1
        )  # «فصل ۲۰۲۳-۲۴»
    if not (word.isdecimal() and 2 <= len(word) <= 4):
        return None
    era, after = read_era(tokens, at + 1)
    year = int(word)
    if era and tokens[at + 1].word not in {"م", "ش"}:
        value = full_year(year, era, digits=len(word))
        return DatePhrase("year", tokens[at].start, tokens[after - 1].end, after, era, value)
    if len(word) < 4 or not (1300 <= year <= 1420 or 1900 <= year <= 2100):
        return None
    before = tokens[at - 1].word if at else ""
    following = tokens[at + 1].word if at + 1 < len(tokens) else "\n"
    bracketed = before == "(" and following in {")", "م", "ش"}
    led = before in _EVENTS and not is_counted(tokens, at + 1)
    if bracketed or led or (before in _YEAR_LEADS and following in _AFTER_YEAR):
        return DatePhrase("year", tokens[at].start, tokens[at].end, at + 1, calendar_of_year(year), year)
    return None


def read_decade(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    """«دهه ۷۰», «دهه شصت», «دهه ۱۹۹۰», «دهه ۶۰ میلادی», «دهه‌های ۶۰ و ۷۰»: ten years each."""
    phrases: list[DatePhrase] = []
    here, start = at + 1, tokens[at].start
    while here < len(tokens):
        found = _decade_number(tokens, here)
        if found is None:
            break
        value, digits, after = found
        era, era_after = read_era(tokens, after)
        after = era_after if era else after
        calendar, year = _decade_start(value, digits, era)
        phrases.append(DatePhrase("decade", start, tokens[after - 1].end, after, calendar, year, last_year=year + 9))
        if after + 1 >= len(tokens) or tokens[after].word not in LIST_WORDS | RANGE_WORDS:
            break
        here, start = after + 1, tokens[after + 1].start
    if len(phrases) > 1 and phrases[-1].calendar == "gregorian":
        phrases = [_in_gregorian(phrase) for phrase in phrases]
    return phrases


def read_century(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """«قرن ۲۱», «قرن نوزدهم», «سده چهارم هجری»: a hundred years.

    From the sixteenth on Gregorian unless said otherwise.
    """
    if at + 1 >= len(tokens):
        return None
    word = tokens[at + 1].word
    words = read_words(tokens, at + 1)
    value, after = (
        (int(word), at + 2)
        if word.isdecimal() and len(word) <= 2
        else (int(words.value), words.after)
        if words
        else (0, 0)
    )
    if not 1 <= value <= 30:
        return None
    if after < len(tokens) and tokens[after].word in {"ام", "م"}:
        after += 1
    era, after = read_era(tokens, after)
    calendar = era or ("hijri" if tokens[after - 1].word.startswith("هجری") else None)
    if calendar is None and value <= 15:
        return None
    first = (value - 1) * 100 + 1
    return DatePhrase(
        "century", tokens[at].start, tokens[after - 1].end, after, calendar or "gregorian", first, last_year=first + 99
    )


def read_season(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """«بهار ۱۴۰۲», «تابستان سال گذشته»: a season with its year."""
    year = read_year(tokens, at + 1, None, after_month=True)
    if year is None:
        return None
    calendar = year.calendar or (calendar_of_year(year.year) if year.year else "jalali")
    return DatePhrase(
        "season", tokens[at].start, tokens[year.after - 1].end, year.after, calendar, year.year,
        SEASONS[tokens[at].word],
        year_shift=year.shift,
    )  # fmt: skip


def read_month_alone(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    """«اسفند ۱۴۰۲», «خردادماه», «ماه مه», «در خرداد», «خرداد و تیر ۹۸»: a month without its day."""
    found = read_month(tokens, at)
    if found is None:
        return []
    month, after = found
    before = tokens[at - 1].word if at else ""
    if before == "نیمه" and month == MONTHS["شعبان"]:
        return []  # «نیمه شعبان» is a day, and without a year an event
    year = read_year(tokens, after, month.calendar, after_month=True)
    said = before == "ماه" or _said_month(tokens, at, after)
    led = (month.sureness == 2 and before in _MONTH_LEADS) or (month.sureness == 1 and before in _STRICT_LEADS)
    led = led or (month.sureness == 2 and _joins_month(tokens, after))
    if not (said or led or (year and (month.sureness or _is_long_year(year)))):
        return []
    end = year.after if year else after
    first = DatePhrase(
        "month", tokens[at].start, tokens[end - 1].end, end, (year and year.calendar) or month.calendar,
        year.year if year else None, month.number, year_shift=year.shift if year else None,
        year_calendar="jalali" if month.calendar == "hijri" and _is_civil(year) else None,
    )  # fmt: skip
    problem = year_problem(month, year)
    return [replace(first, problem=problem)] if problem else [first]


def is_after_count(tokens: Sequence[Token], at: int) -> bool:
    """Whether a number or «چند» stands before: «پنج سال گذشته» is no year, «دو هفته آینده» no week."""
    before = tokens[at - 1].word if at else ""
    return bool(before) and (
        before[0].isdecimal() or is_number_word(before) or before in {"چند", "چندین", "هزاران", "میلیونها", "هر"}
    )


def calendar_of_year(year: int) -> Calendar:
    """The calendar that a year without a word beside it belongs to in Persian news."""
    return "gregorian" if year >= 1500 or year < 1000 else "hijri" if 1430 <= year <= 1460 else "jalali"


def _is_civil(year: YearPhrase | None) -> bool:
    """«رمضان ۱۴۰۳»: the year is the Solar Hijri one, as with named days."""
    if year is None or year.calendar == "hijri":
        return False
    return year.shift is not None or (year.year or 9999) < FIRST_LUNAR_YEAR_OF_NAMED_DAYS


def _joins_month(tokens: Sequence[Token], after: int) -> bool:
    """«شهریور تا آذر ۱۴۰۲»: a month that another follows."""
    return after + 1 < len(tokens) and tokens[after].word in RANGE_WORDS | {"و"} and tokens[after + 1].word in MONTHS


def _is_long_year(year: YearPhrase) -> bool:
    return year.shift is not None or (year.year or 0) >= 1000


def _said_month(tokens: Sequence[Token], at: int, after: int) -> bool:
    return tokens[after - 1].word == "ماه" or (tokens[at].word.endswith(("ماه", "ماهی")) and len(tokens[at].word) > 4)


def _year_phrase(tokens: Sequence[Token], at: int, found: YearPhrase) -> DatePhrase:
    calendar = found.calendar or (calendar_of_year(found.year) if found.year else "jalali")
    return DatePhrase(
        "year", tokens[at].start, tokens[found.after - 1].end, found.after, calendar, found.year,
        last_year=found.last_year,
        year_shift=found.shift,
    )  # fmt: skip


def _second_year(tokens: Sequence[Token], at: int, first: YearPhrase, plural: bool) -> YearPhrase | None:
    word = tokens[at].word
    if not word.isdecimal() or len(word) not in {2, 4}:
        return None
    era, after = read_era(tokens, at + 1)
    if (len(word) == 4 or plural) and not is_counted(tokens, at + 1):
        value = int(word) if len(word) == 4 else full_year(int(word), "jalali", digits=2)
        if len(word) == 2 and first.year and first.year >= 1500:
            value = first.year - first.year % 100 + int(word)
        if first.year is not None and first.year <= value <= first.year + 200:
            return YearPhrase(after, year=value, calendar=era or first.calendar)
    return None


def _is_span_of_time(tokens: Sequence[Token], found: YearPhrase) -> bool:
    return found.calendar is None and found.year is not None and found.year < 1000


def _decade_number(tokens: Sequence[Token], here: int) -> tuple[int, int, int] | None:
    word = tokens[here].word
    if word.isdecimal():
        value = int(word) if len(word) <= 4 else 1
        return (
            (value, len(word), here + 1)
            if value % 10 == 0 and len(word) in {2, 4} and not is_counted(tokens, here + 1)
            else None
        )
    words = read_words(tokens, here)
    if words is None or words.ordinal or words.value % 10 or words.value > 90:
        return None
    return int(words.value), 2, words.after


def _decade_start(value: int, digits: int, era: Calendar | None) -> tuple[Calendar, int]:
    if digits == 4:
        return era or calendar_of_year(value), value
    if era == "gregorian":
        return era, 1900 + value if value >= 30 else 2000 + value
    return era or "jalali", (1300 if value else 1400) + value


def _in_gregorian(phrase: DatePhrase) -> DatePhrase:
    if phrase.calendar == "gregorian" or phrase.year is None or phrase.year >= 1400:
        return phrase
    year = phrase.year + 600 if phrase.year >= 1330 else phrase.year + 700
    return replace(phrase, calendar="gregorian", year=year, last_year=year + 9)
