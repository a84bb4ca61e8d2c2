"""Summary support: what a summary sentence states stands in the story, and where.

Every number, date, person, place and organisation of a summary sentence is looked for in the English and the Persian
of the segments. The segments that support a sentence are those that share its content.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from xlsum.checks.dates import CALENDAR_KINDS, agree
from xlsum.checks.names import is_known_word
from xlsum.checks.pair import shorten
from xlsum.checks.readings import Readings, read_digits, read_texts
from xlsum.checks.words import english_stem
from xlsum.document import TranslatedSegment
from xlsum.persian.dates import FoundDate
from xlsum.persian.english_dates import find_english_dates
from xlsum.persian.english_numbers import find_english_numbers
from xlsum.persian.folding import find_words, fold_letters
from xlsum.persian.glossary import load_names, plain_latin
from xlsum.persian.numbers import FoundNumber
from xlsum.persian.romanize import skeletons_of, sounds_alike

MOST_SEGMENTS = 3  # supporting segments named for one sentence
LEAST_SHARE = 0.35  # of a sentence's content words, for a segment to support it
SMALL_IN_WORDS = 10
_NAME = re.compile(r"(?<![\w@#/.])[A-ZÀ-Þ][\wß-ɏ'’]*[a-zß-ɏA-Z]")
_TOKEN = re.compile(r"[^\W\d_]+")

UNKNOWN_NUMBER = "[?]"  # as the engines write a number that the checkpoint made up
FactKind = Literal["number", "date", "name"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date or name that a summary states, and whether the story has it."""

    kind: FactKind
    text: str
    supported: bool


@dataclass(frozen=True, slots=True)
class SentenceSupport:
    """A summary sentence, the ids of the segments it rests on, and what it states that the story does not have."""

    sentence: str
    segment_ids: tuple[str, ...]
    unsupported: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Story:
    """What the segments say, read once for all sentences."""

    stems: tuple[tuple[str, frozenset[str]], ...]
    latin: str
    tokens: frozenset[str]
    skeletons: frozenset[str]
    spellings: str
    readings: tuple[Readings, ...]
    digits: frozenset[int]


def find_support(summary_sentences: Sequence[str], segments: Sequence[TranslatedSegment]) -> list[SentenceSupport]:
    """For each sentence the segments that support it, best first, and its figures and names that none supports."""
    story = _read_story(segments)
    return [_support(sentence, story) for sentence in summary_sentences]


def find_facts(summary_sentences: Sequence[str], segments: Sequence[TranslatedSegment]) -> list[list[Fact]]:
    """For each sentence its numbers, dates and names, each weighed against the story."""
    story = _read_story(segments)
    return [list(_facts(sentence, story)) for sentence in summary_sentences]


def _support(sentence: str, story: _Story) -> SentenceSupport:
    missing = [fact.text for fact in _facts(sentence, story) if not fact.supported]
    return SentenceSupport(sentence, _supporting(sentence, story), tuple(dict.fromkeys(missing)))


def _facts(sentence: str, story: _Story) -> Iterator[Fact]:
    for _ in range(sentence.count(UNKNOWN_NUMBER)):
        yield Fact("number", UNKNOWN_NUMBER, False)
    for number in find_english_numbers(sentence):
        yield Fact("number", shorten(number.text), _has_number(number, story))
    dates = find_english_dates(sentence)
    yield from _date_facts(dates, story)
    for name in _names(sentence, " ".join(found.text for found in dates)):
        yield Fact("name", name, _has_name(name, story))


def _read_story(segments: Sequence[TranslatedSegment]) -> _Story:
    english = " \n".join(segment.english for segment in segments)
    persian = [fold_letters(segment.fed or segment.source) for segment in segments]
    words = [tuple(find_words(text)) for text in persian]
    names = [term for listed in words for term in load_names().find(listed)]
    latin = plain_latin(english + " " + " ".join(persian))
    return _Story(
        stems=tuple((s.id, frozenset(map(english_stem, _TOKEN.findall(s.english))) - {""}) for s in segments),
        latin=latin.lower(),
        tokens=frozenset(_TOKEN.findall(latin)),
        skeletons=frozenset().union(*(skeletons_of(listed) for listed in words)) if words else frozenset(),
        spellings=plain_latin(" | ".join(spelling for term in names for spelling in term.english)),
        readings=tuple(read_texts(text, segment.english) for text, segment in zip(persian, segments, strict=True)),
        digits=read_digits(english + " " + " ".join(persian)),
    )


def _supporting(sentence: str, story: _Story) -> tuple[str, ...]:
    own = frozenset(map(english_stem, _TOKEN.findall(sentence))) - {""}
    if not own:
        return ()
    shares = sorted(
        ((len(own & stems) / len(own), -place) for place, (_, stems) in enumerate(story.stems)), reverse=True
    )
    chosen = [-place for share, place in shares[:MOST_SEGMENTS] if share >= LEAST_SHARE]
    if not chosen and shares and shares[0][0] > 0:
        chosen = [-shares[0][1]]
    return tuple(story.stems[place][0] for place in chosen)


def _has_number(number: FoundNumber, story: _Story) -> bool:
    in_words = not any(character.isdigit() for character in number.text)
    if in_words and (number.value <= 2 or number.unit == "ordinal"):
        return True
    whole = number.value == number.value.to_integral_value() and abs(number.value) < 10_000
    if whole and abs(int(number.value)) in story.digits and not number.unit:
        return True
    found = [n for r in story.readings for n in (*r.persian_numbers, *r.english_numbers) if n.value == number.value]
    # A unit must be the story's too: 20 billion rials do not support 20 billion tomans.
    return any(not number.unit or not n.unit or n.unit == number.unit for n in found) or (
        in_words and number.value <= SMALL_IN_WORDS and not number.unit and bool(found)
    )


def _date_facts(dates: Sequence[FoundDate], story: _Story) -> list[Fact]:
    stated = [found for found in dates if found.kind in CALENDAR_KINDS]
    if not stated:
        return []
    known = [d for r in story.readings for d in (*r.persian_dates, *r.english_dates) if d.kind in CALENDAR_KINDS]
    return [Fact("date", shorten(found.text), _has_date(found, known, story)) for found in stated]


def _has_date(found: FoundDate, known: Sequence[FoundDate], story: _Story) -> bool:
    if any(agree(found, other) or _is_part(found, other) for other in known):
        return True
    parts = [part for part in (found.day, found.year) if part is not None]
    if found.month is not None:
        return not parts and found.text.lower() in story.latin
    return bool(parts) and all(part in story.digits for part in parts)


def _is_part(found: FoundDate, other: FoundDate) -> bool:
    """Whether a summary's month or year is that of a fuller date of the story."""
    if found.calendar != other.calendar or found.day is not None:
        return False
    return (found.year is None or found.year == other.year) and (found.month is None or found.month == other.month)


def _names(sentence: str, dates: str) -> Iterator[str]:
    """The capitalised words of a sentence that stand in no date and are no common words, each once."""
    found = [plain_latin(name).removesuffix("s") for name in _NAME.findall(sentence) if name not in dates]
    return (name for name in dict.fromkeys(found) if not all(map(is_known_word, name.split())))


def _has_name(name: str, story: _Story) -> bool:
    for part in name.split():
        if part.lower() in story.latin or part in story.spellings or is_known_word(part):
            continue
        stem = english_stem(part)
        if not stem or any(stem in stems for _, stems in story.stems) or sounds_alike(part, story.skeletons):
            continue
        return False
    return True
