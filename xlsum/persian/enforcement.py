"""A glossary enforced in English that is already there: a term spelled otherwise is found by its sound and put right.

Post-editing was chosen over placeholders: a placeholder costs the translator the name's case and number (it has seen
none in training), a post-edit touches only the words of the name, and a term that cannot be found is flagged.
"""

import re
from dataclasses import dataclass

from xlsum.persian.folding import find_words, fold_letters
from xlsum.persian.romanize import are_near, latin_skeletons, persian_skeleton
from xlsum.persian.terms import ANY_CASE, Glossary, Term, load_names, plain_latin

_NAME_RUN = re.compile(r"[A-ZÀ-Þ][\w'’]*(?:[-\s](?:al-|el-|e |bin |ibn )?[A-ZÀ-Þ][\w'’]*)*")
_WORD = re.compile(r"[\w'’]+")


@dataclass(frozen=True, slots=True)
class _Spot:
    start: int
    end: int


def apply_glossary(persian: str, english: str, glossary: Glossary) -> tuple[str, tuple[str, ...]]:
    """The English with the glossary's terms as it wants them, and a note for each change: "Araqchi -> Araghchi".

    A term that the English has in an accepted spelling stays; one that cannot be located stays away, for the names
    check to flag.
    """
    notes: list[str] = []
    for term in dict.fromkeys(glossary.find(find_words(fold_letters(persian)))):
        if _has(term, english):
            english, note = _fix_case(term, english)
            notes += note
            continue
        spot = _locate(term, english)
        if spot is not None:
            notes.append(f"{english[spot.start : spot.end]} -> {term.english[0]}")
            english = english[: spot.start] + term.english[0] + english[spot.end :]
    return english, tuple(notes)


def _has(term: Term, english: str) -> bool:
    return any(_pattern(spelling).search(english) for spelling in term.english)


def _pattern(spelling: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(spelling)}", re.IGNORECASE)


def _fix_case(term: Term, english: str) -> tuple[str, list[str]]:
    """An accepted spelling in another case gets the glossary's, unless the term's case does not matter."""
    if term.case == ANY_CASE or any(spelling in english for spelling in term.english):
        return english, []
    for spelling in term.english:
        found = _pattern(spelling).search(english)
        if found and not (found.start() == 0 and found.group()[1:] == spelling[1:]):
            return english[: found.start()] + spelling + english[found.end() :], [f"{found.group()} -> {spelling}"]
    return english, []


def _locate(term: Term, english: str) -> _Spot | None:
    """Where the English has the term in other words: the starter table's, or a name that sounds like it."""
    for known in load_names().find(find_words(fold_letters(term.persian))):
        for spelling in sorted(known.english, key=len, reverse=True):
            found = re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", english)
            if found and _is_same_term(known, term):
                return _Spot(found.start(), found.end())
    return _locate_by_sound(term, english)


def _is_same_term(known: Term, term: Term) -> bool:
    return find_words(fold_letters(known.persian)) == find_words(fold_letters(term.persian))


def _locate_by_sound(term: Term, english: str) -> _Spot | None:
    wanted = "".join(persian_skeleton(word) for word in find_words(fold_letters(term.persian)))
    best: tuple[int, _Spot] | None = None
    for run in _NAME_RUN.finditer(english):
        words = [_Spot(run.start() + w.start(), run.start() + w.end()) for w in _WORD.finditer(run.group())]
        for first in range(len(words)):
            for last in range(first, min(first + 4, len(words))):
                spot = _Spot(words[first].start, words[last].end)
                distance = _distance(english[spot.start : spot.end], wanted)
                if distance is not None and (best is None or distance < best[0]):
                    best = distance, spot
    return best[1] if best else None


def _distance(latin: str, wanted: str) -> int | None:
    """0 when the Latin words sound like the term, 1 when one sound is off in a long one, else None."""
    joined = plain_latin(latin).replace(" ", "")
    for skeleton in latin_skeletons(joined):
        if skeleton == wanted and len(wanted) >= 2:
            return 0
        if len(wanted) >= 4 and are_near(skeleton, wanted):
            return 1
    return None
