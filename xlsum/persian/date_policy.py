"""Dates of the Persian put right in the English: "29 Esfand 1402 (19 March 2024)" under the policy "both".

The dates are worked into the finished English, after decoding, whichever checkpoint wrote it. That was chosen by
experiment with the embedded checkpoint (beam 4) on 83 held-out agency sentences with 111 Solar and lunar dates. The raw
English had 60 of them right. Counted is how many could be placed, and the chrF of the whole sentences:

    after decoding (this module)                             73 of 111    chrF 54.8
    before: dates spelled in Latin letters, then this        89 of 111    chrF 53.1
    before: dates in uniform Persian digits, then this       90 of 111    chrF 53.6
    after; where a date is missing, again with Latin ones    94 of 111    chrF 54.8

Substituting before decoding costs fluency in every sentence, so it is kept for the second attempt at those whose date
is missing (`date_spelling.spell_dates`). During decoding nothing can be done: CTranslate2 has no lexical constraints.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from xlsum.persian.date_resolution import publication_day
from xlsum.persian.date_wording import day_wording, gregorian_wording, source_wording
from xlsum.persian.dates import find_dates
from xlsum.persian.digits import latin_digits
from xlsum.persian.english_dates import find_english_dates
from xlsum.persian.found_dates import FoundDate
from xlsum.persian.month_names import WEEKDAYS

DatePolicy = Literal["both", "gregorian", "source"]
MOST_DAYS_TO_A_GUESS = 100
DATE_POLICIES: tuple[DatePolicy, ...] = ("both", "gregorian", "source")

_MONTHLY = frozenset({"day", "range", "month"})
_YEARLY = frozenset({"season", "year", "decade", "named"})
_WEEKDAY = re.compile(rf"({'|'.join(WEEKDAYS)})(,?\s+(?:the\s+)?)", re.IGNORECASE)
_ARTICLE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_BRACKET = re.compile(r"\s*\(([^()]{4,60})\)")
_MONTH_LIKE = r"[A-Z][A-Za-z'’-]{2,14}"
_SEASON_LIKE = "(?:spring|summer|autumn|fall|winter)"
_DECADE_NAMES = "twenties thirties forties fifties sixties seventies eighties nineties".split()
_DECADE_WORDS = dict(zip(range(20, 100, 10), _DECADE_NAMES, strict=True))


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def apply_date_policy(
    english: str, persian: str, policy: str = "both", published: str | date | datetime | None = None
) -> tuple[str, list[str]]:
    """The English with the Solar and lunar Hijri dates of the Persian worded as `policy` wants, and those not placed.

    `policy` is "both", "gregorian" or "source". A date is found in the English by its reading: the same day in either
    calendar, or the same figures with a month that cannot be («29 March 1402»); one date of the English serves one of
    the Persian. Dates that count from publication («دیروز») and weekdays are left to the translation. What is not
    placed is given back as it stands in the Persian with its reading, and the English is left alone there.
    """
    found_dates = find_dates(persian, published)
    today = publication_day(published)
    sources = [_as_sure(found, today) for found in found_dates if _is_to_be_placed(found)]
    if not sources:
        return english, []
    candidates = _unclaimed(find_english_dates(english), [one for one in found_dates if one.calendar == "gregorian"])
    edits: list[_Edit] = []
    unplaced: list[str] = []
    for found in sources:
        place = _find_place(english, found, candidates, edits)
        if place is not None:
            edits.append(_worded(english, found, place, policy, candidates))
        elif found.kind != "named":
            unplaced.append(_report(found))
    return _apply(english, edits), unplaced


def _is_to_be_placed(found: FoundDate) -> bool:
    return found.calendar_of_year != "gregorian" and (
        found.kind in _MONTHLY or (found.kind in _YEARLY and found.year_is_said)
    )


def _as_sure(found: FoundDate, today: date | None) -> FoundDate:
    """Without its Gregorian day where only a guess far from publication gives the year: it may be an anniversary."""
    far = found.span is not None and today is not None and abs((found.span[0] - today).days) > MOST_DAYS_TO_A_GUESS
    return replace(found, gregorian=None, span=None) if found.year_is_guessed and far else found


def _unclaimed(candidates: Sequence[FoundDate], gregorian: Sequence[FoundDate]) -> list[FoundDate]:
    """The dates of the English that are not renderings of the Persian's own Gregorian dates."""
    left = list(candidates)
    for found in gregorian:
        claimed = next((one for one in left if one.calendar == "gregorian" and _same_fields(one, found)), None)
        if claimed is not None:
            left.remove(claimed)
    return left


def _same_fields(one: FoundDate, other: FoundDate) -> bool:
    return (one.kind, one.month, one.day, one.last_day) == (other.kind, other.month, other.day, other.last_day)


def _find_place(
    english: str, found: FoundDate, candidates: Sequence[FoundDate], edits: Sequence[_Edit]
) -> tuple[int, int] | None:
    """Where the date stands in the English, the surest reading first."""
    for is_same in () if found.kind == "named" else _LIKENESSES:
        for candidate in candidates:
            if is_same(found, candidate) and _is_free(candidate.start, candidate.end, edits):
                return candidate.start, candidate.end
    for match in _patterns(found, english):
        if _is_free(match.start(), match.end(), edits):
            return match.span()
    return None


def _is_same_in_source(found: FoundDate, candidate: FoundDate) -> bool:
    same_year = candidate.year is None or found.year is None or candidate.year == found.year
    return candidate.calendar == found.calendar and same_year and _same_fields(found, candidate)


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
    return found.kind in {"day", "range"} or _is_month_about(found, candidate)


