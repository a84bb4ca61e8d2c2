"""Summaries are measured against references and against what their story has."""

from pathlib import Path

import pytest

from tests.conftest import FakeEngine
from training.summaries import SummarizedStory, read_stories, translate_stories
from training.summary_scores import compare, judge
from xlsum.document import TranslatedSegment
from xlsum.pipeline import Pipeline
from xlsum.summarize import Story
from xlsum.translate import Translator


def story(english: str, reference: str, persian: str = "بهای نان بالا رفت.") -> SummarizedStory:
    return SummarizedStory("d1", Story((TranslatedSegment("d1.1", persian, persian, english),)), reference)


def write_data(folder: Path) -> Path:
    (folder / "wire").mkdir()
    rows = [
        "d1.0\tگرانی نان\tBread price up",
        "d1.2\tباران بارید.\tIt rained.",
        "d1.1\tنان گران شد.\tBread rose in Tehran.",
    ]
    (folder / "wire/wire-dev.tsv").write_text("\n".join([*rows, "d2.0\tخبر\tOther"]) + "\n", "utf-8")
    (folder / "wire/summaries-dev.jsonl").write_text('{"id": "d1", "summary": "Bread rose in Tehran."}\n', "utf-8")
    return folder


def test_a_story_is_put_together_in_its_order_with_its_headline_apart(tmp_path: Path) -> None:
    [read] = read_stories(write_data(tmp_path), "dev")
    assert [segment.english for segment in read.story.headline] == ["Bread price up"]
    assert [segment.english for segment in read.story.body] == ["Bread rose in Tehran.", "It rained."]
    assert read.reference == "Bread rose in Tehran."


def test_stories_are_translated_once_for_a_checkpoint(tmp_path: Path) -> None:
    stories = read_stories(write_data(tmp_path), "dev")
    engine = FakeEngine({"باران بارید.": "Rain fell."})
    pipeline = Pipeline(Translator(engine, engine.default_options), None)
    [first] = translate_stories(stories, pipeline, tmp_path / "kept")
    asked = len(engine.asked)
    assert [segment.english for segment in first.story.body][1] == "Rain fell."
    assert first.story.headline
    assert translate_stories(stories, pipeline, tmp_path / "kept") == [first]
    assert len(engine.asked) == asked


def test_the_story_itself_scores_a_hundred() -> None:
    row = judge(
        ["Bread rose 12 percent in Tehran."],
        [story("Bread rose 12 percent in Tehran.", "Bread rose 12 percent in Tehran.")],
    )
    scores = row.row("itself", "reference")
    assert (scores.rouge_1.value, scores.rouge_2.value, scores.rouge_lsum.value) == (100, 100, 100)
    assert (scores.support.value, scores.facts, scores.words) == (100, 2, 6.0)


@pytest.mark.parametrize(
    ("summary", "kind"),
    [
        pytest.param("Bread rose 13 percent in Tehran.", "number", id="number"),
        pytest.param("Bread rose 12 percent in Zvenigorod.", "name", id="name"),
        pytest.param("Bread rose 12 percent on 5 May 2019.", "date", id="date"),
    ],
)
def test_what_the_story_does_not_have_costs_support(summary: str, kind: str) -> None:
    judged = judge([summary], [story("Bread rose 12 percent in Tehran.", "Bread rose.")])
    assert judged.score(kind).value == 0
    assert judged.score("support").value < 100


def test_support_of_a_mistranslated_number_is_weighed_against_the_truth() -> None:
    truth = story("Bread rose 12 percent.", "Bread rose.", "بهای نان ۱۲ درصد بالا رفت.")
    assert judge(["Bread rose 21 percent."], [truth]).score("support").value == 0
    assert judge(["Bread rose 12 percent."], [truth]).score("persian").value == 100


def test_two_roads_are_compared_story_by_story() -> None:
    stories = [story("Bread rose in Tehran.", "Bread rose in Tehran.")] * 20
    worse, better = judge(["It rained."] * 20, stories), judge(["Bread rose in Tehran."] * 20, stories)
    found = compare(worse, better)["ROUGE-1"]
    assert found.value == 1
    assert found.bootstrap_p < 0.05
