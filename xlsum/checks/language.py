"""Output language: the English must be English, in Latin script, and there must be some."""

import re

from xlsum.checks.pair import Pair
from xlsum.checks.words import ENGLISH_FUNCTION as FUNCTION_WORDS
from xlsum.document import Flag

KIND = "language"
FEWEST_WORDS = 8  # a shorter text may well be a list of names
LEAST_FUNCTION_SHARE = 0.08  # 13,018 references of eight words and more: 0.2 % lie below
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_FOREIGN_FUNCTION = {
    "French": frozenset(
        "le la les des du une est dans que qui pour sur pas avec sont ont ce cette aux ne il elle".split()
    ),
    "German": frozenset("der die das und ist nicht ein eine den dem mit von für auf sich wird hat des im zu".split()),
    "Spanish": frozenset("el la los las de que en una por con para está son del se ha no sus más".split()),
    "Turkish": frozenset("ve bir bu için ile olarak da de olan çok daha gibi ise kadar sonra ne var".split()),
    "Italian": frozenset("il la di che è e un una per con non sono del della dei nel gli ha".split()),
}


def check_language(pair: Pair) -> list[Flag]:
    """Flag an empty output, an output in another script and an output in another language of Latin script."""
    if not pair.english.strip():
        return [_grave("There is no English for this sentence.")] if _has_content(pair.persian) else []
    letters = len(_LETTER.findall(pair.english))
    if letters == 0:
        return [_grave("The English has no words.")] if _LETTER.search(pair.persian) else []
    other = letters - len(_LATIN.findall(pair.english))
    arabic = len(_ARABIC.findall(pair.english))
    if other > letters / 2:
        script = "Persian or Arabic" if arabic > other / 2 else "another"
        return [_grave(f"The output is in {script} script, not in English.")]
    if other - arabic > 2 and _foreign_letters(pair.english) - _foreign_letters(pair.persian) > 2:
        return [Flag(KIND, "check", "The English holds letters of another script that the source does not have.")]
    return _check_latin(pair)


def _has_content(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _foreign_letters(text: str) -> int:
    """Letters that are neither Latin nor of the Arabic script."""
    return sum(1 for c in text if c.isalpha() and not _LATIN.match(c) and not _ARABIC.match(c))


def _check_latin(pair: Pair) -> list[Flag]:
    words = [word.lower() for word in pair.english_words]
    if len(words) < FEWEST_WORDS:
        return []
    english = sum(word in FUNCTION_WORDS for word in words) / len(words)
    name, share = max(
        ((name, sum(word in listed for word in words) / len(words)) for name, listed in _FOREIGN_FUNCTION.items()),
        key=lambda found: found[1],
    )
    if share > english and share > 0.15:
        return [_grave(f"The output reads like {name}, not English.")]
    latin_source = sum(1 for c in pair.persian if c.isascii() and c.isalpha())
    if english == 0 and latin_source < len(pair.english) / 3 and not _mostly_names(pair.english_words):
        return [Flag(KIND, "check", "The output does not read like English: it has none of its common words.")]
    return []


def _mostly_names(words: tuple[str, ...]) -> bool:
    return sum(word[0].isupper() for word in words) >= len(words) / 3


def _grave(detail: str) -> Flag:
    return Flag(KIND, "do-not-use", detail)
