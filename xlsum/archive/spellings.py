"""Names that an archive's English writes in several ways: same consonants as one word of the source, other letters."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from xlsum.persian.folding import find_words, fold_letters
from xlsum.persian.romanize import latin_skeletons, persian_skeleton

NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")  # within a sentence: at its start every word has a capital
SHORTEST_SKELETON = 3  # consonants; with fewer, other words sound alike


def count_spellings(lines: Iterable[str]) -> dict[str, Counter[str]]:
    """Persian word -> how often each English spelling stood for it, for words that have more than one."""
    forms: dict[str, Counter[str]] = {}
    for line in lines:
        for paragraph in json.loads(line)["translation"]["paragraphs"]:
            for segment in paragraph:
                for word, name in _names(segment["source"], segment["english"]):
                    forms.setdefault(word, Counter())[name] += 1
    return {word: names for word, names in forms.items() if len(names) > 1}


def _names(source: str, english: str) -> list[tuple[str, str]]:
    names = set(NAME.findall(english))
    if not names:
        return []
    words = {_persian(word): word for word in find_words(fold_letters(source))}
    return [(words[s], name) for name in names for s in _latin(name) if len(s) >= SHORTEST_SKELETON and s in words]


@lru_cache(50_000)
def _persian(word: str) -> str:
    return persian_skeleton(word)


@lru_cache(50_000)
def _latin(name: str) -> tuple[str, ...]:
    return latin_skeletons(name)
