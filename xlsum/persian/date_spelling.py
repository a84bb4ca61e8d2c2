"""Dates of Persian text spelled so that a translation checkpoint can hardly get them wrong.

«29 Esfand 1402» for «۲۹ اسفند ۱۴۰۲».

For the second attempt at a sentence whose date found no place in the English; see `date_policy` for what it is worth.
"""

from datetime import date, datetime

from xlsum.persian.date_wording import source_wording
from xlsum.persian.dates import find_dates
from xlsum.persian.found_dates import FoundDate

_LATIN_KINDS = frozenset({"day", "range", "month"})


def spell_dates(persian: str, published: str | date | datetime | None = None) -> str:
    """The text with days and months of Solar and lunar dates in Latin letters, and short years and decades in full."""
    for found in reversed(find_dates(persian, published)):
        persian = persian[: found.start] + _spelled(found) + persian[found.end :]
    return persian


def _spelled(found: FoundDate) -> str:
    if found.calendar == "gregorian" or found.problem:
        return found.text
    if found.kind in _LATIN_KINDS:
        return source_wording(found, " تا ")
    if found.kind == "year" and found.year_is_said and not found.last_year:
        return f"سال {found.year}"
    return f"دهه {found.year}" if found.kind == "decade" else found.text
