"""Which Gregorian day a date phrase is.

Years found from the publication date, weekdays checked, impossible days refused.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from xlsum.persian.calendars import (
    ImpossibleDayError,
    gregorian_to_jalali,
    hijri_to_gregorian,
    hijri_years_within,
    is_umm_al_qura_year,
    jalali_month_length,
    jalali_to_gregorian,
)
from xlsum.persian.date_named import FIRST_LUNAR_YEAR_OF_NAMED_DAYS, QUDS_DAY, RED_WEDNESDAY
from xlsum.persian.date_phrases import DatePhrase
from xlsum.persian.month_names import ENGLISH_MONTHS, WEEKDAYS, Calendar

TEHRAN = timezone(timedelta(hours=3, minutes=30))
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Reading:
    """The day or days a phrase means. Both are None where neither text nor publication date settle it."""

    gregorian: date | None = None
    span: Span | None = None
    problem: str = ""
    year: int | None = None


def publication_day(published: str | date | datetime | None) -> date | None:
    """The day in Tehran of a publication time; a time without a zone is Tehran's. None when it cannot be read."""
    if isinstance(published, str):
        try:
            published = datetime.fromisoformat(published.strip())
        except ValueError:
            return None
    if isinstance(published, datetime):
        try:
            return (published.astimezone(TEHRAN) if published.tzinfo else published).date()
        except OverflowError:
            return None
    return published


def resolve(phrase: DatePhrase, today: date | None) -> Reading:
    """The reading of a phrase, `today` being the day of publication in Tehran or None."""
    if phrase.problem:
        return Reading(problem=phrase.problem, year=phrase.year)
    try:
        return _READERS[phrase.kind](phrase, today)
    except ImpossibleDayError as impossible:
        return Reading(problem=str(impossible), year=phrase.year)
    except (ValueError, OverflowError):
        return Reading(problem="this date lies outside the years that can be counted", year=phrase.year)


def day_of(calendar: Calendar, year: int, month: int, day: int) -> date:
    """The Gregorian day of a day of any of the calendars. Raises ImpossibleDayError with a sentence."""
    try:
        if calendar == "jalali":
            return jalali_to_gregorian(year, month, day)
        return hijri_to_gregorian(year, month, day) if calendar == "hijri" else date(year, month, day)
    except ValueError as error:
        name = ENGLISH_MONTHS[calendar][month]
        raise ImpossibleDayError(f"{day} {name} {year} does not exist{_because(calendar, year, month)}") from error


def _because(calendar: Calendar, year: int, month: int) -> str:
    if calendar != "jalali":
        return ""
    return f": {ENGLISH_MONTHS[calendar][month]} {year} has {jalali_month_length(year, month)} days"


def _resolve_day(phrase: DatePhrase, today: date | None) -> Reading:
    assert phrase.month is not None
    assert phrase.day is not None
    year = _year_of(phrase, today)
    if year is None:
        return Reading(problem=_never_a_day(phrase))
    day = day_of(phrase.calendar, year, phrase.month, phrase.day)
    if (
        phrase.calendar == "hijri"
        and year < FIRST_LUNAR_YEAR_OF_NAMED_DAYS
        and today
        and abs((day - today).days) > 3653
    ):
        civil = _resolve_named(replace(phrase, year_calendar="jalali"), today)
        if civil.gregorian and abs((civil.gregorian - today).days) < 1100:
            return civil  # «۱۵ رمضان ۱۴۰۳» in news of 1403
    give = _give_or_take(phrase.calendar, year)
    return Reading(day, (day - give, day + give), phrase.doubt or weekday_problem(phrase, day, give), year)


def _resolve_named(phrase: DatePhrase, today: date | None) -> Reading:
    """A named day in its year, a lunar one in the lunar year or wherever it falls in the Solar Hijri one."""
    assert phrase.month is not None
    assert phrase.day is not None
    year = _year_of(phrase, today)
    if year is None:
        return Reading()
    years = _own_years(phrase, year)
    runs = [_named_run(phrase, own) for own in years]
    if phrase.year_calendar not in {None, phrase.calendar}:
        whole = year_span(phrase.year_calendar or phrase.calendar, year, year)
        runs = [run for run in runs if whole[0] <= run[0] <= whole[1]]
    if len(runs) != 1:
        return Reading(problem=f"the day comes {len(runs)} times in {year}", year=year)
    first, last = runs[0]
    give = _give_or_take(phrase.calendar, years[0])
    return Reading(first if first == last else None, (first - give, last + give), "", year)


