"""Repetition: a decoder in a loop says the same words again; the source does not."""

import re
from collections.abc import Sequence

from xlsum.checks.pair import Pair, shorten
from xlsum.document import Flag, Level

KIND = "repetition"
LONGEST_PHRASE = 24
_TOKEN = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*|[^\w\s]")
_COMMAS = frozenset(",،")
# Shares of repeated four-word phrases beyond the source's three-word ones. Of 1,532 reference translations of agency
# sentences none reaches the second, a few the first; of an early checkpoint's outputs 30 and 100 did.
CIRCLES_TO_CHECK = 0.07
CIRCLES_UNUSABLE = 0.12
LEAST_PHRASES = 8
LEAST_LISTED = 3  # words of a phrase that is said again after a comma
_LINKING = frozenset({"to", "by", "after", "in", "and", "for", "of", "on"})  # "from time to time to ..."
_SHORT_UNIT = re.compile(r"(\D{1,6}?)\1{7,}")
_SPOKEN_TWICE = frozenset(
    {"had", "that", "very", "no", "yes", "bye", "many", "so", "ha", "hear", "never", "far", "long"}
)


def check_repetition(pair: Pair) -> list[Flag]:
    """Flag a phrase that stands twice running, and one that comes back more often than the source can explain."""
    english = [token.lower() for token in _TOKEN.findall(pair.english)]
    looped = _find_loop(english) or _find_loop([token for token in english if token not in _COMMAS], LEAST_LISTED)
    persian = _TOKEN.findall(pair.folded) if looped or len(english) > 7 else []
    if looped:
        phrase, length, times = looped
        if times > 2 or _find_loop(persian) is None:
            level: Level = "do-not-use" if times > 2 or length > 2 else "check"
            said = f"The English says “{shorten(phrase)}” {_times(times)} running; the source does not."
            return [Flag(KIND, level, said)]
    unit = _SHORT_UNIT.search(pair.english)
    if unit and not _SHORT_UNIT.search(pair.persian) and not unit.group(1).isspace() and "." not in unit.group(1):
        return [Flag(KIND, "do-not-use", f"The English is stuck on “{shorten(unit.group(1))}”.")]
    return _check_circles(english, persian) or _check_echo(english, persian)


def _find_loop(tokens: Sequence[str], shortest: int = 1) -> tuple[str, int, int] | None:
    """The first phrase that follows itself at once, its length and its count, or None."""
    later: dict[str, list[int]] = {}
    found: tuple[int, int] | None = None
    for start in range(len(tokens) - 1, -1, -1):
        following = later.setdefault(tokens[start], [])
        for place in following:
            length = place - start
            if length > LONGEST_PHRASE:
                break
            phrase = tokens[start:place]
            if length >= shortest and phrase == tokens[place : place + length] and not _is_natural(phrase):
                found = start, length
                break
        following.insert(0, start)
        del following[LONGEST_PHRASE + 1 :]
    if found is None:
        return None
    phrase = tokens[found[0] : sum(found)]
    return " ".join(phrase), found[1], _count_running(tokens, found[0], phrase)


def _is_natural(phrase: Sequence[str]) -> bool:
    """Whether saying it twice is English ("many, many") or a list of figures ("3-3")."""
    words = [token for token in phrase if token[0].isalpha()]
    if not words or (len(words) == 1 and len(phrase) > 1):
        return True
    return (len(phrase) == 1 and phrase[0] in _SPOKEN_TWICE) or (len(phrase) == 2 and phrase[1] in _LINKING)


def _count_running(tokens: Sequence[str], start: int, phrase: Sequence[str]) -> int:
    times = 1
    length = len(phrase)
    while list(tokens[start + times * length : start + (times + 1) * length]) == list(phrase):
        times += 1
    return times


def _check_circles(english: Sequence[str], persian: Sequence[str]) -> list[Flag]:
    """Flag an English that goes round in circles: of its phrases far more come again than of the source's."""
    excess = _repeated_share(english, 4) - _repeated_share(persian, 3)
    if excess < CIRCLES_TO_CHECK:
        return []
    phrase, times = _most_repeated(english, 4)
    detail = f"The English goes round in circles: it says “{shorten(phrase)}” {_times(times)}."
    return [Flag(KIND, "do-not-use" if excess >= CIRCLES_UNUSABLE else "check", detail)]


def _repeated_share(tokens: Sequence[str], length: int) -> float:
    """The share of the phrases of that many words that were said before; 0 of a text too short to tell."""
    phrases = [tuple(tokens[start : start + length]) for start in range(len(tokens) - length + 1)]
    return 1 - len(set(phrases)) / len(phrases) if len(phrases) >= LEAST_PHRASES else 0.0


def _check_echo(english: Sequence[str], persian: Sequence[str]) -> list[Flag]:
    """Flag four words and more that come three times, or seven that come twice, when the source has no such echo."""
    for length, allowed in ((8, 1), (5, 2)):
        phrase, times = _most_repeated(english, length)
        if times > allowed and _most_repeated(persian, 2)[1] < 2:
            detail = f"The English says “{shorten(phrase)}” {_times(times)}; the source does not."
            return [Flag(KIND, "check", detail)]
    return []


def _most_repeated(tokens: Sequence[str], length: int) -> tuple[str, int]:
    """The phrase of that many words which comes most often, and how often."""
    counts: dict[tuple[str, ...], int] = {}
    best: tuple[str, ...] = ()
    for start in range(len(tokens) - length + 1):
        phrase = tuple(tokens[start : start + length])
        counts[phrase] = counts.get(phrase, 0) + 1
        if counts[phrase] > counts.get(best, 0):
            best = phrase
    return " ".join(best), counts.get(best, 0)


def _times(count: int) -> str:
    return {2: "twice"}.get(count, f"{count} times")
