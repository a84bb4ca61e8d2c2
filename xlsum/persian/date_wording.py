"""English wordings of a found date: "29 Esfand 1402", "19 March 2024", "20-25 Khordad 1402", "the 1370s"."""

from datetime import date

from xlsum.persian.date_resolution import Span
from xlsum.persian.found_dates import FoundDate
from xlsum.persian.month_names import ENGLISH_MONTHS, GREGORIAN_MONTHS

SEASON_NAMES = {1: "spring", 4: "summer", 7: "autumn", 10: "winter"}


def source_wording(found: FoundDate, joint: str = "-") -> str:
    """The date as its own calendar has it, the year only where the text says it; `joint` is the middle of a range."""
    year = f" {found.year}" if found.year and found.year_is_said else ""
    month = ENGLISH_MONTHS[found.calendar][found.month] if found.month else ""
    if found.kind == "range":
        return f"{found.day}{joint}{found.last_day} {month}{year}"
    if found.kind == "day":
        return f"{found.day} {month}{year}"
    if found.kind == "month":
        return f"{month}{year}"
    if found.kind == "season":
        return f"{SEASON_NAMES[found.month or 1]} {found.year}"
    if found.kind == "decade":
        return f"{found.year}s"
    if found.kind == "named":
        return str(found.year)
    return f"{found.year}{joint}{found.last_year}" if found.last_year else str(found.year)


def gregorian_wording(found: FoundDate) -> str:
    """The same in the Gregorian calendar; "" when that is not known. A lunar day is "about" its day."""
    if found.gregorian:
        about = "about " if found.calendar == "hijri" else ""
        return about + day_wording(found.gregorian)
    if found.span is None:
        return ""
    if found.kind == "season":
        return f"{SEASON_NAMES[found.month or 1]} {years_wording(found.span)}"
    if found.kind in {"range", "named"}:
        return ("about " if found.calendar == "hijri" else "") + range_wording(found.span)
    return months_wording(found.span) if found.kind == "month" else years_wording(found.span)


def day_wording(day: date) -> str:
    """ "19 March 2024"."""
    return f"{day.day} {GREGORIAN_MONTHS[day.month]} {day.year}"


def range_wording(span: Span) -> str:
    """ "10-15 June 2023", "28 May-3 June 2023", "28 December 2023-3 January 2024"."""
    first, last = span
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}-{day_wording(last)}"
    if first.year == last.year:
        return f"{first.day} {GREGORIAN_MONTHS[first.month]}-{day_wording(last)}"
    return f"{day_wording(first)}-{day_wording(last)}"


def months_wording(span: Span) -> str:
    """ "February-March 2024", "December 2023-January 2024"."""
    first, last = span
    opening = GREGORIAN_MONTHS[first.month] + (f" {first.year}" if first.year != last.year else "")
    closing = f"{GREGORIAN_MONTHS[last.month]} {last.year}"
    return closing if (first.year, first.month) == (last.year, last.month) else f"{opening}-{closing}"


def years_wording(span: Span) -> str:
    """ "2023-24", "2023", "1991-2001"."""
    first, last = span[0].year, span[1].year
    if first == last:
        return str(first)
    return f"{first}-{last % 100:02d}" if first // 100 == last // 100 and last - first < 2 else f"{first}-{last}"
