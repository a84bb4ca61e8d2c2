"""Dates of the Persian put right in the English: "29 Esfand 1402 (19 March 2024)" under the policy "both".

The dates are worked into the finished English, after decoding, whichever checkpoint wrote it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from xlsum.persian.date_wording import gregorian_wording, source_wording
from xlsum.persian.dates import find_dates
from xlsum.persian.english_dates import find_english_dates
from xlsum.persian.found_dates import FoundDate
from xlsum.persian.month_names import WEEKDAYS

DatePolicy = Literal["both", "gregorian", "source"]
DATE_POLICIES: tuple[DatePolicy, ...] = ("both", "gregorian", "source")

_PLACED_KINDS = frozenset({"day", "range", "month", "season", "year", "decade"})
_MONTHLY = frozenset({"day", "range", "month"})
_WEEKDAY = re.compile(rf"({'|'.join(WEEKDAYS)})(,?\s+(?:the\s+)?)", re.IGNORECASE)
_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]{4,60})\)")
_MONTH_LIKE = r"[A-Z][A-Za-z'’-]{2,14}"


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def apply_date_policy(
    english: str, persian: str, policy: str = "both", published: str | date | datetime | None = None
) -> tuple[str, list[str]]:
    """The English with the Solar and lunar Hijri dates of the Persian worded as `policy` wants.

    And the dates not placed.

    `policy` is "both", "gregorian" or "source". A date is found in the English by its reading: the same day in either
    calendar, or the same figures with a month that cannot be («29 March 1402»); one date of the English serves one of
    the Persian. Dates that count from publication («دیروز») and weekdays are left to the translation. What is not
    placed is given back as it stands in the Persian with its reading, and the English is left alone there.
    """
    sources = [found for found in find_dates(persian, published) if _is_to_be_placed(found)]
    if not sources:
        return english, []
    candidates = find_english_dates(english)
    edits: list[_Edit] = []
    unplaced: list[str] = []
    for found in sources:
        place = _find_place(english, found, candidates, edits)
        if place is None:
            unplaced.append(_report(found))
        else:
            edits.append(_worded(english, found, place, policy, candidates))
    return _apply(english, edits), unplaced


def _is_to_be_placed(found: FoundDate) -> bool:
    return (
        found.calendar != "gregorian" and found.kind in _PLACED_KINDS and (found.kind in _MONTHLY or found.year_is_said)
    )


def _find_place(
    english: str, found: FoundDate, candidates: Sequence[FoundDate], edits: Sequence[_Edit]
) -> tuple[int, int] | None:
    """Where the date stands in the English, the surest reading first."""
    for is_same in (_is_same_in_source, _is_same_in_gregorian, _has_same_figures):
        for candidate in candidates:
            if is_same(found, candidate) and _is_free(candidate.start, candidate.end, edits):
                return candidate.start, candidate.end
    for match in _patterns(found, english):
        if _is_free(match.start(), match.end(), edits):
            return match.span()
    return None


def _is_same_in_source(found: FoundDate, candidate: FoundDate) -> bool:
    same_year = candidate.year is None or found.year is None or candidate.year == found.year
    if candidate.calendar != found.calendar or candidate.kind != found.kind or not same_year:
        return False
    return (candidate.month, candidate.day, candidate.last_day) == (found.month, found.day, found.last_day)


def _is_same_in_gregorian(found: FoundDate, candidate: FoundDate) -> bool:
    if (
        candidate.calendar != "gregorian"
        or candidate.kind != found.kind
        or found.span is None
        or candidate.span is None
    ):
        return False
    return found.span[0] <= candidate.span[0] and candidate.span[1] <= found.span[1]


def _has_same_figures(found: FoundDate, candidate: FoundDate) -> bool:
    """ "29 March 1402", "29 Esfand 2023", "29 March" for 29 Esfand: the figures are the date's, the rest is not."""
    if candidate.kind != found.kind or (candidate.day, candidate.last_day) != (found.day, found.last_day):
        return False
    if found.kind not in _MONTHLY:
        return candidate.year == found.year
    if candidate.calendar == found.calendar and candidate.month == found.month:
        return True
    if candidate.year is not None:
        return candidate.year == found.year
    return found.kind in {"day", "range"}


