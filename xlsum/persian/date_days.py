"""Days with their month: «سه‌شنبه ۲۹ اسفند ۱۴۰۲», «بیست و دوم بهمن», «۲۰ تا ۲۵ خرداد», «۵ و ۶ مهر», «اسفند ۱۴۰۲»."""

from collections.abc import Sequence
from dataclasses import dataclass

from xlsum.persian.date_phrases import DatePhrase, YearPhrase
from xlsum.persian.date_years import read_year
from xlsum.persian.month_names import MONTH_PAIR_STARTS, MONTHS, SPACED_WEEKDAYS, WEEKDAY_WORDS, Month
from xlsum.persian.number_words import read_words
from xlsum.persian.tokens import Token

RANGE_WORDS = frozenset({"تا", "الی", "لغایت", "-", "–", "—"})
LIST_WORDS = frozenset({"و", "،", ","})
PARTS_OF_DAY = frozenset(
    """
    شب صبح عصر ظهر بامداد شامگاه غروب سحر نیمهشب بعدازظهر پیشازظهر سحرگاه صبحگاه شبانگاه امشب روز
    """.split()
)
# «نیمه اول تیر», «هفته دوم مهر»: an ordinal that counts halves and weeks, not days.
_PARTS_OF_MONTH = frozenset({"نیمه", "دهه", "هفته", "ثلث", "دوره"})
_ORDINAL_TAILS = frozenset({"ام", "اُم", "م", "مین", "امین", "ُم"})
_MONTH_TITLES = frozenset({"مبارک", "محرم", "پربرکت", "الحرام", "المبارک", "المعظم", "المرجب"})
# Words after which «تیر», «مهر», «دی», «حمل» behind a number are no month: «۵ تیر شلیک شد», «۲ دی وی دی».
_NOT_A_MONTH_BEFORE: dict[str, frozenset[str]] = {
    "تیر": frozenset(
        """
        شلیک خلاص هوایی هوائی برق چراغ دروازه اصابت جنگی مشقی چوبی آهن آهنی کمان غیب ترکش خورد خورده زد زدند
        """.split()
    ),
    "مهر": frozenset(["نماز", "تایید", "تأیید", "ورود", "خروج", "طلایی"]),
    "دی": frozenset(["وی", "ان", "جی", "اکسید", "ماغ"]),
    "بهمن": frozenset(["سنگین", "عظیم", "سهمگین"]),
}
_NOT_A_MONTH_IN = frozenset(
    {("تیر", "و", "ترکش"), ("مهر", "و", "موم"), ("مهر", "و", "محبت"), ("حمل", "و", "نقل"), ("تیر", "به", "سمت"),
     ("تیر", "به", "سوی"), ("تیر", "به", "سر"), ("تیر", "به", "طرف")}
)  # fmt: skip
# «۲۰ می شود» is a verb; the month is followed by these or by the end of the phrase.
_AFTER_MAY = frozenset(
    """
    در به از با تا را و که ، , . ؛ : ) » ( - – برابر مصادف برگزار است بود ماه امسال سال میلادی ؟ ! الی
    """.split()
) | {"\n"}


@dataclass(frozen=True, slots=True)
class DayNumber:
    """One day of a month as said, with its place."""

    value: int
    start: int
    end: int
    after: int
    weekday: int | None = None
    joined: str = ""  # how it hangs on the one before: "range", "list" or ""