def _own_years(phrase: DatePhrase, year: int) -> list[int]:
    calendar = phrase.year_calendar or phrase.calendar
    if calendar == phrase.calendar:
        return [year]
    whole = year_span(calendar, year, year)
    if phrase.calendar == "hijri":
        return list(hijri_years_within(*whole))
    ends = [gregorian_to_jalali(day)[0] if phrase.calendar == "jalali" else day.year for day in whole]
    return list(range(ends[0], ends[1] + 1))


def _named_run(phrase: DatePhrase, year: int) -> Span:
    assert phrase.month is not None
    assert phrase.day is not None
    if phrase.kind == "month":
        following = day_of(phrase.calendar, year + (phrase.month == 12), phrase.month % 12 + 1, 1)
        return day_of(phrase.calendar, year, phrase.month, 1), following - timedelta(days=1)
    first = day_of(phrase.calendar, year, phrase.month, phrase.day)
    if phrase.named == RED_WEDNESDAY:  # the eve of the last Wednesday of the year is a Tuesday
        end = day_of(phrase.calendar, year + 1, 1, 1)
        first = end - timedelta(days=(end.weekday() - 2) % 7 or 7) - timedelta(days=1)
    if phrase.named == QUDS_DAY:  # the last Friday of Ramadan
        end = day_of(phrase.calendar, year, 10, 1)
        first = end - timedelta(days=(end.weekday() - 4) % 7 or 7)
    return first, day_of(phrase.calendar, year, phrase.month, phrase.last_day) if phrase.last_day else first


def weekday_problem(phrase: DatePhrase, day: date, give: timedelta = timedelta(0)) -> str:
    """A sentence when the weekday said is not that of the day (give or take, for lunar days)."""
    if phrase.weekday is None:
        return ""
    near = {(day + timedelta(days=shift)).weekday() for shift in range(-give.days, give.days + 1)}
    if phrase.weekday in near:
        return ""
    return f"the text says {WEEKDAYS[phrase.weekday]}, but {day.isoformat()} is a {WEEKDAYS[day.weekday()]}"


def _resolve_range(phrase: DatePhrase, today: date | None) -> Reading:
    assert phrase.month is not None
    assert phrase.day is not None
    assert phrase.last_day is not None
    year = _year_of(phrase, today)
    if year is None:
        return Reading(problem=_never_a_day(phrase))
    first = day_of(phrase.calendar, year, phrase.month, phrase.day)
    last = day_of(phrase.calendar, year, phrase.month, phrase.last_day)
    if last < first:
        return Reading(problem="the range ends before it begins", year=year)
    give = _give_or_take(phrase.calendar, year)
    return Reading(None, (first - give, last + give), weekday_problem(phrase, first, give), year)


def _resolve_month(phrase: DatePhrase, today: date | None) -> Reading:
    assert phrase.month is not None
    if phrase.year_calendar not in {None, phrase.calendar}:
        return _resolve_named(replace(phrase, day=1), today)
    year = _year_of(phrase, today)
    if year is None and phrase.month_shift is None:
        return Reading()
    assert year is not None
    last_month = phrase.last_month or phrase.month
    first = day_of(phrase.calendar, year, phrase.month, 1)
    after = day_of(phrase.calendar, year + (last_month == 12), last_month % 12 + 1, 1)
    give = _give_or_take(phrase.calendar, year)
    return Reading(None, (first - give, after - timedelta(days=1) + give), "", year)


def _resolve_season(phrase: DatePhrase, today: date | None) -> Reading:
    assert phrase.month is not None
    year = _year_of(phrase, today)
    if year is None:
        return Reading()
    if phrase.calendar == "gregorian":
        if phrase.month == 10:  # winter may open or close a Gregorian year: the whole of it is the honest span
            return Reading(None, (date(year, 1, 1), date(year, 12, 31)), "", year)
        year -= 621
    last = phrase.month + 2
    span = (
        jalali_to_gregorian(year, phrase.month, 1),
        jalali_to_gregorian(year, last, jalali_month_length(year, last)),
    )
    return Reading(None, span, "", phrase.year or year)


def year_span(calendar: Calendar, first: int, last: int) -> Span:
    """The first and last Gregorian day of a run of years, a day more at either end for lunar ones."""
    give = _give_or_take(calendar, first)
    end = date(last, 12, 31) if calendar == "gregorian" else day_of(calendar, last + 1, 1, 1) - timedelta(days=1)
    return day_of(calendar, first, 1, 1) - give, end + give


