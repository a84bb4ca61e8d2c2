"""Fills the run folder of the abstractive summarizer: what it reads, what it is to write, and where it starts.

It learns cross-lingually, Persian story in, English out: first the lead from the rest of the story, and the condensed
extract from the whole; then the reference summaries.
"""

from __future__ import annotations

import json
import lzma
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sentencepiece

from training.corpus import TYPOGRAPHY, Pair
from training.prepare import PAIRS, PRUNING, TOKENIZER, read_pruning
from training.summaries import SummarizedStory, read_stories
from training.summary_config import EXTRACTS, LEADS, SUMMARIES, read_summarizer_config, trainer_settings
from training.tokenizer import load_tokenizer
from xlsum.document import ModelIdentity, TranslatedSegment
from xlsum.engines.number_slots import put_slots, replace_numbers
from xlsum.summary_writers import ExtractiveWriter, choose_reading

EXTRACTIVE = ExtractiveWriter(ModelIdentity("summarize", "extractive", "", "", "Apache-2.0", "extractive", ""))
FEWEST_SENTENCES = 3  # of a story whose lead is to be told from the rest


@dataclass(frozen=True, slots=True)
class TokenBudget:
    """Counts as the engine will, so that training reads of a long story what the product reads of it."""

    tokenizer: sentencepiece.SentencePieceProcessor
    slots: bool
    max_input_tokens: int

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, numbers as slots where the checkpoint has them."""
        return [len(pieces) for pieces in self.tokenizer.encode([self.slotted(text) for text in texts])]

    def slotted(self, text: str) -> str:
        """The text as the network reads it."""
        return put_slots(text).text if self.slots else text


def prepare_summarizer(data: Path, start: Path, run: Path, config: Path) -> dict[str, int]:
    """Writes the run folder and returns the counts of its pairs; a training that has begun there is not touched.

    `start` is a weights file (a snapshot, an average or a state) in the translator's run folder.
    """
    from training.summary_start import write_start

    run.mkdir(parents=True, exist_ok=True)
    for name in (TOKENIZER, PRUNING):
        shutil.copyfile(start.parent / name, run / name)
    budget = TokenBudget(
        load_tokenizer(run / TOKENIZER), read_pruning(run).slots > 0, read_summarizer_config(config).read_tokens
    )
    pairs = summary_pairs(read_stories(data, "train"), budget)
    with lzma.open(run / PAIRS, "wt", encoding="utf-8", preset=1) as out:
        json.dump(pairs, out, ensure_ascii=False)
    write_start(start, run, trainer_settings(config).train)
    return {name: len(found) for name, found in pairs.items()}


def summary_pairs(stories: Sequence[SummarizedStory], budget: TokenBudget) -> dict[str, list[Pair]]:
    """Returns what is read and what is to be written, by kind; headlines are not read."""
    told = [story for story in stories if len(story.story.body) >= FEWEST_SENTENCES]
    drafts = EXTRACTIVE.write([story.story for story in stories])
    return {
        LEADS: [_pair(story.story.body[1:], story.story.body[0].english, budget) for story in told],
        EXTRACTS: [
            _pair(story.story.body, " ".join(draft.sentences), budget)
            for story, draft in zip(stories, drafts, strict=True)
        ],
        SUMMARIES: [_pair(story.story.body, story.reference, budget) for story in stories],
    }


def _pair(read: Sequence[TranslatedSegment], english: str, budget: TokenBudget) -> Pair:
    """The Persian that is read and the English for it, with slots for the numbers of the Persian in both."""
    persian = choose_reading([segment.fed for segment in read], [segment.id for segment in read], budget).text
    english = " ".join(english.translate(TYPOGRAPHY).split())
    if not budget.slots:
        return persian, english
    slotted = put_slots(persian)
    return slotted.text, replace_numbers(english, {number: slot for slot, number in (slotted.numbers or {}).items()})
