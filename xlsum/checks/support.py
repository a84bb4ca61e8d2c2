"""What of a story supports a sentence of its summary: numbers and names must be found there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlsum.document import TranslatedSegment

FACT = re.compile(r"\d[\d.,]*\d|\d|(?<!^)(?<![.!?] )\b[A-Z][a-z]+(?:-[A-Z][a-z]+)*")


@dataclass(frozen=True, slots=True)
class SentenceSupport:
    """A summary sentence, the segments it rests on, and what of it stands nowhere in the story."""

    sentence: str
    segment_ids: tuple[str, ...]
    unsupported: tuple[str, ...] = ()


def find_support(summary_sentences: Sequence[str], segments: Sequence[TranslatedSegment]) -> list[SentenceSupport]:
    """For each sentence the segments that hold most of its words, and its facts that no segment holds."""
    words = {segment.id: set(re.findall(r"\w+", segment.english.lower())) for segment in segments}
    return [_support(sentence, words) for sentence in summary_sentences]


def _support(sentence: str, words: dict[str, set[str]]) -> SentenceSupport:
    own = set(re.findall(r"\w+", sentence.lower()))
    shared = {segment: len(own & held) for segment, held in words.items()}
    best = max(shared.values(), default=0)
    everything = set().union(*words.values())
    missing = [fact for fact in FACT.findall(sentence) if not set(re.findall(r"\w+", fact.lower())) <= everything]
    return SentenceSupport(sentence, tuple(s for s, n in shared.items() if best and n == best), tuple(missing))
