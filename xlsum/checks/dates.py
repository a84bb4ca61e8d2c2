"""Dates: each day, month and year of the source is in the English, in its calendar or as the same Gregorian day."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from xlsum.checks.pair import Pair, shorten
from xlsum.checks.readings import Readings, read_both
from xlsum.document import Flag
from xlsum.persian.dates import FoundDate
from xlsum.persian.numbers import FoundNumber

KIND = "dates"
CALENDAR_KINDS = frozenset({"day", "range", "month", "season", "year", "decade", "named"})
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LUNAR_DOUBT = timedelta(days=1)
_BARE_DECADE = re.compile(r"'?\d0s")  # "in her 20s", "under-20s"
COMMON_YEAR = {"jalali": (1402, 1403), "gregorian": (2023, 2024), "hijri": (1445,)}


def check_dates(pair: Pair) -> list[Flag]:
    """Flag dates and weekdays that are lost or changed, and dates of the English that the source does not have."""
    readings = read_both(pair)
    if not readings.persian_dates and not readings.english_dates:
        return []
    persian = [found for found in _once(readings.persian_dates) if not found.problem]
    english = _once(readings.english_dates)
    lost = [
        f
        for f in persian
        if _is_definite(f) and not _is_there(f, english, said_in(readings.english_numbers, readings.english_digits))
    ]
    strange = [
        f for f in english if not _is_there(f, persian, said_in(readings.persian_numbers, readings.persian_digits))
    ]
    flags = [_flag(found, strange) for found in lost]
    if not lost:
        flags += [
            Flag(KIND, "do-not-use", f"The English has the date “{shorten(f.text)}”; the source does not.")
            for f in strange
            if _is_definite(f)
        ]
    return flags + _check_weekdays(readings)


def _once(dates: Sequence[FoundDate]) -> list[FoundDate]:
    """The calendar dates, each wording once: a long text says the same date many times."""
    return list({found.text: found for found in dates if found.kind in CALENDAR_KINDS}.values())


def said_in(numbers: Sequence[FoundNumber], digits: frozenset[int]) -> frozenset[int]:
    """The whole numbers of a side in digits or words: «نخستین روز فروردین» has the 1 of "1 Farvardin"."""
    return digits | {int(number.value) for number in numbers if 0 < number.value < 32}


def _flag(found: FoundDate, strange: Sequence[FoundDate]) -> Flag:
    said = f"The source has the date «{shorten(found.text)}»"
    if found.gregorian is not None:
        said += f" ({found.gregorian.day} {found.gregorian:%B %Y})"
    if strange:
        return Flag(KIND, "do-not-use", f"{said}; the English has “{shorten(strange[0].text)}”.")
    return Flag(KIND, "do-not-use", f"{said}; the English does not have it.")


def _is_definite(found: FoundDate) -> bool:
    """Whether a day or a year is said; a month alone may be said otherwise."""
    return (found.day is not None or found.year is not None) and _BARE_DECADE.fullmatch(found.text) is None


def _is_there(found: FoundDate, others: Sequence[FoundDate], digits: frozenset[int]) -> bool:
    if any(agree(found, other) and _year_is_there(found, other, digits) for other in others):
        return True
    return _is_written(found, others, digits)


def _year_is_there(found: FoundDate, other: FoundDate, digits: frozenset[int]) -> bool:
    """Whether the year is said there too, be it once for both ends of a period."""
    if found.year is None or other.year is not None or other.calendar != found.calendar:
        return True
    return found.year in digits or found.year % 100 in digits


def agree(found: FoundDate, other: FoundDate) -> bool:
    """Whether two dates can mean the same: no part contradicts, or the Gregorian days are the same."""
    if found.calendar == other.calendar:
        parts = ((getattr(found, name), getattr(other, name)) for name in ("year", "month", "day", "last_day"))
        return (found.day is None) == (other.day is None) and all(None in both or both[0] == both[1] for both in parts)
    if found.gregorian and other.gregorian:
        return abs(found.gregorian - other.gregorian) <= LUNAR_DOUBT
    if found.span and other.span:
        return found.span[0] <= other.span[1] and other.span[0] <= found.span[1]
    return _can_be_same_day(found, other)


def _can_be_same_day(found: FoundDate, other: FoundDate) -> bool:
    """Whether a day and month without a year fall on the other calendar's day in some year."""
    if None in (found.month, other.month):
        return True
    return (
        any(
            abs((mine.replace(year=2024) - its.replace(year=2024)).days) <= 1
            for mine in _days_of(found)
            for its in _days_of(other)
            if not (mine.month == 2 and mine.day == 29) and not (its.month == 2 and its.day == 29)
        )
        or found.day is None
        or other.day is None
    )


def _days_of(found: FoundDate) -> list[date]:
    if found.gregorian:
        return [found.gregorian]
    import jdatetime

    days = []
    for year in COMMON_YEAR.get(found.calendar, ()):
        try:
            if found.calendar == "jalali":
                days.append(jdatetime.date(year, found.month, found.day or 1).togregorian())
            elif found.calendar == "gregorian":
                days.append(date(year, found.month or 1, found.day or 1))
        except (ValueError, TypeError):
            continue
    return days


def _is_written(found: FoundDate, others: Sequence[FoundDate], digits: frozenset[int]) -> bool:
    """Whether its digits stand in the other text outside any date: "'98", "the 1370s", "Expo 2020"."""
    if found.month is not None and found.kind not in ("year", "decade", "season"):
        if len(others) == 1 and others[0].calendar == found.calendar and others[0].month not in (None, found.month):
            return False
        if found.day is None and found.year is None:
            return found.calendar == "gregorian" or not others
        if found.kind == "day" and _is_another_day(found, others):
            return False
    parts = [part for part in (found.day, found.last_day) if part is not None and found.kind != "named"]
    written = all(part in digits for part in parts)
    years = [year for year in (found.year, found.last_year) if year is not None]
    if found.kind == "decade":
        years = years[:1]
    return written and bool(parts or years) and all(year in digits or year % 100 in digits for year in years)


def _is_another_day(found: FoundDate, others: Sequence[FoundDate]) -> bool:
    """Whether the other side names days of this month and calendar, but not this one."""
    month = [o for o in others if (o.calendar, o.month) == (found.calendar, found.month) and o.day is not None]
    return bool(month) and not any((o.day or 0) <= (found.day or 0) <= (o.last_day or o.day or 0) for o in month)


def _check_weekdays(readings: Readings) -> list[Flag]:
    persian = {found.weekday for found in readings.persian_dates if found.weekday is not None}
    english = {found.weekday for found in readings.english_dates if found.weekday is not None}
    lost, strange = sorted(persian - english), sorted(english - persian)
    if lost and strange:
        return [
            Flag(KIND, "do-not-use", f"The source says {WEEKDAYS[lost[0]]}; the English says {WEEKDAYS[strange[0]]}.")
        ]
    return []
