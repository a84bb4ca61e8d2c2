"""Dates of Persian news in all the forms wires use, each with its Gregorian day or span.

What is read as what: a day is a day of the calendar its month or year belongs to; a month, season, year, decade,
century or range has a `span` and no `gregorian`; a lunar day has the Umm al-Qura day and a span of that day ±1. Where
the text alone does not say the year («۲۹ اسفند») or the day counted from («دیروز»), `gregorian` and `span` stay None
until `published` is given; the year is then the one that brings the day nearest to publication. `problem` is a
sentence when the text contradicts the calendar (31 Mehr, 30 Esfand of a common year: no day is given) or itself (a
weekday that is not that day's: the day is given as the day, month and year say).
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from xlsum.persian.date_context import settle_years
from xlsum.persian.date_days import PARTS_OF_DAY, read_day_phrases, read_month, read_weekday
from xlsum.persian.date_named import NAMED_STARTS, read_named_day
from xlsum.persian.date_numeric import read_numeric
from xlsum.persian.date_periods import (
    CENTURY_WORDS,
    DECADE_WORDS,
    read_bare_year,
    read_century,
    read_decade,
    read_month_alone,
    read_season,
    read_year_alone,
)
from xlsum.persian.date_phrases import DatePhrase
from xlsum.persian.date_relative import DAY_SHIFTS, read_counted_shift, read_relative, read_weekday_alone
from xlsum.persian.date_resolution import publication_day
from xlsum.persian.date_years import SHIFTED_YEARS, YEAR_WORDS
from xlsum.persian.english_dates import read_english_phrases
from xlsum.persian.found_dates import FoundDate as FoundDate
from xlsum.persian.found_dates import found_date
from xlsum.persian.month_names import MONTH_PAIR_STARTS, MONTHS, SEASONS, WEEKDAY_WORDS
from xlsum.persian.number_words import CARDINALS, ORDINALS
from xlsum.persian.tokens import Token, cut_tokens

_YEAR_TRIGGERS = YEAR_WORDS | frozenset(SHIFTED_YEARS)
_MONTH_TRIGGERS = frozenset(MONTHS) | MONTH_PAIR_STARTS
_NUMBER_TRIGGERS = frozenset(CARDINALS) | frozenset(ORDINALS) | {"سیم"}
_RELATIVE_TRIGGERS = frozenset(DAY_SHIFTS) | {"روز", "شب", "هفته", "ماه"}
_WEEKDAY_TRIGGERS = frozenset(WEEKDAY_WORDS)
_TRIGGERS = (
    _YEAR_TRIGGERS | _MONTH_TRIGGERS | _NUMBER_TRIGGERS | _RELATIVE_TRIGGERS | _WEEKDAY_TRIGGERS | frozenset(SEASONS)
    | DECADE_WORDS | CENTURY_WORDS | NAMED_STARTS
)  # fmt: skip
_LATIN_KINDS = frozenset({"day", "range", "month"})
_BETWEEN_WEEKDAY_AND_DAY = PARTS_OF_DAY | frozenset(
    """
    ، , - – ( مورخ مورخه تاریخ به برابر با مصادف یعنی ( ) : هفته جاری گذشته آینده امروز دیروز فردا ،
    """.split()
)


def find_dates(text: str, published: str | date | datetime | None = None) -> list[FoundDate]:
    """The dates of raw Persian text in order, none overlapping another.

    `published` (Tehran time) settles relative ones.
    """
    today = publication_day(published)
    return [found_date(text, phrase, today) for phrase in read_phrases(cut_tokens(text)) if not phrase.is_name]


def read_phrases(tokens: Sequence[Token]) -> list[DatePhrase]:
    """Every date phrase of the tokens, in order, those in Latin letters included ("28 Safar 1446")."""
    persian = settle_years(_read_persian(tokens), tokens)
    if not any(token.word.isascii() and token.word.isalpha() and len(token.word) > 2 for token in tokens):
        return persian
    taken = sorted((phrase.start, phrase.end) for phrase in persian)
    latin = [p for p in read_english_phrases(tokens) if p.kind in _LATIN_KINDS and not _overlaps(taken, p)]
    return sorted([*persian, *latin], key=lambda phrase: phrase.start)


def _overlaps(taken: list[tuple[int, int]], phrase: DatePhrase) -> bool:
    before = bisect_left(taken, (phrase.end, 0))
    return before > 0 and taken[before - 1][1] > phrase.start


def _read_persian(tokens: Sequence[Token]) -> list[DatePhrase]:
    phrases: list[DatePhrase] = []
    at = 0
    while at < len(tokens):
        word = tokens[at].word
        if word not in _TRIGGERS and not word[0].isdecimal():
            at += 1
            continue
        found = _read_at(tokens, at)
        phrases += found
        at = found[-1].after if found else at + 1
    return phrases


def _read_at(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    word = tokens[at].word
    named = read_named_day(tokens, at) if word in NAMED_STARTS else None
    if named:
        return [named]
    if word[0].isdecimal() or word in _NUMBER_TRIGGERS:
        return _read_number(tokens, at)
    if word in _WEEKDAY_TRIGGERS:
        return _read_from_weekday(tokens, at)
    if word in _YEAR_TRIGGERS:
        return read_year_alone(tokens, at)
    if word in SEASONS:
        return _as_list(read_season(tokens, at))
    if word in DECADE_WORDS and (decades := read_decade(tokens, at)):
        return decades
    if word in CENTURY_WORDS:
        return _as_list(read_century(tokens, at))
    if word in _RELATIVE_TRIGGERS:
        return _read_relative(tokens, at)
    return read_month_alone(tokens, at) if read_month(tokens, at) else []


def _read_number(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    numeric = read_numeric(tokens, at) if tokens[at].word[0].isdecimal() else None
    if numeric:
        return [numeric]
    if read_weekday(tokens, at):
        return _read_from_weekday(tokens, at)
    return read_day_phrases(tokens, at) or _as_list(read_bare_year(tokens, at) or read_counted_shift(tokens, at))


def _read_from_weekday(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    found = read_weekday(tokens, at)
    if found is None:
        return []
    weekday, after = found
    here = after
    while here < min(len(tokens), after + 5) and tokens[here].word in _BETWEEN_WEEKDAY_AND_DAY:
        here += 1
    days = _days_at(tokens, here)
    if not days or days[0].weekday is not None:
        return _as_list(read_weekday_alone(tokens, at))
    inside = any(token.word in {"(", ")", "مورخ", "مورخه", "تاریخ", "-", "–"} for token in tokens[after:here])
    start = days[0].start if inside else tokens[at].start
    return [replace(days[0], weekday=weekday, start=start), *days[1:]]


def _days_at(tokens: Sequence[Token], here: int) -> list[DatePhrase]:
    if here >= len(tokens):
        return []
    numeric = read_numeric(tokens, here) if tokens[here].word[0].isdecimal() else None
    return [numeric] if numeric else read_day_phrases(tokens, here)


def _read_relative(tokens: Sequence[Token], at: int) -> list[DatePhrase]:
    found = read_relative(tokens, at)
    if found is None or found.day_shift is None or found.after >= len(tokens):
        return _as_list(found)
    weekday = read_weekday(tokens, found.after)
    days = _days_at(tokens, weekday[1]) if weekday else []
    if weekday and not days:
        return [replace(found, weekday=weekday[0], after=weekday[1], end=tokens[weekday[1] - 1].end)]
    return [found]


def _as_list(phrase: DatePhrase | None) -> list[DatePhrase]:
    return [phrase] if phrase else []
