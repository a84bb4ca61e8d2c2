"""A date as it was found: its place, its calendar, its Gregorian day or span, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date

from xlsum.persian.date_phrases import DatePhrase
from xlsum.persian.date_resolution import Span, resolve
from xlsum.persian.month_names import Calendar


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date of a text: `text` is what stands at `start` to `end`.

    `gregorian` is the day, None for a period or when it cannot be known; `span` the first and last Gregorian day it can
    mean, None when nothing is known; `year`, `month`, `day` are in `calendar`, the year filled in from `published` or
    from a neighbour unless `year_is_said`; `last_day` and `last_year` end a range; `weekday` is as said, Monday 0;
    `kind` is "day", "range", "month", "season", "year", "decade", "century", "weekday", "relative" or "named".
    """

    start: int
    end: int
    text: str
    calendar: Calendar
    gregorian: date | None
    span: Span | None
    problem: str = ""
    kind: str = "day"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    last_day: int | None = None
    last_year: int | None = None
    year_is_said: bool = False
    year_is_guessed: bool = False  # the one that brings the day nearest to publication
    calendar_of_year: Calendar = "jalali"  # differs from `calendar` in «عاشورای ۱۴۰۳»


def found_date(text: str, phrase: DatePhrase, today: date | None) -> FoundDate:
    """The phrase as it stands in `text`, resolved."""
    reading = resolve(phrase, today)
    return FoundDate(
        start=phrase.start,
        end=phrase.end,
        text=text[phrase.start : phrase.end],
        calendar=phrase.calendar,
        gregorian=reading.gregorian,
        span=reading.span,
        problem=reading.problem,
        kind=phrase.kind,
        year=reading.year if reading.year is not None else phrase.year,
        month=phrase.month,
        day=phrase.day,
        weekday=phrase.weekday,
        last_day=phrase.last_day,
        last_year=phrase.last_year,
        year_is_said=phrase.year is not None,
        year_is_guessed=phrase.year is None and phrase.year_shift is None and phrase.inferred_year is None,
        calendar_of_year=phrase.year_calendar or phrase.calendar,
    )
