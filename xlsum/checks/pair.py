"""A source segment beside its English, read once for all checks."""

from dataclasses import dataclass
from html import unescape

from xlsum.checks.words import english_words
from xlsum.persian.folding import find_words, fold_letters


@dataclass(frozen=True, slots=True)
class Pair:
    """One pair. `folded` is the Persian with one form of each letter; the words are those of `folded` and `english`."""

    persian: str
    english: str
    folded: str
    persian_words: tuple[str, ...]
    english_words: tuple[str, ...]


def read_pair(persian: str, english: str) -> Pair:
    """The pair with its words."""
    folded = fold_letters(persian)
    english = unescape(english) if "&" in english else english
    return Pair(persian, english, folded, tuple(find_words(folded)), tuple(english_words(english)))


def shorten(text: str, longest: int = 60) -> str:
    """The text on one line, cut at a word after `longest` characters, for a flag's detail."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0] + " ..."