def read_weekday(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """A weekday at `tokens[at]` and the token after it: «سه‌شنبه», «سهشنبه», «سه شنبه», «۳شنبه»."""
    word = tokens[at].word
    if word in WEEKDAY_WORDS:
        return WEEKDAY_WORDS[word], at + 1
    spaced = at + 1 < len(tokens) and tokens[at + 1].word in {"شنبه", "شمبه"} and word in SPACED_WEEKDAYS
    return (SPACED_WEEKDAYS[word], at + 2) if spaced else None


def read_month(tokens: Sequence[Token], at: int) -> tuple[Month, int] | None:
    """A month at `tokens[at]` and the token after it and its «ماه»."""
    if at >= len(tokens):
        return None
    for size in (3, 2) if tokens[at].word in MONTH_PAIR_STARTS else ():
        joined = MONTHS.get("".join(token.word for token in tokens[at : at + size]))
        if joined and at + size <= len(tokens):
            return joined, _past_month_word(tokens, at + size)
    month = MONTHS.get(tokens[at].word)
    return (month, _past_month_word(tokens, at + 1)) if month else None


def read_days(tokens: Sequence[Token], at: int) -> list[DayNumber]:
    """The day numbers from `tokens[at]` on, joined by «تا», «و», a comma or a dash; empty when there are none."""
    days: list[DayNumber] = []
    here, joined = at, ""
    while here < len(tokens) and len(days) < 8:
        more = _read_day(tokens, here, joined)
        if not more:
            break
        days += more
        here = days[-1].after
        word = tokens[here].word if here < len(tokens) else ""
        joined = "range" if word in RANGE_WORDS else "list" if word in LIST_WORDS else ""
        if not joined:
            break
        here += 1
    return days


def read_day_phrases(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    """Days and their month at `tokens[at]`, one phrase a day or range; empty when this is no date."""
    if at and tokens[at - 1].word in _PARTS_OF_MONTH and not tokens[at].word[0].isdecimal():
        return []
    days = read_days(tokens, at)
    month = _month_after(tokens, days[-1].after) if days else None
    return _phrases_of(tokens, days, month) if month else []


def _month_after(tokens: Sequence[Token], here: int) -> tuple[Month, int, int] | None:
    start = here
    if (
        start < len(tokens)
        and tokens[start].word in {"روز", "از"}
        and start + 1 < len(tokens)
        and tokens[start + 1].word == "ماه"
    ):
        start += 1
    said = start < len(tokens) and tokens[start].word == "ماه"
    start += said
    while said and start < len(tokens) and tokens[start].word in _MONTH_TITLES and not read_month(tokens, start):
        start += 1
    found = read_month(tokens, start)
    if found is None and said and start < len(tokens) and tokens[start].word in _MONTH_TITLES:
        found = read_month(tokens, start + 1)
    if found is None:
        return None
    month, after = found
    return (month, after, start) if said or _is_month_here(tokens, here, start, month, after) else None


def _is_month_here(tokens: Sequence[Token], here: int, start: int, month: Month, after: int) -> bool:
    word = tokens[start].word
    following = tokens[after].word if after < len(tokens) else ""
    after_that = tokens[after + 1].word if after + 1 < len(tokens) else ""
    if following in _NOT_A_MONTH_BEFORE.get(word, ()) or (word, following, after_that) in _NOT_A_MONTH_IN:
        return False
    if word == "صفر" and here >= 2 and tokens[here - 2].word == "بر":
        return False
    if month.sureness or after > start + 1:
        return True
    if word == "می" and (not following or following in _AFTER_MAY):
        return True
    year = read_year(tokens, after, month.calendar, after_month=True)
    return year is not None


def _phrases_of(tokens: Sequence[Token], days: list[DayNumber], found: tuple[Month, int, int]) -> list[DatePhrase]:
    month, after, _ = found
    year = read_year(tokens, after, month.calendar, after_month=True)
    after = year.after if year else after
    phrases: list[DatePhrase] = []
    for place, day in enumerate(days):
        last = place == len(days) - 1
        end = tokens[after - 1].end if last else day.end
        if day.joined == "range" and phrases and phrases[-1].kind == "day":
            phrases[-1] = _range_of(phrases[-1], day, end, after)
        else:
            phrases.append(_day_of(day, month, year, end, after))
    return phrases


def _day_of(day: DayNumber, month: Month, year: YearPhrase | None, end: int, after: int) -> DatePhrase:
    return DatePhrase(
        "day", day.start, end, after, (year and year.calendar) or month.calendar, year.year if year else None,
        month.number, day.value, weekday=day.weekday, year_shift=year.shift if year else None,
        problem=year_problem(month, year),
    )  # fmt: skip


def _range_of(first: DatePhrase, day: DayNumber, end: int, after: int) -> DatePhrase:
    from dataclasses import replace

    return replace(first, kind="range", end=end, after=after, last_day=day.value)


def year_problem(month: Month, year: YearPhrase | None) -> str:
    """A sentence when the year can only be one of another calendar: «۱۹ مارس ۱۴۰۲», «۲۹ اسفند ۲۰۲۴»."""
    if year is None or year.year is None:
        return ""
    if year.calendar and year.calendar != month.calendar:
        return f"the month is of the {month.calendar} calendar and the year of the {year.calendar}"
    strange = 1200 <= year.year < 1500 if month.calendar == "gregorian" else year.year >= 1600
    if strange and year.calendar is None:
        return f"the month is of the {month.calendar} calendar and the year {year.year} of another"
    return ""


def _read_day(tokens: Sequence[Token], at: int, joined: str) -> list[DayNumber]:
    here, weekday = at, None
    found = read_weekday(tokens, here) if joined else None
    if found:
        weekday, here = found
    if joined and here < len(tokens) and tokens[here].word == "روز":
        here += 1
    if here >= len(tokens):
        return []
    if tokens[here].word[0].isdecimal():
        return _days_of_cluster(tokens, here, joined, weekday)
    words = read_words(tokens, here)
    if words is None and tokens[here].word in {"سیم", "سیمین"}:
        return [DayNumber(30, tokens[here].start, tokens[here].end, here + 1, weekday, joined)]
    if words is None or not 1 <= words.value <= 99:
        return []
    after = words.after + (
        not words.ordinal and words.after < len(tokens) and tokens[words.after].word in _ORDINAL_TAILS
    )
    return [DayNumber(int(words.value), tokens[here].start, tokens[after - 1].end, after, weekday, joined)]


def _days_of_cluster(tokens: Sequence[Token], here: int, joined: str, weekday: int | None) -> list[DayNumber]:
    token = tokens[here]
    mark = next((letter for letter in token.word if not letter.isdecimal()), "")
    parts = token.word.split(mark) if mark else [token.word]
    if (
        len(parts) > 4
        or mark not in {"", "-", "–", "،", ","}
        or not all(part.isdecimal() and len(part) <= 2 for part in parts)
    ):
        return []
    inside = "range" if mark in {"-", "–"} else "list"
    days, place = [], token.start
    for number, part in enumerate(parts):
        end = token.end if number == len(parts) - 1 else place + len(part)
        days.append(DayNumber(int(part), place, end, here + 1, weekday, inside if number else joined))
        place += len(part) + 1
    after = here + 1
    if after < len(tokens) and tokens[after].word in _ORDINAL_TAILS:
        last = days[-1]
        days[-1] = DayNumber(last.value, last.start, tokens[after].end, after + 1, weekday, last.joined)
    return days


def _past_month_word(tokens: Sequence[Token], at: int) -> int:
    return at + (at < len(tokens) and tokens[at].word == "ماه")
