"""Loaded terms: «رژیم صهیونیستی», «شهید». The English keeps them as the source has them, or says them neutrally.

The default is "source": a desk has to see whose words they are. "neutral" is a desk's own policy, and every change
is noted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

from xlsum.persian.folding import find_words, fold_letters

LoadedTermsPolicy = Literal["source", "neutral"]


@dataclass(frozen=True, slots=True)
class LoadedTerm:
    """A term with its faithful English forms, the wanted one first, and its neutral one."""

    persian: str
    faithful: tuple[str, ...]
    neutral: str
    note: str = ""


def apply_loaded_terms(persian: str, english: str, policy: LoadedTermsPolicy = "source") -> tuple[str, tuple[str, ...]]:
    """The English by the policy, and a note for each change: "Israel -> the Zionist regime".

    Under "source" a neutral word is made faithful only where the source has the term and the English has no form of it.
    """
    notes: list[str] = []
    for term in _find(persian):
        english, note = _neutralize(english, term) if policy == "neutral" else _restore(english, term)
        notes += note
    return english, tuple(notes)


def _find(persian: str) -> Iterator[LoadedTerm]:
    """The terms of the text, the longest first; a term inside a longer one is not found again."""
    words = f" {' '.join(find_words(fold_letters(persian)))} "
    for term in _load():
        key = f" {' '.join(find_words(fold_letters(term.persian)))} "
        if key in words:
            words = words.replace(key, "  ")
            yield term


def _neutralize(english: str, term: LoadedTerm) -> tuple[str, list[str]]:
    for form in sorted(term.faithful, key=len, reverse=True):
        pattern = re.compile(rf"(?<![\w-])(?:[Tt]he )?{re.escape(form.removeprefix('the '))}(?![\w-])")
        if pattern.search(english) and form != term.neutral:
            return pattern.sub(term.neutral, english), [f"{form} -> {term.neutral}"]
    return english, []


def _restore(english: str, term: LoadedTerm) -> tuple[str, list[str]]:
    heads = {word.lower() for form in term.faithful for word in form.split() if len(word) > 4}
    if any(head[:6] in english.lower() for head in heads):
        return english, []
    found = re.search(rf"(?<![\w-]){re.escape(term.neutral)}(?![\w-])", english)
    if found is None:
        return english, []
    form = term.faithful[0]
    if found.start() == 0:
        form = form[0].upper() + form[1:]
    return english[: found.start()] + form + english[found.end() :], [f"{term.neutral} -> {form}"]


@lru_cache(maxsize=1)
def _load() -> tuple[LoadedTerm, ...]:
    text = resources.files("xlsum.persian").joinpath("data/loaded_terms.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith(("#", "persian\t"))]
    terms = [LoadedTerm(row[0], tuple(row[1].split("|")), row[2], row[3] if len(row) > 3 else "") for row in rows]
    return tuple(sorted(terms, key=lambda term: -len(term.persian)))
