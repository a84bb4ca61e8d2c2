"""What the words of a date say, before anybody asks which Gregorian day that is.

A `DatePhrase` holds the calendar, the day, month and year as said, and a reference to the day of publication where the
words lean on it («سال گذشته», «دیروز»).
"""

from dataclasses import dataclass
from typing import Literal

from xlsum.persian.month_names import Calendar

Kind = Literal["day", "range", "month", "season", "year", "decade", "century", "weekday", "relative", "named"]


@dataclass(frozen=True, slots=True)
class YearPhrase:
    """A year as said. `shift` counts years from the year of publication («امسال» 0, «پارسال» -1)."""

    after: int
    year: int | None = None
    shift: int | None = None
    calendar: Calendar | None = None
    last_year: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date as said, standing at `start` to `end` of the raw text, `after` being the next token."""

    kind: Kind
    start: int
    end: int
    after: int
    calendar: Calendar = "jalali"
    year: int | None = None
    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    last_month: int | None = None
    last_year: int | None = None
    weekday: int | None = None
    year_shift: int | None = None
    day_shift: int | None = None  # days from publication («دیروز» -1)
    last_day_shift: int | None = None
    week_shift: int | None = None  # weeks from the week of publication, which starts on Saturday
    month_shift: int | None = None
    problem: str = ""  # why it can be no day
    doubt: str = ""  # why the text contradicts itself though the day can be told
    named: str = ""
    inferred_year: int | None = None  # from a neighbour: «از ۲۵ خرداد تا ۵ تیر ۱۴۰۲»
    year_calendar: Calendar | None = None  # where it is not the month's: «عاشورای ۱۴۰۳»
    is_name: bool = False  # «میدان هفت تیر»: no date at all
    is_event: bool = False  # «شهدای هفتم تیر»: no year to be guessed from publication
