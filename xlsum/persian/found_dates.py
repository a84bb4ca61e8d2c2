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


def found_date(text: str, phrase: DatePhrase, today: date | None) -> FoundDate:
    """The phrase as it stands in `text`, resolved."""
    reading = resolve(phrase, today)
    return FoundDate(
        phrase.start, phrase.end, text[phrase.start : phrase.end], phrase.calendar, reading.gregorian, reading.span,
        reading.problem, phrase.kind, reading.year if reading.year is not None else phrase.year, phrase.month,
        phrase.day, phrase.weekday, phrase.last_day, phrase.last_year, phrase.year is not None, )  # fmt: skip
