"""Days of the Solar Hijri, lunar Hijri and Gregorian calendars turned into each other.

Solar Hijri leap years follow the 33-year cycle (a year is leap when year mod 33 is 1, 5, 9, 13, 17, 22, 26 or 30),
which gives the official, astronomically set calendar of Iran for every year from 1178 to 1501. Lunar days are those
of the Umm al-Qura calendar through `hijridate` (1343 to 1500 AH), of the tabular calendar outside it. The month
begins in Iran by sighting, mostly a day after Umm al-Qura, so a lunar day is a day give or take one.
"""

from datetime import date, timedelta

JALALI_LEAP_REMAINDERS = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
FIRST_UMM_AL_QURA_YEAR, LAST_UMM_AL_QURA_YEAR = 1343, 1500
_JALALI_EPOCH = date(622, 3, 21).toordinal()  # 1 Farvardin of the year 1, the 33-year cycle carried back to it
_HIJRI_EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram of the year 1, proleptic Gregorian, civil epoch
_TABULAR_LEAP_YEARS = frozenset({2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29})


class ImpossibleDayError(ValueError):
    """The calendar has no such day; the text says which and why."""


def is_jalali_leap(year: int) -> bool:
    """Whether Esfand of this Solar Hijri year has 30 days: 1399, 1403 and 1408 do."""
    return year % 33 in JALALI_LEAP_REMAINDERS


def jalali_month_length(year: int, month: int) -> int:
    """Days in a Solar Hijri month."""
    return 31 if month <= 6 else 30 if month <= 11 or is_jalali_leap(year) else 29


def jalali_to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a Solar Hijri one, for years 1 to 9300. Raises ImpossibleDayError."""
    if not (1 <= year <= 9300 and 1 <= month <= 12):
        raise ImpossibleDayError(f"there is no month {month} of {year} in the Solar Hijri calendar")
    longest = jalali_month_length(year, month)
    if not 1 <= day <= longest:
        raise ImpossibleDayError(f"this month of {year} has {longest} days")
    return date.fromordinal(_jalali_new_year(year) + min(month - 1, 6) * 31 + max(month - 7, 0) * 30 + day - 1)


def gregorian_to_jalali(day: date) -> tuple[int, int, int]:
    """Year, month and day of the Solar Hijri calendar, for days from 22 March 622 on."""
    year = day.year - 621
    if day.toordinal() < _jalali_new_year(year):
        year -= 1
    elapsed = day.toordinal() - _jalali_new_year(year)
    month = elapsed // 31 if elapsed < 186 else 6 + (elapsed - 186) // 30
    first = month * 31 if month < 6 else 186 + (month - 6) * 30
    return year, month + 1, elapsed - first + 1


def hijri_to_gregorian(year: int, month: int, day: int) -> date:
    """The Gregorian day of a lunar Hijri one: Umm al-Qura from 1343 to 1500, tabular outside.

    Raises ImpossibleDayError.

    A thirtieth day of a month that has 29 there is the day after: the moon may have been seen otherwise in Iran.
    """
    if not (1 <= year <= 9600 and 1 <= month <= 12 and 1 <= day <= 30):
        raise ImpossibleDayError(f"there is no day {day} of month {month} in the lunar Hijri calendar")
    if FIRST_UMM_AL_QURA_YEAR <= year <= LAST_UMM_AL_QURA_YEAR:
        from hijridate import Hijri

        first: date = Hijri(year, month, 1).to_gregorian()
        return date(first.year, first.month, first.day) + timedelta(days=day - 1)
    return date.fromordinal(_tabular_new_year(year) + (29 * (month - 1) + month // 2) + day - 1)


def hijri_years_within(first: date, last: date) -> range:
    """The lunar years of which some day may fall between two Gregorian days; a year too many at either end."""
    return range(_lunar_year_near(first) - 1, _lunar_year_near(last) + 2)


def is_umm_al_qura_year(year: int) -> bool:
    """Whether the lunar year is one that the Umm al-Qura tables cover."""
    return FIRST_UMM_AL_QURA_YEAR <= year <= LAST_UMM_AL_QURA_YEAR


def _jalali_new_year(year: int) -> int:
    """Ordinal of 1 Farvardin: 365 days a year and one more for each leap year before it."""
    cycles, rest = divmod(year - 1, 33)
    leaps = cycles * 8 + sum(1 for remainder in JALALI_LEAP_REMAINDERS if remainder <= rest)
    return _JALALI_EPOCH + (year - 1) * 365 + leaps


def _tabular_new_year(year: int) -> int:
    cycles, rest = divmod(year - 1, 30)
    leaps = cycles * 11 + sum(1 for leap in _TABULAR_LEAP_YEARS if leap <= rest)
    return _HIJRI_EPOCH + (year - 1) * 354 + leaps


def _lunar_year_near(day: date) -> int:
    return max(2, int((day.toordinal() - _HIJRI_EPOCH) / 354.3671) + 1)
