"""Copied source: the output is the input again, in whole or in its Latin part."""

from xlsum.checks.pair import Pair
from xlsum.document import Flag

KIND = "copied"
FEWEST_LETTERS = 8


def check_copied(pair: Pair) -> list[Flag]:
    """Flag an output that is the source itself, when the source has Persian to translate."""
    persian_letters = sum("\u0600" <= character <= "\u06ff" for character in pair.folded)
    if persian_letters < FEWEST_LETTERS:
        return []
    if "".join(pair.english.split()) == "".join(pair.persian.split()):
        return [Flag(KIND, "do-not-use", "The output is the source, word for word: nothing was translated.")]
    return []
