"""The table of the summaries: every road on the development stories, beside the references themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from training.summaries import SummarizedStory, read_stories, translate_stories
from training.summary_scores import Judged, compare, judge
from xlsum.pipeline import load_pipeline
from xlsum.settings import Settings
from xlsum.stages import load_summarizer

TRANSLATOR = "compact-fa-en"
METHODS = ("lexrank", "extractive")
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
    judged = {("the references", ""): judge([story.reference for story in stories], stories)}
    for english, versions in ((GIVEN, stories), (OWN, ours)):
        judged["lead-2", english] = judge([_lead(story) for story in versions], stories)
        for method in METHODS:
            judged[method, english] = _judge_writer(Settings(summarizer=method), versions, stories)
    if not summarizer:
        return {"rows": _rows(judged)}
    written = _judge_writer(Settings(summarizer=summarizer, threads=threads), ours, stories)
    differences = compare(judged["extractive", OWN], written)
    return {
        "rows": _rows({**judged, (Path(summarizer).name, OWN): written}),
        "differences": {name: asdict(found) for name, found in differences.items()},
    }


def _rows(judged: Mapping[tuple[str, str], Judged]) -> list[Row]:
    return [asdict(found.row(road, english)) for (road, english), found in judged.items()]


def _judge_writer(
    settings: Settings, versions: Sequence[SummarizedStory], stories: Sequence[SummarizedStory]
) -> Judged:
    written = load_summarizer(settings).summarize([story.story for story in versions])
    return judge([summary.text for summary, _ in written], stories)


def _lead(story: SummarizedStory) -> str:
    return " ".join(segment.english for segment in story.story.body[:2])
