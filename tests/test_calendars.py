"""Calendar arithmetic against the libraries that are known for it."""

from datetime import date, timedelta

import jdatetime
import pytest
from hijridate import Hijri

from xlsum.persian.calendars import (
    ImpossibleDayError,
    gregorian_to_jalali,
    hijri_to_gregorian,
    is_jalali_leap,
    jalali_month_length,
    jalali_to_gregorian,
)

# Leap years of the official calendar of Iran around today, set by the vernal equinox.
OFFICIAL_LEAP_YEARS = (1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412)


def test_leap_years_are_those_of_the_official_calendar() -> None:
    assert tuple(year for year in range(1354, 1413) if is_jalali_leap(year)) == OFFICIAL_LEAP_YEARS


@pytest.mark.parametrize("year", range(1178, 1502, 9))
def test_every_month_begins_where_jdatetime_has_it(year: int) -> None:
    for month in range(1, 13):
        assert jalali_to_gregorian(year, month, 1) == jdatetime.date(year, month, 1).togregorian()


def test_days_go_to_the_solar_calendar_and_back() -> None:
    day = date(1920, 1, 1)
    while day.year < 2045:
        assert jalali_to_gregorian(*gregorian_to_jalali(day)) == day
        day += timedelta(days=13)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1402, 12, 30), (1402, 7, 31), (1402, 1, 32), (1402, 13, 1), (1402, 0, 1), (1402, 1, 0), (0, 1, 1), (99999, 1, 1)],
)
def test_an_impossible_day_is_refused(year: int, month: int, day: int) -> None:
    with pytest.raises(ImpossibleDayError):
        jalali_to_gregorian(year, month, day)


@pytest.mark.parametrize(("year", "length"), [(1402, 29), (1403, 30), (1404, 29), (1408, 30)])
def test_esfand_is_long_in_leap_years_only(year: int, length: int) -> None:
    assert jalali_month_length(year, 12) == length


@pytest.mark.parametrize("year", range(1343, 1501, 7))
def test_lunar_days_are_those_of_umm_al_qura(year: int) -> None:
    assert hijri_to_gregorian(year, 9, 15) == Hijri(year, 9, 15).to_gregorian()


@pytest.mark.parametrize(
    ("year", "month", "day", "expected"),
    [
        pytest.param(1, 1, 1, date(622, 7, 19), id="the first day"),
        pytest.param(61, 1, 10, date(680, 10, 13), id="Karbala"),
        pytest.param(1501, 1, 1, date(2077, 11, 17), id="past the tables"),
    ],
)
def test_lunar_days_outside_the_tables_are_tabular(year: int, month: int, day: int, expected: date) -> None:
    assert abs((hijri_to_gregorian(year, month, day) - expected).days) <= 1
