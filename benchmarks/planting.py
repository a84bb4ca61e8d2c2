"""Ways to spoil a right translation: each takes a pair and a seed and gives back the spoilt English, or None."""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reference:
    """A Persian segment and its right English. Pairs of one story follow each other."""

    persian: str
    english: str
    story: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """A source with an English that has one known error of `kind`."""

    kind: str
    persian: str
    english: str


ENDS = (".", "؟", "!", "»", '"')
Planter = Callable[[Sequence[Reference], int, random.Random], Planted | None]

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_MAGNITUDE = re.compile(r"\b(thousand|million|billion|trillion)\b")
_CURRENCY = re.compile(r"\b(toman|rial|dollar|euro)(s?)\b")
_NEGATION = re.compile(
    r"\b(?P<aux>is|are|was|were|will|would|can|could|should|must|has|have|had|may|might|do|does|did) not\b|"
    r"\b(?P<no>no|never) |\bcannot\b"
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?= [a-z]|[,.])")
_CAPITALISED = re.compile(r"\b[A-Z][a-z]{3,}\b")


def drop_sentence(references: Sequence[Reference], place: int, chance: random.Random) -> Planted | None:
    """Two sentences of a story as one source; the English has only one of them."""
    if place + 1 >= len(references) or references[place].story != references[place + 1].story:
        return None
    first, second = references[place], references[place + 1]
    if min(len(first.persian.split()), len(second.persian.split())) < 5 or not first.persian.rstrip().endswith(ENDS):
        return None  # a headline has no end, and says what its lead says again
    kept = chance.choice((first, second))
    return Planted("sentence dropped", f"{first.persian} {second.persian}", kept.english)


def change_digit(references: Sequence[Reference], place: int, chance: random.Random) -> Planted | None:
    """One digit of one number becomes another."""
    reference = references[place]
    found = list(_NUMBER.finditer(reference.english))
    if not found:
        return None
    number = chance.choice(found)
    at = chance.choice([i for i in range(number.start(), number.end()) if reference.english[i].isdigit()])
    old = reference.english[at]
    new = chance.choice([digit for digit in "123456789" if digit != old])
    return _planted("digit changed", reference, reference.english[:at] + new + reference.english[at + 1 :])


def swap_magnitude(references: Sequence[Reference], place: int, chance: random.Random) -> Planted | None:
    """Thousand, million, billion or trillion becomes another of the four."""
    reference = references[place]
    found = list(_MAGNITUDE.finditer(reference.english))
    if not found:
        return None
    spot = chance.choice(found)
    new = {"thousand": "million", "million": "billion", "billion": "million", "trillion": "billion"}[spot.group()]
    return _planted("magnitude swapped", reference, _replace(reference.english, spot, new))


def lose_negation(references: Sequence[Reference], place: int, chance: random.Random) -> Planted | None:
    """One "not", "no" or "never" goes."""
    reference = references[place]
    found = list(_NEGATION.finditer(reference.english))
    if not found:
        return None
    spot = chance.choice(found)
    new = spot.group("aux") or ("can" if spot.group() == "cannot" else "")
    return _planted("negation lost", reference, " ".join(_replace(reference.english, spot, new).split()))


def change_name(references: Sequence[Reference], place: int, chance: random.Random) -> Planted | None:
    """A name inside the sentence becomes a name of another sentence."""
    reference = references[place]
    found = _NAME.findall(reference.english)
    other = references[chance.randrange(len(references))]
    new = _NAME.findall(other.english)
    if not found or not new:
        return None
    old_name, new_name = chance.choice(found), chance.choice(new)
    if (
        old_name[:3] == new_name[:3]
        or new_name in reference.english
        or not _is_name(old_name, references)
        or not _is_name(new_name, references)
    ):
        return None
    return _planted("name changed", reference, re.sub(rf"\b{old_name}\b", new_name, reference.english))


def swap_currency(references: Sequence[Reference], place: int, chance: random.Random) -> Planted | None:
    """Tomans become rials, rials tomans, dollars euros and euros dollars."""
    reference = references[place]
    if not _CURRENCY.search(reference.english):
        return None
    swapped = {"toman": "rial", "rial": "toman", "dollar": "euro", "euro": "dollar"}
    return _planted(
        "currency swapped", reference, _CURRENCY.sub(lambda found: swapped[found[1]] + found[2], reference.english)
    )


def repeat_phrase(references: Sequence[Reference], place: int, chance: random.Random) -> Planted | None:
    """Three to six words are said again at once, two to four times."""
    reference = references[place]
    words = reference.english.split()
    length = chance.randint(3, 6)
    if len(words) < length + 2:
        return None
    start = chance.randrange(len(words) - length)
    phrase = words[start : start + length] * chance.randint(1, 3)
    return _planted(
        "phrase repeated", reference, " ".join([*words[: start + length], *phrase, *words[start + length :]])
    )


def cut_end(references: Sequence[Reference], place: int, chance: random.Random) -> Planted | None:
    """The last third to half of the words go, and the full stop with them."""
    reference = references[place]
    words = reference.english.split()
    if len(words) < 8:
        return None
    return _planted("end cut", reference, " ".join(words[: int(len(words) * chance.uniform(0.5, 0.67))]))


PLANTERS: Mapping[str, Planter] = {
    "sentence dropped": drop_sentence,
    "digit changed": change_digit,
    "magnitude swapped": swap_magnitude,
    "negation lost": lose_negation,
    "name changed": change_name,
    "currency swapped": swap_currency,
    "phrase repeated": repeat_phrase,
    "end cut": cut_end,
}


def _is_name(word: str, references: Sequence[Reference]) -> bool:
    """Whether a capitalised word is a name: nowhere in the references is it written small."""
    return word.lower() not in small_words(references)


def small_words(references: Sequence[Reference]) -> frozenset[str]:
    """The words that some reference writes with a small letter."""
    key = id(references)
    if key not in _SMALL:
        _SMALL[key] = frozenset(w for r in references for w in _SMALL_WORD.findall(r.english))
    return _SMALL[key]


_SMALL: dict[int, frozenset[str]] = {}
_SMALL_WORD = re.compile(r"\b[a-z]{3,}\b")


def _replace(text: str, spot: re.Match[str], new: str) -> str:
    return text[: spot.start()] + new + text[spot.end() :]


def _planted(kind: str, reference: Reference, english: str) -> Planted:
    return Planted(kind, reference.persian, english)
