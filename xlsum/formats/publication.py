"""The publication time of feeds and headers, in whatever calendar and notation, as ISO 8601."""

import re
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

DIGITS = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{4})(?!\d)")
WORDED = re.compile(r"(?<!\d)(\d{1,2})\s+([^\W\d]+)(?:\s+ماه)?[\s,،]+(\d{4})(?!\d)")
TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")
BASIC = re.compile(r"^\d{8}(?:T\d{4,6}(?:Z|[+-]\d{4})?)?$")
TEHRAN = "Asia/Tehran"
LAST_JALALI_YEAR = 1700  # a year below is of the Solar Hijri calendar


def published_as_iso(given: str) -> str:
    """ISO 8601 of a time in RFC 822, ISO or Persian writing; what cannot be read is returned as it was given.

    A Solar Hijri day with a clock time is Tehran's; without one it is the day alone.
    """
    text = " ".join(given.translate(DIGITS).split())
    if not text:
        return ""
    return _iso(text) or _rfc822(text) or _persian(text) or given.strip()


def _iso(text: str) -> str:
    year = re.match(r"(\d{4})[-T]?", text)
    if not year or int(year[1]) < LAST_JALALI_YEAR:
        return ""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if BASIC.match(text):
        return parsed.isoformat() if "T" in text else parsed.date().isoformat()
    return text


def _rfc822(text: str) -> str:
    try:
        parsed = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    if parsed.year < LAST_JALALI_YEAR:
        return ""
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).isoformat()


def _persian(text: str) -> str:
    day = _day(text)
    if day is None:
        return ""
    clock = TIME.search(text)
    if not clock:
        return day.isoformat()
    try:
        at = time(int(clock[1]), int(clock[2]), int(clock[3] or 0))
    except ValueError:
        return day.isoformat()
    return datetime.combine(day, at, ZoneInfo(TEHRAN)).isoformat()


def _day(text: str) -> date | None:
    if found := WORDED.search(text):
        return _worded_day(int(found[1]), found[2], int(found[3]))
    if found := YEAR_FIRST.search(text):
        return _numeric_day(int(found[1]), int(found[2]), int(found[3]))
    if found := DAY_FIRST.search(text):
        return _numeric_day(int(found[3]), int(found[2]), int(found[1]))
    return None


def _worded_day(day: int, word: str, year: int) -> date | None:
    from xlsum.persian.month_names import MONTHS
    from xlsum.persian.tokens import fold

    month = MONTHS.get(fold(word).replace("\u200c", ""))
    return _numeric_day(year, month.number, day, month.calendar) if month else None


def _numeric_day(year: int, month: int, day: int, calendar: str = "") -> date | None:
    from xlsum.persian.calendars import hijri_to_gregorian, jalali_to_gregorian

    try:
        if calendar == "hijri":
            return hijri_to_gregorian(year, month, day)
        if year < LAST_JALALI_YEAR:
            return jalali_to_gregorian(year, month, day)
        return date(year, month, day)
    except ValueError:
        return None
