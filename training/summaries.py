"""Measures the ways to summarize on the wire stories that carry a reference summary; the headline is not summarized."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpus import WIRE, WIRE_DEV, read_rows
from xlsum.engines.extractive import METHODS, select_sentences
from xlsum.english import split_english_sentences
from xlsum.scoring.rouge import Rouge

BUDGETS = (50, 70, 90)
MEASURES = ("ROUGE-1", "ROUGE-2", "ROUGE-Lsum")


@dataclass(frozen=True, slots=True)
class SummarizedStory:
    """One story in English with its reference summary."""

    headline: str
    sentences: tuple[str, ...]
    reference: str


def read_stories(data: Path, part: str, outputs: Sequence[str] | None = None) -> list[SummarizedStory]:
    """Returns the stories of "train" or "dev"; `outputs` are our translations, in the place of the references."""
    rows = read_rows(data / (WIRE if part == "train" else WIRE_DEV))
    english = outputs if outputs is not None else [row[2] for row in rows]
    stories: dict[str, dict[int, str]] = {}
    for row, text in zip(rows, english, strict=True):
        story, number = row[0].split(".")
        stories.setdefault(story, {})[int(number)] = text
    lines = (data / f"wire/summaries-{part}.jsonl").read_text(encoding="utf-8").splitlines()
    summaries = {record["id"]: record["summary"] for record in map(json.loads, lines)}
    return [_story(stories[name], summary) for name, summary in summaries.items() if name in stories]


def measure_summaries(stories: Sequence[SummarizedStory]) -> list[dict[str, float | str]]:
    """Returns one row for each method and budget, and for the first two sentences, with the mean F of each ROUGE."""
    rows: list[dict[str, float | str]] = [_row("lead-2", stories, [story.sentences[:2] for story in stories])]
    for budget in BUDGETS:
        for method in METHODS:
            chosen = [_select(story, method, budget) for story in stories]
            rows.append(_row(f"{method}, {budget} words", stories, chosen))
    return rows


def _story(sentences: dict[int, str], summary: str) -> SummarizedStory:
    body = tuple(text for number, text in sorted(sentences.items()) if number)
    return SummarizedStory(sentences.get(0, ""), body, summary)


def _select(story: SummarizedStory, method: str, budget: int) -> list[str]:
    chosen = select_sentences(story.sentences, budget_words=budget, method=method, headline=story.headline)
    return [story.sentences[at] for at in chosen]


def _row(name: str, stories: Sequence[SummarizedStory], chosen: Sequence[Sequence[str]]) -> dict[str, float | str]:
    rouge, count = Rouge(), len(stories)
    totals = dict.fromkeys(rouge.names, 0.0)
    for story, sentences in zip(stories, chosen, strict=True):
        reference = "\n".join(split_english_sentences(story.reference))
        for measure, (value,) in zip(rouge.names, rouge.statistics("\n".join(sentences), [reference]), strict=True):
            totals[measure] += value
    words = sum(len(" ".join(sentences).split()) for sentences in chosen) / count
    return {"method": name, "words": round(words, 1), **{m: round(100 * totals[m] / count, 2) for m in MEASURES}}
