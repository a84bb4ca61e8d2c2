"""The summary stage: a prepared and translated document in, an English summary out, with what supports it.

Who writes it stands behind one protocol (`summary_writers.py`); here it is proved against the story.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from xlsum.checks.support import SentenceSupport, find_support
from xlsum.document import Flag, ModelIdentity, Summary, TranslatedSegment, worst_level


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
