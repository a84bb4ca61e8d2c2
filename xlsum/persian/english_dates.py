"""Dates of English text.

"29 Esfand 1402", "March 19, 2024", "the 22nd of Bahman", "28 Safar 1446", "the 1990s", "2024-03-19".

They are read into the same `DatePhrase` and resolved by the same calendar rules as the Persian ones, so the two sides
of a translation can be compared day by day.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from xlsum.persian.date_numeric import read_numeric
from xlsum.persian.date_periods import SEASON_OF_YEARS
from xlsum.persian.date_phrases import DatePhrase
from xlsum.persian.date_resolution import publication_day
from xlsum.persian.english_words import ORDINAL_SUFFIXES, ORDINALS, read_english_words
from xlsum.persian.found_dates import FoundDate, found_date
from xlsum.persian.month_names import LATIN_MONTHS, LATIN_WEEKDAYS, Calendar, Month
from xlsum.persian.tokens import Token, cut_tokens

_LETTERS = re.compile(r"[^a-z]")
_MONTHS: dict[str, Month] = {_LETTERS.sub("", name): month for name, month in LATIN_MONTHS.items()}
_LONGEST_NAME = 6  # tokens of "Dhu al-Qa'dah", its marks included
_COMPOUND_STARTS = frozenset("rabi rabia jumada jamadi jumad dhu dhul zul zil zi zu sha dhi".split())
# Capitalised English words and names that are months only beside a day or a year, some only beside a year.
_WANTS_COMPANY = frozenset(
    """
    may march mar dec sat sun wed jan mehr azar tir bahman dey dei dai aban asad hut hoot jadi mihr safar
    """.split()
)
_SEASONS = {"spring": 1, "summer": 4, "autumn": 7, "fall": 7, "winter": 10}
_RELATIVE = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_ERAS: dict[str, Calendar] = {"ad": "gregorian", "ce": "gregorian", "ah": "hijri", "sh": "jalali", "ap": "jalali"}
_YEAR_LEADS = frozenset(
    """
    in since by until till from year years during of for after before early late mid fiscal through olympics
    cup the around and to between
    """.split()
)
_TRIGGERS = (
    frozenset(_SEASONS)
    | frozenset(_RELATIVE)
    | frozenset(LATIN_WEEKDAYS)
    | frozenset(ORDINALS)
    | {"the", "twenty", "thirty"}
)


def find_english_dates(text: str, published: str | date | datetime | None = None) -> list[FoundDate]:
    """The dates of English text in order, none overlapping another. `calendar` and `problem` are as in `find_dates`."""
    today = publication_day(published)
    return [found_date(text, phrase, today) for phrase in read_english_phrases(cut_tokens(text))]


def read_english_phrases(tokens: Sequence[Token]) -> list[DatePhrase]:
    """Every date phrase of English tokens, in order."""
    phrases: list[DatePhrase] = []
    at = 0
    while at < len(tokens):
        word = tokens[at].word
        lower = word.lower()
        if not (word[0].isdecimal() or lower in _TRIGGERS or lower in _MONTHS or lower in _COMPOUND_STARTS):
            at += 1
            continue
        found = _read_at(tokens, at)
        phrases += found
        at = found[-1].after if found else at + 1
    return phrases


def read_english_month(tokens: Sequence[Token], at: int) -> tuple[Month, int] | None:
    """A month at `tokens[at]` and the token after it.

    Names in small letters count only when they are no English word.
    """
    if at >= len(tokens):
        return None
    lower = tokens[at].word.lower()
    if lower in _COMPOUND_STARTS:
        for size in range(_name_length(tokens, at), 0, -1):
            month = _MONTHS.get(_LETTERS.sub("", "".join(token.word.lower() for token in tokens[at : at + size])))
            if month and at + size <= len(tokens) and tokens[at + size - 1].word[0].isalpha():
                return month, at + size
    month = _MONTHS.get(lower)
    if month is None or (lower in {"may", "march", "mar", "dec", "sat", "sun"} and tokens[at].word[0].islower()):
        return None
    after = at + 1
    if (
        len(lower) <= 4
        and after + 1 < len(tokens)
        and tokens[after].word == "."
        and tokens[after + 1].word[0].isdecimal()
    ):
        after += 1
    return month, after


def _name_length(tokens: Sequence[Token], at: int) -> int:
    """How many tokens from `at` on may be one Latin name: letters, hyphens and apostrophes."""
    size = 0
    for token in tokens[at : at + _LONGEST_NAME]:
        if not (token.word.isascii() and token.word.isalpha()) and token.word not in "-'’‘ʿ`":
            break
        size += 1
    return size


def _read_at(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    word = tokens[at].word.lower()
    if word in LATIN_WEEKDAYS:
        return _from_weekday(tokens, at)
    if word in _RELATIVE:
        return [DatePhrase("relative", tokens[at].start, tokens[at].end, at + 1, day_shift=_RELATIVE[word])]
    if word[0].isdecimal():
        numeric = read_numeric(tokens, at)
        if numeric:
            return [numeric]
        return _days_first(tokens, at) or _century(tokens, at) or _year_alone(tokens, at)
    if word in _SEASONS:
        return _season(tokens, at)
    if word in ORDINALS or word in {"the", "twenty", "thirty"}:
        return _days_first(tokens, at + (word == "the")) or _century(tokens, at)
    return _month_first(tokens, at)


def _from_weekday(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    weekday, here = LATIN_WEEKDAYS[tokens[at].word.lower()], at + 1
    while here < len(tokens) and tokens[here].word.lower() in {
        ",",
        "the",
        ".",
        "morning",
        "evening",
        "night",
        "afternoon",
        "(",
    }:
        here += 1
    days = _read_at(tokens, here) if here < len(tokens) and tokens[here].word.lower() not in LATIN_WEEKDAYS else []
    if days and days[0].kind in {"day", "range"} and days[0].weekday is None:
        return [replace(days[0], weekday=weekday, start=tokens[at].start), *days[1:]]
    if len(tokens[at].word) <= 4:
        return []  # "Sat", "Sun", "Wed" alone are words
    return [DatePhrase("weekday", tokens[at].start, tokens[at].end, at + 1, weekday=weekday)]


def _century(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    """ "the 19th century", "twentieth-century": from the sixteenth on, as Persian centuries without an era."""
    words = read_english_words(tokens, at)
    if words is not None and words.ordinal:
        value, after = int(words.value), words.after
    elif tokens[at].word.isdecimal() and len(tokens[at].word) == 2:
        after = at + 2 if at + 1 < len(tokens) and tokens[at + 1].word.lower() in ORDINAL_SUFFIXES else at
        value = int(tokens[at].word)
    else:
        return []
    after += after < len(tokens) and tokens[after].word == "-"
    if not (16 <= value <= 30 and at < after < len(tokens) and tokens[after].word.lower() in {"century", "centuries"}):
        return []
    first = (value - 1) * 100 + 1
    return [
        DatePhrase("century", tokens[at].start, tokens[after].end, after + 1, "gregorian", first, last_year=first + 99)
    ]


def _days_first(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    """ "29 Esfand 1402", "the 22nd of Bahman", "5 and 6 Mehr", "20-25 June 2024", "20 to 25 June"."""
    days, here = _read_days(tokens, at)
    if not days or here >= len(tokens):
        return []
    for skipped in (("day", "of", "the", "month", "of"), ("day", "of"), ("of", "the", "month", "of"), ("of",)):
        if tuple(token.word.lower() for token in tokens[here : here + len(skipped)]) == skipped:
            here += len(skipped)
            break
    found = read_english_month(tokens, here)
    if found is None or (
        tokens[here].word[0].islower() and found[0].calendar == "jalali" and len(tokens[here].word) <= 3
    ):
        return []
    month, after = found
    year, after = _read_year(tokens, after, month)
    return _phrases(tokens, days, month, year, after)


def _month_first(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    """ "March 19, 2024", "Esfand 29, 1402", "March 2024", "June 20-25", "in Esfand"."""
    found = read_english_month(tokens, at)
    if found is None:
        return []
    month, here = found
    days, after = _read_days(tokens, here + (here < len(tokens) and tokens[here].word.lower() == "the"))
    if (days and tokens[after - 1].word[0].isdecimal()) or (
        days and tokens[after - 1].word.lower() in ORDINAL_SUFFIXES
    ):
        year, end = _read_year(tokens, after, month)
        phrases = _phrases(tokens, days, month, year, end)
        return [replace(phrases[0], start=tokens[at].start), *phrases[1:]]
    year, after = _read_year(tokens, here, month)
    if year is None and (
        tokens[at].word.lower() in _WANTS_COMPANY or tokens[at].word[0].islower() or len(tokens[at].word) <= 3
    ):
        return []
    return [DatePhrase("month", tokens[at].start, tokens[after - 1].end, after, month.calendar, year, month.number)]


def _phrases(
    tokens: Sequence[Token], days: list[tuple[int, int, int, str]], month: Month, year: int | None, after: int
) -> list[DatePhrase]:
    phrases: list[DatePhrase] = []
    for place, (value, start, end, joined) in enumerate(days):
        end = tokens[after - 1].end if place == len(days) - 1 else end
        if joined == "range" and phrases:
            phrases[-1] = replace(phrases[-1], kind="range", last_day=value, end=end)
        else:
            phrases.append(DatePhrase("day", start, end, after, month.calendar, year, month.number, value))
    return phrases


def _read_days(tokens: Sequence[Token], at: int) -> tuple[list[tuple[int, int, int, str]], int]:
    """Day numbers with their place and how each hangs on the one before, and the token after them."""
    days: list[tuple[int, int, int, str]] = []
    here, joined = at, ""
    while here < len(tokens) and len(days) < 6:
        here += bool(days) and tokens[here].word.lower() == "the"
        more, after = _read_day(tokens, here, joined)
        if not more:
            return days, here - 1 if days else at
        days, here = days + more, after
        word = tokens[here].word.lower() if here < len(tokens) else ""
        joined = "range" if word in {"to", "-", "–", "through", "until"} else "list" if word in {"and", ","} else ""
        if not joined:
            break
        if joined == "list" and here + 1 < len(tokens) and not _may_be_day(tokens[here + 1].word):
            break
        here += 1
    return days, here


def _may_be_day(word: str) -> bool:
    return (word[0].isdecimal() and len(word) <= 2) or word.lower() in ORDINALS or word.lower() == "the"


def _read_day(tokens: Sequence[Token], at: int, joined: str) -> tuple[list[tuple[int, int, int, str]], int]:
    if at >= len(tokens):
        return [], at
    token = tokens[at]
    if not token.word[0].isdecimal():
        words = (
            read_english_words(tokens, at)
            if token.word.lower() in ORDINALS or token.word.lower() in {"twenty", "thirty"}
            else None
        )
        if words is None or not words.ordinal or words.value > 40:
            return [], at
        return [(int(words.value), token.start, tokens[words.after - 1].end, joined)], words.after
    parts = re.split("[-–]", token.word)
    if len(parts) > 2 or not all(part.isdecimal() and int(part[:3]) <= 39 for part in parts):
        return [], at
    after = at + 1
    after += after < len(tokens) and tokens[after].word.lower() in ORDINAL_SUFFIXES and tokens[after].start == token.end
    if len(parts) == 1:
        return [(int(parts[0]), token.start, tokens[after - 1].end, joined)], after
    middle = token.start + len(parts[0])
    return [(int(parts[0]), token.start, middle, joined), (int(parts[1]), middle + 1, token.end, "range")], after


def _read_year(tokens: Sequence[Token], at: int, month: Month) -> tuple[int | None, int]:
    here = at
    if here + 1 < len(tokens) and tokens[here].word in {",", "،"}:
        here += 1
    if here + 1 < len(tokens) and tokens[here].word.lower() == "of":
        here += 1
    if here >= len(tokens) or not (tokens[here].word.isdecimal() and len(tokens[here].word) == 4):
        return None, at
    return int(tokens[here].word), _past_era(tokens, here + 1)


def _past_era(tokens: Sequence[Token], at: int) -> int:
    return at + (at < len(tokens) and tokens[at].word in {"AH", "SH", "AD", "CE", "AP"})


def _season(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    here = at + 1 + (at + 1 < len(tokens) and tokens[at + 1].word.lower() == "of")
    if here >= len(tokens) or not (tokens[here].word.isdecimal() and len(tokens[here].word) == 4):
        return []
    year = int(tokens[here].word)
    return [
        DatePhrase(
            "season", tokens[at].start, tokens[here].end, here + 1, "gregorian" if year >= 1500 else "jalali", year,
            _SEASONS[tokens[at].word.lower()],
        )
    ]  # fmt: skip


def _year_alone(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    """ "in 1402", "the 1990s", "(2019)": four digits that their neighbours make a year."""
    calendar: Calendar
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if following is not None and following.word == "s" and following.start <= token.end + 1 and token.word.isdecimal():
        return _decade(token, at)
    season = SEASON_OF_YEARS.fullmatch(token.word)
    if season and int(season[2]) % 100 == (int(season[1]) + 1) % 100:
        first = int(season[1])
        calendar = "gregorian" if first >= 1500 else "jalali"
        return [DatePhrase("year", token.start, token.end, at + 1, calendar, first, last_year=first + 1)]
    if not (token.word.isdecimal() and len(token.word) == 4):
        return []
    year = int(token.word)
    era = _ERAS.get(following.word.lower()) if following is not None and following.word.isupper() else None
    if not era and not (1300 <= year <= 1420 or 1900 <= year <= 2100):
        return []
    before = tokens[at - 1].word.lower() if at else ""
    calendar = era or ("gregorian" if year >= 1500 else "jalali")
    if era or before in _YEAR_LEADS or before == "(":
        if before in {"the", "and", "to", "for", "of", "around", "by", "between", "from"} and not _ends_phrase(
            following
        ):
            return []
        return [DatePhrase("year", token.start, token.end, at + 1 + bool(era), calendar, year)]
    return []


def _ends_phrase(following: Token | None) -> bool:
    return (
        following is None
        or not following.word[0].isalpha()
        or following.word.lower()
        in {"and", "to", "in", "was", "is", "as", "at", "with", "on", "were", "has", "by", "for"}
    )


def _decade(token: Token, at: int) -> list[DatePhrase]:
    digits, value = token.word, int(token.word) if len(token.word) <= 4 else 1
    if value % 10 or len(digits) not in {2, 4}:
        return []
    year = value if len(digits) == 4 else 1900 + value
    calendar: Calendar = "gregorian" if year >= 1500 else "jalali"
    return [DatePhrase("decade", token.start, token.end + 1, at + 2, calendar, year, last_year=year + 9)]