def _patterns(found: FoundDate, english: str) -> list[re.Match[str]]:
    """Figures around a word that may once have been the month («29 Asfand 1402»).

    Or the bare year of a year or decade.
    """
    year = found.year
    if found.kind == "day" and found.day:
        day, tail = rf"\b{found.day}(?:st|nd|rd|th)?", rf",?\s+{year}\b"
        shapes = (
            [rf"{day}(?:\s+of)?\s+{_MONTH_LIKE}{tail}", rf"\b{_MONTH_LIKE}\s+{found.day}(?:st|nd|rd|th)?{tail}"]
            if year
            else []
        )
    elif found.kind == "range":
        shapes = [
            rf"\b{found.day}\s*(?:to|and|-|–|until)\s*{found.last_day}(?:\s+of)?\s+{_MONTH_LIKE}"
            + (rf",?\s+{year}\b" if year else "")
        ]
    elif found.kind == "month":
        shapes = [rf"\b{_MONTH_LIKE},?\s+(?:of\s+)?{year}\b"] if year else []
    elif found.kind == "decade" and year:
        shapes = [rf"\b{year}'?s\b", rf"\b{year + 600}'?s\b", rf"(?<![\d])'?{year % 100}s\b"]
    else:
        shapes = _year_shapes(found)
    return [match for shape in shapes for match in re.finditer(shape, english)]


def _year_shapes(found: FoundDate) -> list[str]:
    if found.last_year:
        return [rf"\b{found.year}\s*(?:to|and|-|–)\s*{found.last_year}\b"]
    return [
        rf"(?<![\d.,-]){found.year}(?![\d%]|[.,-]\d)",
        rf"(?:(?<=year )|['’‘]){(found.year or 0) % 100:02d}(?![\d%])",
    ]


def _worded(
    english: str, found: FoundDate, place: tuple[int, int], policy: str, candidates: Sequence[FoundDate]
) -> _Edit:
    start, end = place
    prefix = ""
    weekday = _WEEKDAY.match(english, start)
    if weekday:
        name = weekday[1] if found.weekday is None else WEEKDAYS[found.weekday]
        prefix = name + weekday[2]
    article = _ARTICLE.search(english, max(0, start - 5), start)
    if (
        article
        and not weekday
        and (found.kind in {"day", "range"} or (found.kind == "decade" and policy == "gregorian"))
    ):
        start = article.start()
    end = _past_bracket(english, found, end, candidates)
    return _Edit(start, end, prefix + _wording(found, policy, _joint(english, start)))


def _joint(english: str, start: int) -> str:
    """ "from 20 to 25", "between 20 and 25", else "20-25"."""
    lead = english[max(0, start - 9) : start].lower()
    return " to " if lead.endswith("from ") else " and " if lead.endswith("between ") else "-"


def _wording(found: FoundDate, policy: str, joint: str) -> str:
    source, gregorian = source_wording(found, joint), gregorian_wording(found)
    if not gregorian or policy == "source":
        return source
    return gregorian if policy == "gregorian" else f"{source} ({gregorian})"


def _past_bracket(english: str, found: FoundDate, end: int, candidates: Sequence[FoundDate]) -> int:
    """Past a bracket behind the date that says the same in the other calendar, so that nothing is said twice."""
    match = _BRACKET.match(english, end)
    if match is None:
        return end
    inside = [c for c in candidates if match.start(1) <= c.start and c.end <= match.end(1)]
    said = match[1].strip() == gregorian_wording(found) or any(
        _is_same_in_source(found, c) or _is_same_in_gregorian(found, c) for c in inside
    )
    return match.end() if said else end


def _is_free(start: int, end: int, edits: Sequence[_Edit]) -> bool:
    return all(end <= edit.start or edit.end <= start for edit in edits)


def _apply(english: str, edits: Sequence[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        english = english[: edit.start] + edit.text + english[edit.end :]
    return english


def _report(found: FoundDate) -> str:
    gregorian = gregorian_wording(found)
    return f"{found.text} = {source_wording(found)}" + (f" ({gregorian})" if gregorian else "")
