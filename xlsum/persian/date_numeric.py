"""Dates in digits: ۱۴۰۲/۱۲/۲۹, ۲۹/۱۲/۱۴۰۲, 1402-12-29, 2024-03-19, «۹۸/۱۲/۲۹» where the order is certain."""

import re
from collections.abc import Sequence

from xlsum.persian.date_phrases import DatePhrase
from xlsum.persian.date_years import JALALI_YEARS, read_era
from xlsum.persian.month_names import Calendar
from xlsum.persian.tokens import Token

_THREE = re.compile(r"(\d{1,4})([/\-.–])(\d{1,2})\2(\d{1,4})")
_GREGORIAN = range(1800, 2200)


def read_numeric(tokens: Sequence[Token], at: int) -> DatePhrase | None:
    """A date in digits at `tokens[at]`, slashes with spaces around them included; None when it is something else."""
    match, after = _THREE.fullmatch(tokens[at].word), at + 1
    if match is None and len(tokens) > at + 4 and tokens[at + 1].word == "/" == tokens[at + 3].word:
        match, after = _THREE.fullmatch("".join(token.word for token in tokens[at : at + 5])), at + 5
    if match is None:
        return None
    era, era_after = read_era(tokens, after)
    found = _order(match[1], match[3], match[4], match[2], era)
    if found is None:
        return None
    calendar, year, month, day, problem = found
    after = era_after if era else after
    return DatePhrase(
        "day", tokens[at].start, tokens[after - 1].end, after, calendar, year, month, day, problem=problem
    )


def _order(
    first: str, middle: str, last: str, mark: str, era: Calendar | None
) -> tuple[Calendar, int, int, int, str] | None:
    if len(first) == 4 and len(last) <= 2:
        return _with_year(first, int(middle), int(last), era)
    if len(last) == 4 and len(first) <= 2:
        return _day_first(last, int(first), int(middle), era)
    if len(first) == len(middle) == len(last) == 2 and mark == "/":
        return _short(int(first), int(middle), int(last))
    return None


def _with_year(year: str, month: int, day: int, era: Calendar | None) -> tuple[Calendar, int, int, int, str] | None:
    calendar = era or _calendar_of(int(year))
    if calendar is None or not 1 <= month <= 99 or not day:
        return None
    if month > 12:
        return calendar, int(year), 1, day, f"there is no month {month}"
    return calendar, int(year), month, day, ""


def _day_first(year: str, first: int, middle: int, era: Calendar | None) -> tuple[Calendar, int, int, int, str] | None:
    calendar = era or _calendar_of(int(year))
    if calendar is None or not first or not middle:
        return None
    if calendar == "gregorian" and first <= 12 and middle <= 12 and first != middle:
        return calendar, int(year), middle, first, "day and month of this date could be either way round"
    if calendar == "gregorian" and middle > 12 >= first:
        first, middle = middle, first
    return _with_year(year, middle, first, calendar)


def _short(first: int, middle: int, last: int) -> tuple[Calendar, int, int, int, str] | None:
    """«۹۸/۱۲/۲۹» and «۲۹/۱۲/۹۸»: certain only when one end can be nothing but a year of the last century."""
    if not 1 <= middle <= 12:
        return None
    if 40 <= first <= 99 and 1 <= last <= 31:
        return "jalali", 1300 + first, middle, last, ""
    if 40 <= last <= 99 and 1 <= first <= 31:
        return "jalali", 1300 + last, middle, first, ""
    return None


def _calendar_of(year: int) -> Calendar | None:
    return "jalali" if year in JALALI_YEARS else "gregorian" if year in _GREGORIAN else None
