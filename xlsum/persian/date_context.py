"""What dates of one sentence tell about each other: a year said once for a run of days, two calendars for one day.

«از ۲۵ خرداد تا ۵ تیر ۱۴۰۲» gives the first day the year of the second; «۲۲ اوت ۲۰۲۵ (جمعه ۳۱ مرداد)» gives the second
the year that makes them one day, and two full dates equated in that way that are not one day are a problem of the
text.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from xlsum.persian.calendars import ImpossibleDayError, gregorian_to_jalali, hijri_years_within
from xlsum.persian.date_phrases import DatePhrase
from xlsum.persian.date_resolution import day_of
from xlsum.persian.month_names import Calendar
from xlsum.persian.tokens import Token

_RUN = frozenset({"تا", "الی", "لغایت", "و", "-", "–", "،", ",", "روز", "به", "to", "and", "until", "through", "the"})
_EQUAL = frozenset({"(", "/", "برابر", "با", "مصادف", "معادل", "مطابق", "،", "[", "corresponding", "equivalent"})
_EQUATED = frozenset({"(", "/", "برابر", "مصادف", "معادل", "مطابق"})
# «شهدای هفتم تیر», «خیابان ۱۵ خرداد»: the day of an event or a name, of no year that publication could tell.
_EVENT_WORDS = frozenset(
    """
    شهدای شهید قیام فاجعه کودتای انقلاب حماسه راهپیمایی بنیاد یومالله حادثه انفجار جنایت ترور جبهه حزب
    """.split()
)
_PLACE_WORDS = frozenset(
    """
    خیابان میدان بیمارستان دانشگاه بزرگراه بلوار پل مترو ایستگاه ورزشگاه پارک مجتمع سینما مدرسه سالن تالار
    پادگان لشکر کوچه بوستان
    """.split()
)
_DATED = frozenset({"day", "range", "month"})


def settle_years(phrases: list[DatePhrase], tokens: Sequence[Token]) -> list[DatePhrase]:
    """The phrases with the years that their neighbours give them, and contradictions of neighbours as problems."""
    settled = [_without_event_year(phrase, tokens) for phrase in phrases]
    for place in range(len(settled) - 2, -1, -1):
        settled[place] = _year_from_run(settled[place], settled[place + 1], tokens)
    for place in range(len(settled) - 1):
        settled[place : place + 2] = _equated(settled[place], settled[place + 1], tokens)
    return settled


def _without_event_year(phrase: DatePhrase, tokens: Sequence[Token]) -> DatePhrase:
    if phrase.kind != "day" or phrase.year is not None or phrase.year_shift is not None:
        return phrase
    at = bisect_left(tokens, phrase.start, key=lambda token: token.start)
    before = tokens[at - 1].word if at else ""
    is_place = before in _PLACE_WORDS
    return replace(
        phrase, is_event=is_place or before in _EVENT_WORDS, is_name=is_place and not tokens[at].word[0].isdecimal()
    )


def _year_from_run(phrase: DatePhrase, following: DatePhrase, tokens: Sequence[Token]) -> DatePhrase:
    year = following.year if following.year is not None else following.inferred_year
    between = _between(phrase, following, tokens)
    if not (_lacks_year(phrase) and following.kind in _DATED and phrase.calendar == following.calendar and between):
        return phrase
    if phrase.month is None or following.month is None or not all(word in _RUN for word in between):
        return phrase
    earlier = phrase.month > following.month
    if following.year_shift is not None:
        return replace(phrase, year_shift=following.year_shift - earlier)
    return replace(phrase, inferred_year=year - earlier) if year is not None else phrase


def _equated(first: DatePhrase, second: DatePhrase, tokens: Sequence[Token]) -> list[DatePhrase]:
    between = _between(first, second, tokens)
    if first.calendar == second.calendar or not between or not all(word in _EQUAL for word in between):
        return [first, second]
    if not {first.kind, second.kind} <= {"day", "range"}:
        return [first, second]
    if _lacks_year(second):
        return [first, _near(second, first)]
    if _lacks_year(first):
        return [_near(first, second), second]
    if not any(word in _EQUATED for word in between):
        return [first, second]
    return [first, _contradicted(first, second)]


def _contradicted(first: DatePhrase, second: DatePhrase) -> DatePhrase:
    one, other = _day(first, first.year), _day(second, second.year)
    lunar = "hijri" in {first.calendar, second.calendar}
    if one is None or other is None or abs((one - other).days) <= 2 * lunar or "range" in {first.kind, second.kind}:
        return second
    return replace(second, doubt=f"the text equates it with {one.isoformat()}, but it is {other.isoformat()}")


def _near(phrase: DatePhrase, known: DatePhrase) -> DatePhrase:
    """The phrase with the year that makes it the known day, when there is one."""
    target = _day(known, known.year if known.year is not None else known.inferred_year)
    if target is None:
        return phrase
    days = ((year, _day(phrase, year)) for year in _years_near(phrase.calendar, target))
    fitting = [year for year, day in days if day is not None and abs((day - target).days) <= 2]
    return replace(phrase, inferred_year=fitting[0]) if fitting else phrase


def _years_near(calendar: Calendar, day: date) -> Sequence[int]:
    if calendar == "gregorian":
        return range(day.year - 1, day.year + 2)
    return (
        range(gregorian_to_jalali(day)[0] - 1, gregorian_to_jalali(day)[0] + 2)
        if calendar == "jalali"
        else hijri_years_within(day, day)
    )


def _day(phrase: DatePhrase, year: int | None) -> date | None:
    if year is None or phrase.month is None or phrase.day is None or phrase.problem:
        return None
    try:
        return day_of(phrase.calendar, year, phrase.month, phrase.day)
    except (ImpossibleDayError, ValueError, OverflowError):
        return None


def _lacks_year(phrase: DatePhrase) -> bool:
    return (
        phrase.kind in _DATED and phrase.year is None and phrase.year_shift is None and phrase.inferred_year is None
        and not phrase.is_event )  # fmt: skip


def _between(first: DatePhrase, second: DatePhrase, tokens: Sequence[Token]) -> list[str]:
    """The words between two phrases, none when there are more than four or they touch."""
    words: list[str] = []
    for token in tokens[first.after : first.after + 5]:
        if token.start >= second.start:
            return words
        words.append(token.word)
    return []
