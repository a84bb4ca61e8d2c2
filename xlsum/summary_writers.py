"""Who writes summaries: a sequence-to-sequence checkpoint that reads the Persian source or the English translation, and
an extractive writer that picks sentences of the translation and shortens them.

Neither cuts a document in silence: what it does not read is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, Protocol

from xlsum.antecedents import find_antecedents
from xlsum.checks.support import find_facts
from xlsum.condense import Condensed, attribute, condense
from xlsum.document import ModelIdentity, TranslatedSegment
from xlsum.engines.extractive import rank_sentences, select_sentences
from xlsum.engines.protocol import DecodingOptions, Engine
from xlsum.english import split_english_sentences
from xlsum.summarize import Draft, Story

Length = Literal["short", "medium", "long"]
Reads = Literal["source", "translation"]
LENGTHS: dict[Length, int] = {"short": 35, "medium": 70, "long": 140}  # words at most
CONDENSING = "extractive"  # the method that shortens what it picks; the others quote whole sentences
LENGTH_FACTORS: dict[Length, float] = {"short": 0.5, "medium": 1.0, "long": 2.0}


@dataclass(frozen=True, slots=True)
class ExtractiveWriter:
    """Picks sentences of the translation, shortened by whole clauses: no weights needed."""

    identity: ModelIdentity
    method: str = "extractive"
    length: Length = "medium"

    def write(self, stories: Sequence[Story]) -> list[Draft]:
        return [self._pick(story) for story in stories]

    def _pick(self, story: Story) -> Draft:
        usable = _usable(story.body) or _usable(story.headline)
        sentences = [condense(s.english) if self.method == CONDENSING else Condensed(s.english) for s in usable]
        chosen = select_sentences(
            [sentence.text for sentence in sentences],
            budget_words=LENGTHS[self.length],
            method=self.method,
            headline=" ".join(segment.english for segment in story.headline),
            antecedents=_antecedents(usable, story.body),
            doubted=[segment.level != "ok" for segment in usable],
        )
        return Draft(tuple(attribute(chosen, sentences)), self.method, tuple((usable[at].id,) for at in chosen))


def _antecedents(usable: Sequence[TranslatedSegment], body: Sequence[TranslatedSegment]) -> list[int | None]:
    """The place of each segment's antecedent among the usable ones; its own, where the antecedent is not usable."""
    leans_on = find_antecedents([condense(segment.english).text for segment in body])
    antecedents = {s.id: body[at].id for s, at in zip(body, leans_on, strict=True) if at is not None}
    places = {segment.id: place for place, segment in enumerate(usable)}
    return [places.get(antecedents[s.id], place) if s.id in antecedents else None for place, s in enumerate(usable)]


def _usable(segments: Sequence[TranslatedSegment]) -> list[TranslatedSegment]:
    """Segments that a summary may quote, each text once; those not to be used only when nothing else is there."""
    english = {s.english: s for s in reversed(segments) if s.english.strip() and s.language in ("fa", "prs", "en")}
    kept = [s for s in segments if english.get(s.english) is s]
    return [s for s in kept if s.level != "do-not-use"] or kept


@dataclass(frozen=True, slots=True)
class Reading:
    """What a checkpoint reads of a document that may be longer than it can read."""

    text: str
    left_out: tuple[str, ...] = ()
    unread_tokens: int = 0


@dataclass(frozen=True, slots=True)
class AbstractiveWriter:
    """Writes with a sequence-to-sequence checkpoint that reads the source or the translation."""

    engine: Engine
    decoding: DecodingOptions
    reads: Reads
    length: Length = "medium"

    @property
    def identity(self) -> ModelIdentity:
        return self.engine.identity

    def write(self, stories: Sequence[Story]) -> list[Draft]:
        readings = [self._reading(story) for story in stories]
        answers = self.engine.generate([reading.text for reading in readings], self._options())
        return [
            Draft(
                _best_supported(story, [split_english_sentences(hypothesis.text) for hypothesis in found]),
                self.engine.identity.id,
                left_out=reading.left_out,
                unread_tokens=reading.unread_tokens,
            )
            for story, reading, found in zip(stories, readings, answers, strict=True)
        ]

    def _options(self) -> DecodingOptions:
        """All beams are asked for: the support check chooses among them."""
        most = round(self.decoding.max_output_tokens * LENGTH_FACTORS[self.length])
        return replace(self.decoding, max_output_tokens=most, num_hypotheses=max(1, self.decoding.beam_size))

    def _reading(self, story: Story) -> Reading:
        body = [s for s in story.body if s.language in ("fa", "prs")] or list(story.body)
        texts = [s.fed or s.source if self.reads == "source" else s.english for s in body]
        return choose_reading(texts, [s.id for s in body], self.engine)


def _best_supported(story: Story, hypotheses: Sequence[list[str]]) -> tuple[str, ...]:
    """The hypothesis with the fewest names, numbers and dates that the story does not have; of equals the likeliest."""
    different = list(dict.fromkeys(map(tuple, hypotheses)))
    if len(different) == 1:
        return different[0]
    segments = (*story.headline, *story.body)
    missing = [
        sum(not fact.supported for facts in find_facts(sentences, segments) for fact in facts)
        for sentences in different
    ]
    return different[missing.index(min(missing))]


class TokenCounter(Protocol):
    """Counts the tokens of texts as a checkpoint cuts them, and says how many it reads well."""

    @property
    def max_input_tokens(self) -> int: ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]: ...


def choose_reading(texts: Sequence[str], ids: Sequence[str], engine: TokenCounter) -> Reading:
    """All sentences if they fit; else the lead (a third of the room) and the most central of the rest, in order."""
    tokens = engine.count_tokens(texts)
    if sum(tokens) <= engine.max_input_tokens:
        return Reading(" ".join(texts))
    order = _lead_then_central(texts, tokens, engine.max_input_tokens)
    kept, room = set[int](), engine.max_input_tokens
    for at in order:
        if tokens[at] <= room:
            kept.add(at)
            room -= tokens[at]
    left = [at for at in range(len(texts)) if at not in kept]
    return Reading(
        " ".join(texts[at] for at in sorted(kept)), tuple(ids[at] for at in left), sum(tokens[at] for at in left)
    )


def _lead_then_central(texts: Sequence[str], tokens: Sequence[int], limit: int) -> list[int]:
    read = list(accumulate(tokens))
    lead = sum(total <= limit // 3 for total in read)
    return [*range(lead), *(at for at in rank_sentences(texts) if at >= lead)]
