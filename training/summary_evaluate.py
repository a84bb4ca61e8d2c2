"""The table of the summaries: every road on the development stories, beside the references themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from training.summaries import SummarizedStory, read_stories, translate_stories
from training.summary_scores import Judged, compare, judge
from xlsum.pipeline import load_pipeline
from xlsum.settings import Settings
from xlsum.stages import load_summarizer
from xlsum.summarize import Summarizer

TRANSLATOR = "compact-fa-en"
EXTRACTIVE = ("lexrank", "extractive")
GIVEN, OWN = "reference", "own translation"
Row = dict[str, object]


def evaluate_summaries(data: Path, run: Path, weights: Path, threads: int, summarizer: str = "") -> dict[str, object]:
    """Measures lead-2, the extractive roads and the checkpoint `summarizer`, on the reference English and on ours.

    `differences` are those of the checkpoint over `extractive` on our translation. The summaries are proved against
    the story as in the product: a sentence without support is dropped. Ours is translated by `weights` and kept in
    the run folder.
    """
    stories = read_stories(data, "dev")
    pipeline = load_pipeline(str(weights / TRANSLATOR), None, settings=Settings(threads=threads))
    ours = translate_stories(stories, pipeline, run / "summaries")
    rows = [asdict(judge([story.reference for story in stories], stories).row("the references", ""))]
    for english, versions in ((GIVEN, stories), (OWN, ours)):
        rows.append(asdict(judge([_lead(story) for story in versions], stories).row("lead-2", english)))
        for method in EXTRACTIVE:
            judged = _judge_writer(load_summarizer(Settings(summarizer=method)), versions, stories)
            rows.append(asdict(judged.row(method, english)))
    if not summarizer:
        return {"rows": rows}
    written = _judge_writer(_load_checkpoint(summarizer, threads), ours, stories)
    rows.append(asdict(written.row(summarizer, OWN)))
    return {"rows": rows, "differences": {name: asdict(found) for name, found in compare(judged, written).items()}}


def _load_checkpoint(name: str, threads: int) -> Summarizer:
    return load_summarizer(Settings(summarizer=name, threads=threads))


def _judge_writer(
    summarizer: Summarizer, versions: Sequence[SummarizedStory], stories: Sequence[SummarizedStory]
) -> Judged:
    written = summarizer.summarize([story.story for story in versions])
    return judge([summary.text for summary, _ in written], stories)


def _lead(story: SummarizedStory) -> str:
    return " ".join(segment.english for segment in story.story.body[:2])
