"""The numbers and dates of both sides of a pair, read once for the three checks that compare them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from xlsum.checks.pair import Pair
from xlsum.persian.dates import FoundDate, read_phrases
from xlsum.persian.english_dates import find_english_dates
from xlsum.persian.english_numbers import find_english_numbers
from xlsum.persian.found_dates import found_date
from xlsum.persian.numbers import FoundNumber, numbers_of_tokens
from xlsum.persian.tokens import cut_tokens, fold

# «۲۰ میلیونی» is 20 million: the adjective's ending goes, the places stay.
_ADJECTIVE = re.compile("(?:(?<=هزار)|(?<=لیون)|(?<=لیارد))ی(?![\u0621-\u06d5])")
_CLUSTER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Readings:
    """What the two sides say. The digits are every cluster of digits, wherever it stands."""

    persian_numbers: tuple[FoundNumber, ...]
    english_numbers: tuple[FoundNumber, ...]
    persian_dates: tuple[FoundDate, ...]
    english_dates: tuple[FoundDate, ...]
    persian_digits: frozenset[int]
    english_digits: frozenset[int]


def read_both(pair: Pair) -> Readings:
    """The readings of a pair."""
    return read_texts(pair.persian, pair.english)


@lru_cache(maxsize=256)
def read_texts(persian: str, english: str) -> Readings:
    """The readings of a Persian text and its English."""
    persian = _ADJECTIVE.sub(" ", persian)
    tokens = cut_tokens(persian)
    phrases = read_phrases(tokens)
    numbers = numbers_of_tokens(persian, tokens, {phrase.start: phrase.after for phrase in phrases})
    return Readings(
        tuple(numbers),
        tuple(find_english_numbers(english)),
        tuple(found_date(persian, phrase, None) for phrase in phrases),
        tuple(find_english_dates(english)),
        read_digits(persian),
        read_digits(english),
    )


def read_digits(text: str) -> frozenset[int]:
    """Every cluster of digits of the text as a whole number, whatever script it is in."""
    return frozenset(
        int(cluster) for cluster in _CLUSTER.findall(fold(text)) if cluster.isascii() and len(cluster) < 20
    )
