"""The summary stage: a prepared and translated document in, an English summary out, with what supports it.

Two writers stand behind one protocol: a sequence-to-sequence checkpoint (mT5) that reads the Persian source or the
English translation, and an extractive one that picks sentences of the translation. Neither cuts a document in silence:
what it does not read is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal, Protocol

from xlsum.checks.support import SentenceSupport, find_facts, find_support
from xlsum.condense import Condensed, attribute, condense
from xlsum.document import Flag, ModelIdentity, Summary, TranslatedSegment, worst_level
from xlsum.engines.extractive import rank_sentences, select_sentences
from xlsum.engines.protocol import DecodingOptions, Engine
from xlsum.english import split_english_sentences

Length = Literal["short", "medium", "long"]
Reads = Literal["source", "translation"]
LENGTHS: dict[Length, int] = {"short": 35, "medium": 70, "long": 140}  # words at most
CONDENSING = "extractive"  # the method that shortens what it picks; the others quote whole sentences
LENGTH_FACTORS: dict[Length, float] = {"short": 0.5, "medium": 1.0, "long": 2.0}


@dataclass(frozen=True, slots=True)
class Story:
    """What a summary is made from: the body's segments, and the headline's where there is one."""

    body: tuple[TranslatedSegment, ...]
    headline: tuple[TranslatedSegment, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Summary sentences before they are checked. `picked` are segment ids where sentences were picked, not written."""

    sentences: tuple[str, ...]
    method: str
    picked: tuple[tuple[str, ...], ...] = ()
    left_out: tuple[str, ...] = ()
    unread_tokens: int = 0


class SummaryWriter(Protocol):
    """Writes the drafts of a window of stories."""

    @property
    def identity(self) -> ModelIdentity: ...

    def write(self, stories: Sequence[Story]) -> list[Draft]: ...


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
        whole = [Condensed(segment.english) for segment in usable]
        sentences = [condense(s.text) for s in whole] if self.method == CONDENSING else whole
        texts = [sentence.text for sentence in sentences]
        headline = " ".join(segment.english for segment in story.headline)
        chosen = select_sentences(texts, budget_words=LENGTHS[self.length], method=self.method, headline=headline)
        return Draft(tuple(attribute(chosen, sentences)), self.method, tuple((usable[at].id,) for at in chosen))


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


@dataclass(frozen=True, slots=True)
class Summarizer:
    """Writes summaries and proves them.

    A sentence that states what the story does not is marked, dropped, or the whole summary falls back (`unsupported`:
    "mark", "drop", "fallback").
    """

    writer: SummaryWriter
    fallback: SummaryWriter
    unsupported: str = "drop"
    identities: tuple[ModelIdentity, ...] = ()

    def summarize(self, stories: Sequence[Story]) -> list[tuple[Summary, Draft]]:
        """One summary, and the draft it was made from, for each story, in order."""
        return [
            (self._proved(story, draft), draft)
            for story, draft in zip(stories, self.writer.write(stories), strict=True)
        ]

    def _proved(self, story: Story, draft: Draft) -> Summary:
        segments = (*story.headline, *story.body)
        support = find_support(draft.sentences, segments)
        bad = [found for found in support if found.unsupported]
        if not draft.sentences or (bad and self.unsupported == "fallback"):
            return self._fallen_back(story, bad)
        if bad and self.unsupported == "drop":
            return self._dropped(story, draft, support, bad)
        return _summary(story, draft, support, tuple(_doubt(found, "do-not-use") for found in bad))

    def _dropped(
        self, story: Story, draft: Draft, support: Sequence[SentenceSupport], bad: Sequence[SentenceSupport]
    ) -> Summary:
        kept = [found for found in support if not found.unsupported]
        if not kept:
            return self._fallen_back(story, bad)
        dropped = tuple(_doubt(found, "check", "left out of the summary: ") for found in bad)
        return _summary(story, draft, kept, dropped)

    def _fallen_back(self, story: Story, bad: Sequence[SentenceSupport]) -> Summary:
        [draft] = self.fallback.write([story])
        support = find_support(draft.sentences, (*story.headline, *story.body))
        return _summary(story, draft, support, tuple(_doubt(found, "check", "replaced: ") for found in bad))


def _doubt(found: SentenceSupport, level: Literal["check", "do-not-use"], verb: str = "") -> Flag:
    missing = ", ".join(found.unsupported)
    return Flag("support", level, f"{verb}“{found.sentence}” states what the story does not: {missing}")


def _summary(story: Story, draft: Draft, support: Sequence[SentenceSupport], flags: tuple[Flag, ...]) -> Summary:
    picked = dict(zip(draft.sentences, draft.picked, strict=False))
    rests_on = tuple(picked.get(found.sentence) or found.segment_ids for found in support)
    flags += _inherited(story, rests_on)
    return Summary(
        text=" ".join(found.sentence for found in support),
        method=draft.method,
        level=worst_level(flags),
        flags=flags,
        supported_by=tuple(dict.fromkeys(segment for of_sentence in rests_on for segment in of_sentence)),
        support=rests_on,
        headline=suggest_headline(story),
    )


def _inherited(story: Story, rests_on: Sequence[tuple[str, ...]]) -> tuple[Flag, ...]:
    """A summary that rests on a doubted segment says so."""
    used = {segment for of_sentence in rests_on for segment in of_sentence}
    doubted = [s for s in story.body if s.id in used and s.level != "ok"]
    return tuple(
        Flag("rests-on-doubt", segment.level, f"rests on {segment.id}, which is flagged: {segment.flags[0].detail}")
        for segment in doubted
        if segment.flags
    )


def suggest_headline(story: Story) -> str:
    """The English of the headline; without one, the first sentence of the body, without its attribution."""
    chosen = story.headline or story.body[:1]
    return " ".join(segment.english for segment in chosen).strip().rstrip(".")
