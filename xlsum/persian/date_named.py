"""Days that have a name and a year: «نوروز ۱۴۰۳», «عاشورای ۱۴۴۶», «عاشورای ۱۴۰۳», «شب یلدای ۱۴۰۲», «دهه فجر ۱۴۰۲».

A lunar day with a year below 1415 is taken to stand inside that Solar Hijri year, since the lunar year of that number
is a generation gone and wires name such days by the civil year; from 1415 (1994) on the year is lunar. «قمری» or «شمسی»
behind the year settles it. A name without a year is an event rather than a date, and is left alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

from xlsum.persian.date_phrases import DatePhrase
from xlsum.persian.date_years import read_year
from xlsum.persian.month_names import Calendar
from xlsum.persian.tokens import Token

FIRST_LUNAR_YEAR_OF_NAMED_DAYS = 1415
RED_WEDNESDAY = "red wednesday"
QUDS_DAY = "quds day"


class NamedDay(NamedTuple):
    """Month and day of a calendar, `last` for a run of days; `rule` names days that are counted out."""

    calendar: Calendar
    month: int
    day: int
    last: int | None = None
    rule: str = ""


_NAMES: dict[NamedDay, str] = {
    NamedDay("jalali", 1, 1): "نوروز/عید نوروز/سال نو شمسی/سال نو خورشیدی/جشن نوروز/تحویل سال",
    NamedDay("jalali", 1, 13): "سیزده بدر/سیزدهبدر/سیزده به در/روز طبیعت/سیزدهبهدر",
    NamedDay("jalali", 1, 12): "روز جمهوری اسلامی",
    NamedDay("jalali", 1, 29): "روز ارتش",
    NamedDay("jalali", 2, 12): "روز معلم",
    NamedDay("jalali", 5, 17): "روز خبرنگار",
    NamedDay("jalali", 6, 1): "روز پزشک",
    NamedDay("jalali", 9, 16): "روز دانشجو",
    NamedDay("jalali", 12, 29): "روز ملی شدن صنعت نفت",
    NamedDay("jalali", 9, 30): "شب یلدا/شب یلدای/یلدا/شب چله/یلدای",
    NamedDay("jalali", 7, 16): "جشن مهرگان/مهرگان",
    NamedDay("jalali", 11, 10): "جشن سده",
    NamedDay("jalali", 11, 12, 22): "دهه فجر",
    NamedDay("jalali", 12, 29, rule=RED_WEDNESDAY): "چهارشنبه سوری/چهارشنبهسوری/شب چهارشنبه سوری",
    NamedDay("hijri", 1, 10): "عاشورا/عاشورای حسینی/عاشورای",
    NamedDay("hijri", 1, 9): "تاسوعا/تاسوعای حسینی/تاسوعای",
    NamedDay("hijri", 2, 20): "اربعین/اربعین حسینی",
    NamedDay("hijri", 10, 1): "عید فطر/عید سعید فطر/عیدفطر",
    NamedDay("hijri", 12, 10): "عید قربان/عید سعید قربان/عیدقربان/عید اضحی/عید الاضحی",
    NamedDay("hijri", 12, 9): "روز عرفه/عرفه",
    NamedDay("hijri", 12, 18): "عید غدیر/عید غدیر خم/عید سعید غدیر/عید سعید غدیر خم/غدیر",
    NamedDay("hijri", 8, 15): "نیمه شعبان",
    NamedDay("hijri", 7, 27): "عید مبعث/مبعث/روز مبعث",
    NamedDay("hijri", 9, 19, 23): "شب قدر/شبهای قدر/شب های قدر/لیالی قدر",
    NamedDay("hijri", 9, 29, rule=QUDS_DAY): "روز قدس/روز جهانی قدس",
    NamedDay("hijri", 3, 17): "میلاد پیامبر/میلاد پیامبر اکرم/میلاد حضرت محمد",
    NamedDay("hijri", 7, 13): "روز پدر/روز مرد",
    NamedDay("hijri", 6, 20): "روز مادر/روز زن",
    NamedDay("gregorian", 12, 25): "کریسمس/عید کریسمس",
    NamedDay("gregorian", 1, 1): "سال نو میلادی/سال نوی میلادی",
    NamedDay("gregorian", 5, 1): "روز جهانی کارگر",
    NamedDay("gregorian", 3, 8): "روز جهانی زن",
    NamedDay("gregorian", 2, 14): "ولنتاین",
    NamedDay("gregorian", 10, 31): "هالووین",
}
NAMED_DAYS: dict[tuple[str, ...], NamedDay] = {
    tuple(name.split()): day for day, names in _NAMES.items() for name in names.split("/")
}
NAMED_STARTS = frozenset(words[0] for words in NAMED_DAYS)
_LONGEST = max(map(len, NAMED_DAYS))


def read_named_day(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """A named day and its year at `tokens[at]`; None without a year."""
    for size in range(_LONGEST, 0, -1):
        named = NAMED_DAYS.get(tuple(token.word for token in tokens[at : at + size]))
        if named:
            break
    else:
        return None
    year = read_year(tokens, at + size, None, after_month=True)
    if year is None or (year.shift is None and year.year is not None and year.year < 1000):
        return None
    return DatePhrase(
        "named", tokens[at].start, tokens[year.after - 1].end, year.after, named.calendar, year.year, named.month,
        named.day,
        last_day=named.last, year_shift=year.shift, named=named.rule,
        year_calendar=year.calendar or _calendar_of_year(named.calendar, year.year),
    )  # fmt: skip


def _calendar_of_year(calendar: Calendar, year: int | None) -> Calendar:
    if year is None:
        return "gregorian" if calendar == "gregorian" else "jalali"
    if year >= 1500:
        return "gregorian"
    return "hijri" if calendar == "hijri" and year >= FIRST_LUNAR_YEAR_OF_NAMED_DAYS else "jalali"