def _is_month_about(found: FoundDate, candidate: FoundDate) -> bool:
    """ "June" for Khordad: a Solar month lies in the second and third Gregorian months after its number."""
    if found.calendar != "jalali" or candidate.calendar != "gregorian" or not found.month or not candidate.month:
        return False
    return (candidate.month - found.month) % 12 in {2, 3}


_LIKENESSES: tuple[Callable[[FoundDate, FoundDate], bool], ...] = (
    _is_same_in_source, _is_same_in_gregorian, _has_same_figures,
)  # fmt: skip


def _patterns(found: FoundDate, english: str) -> list[re.Match[str]]:
    """Figures around a word that may once have been the month («29 Asfand 1402»), or the bare year of a period."""
    shapes = _month_shapes(found) if found.kind in _MONTHLY else _year_shapes(found)
    return [match for shape in shapes for match in re.finditer(shape, english)]


def _month_shapes(found: FoundDate) -> list[str]:
    year = rf",?\s+(?:of\s+)?(?:the year\s+)?{found.year}\b"
    if found.kind == "range":
        days = rf"\b{found.day}(?:th)?\s*(?:to|and|-|–|until)\s*{found.last_day}(?:th)?(?:\s+of)?\s+{_MONTH_LIKE}"
        return [days + (year if found.year_is_said else "")]
    if not found.year_is_said:
        return []
    if found.kind == "month":
        return [rf"\b{_MONTH_LIKE}{year}"]
    ending = r"(?:st|nd|rd|th)?"
    return [
        rf"\b{found.day}{ending}(?:\s+of)?\s+{_MONTH_LIKE}{year}",
        rf"\b{_MONTH_LIKE}\s+{found.day}{ending}{year}",
    ]


def _year_shapes(found: FoundDate) -> list[str]:
    """The year in full, then as the two digits the Persian may have, then as the century an English reader assumes."""
    year = found.year or 0
    short = "" if str(year) in latin_digits(found.text) else f"{year % 100:02d}"
    if found.kind == "decade":
        shapes = [rf"\b{year}['’]?s\b", rf"\b{year + 600}['’]?s\b", rf"(?<!\d)['’]?{year % 100}['’]?s\b"]
        return shapes + ([rf"\b{_DECADE_WORDS[year % 100]}\b"] if year % 100 in _DECADE_WORDS else [])
    if found.last_year:
        ends = rf"{found.last_year}|{found.last_year % 100:02d}"
        return [rf"\b(?:{year}|['’]?{year % 100:02d})\s*(?:to|and|-|–)\s*['’]?(?:{ends})\b"]
    full = rf"(?<![\d.,-]){year}(?![\d%]|[.,-]\d)"
    bare = [full, rf"(?:(?<=year )|['’‘]){short}(?![\d%])", rf"\b19{short}\b(?!s)"] if short else [full]
    if found.kind == "season":
        return [rf"(?i:\b{_SEASON_LIKE}\s+(?:of\s+)?)(?:{year}|['’‘]?{year % 100:02d})(?![\d%]|[.,-]\d)", *bare]
    return bare


def _worded(
    english: str, found: FoundDate, place: tuple[int, int], policy: str, candidates: Sequence[FoundDate]
) -> _Edit:
    start, end = _with_outer(english, found, place, candidates)
    prefix = ""
    weekday = _WEEKDAY.match(english, start)
    if weekday:
        name = weekday[1] if found.weekday is None else WEEKDAYS[found.weekday]
        prefix = name + weekday[2]
    article = _ARTICLE.search(english, max(0, start - 5), start)
    is_period = found.kind == "decade" and policy == "gregorian"
    if article and not weekday and (found.kind in {"day", "range"} or is_period):
        start = article.start()
    end = _past_bracket(english, found, end, candidates)
    return _Edit(start, end, prefix + _wording(found, policy, _joint(english, start)))


def _with_outer(
    english: str, found: FoundDate, place: tuple[int, int], candidates: Sequence[FoundDate]
) -> tuple[int, int]:
    """The place with the same day before its bracket: "19 March 2024 (29 Esfand 1402)" is one date said twice."""
    start, end = place
    if not english[:start].endswith("(") or not english[end:].startswith(")"):
        return place
    before = len(english[: start - 1].rstrip())
    outer = [one for one in candidates if one.end == before and _is_same_in_gregorian(found, one)]
    return (outer[0].start, end + 1) if outer else place


def _joint(english: str, start: int) -> str:
    """ "from 20 to 25", "between 20 and 25", else "20-25"."""
    lead = english[max(0, start - 9) : start].lower()
    return " to " if lead.endswith("from ") else " and " if lead.endswith("between ") else "-"


def _wording(found: FoundDate, policy: str, joint: str) -> str:
    source, gregorian = source_wording(found, joint), gregorian_wording(found)
    if not gregorian or policy == "source":
        return source
    if policy == "gregorian":
        return f"({gregorian})" if found.kind == "named" else gregorian
    return f"{source} ({gregorian})"


def _past_bracket(english: str, found: FoundDate, end: int, candidates: Sequence[FoundDate]) -> int:
    """Past a bracket behind the date that says the same in the other calendar, so that nothing is said twice."""
    match = _BRACKET.match(english, end)
    if match is None:
        return end
    inside = [c for c in candidates if match.start(1) <= c.start and c.end <= match.end(1)]
    same_day = found.gregorian is not None and match[1].endswith(day_wording(found.gregorian))
    said = (
        same_day
        or match[1].strip() == gregorian_wording(found)
        or any(_is_same_in_source(found, c) or _is_same_in_gregorian(found, c) for c in inside)
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
