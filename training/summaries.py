"""The wire stories that carry a reference summary, in the reference English or in our own translation."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from training.corpus import WIRE, WIRE_DEV, read_rows
from xlsum.document import Document, Result, TranslatedSegment
from xlsum.formats.result_json import read_results, result_to_line
from xlsum.summarize import Story

if TYPE_CHECKING:
    from xlsum.pipeline import Pipeline

Rows = dict[str, list[list[str]]]  # id of the story -> its rows (id, Persian, English), the headline's first


@dataclass(frozen=True, slots=True)
class SummarizedStory:
    """One story with its reference summary; ids are those of the data folder ("d7", segments "d7.3")."""

    id: str
    story: Story
    reference: str

    @property
    def segments(self) -> tuple[TranslatedSegment, ...]:
        return (*self.story.headline, *self.story.body)


def read_stories(data: Path, part: str) -> list[SummarizedStory]:
    """Returns the stories of "train" or "dev" with their Persian and its reference English."""
    rows = _read_rows(data, part)
    return [
        SummarizedStory(name, _story(rows[name]), summary)
        for name, summary in read_references(data, part).items()
        if name in rows
    ]


def read_references(data: Path, part: str) -> dict[str, str]:
    """Returns the reference summary of each story of "train" or "dev"."""
    lines = (data / f"wire/summaries-{part}.jsonl").read_text(encoding="utf-8").splitlines()
    return {record["id"]: record["summary"] for record in map(json.loads, lines)}


def translate_stories(stories: Sequence[SummarizedStory], pipeline: Pipeline, folder: Path) -> list[SummarizedStory]:
    """Returns the stories as the product translates and checks them.

    They are kept in `folder` under the checkpoint's checksum, for this takes minutes; delete the file after a change of
    the checks.
    """
    path = folder / f"translated-{pipeline.models[0].sha256[:12]}.jsonl"
    if not path.exists():
        documents = [_document(story) for story in stories]
        lines = [result_to_line(result) + "\n" for result in pipeline.run(documents)]
        folder.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text("".join(lines), encoding="utf-8")
        part.replace(path)
    results = {result.id: result for result in read_results(str(path))}
    return [SummarizedStory(story.id, _story_of(results[story.id]), story.reference) for story in stories]


def _read_rows(data: Path, part: str) -> Rows:
    stories: Rows = {}
    for row in read_rows(data / (WIRE if part == "train" else WIRE_DEV)):
        stories.setdefault(row[0].split(".")[0], []).append(row)
    return stories


def _story(rows: Sequence[Sequence[str]]) -> Story:
    segments = list(_segments(rows))
    return Story(
        tuple(segment for segment in segments if not segment.id.endswith(".0")),
        tuple(segment for segment in segments if segment.id.endswith(".0")),
    )


def _segments(rows: Sequence[Sequence[str]]) -> Iterator[TranslatedSegment]:
    for name, persian, english in sorted(rows, key=lambda row: int(row[0].split(".")[1])):
        yield TranslatedSegment(name, persian, persian, english)


def _document(story: SummarizedStory) -> Document:
    return Document(
        story.id,
        "\n".join(segment.source for segment in story.story.body),
        headline=" ".join(segment.source for segment in story.story.headline),
    )


def _story_of(result: Result) -> Story:
    paragraphs = result.translation.paragraphs
    body = paragraphs[1:] if result.headline else paragraphs
    return Story(tuple(s for paragraph in body for s in paragraph), paragraphs[0] if result.headline else ())