def _resolve_years(phrase: DatePhrase, today: date | None) -> Reading:
    year = _year_of(phrase, today)
    if year is None:
        return Reading()
    return Reading(None, year_span(phrase.calendar, year, phrase.last_year or year), "", year)


def _resolve_weekday(phrase: DatePhrase, today: date | None) -> Reading:
    """«پنجشنبه گذشته» is the last one before publication, «آینده» the first after.

    «هفته گذشته» counts from Saturday.
    """
    assert phrase.weekday is not None
    if today is None:
        return Reading()
    if phrase.week_shift is not None:
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        day = saturday + timedelta(days=7 * phrase.week_shift + (phrase.weekday - 5) % 7)
        return Reading(day, (day, day))
    before = today - timedelta(days=(today.weekday() - phrase.weekday) % 7 or 7)
    after = today + timedelta(days=(phrase.weekday - today.weekday()) % 7 or 7)
    if phrase.day_shift is None:
        return Reading(None, (before, after)) if today.weekday() != phrase.weekday else Reading(today, (today, today))
    day = before if phrase.day_shift < 0 else after
    return Reading(day, (day, day))


def _resolve_relative(phrase: DatePhrase, today: date | None) -> Reading:
    if today is None:
        return Reading()
    if phrase.day_shift is not None:
        day = today + timedelta(days=phrase.day_shift)
        if phrase.last_day_shift is None:
            return Reading(day, (day, day), weekday_problem(phrase, day))
        return Reading(None, (day, today + timedelta(days=phrase.last_day_shift)))
    if phrase.week_shift is not None:
        saturday = today - timedelta(days=(today.weekday() - 5) % 7) + timedelta(days=7 * phrase.week_shift)
        return Reading(None, (saturday, saturday + timedelta(days=6)))
    return Reading(None, _shifted_month(today, phrase.month_shift or 0))


def _shifted_month(today: date, shift: int) -> Span:
    year, month, _ = gregorian_to_jalali(today)
    months = year * 12 + month - 1 + shift
    year, month = months // 12, months % 12 + 1
    first = jalali_to_gregorian(year, month, 1)
    return first, first + timedelta(days=jalali_month_length(year, month) - 1)


def _year_of(phrase: DatePhrase, today: date | None) -> int | None:
    """The year said, or shifted from publication's, or the one that brings the date nearest to publication."""
    if phrase.year is not None or phrase.inferred_year is not None or today is None or phrase.is_event:
        return phrase.year if phrase.year is not None else phrase.inferred_year
    if (phrase.year_calendar or phrase.calendar) == "gregorian":
        this = today.year
    elif (phrase.year_calendar or phrase.calendar) == "jalali":
        this = gregorian_to_jalali(today)[0]
    else:
        this = hijri_years_within(today, today)[1]
    if phrase.year_shift is not None:
        return this + phrase.year_shift
    if phrase.month is None:
        return None
    return min((this - 1, this, this + 1), key=lambda year: _distance(phrase, year, today))


def _distance(phrase: DatePhrase, year: int, today: date) -> int:
    assert phrase.month is not None
    try:
        return abs((day_of(phrase.calendar, year, phrase.month, phrase.day or 15) - today).days)
    except ImpossibleDayError:
        return abs((day_of(phrase.calendar, year, phrase.month, 1) - today).days) + 28


def _never_a_day(phrase: DatePhrase) -> str:
    """A sentence when no year whatever has the day: 31 Mehr, 32 Khordad, 30 February."""
    assert phrase.month is not None
    assert phrase.day is not None
    longest = {"hijri": 30, "jalali": 31 if phrase.month <= 6 else 30}.get(phrase.calendar) or (
        29 if phrase.month == 2 else 30 if phrase.month in {4, 6, 9, 11} else 31
    )
    if all(1 <= day <= longest for day in (phrase.day, phrase.last_day or phrase.day)):
        return ""
    return f"{ENGLISH_MONTHS[phrase.calendar][phrase.month]} has no day {max(phrase.day, phrase.last_day or 0)}"


def _give_or_take(calendar: Calendar, year: int) -> timedelta:
    """Lunar months open by sighting: a day either way, two where only the tabular calendar reaches."""
    return timedelta(days=0 if calendar != "hijri" else 1 if is_umm_al_qura_year(year) else 2)


_READERS = {
    "day": _resolve_day,
    "range": _resolve_range,
    "month": _resolve_month,
    "season": _resolve_season,
    "year": _resolve_years,
    "decade": _resolve_years,
    "century": _resolve_years,
    "weekday": _resolve_weekday,
    "relative": _resolve_relative,
    "named": _resolve_named,
}
