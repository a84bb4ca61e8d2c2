"""The publication time of feeds and headers, in whatever calendar and notation, as ISO 8601."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from xlsum.persian.month_names import Month

YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{1,2})(?!\d)")
DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\s*[/\-.]\s*(\d{1,2})\s*[/\-.]\s*(\d{4})(?!\d)")
WORDED = re.compile(r"(?<!\d)(\d{1,2})\s+([^\W\d]+)(?:\s+ماه)?[\s,،]+(\d{4})(?!\d)")
TIME = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)")
BASIC = re.compile(r"^\d{8}(?:T\d{4,6}(?:Z|[+-]\d{4})?)?$")
OFFSET = re.compile(r"([+-]\d{2}):?(\d{2})?\s*(?:\([^()]*\))?$")
BARE_UTC = re.compile(r"(?:\b|\d)(?:Z|GMT|UTC)\s*$", re.IGNORECASE)
EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")
SHORTEST_MONTH = 3  # letters: "Esf"
TEHRAN = "Asia/Tehran"
LAST_JALALI_YEAR = 1700  # a year below is of the Solar Hijri calendar


def published_as_iso(given: str) -> str:
    """ISO 8601 of a time in RFC 822, ISO or Persian writing; what cannot be read is returned as it was given.

    A Solar Hijri day with a clock time is Tehran's unless an offset or GMT follows; without one it is the day alone.
    Ten or thirteen digits are seconds or milliseconds since 1970.
    """
    from xlsum.persian.digits import latin_digits

    text = " ".join(latin_digits(given).split())
    if not text:
        return ""
    return _epoch(text) or _iso(text) or _rfc822(text) or _persian(text) or given.strip()


def _epoch(text: str) -> str:
    return datetime.fromtimestamp(int(text[:10]), UTC).isoformat() if EPOCH.match(text) else ""


def _iso(text: str) -> str:
    year = re.match(r"(\d{4})[-T]?", text)
    if not year or int(year[1]) < LAST_JALALI_YEAR:
        return ""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if BASIC.match(text) or " " in text:
        return parsed.isoformat() if ":" in text or "T" in text else parsed.date().isoformat()
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
    return datetime.combine(day, at, _zone(text[clock.end() :])).isoformat()


def _zone(after_the_clock: str) -> tzinfo:
    """The offset that follows the clock, UTC for a bare "GMT" or "Z", else Tehran's time."""
    if found := OFFSET.search(after_the_clock):
        sign = -1 if found[1][0] == "-" else 1
        return timezone(sign * timedelta(hours=int(found[1][1:]), minutes=int(found[2] or 0)))
    return UTC if BARE_UTC.search(after_the_clock) else ZoneInfo(TEHRAN)


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

    name = fold(word).replace("\u200c", "").lower()
    month = MONTHS.get(name) or _abbreviated(name)
    return _numeric_day(year, month.number, day, month.calendar) if month else None


def _abbreviated(name: str) -> "Month | None":
    """The month of the one calendar that begins so in Latin letters: "esf"."""
    from xlsum.persian.month_names import JALALI_MONTHS, Month

    found = [number for number, month in enumerate(JALALI_MONTHS) if month.lower().startswith(name)]
    return Month("jalali", found[0]) if len(name) >= SHORTEST_MONTH and len(found) == 1 else None


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
