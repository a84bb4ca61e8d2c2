"""Summaries are measured against references and against what their story has."""

import lzma
from pathlib import Path

import pytest

from tests.conftest import FakeEngine
from tests.test_training import make_run, tiny_encoder
from training.config import DEFAULT_PATH
from training.prepare import TOKENIZER
from training.summaries import SummarizedStory, read_stories, translate_stories
from training.summary_config import EXTRACTS, LEADS, SUMMARIES, read_summarizer_config, trainer_settings
from training.summary_evaluate import evaluate_summaries
from training.summary_prepare import TokenBudget, summary_pairs
from training.summary_scores import compare, judge
from training.tokenizer import load_tokenizer
from xlsum.document import TranslatedSegment
from xlsum.engines.locations import WEIGHTS
from xlsum.engines.number_slots import SLOTS, put_slots
from xlsum.pipeline import Pipeline
from xlsum.summarize import Story
from xlsum.translate import Translator


def story(english: str, reference: str, persian: str = "بهای نان بالا رفت.") -> SummarizedStory:
    return SummarizedStory("d1", Story((TranslatedSegment("d1.1", persian, persian, english),)), reference)


def write_data(folder: Path, part: str = "dev") -> Path:
    (folder / "wire").mkdir()
    rows = [
        "d1.0\tگرانی نان\tBread price up",
        "d1.2\tباران بارید.\tIt rained.",
        "d1.1\tنان گران شد.\tBread rose in Tehran.",
    ]
    opener = open if part == "dev" else lzma.open
    with opener(folder / f"wire/wire-{part}.tsv{'' if part == 'dev' else '.xz'}", "wt", encoding="utf-8") as out:
        out.write("\n".join([*rows, "d2.0\tخبر\tOther"]) + "\n")
    (folder / f"wire/summaries-{part}.jsonl").write_text('{"id": "d1", "summary": "Bread rose in Tehran."}\n', "utf-8")
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


@pytest.mark.slow
def test_every_road_gets_its_row_in_the_reference_english_and_in_ours(tmp_path: Path) -> None:
    rows = evaluate_summaries(write_data(tmp_path), tmp_path / "run", WEIGHTS, 1)["rows"]
    assert isinstance(rows, list)
    english = ["", *["reference"] * 3, *["own translation"] * 3]
    roads = ["the references", *["lead-2", "lexrank", "extractive"] * 2]
    assert [(row["road"], row["english"]) for row in rows] == list(zip(roads, english, strict=True))
    assert rows[0]["rouge_1"]["value"] == 100


def test_two_roads_are_compared_story_by_story() -> None:
    stories = [story("Bread rose in Tehran.", "Bread rose in Tehran.")] * 20
    worse, better = judge(["It rained."] * 20, stories), judge(["Bread rose in Tehran."] * 20, stories)
    found = compare(worse, better)["ROUGE-1"]
    assert found.value == 1
    assert found.bootstrap_p < 0.05


def long_story() -> SummarizedStory:
    rows = [
        ("۲۵ نفر آمدند.", "According to ISNA, 25 people came."),
        ("باران بارید.", "Rain fell."),
        ("سرد بود.", "It was cold."),
    ]
    body = tuple(TranslatedSegment(f"d1.{n}", fa, fa, en) for n, (fa, en) in enumerate(rows, 1))
    return SummarizedStory("d1", Story(body), "Some 25 people came in the rain, ISNA reported.")


def budget_of(folder: Path, most: int, *, slots: bool = True) -> TokenBudget:
    return TokenBudget(load_tokenizer(make_run(folder / "run", tiny_encoder()) / TOKENIZER), slots, most)


def test_a_summarizer_learns_the_lead_from_the_rest_and_the_summary_from_the_whole(tmp_path: Path) -> None:
    pairs = summary_pairs([long_story()], budget_of(tmp_path, 500, slots=False))
    assert pairs[LEADS] == [("باران بارید. سرد بود.", "According to ISNA, 25 people came.")]
    assert pairs[SUMMARIES] == [
        ("۲۵ نفر آمدند. باران بارید. سرد بود.", "Some 25 people came in the rain, ISNA reported.")
    ]
    assert pairs[EXTRACTS][0][1].startswith("25 people came, ISNA reported.")


def test_what_is_learned_has_the_slots_that_the_engine_will_put(tmp_path: Path) -> None:
    [(persian, english)] = summary_pairs([long_story()], budget_of(tmp_path, 500))[SUMMARIES]
    assert persian == put_slots("۲۵ نفر آمدند. باران بارید. سرد بود.").text
    assert english == f"Some {SLOTS[0]} people came in the rain, ISNA reported."


def test_a_story_is_read_within_the_budget(tmp_path: Path) -> None:
    budget = budget_of(tmp_path, 25)
    [(persian, _)] = summary_pairs([long_story()], budget)[SUMMARIES]
    assert 0 < budget.count_tokens([persian])[0] <= 25


def test_the_summarizers_shares_are_whole_and_its_stories_are_not_varied_twice() -> None:
    settings = trainer_settings(DEFAULT_PATH)
    assert [sum(shares.values()) for shares in (settings.mixture.first, settings.mixture.later)] == pytest.approx(
        [1, 1]
    )
    assert set(settings.mixture.later) == {LEADS, EXTRACTS, SUMMARIES}
    assert settings.augment.joined == settings.augment.number_slots == 0
    assert settings.train.minutes == read_summarizer_config(DEFAULT_PATH).minutes


def test_an_unknown_setting_of_the_summarizer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[summarizer]\nhours = 3\n", "utf-8")
    with pytest.raises(ValueError, match=r"summarizer.*hours"):
        read_summarizer_config(path)
