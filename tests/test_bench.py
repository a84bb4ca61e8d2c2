"""Runs, records, comparisons, reports, the gate and rating sheets, on a fake engine and on outputs made elsewhere."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.conftest import FakeEngine
from xlsum.cli import app
from xlsum.errors import DataError, SourceNotFoundError, UsageError
from xlsum.pipeline import Pipeline
from xlsum.scoring.agreement import cohen_kappa, krippendorff_alpha
from xlsum.scoring.comparison import compare_runs
from xlsum.scoring.gate import judge, pin
from xlsum.scoring.listing import find_record
from xlsum.scoring.pipeline_system import PipelineSystem, parse_settings
from xlsum.scoring.rating import items_to_csv, make_items
from xlsum.scoring.records import OutputDocument, OutputSegment, RunRecord, read_record, write_record
from xlsum.scoring.report.charts import histogram
from xlsum.scoring.report.page import report_to_html
from xlsum.scoring.report.segments import marked
from xlsum.scoring.runs import run_suite
from xlsum.scoring.suites import Suite, load_data, load_suite
from xlsum.translate import Translator

ENGLISH = [
    "The centre put inflation at 32 percent.",
    "The Minister Rahimi said prices fell in Tehran.",
    "Rain closed the northern road for 3 hours.",
    "The team won its match 2 to 1 on Friday.",
]
PERSIAN = [
    "مرکز آمار نرخ تورم را ۳۲ درصد اعلام کرد.",
    "وزیر رحیمی گفت قیمت‌ها در تهران کاهش یافت.",
    "باران جادهٔ شمالی را ۳ ساعت بست.",
    "این تیم بازی روز جمعه را ۲ بر ۱ برد.",
]
WORSE = [line.replace("The", "Some").replace("32", "23").replace("Rain", "Snow") for line in ENGLISH[:3]] + [
    "It was <b>lost</b> & forgotten."
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    rows = [
        {"document": f"d{at // 2}", "persian": persian, "english": english, "class": f"desk{at // 2}"}
        for at, (persian, english) in enumerate(zip(PERSIAN, ENGLISH, strict=True))
    ]
    (folder / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def bench(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["bench", *map(str, arguments)])


def run_outputs(data: Path, results: Path, name: str, lines: Sequence[str]) -> RunRecord:
    """Run the command on outputs made elsewhere and read its record."""
    hypotheses = data.parent / f"{name}.en"
    hypotheses.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    done = bench("run", "records", "--data", data, "--hypotheses", hypotheses, "--results", results, "--resamples", 50)
    assert done.exit_code == 0, done.output
    return read_record(results / f"records--{name}.json")


def fake_system(engine: FakeEngine) -> PipelineSystem:
    return PipelineSystem("fake", Pipeline(Translator(engine, engine.default_options), None))


def own_suite() -> Suite:
    return load_suite("records")


def test_a_run_of_perfect_outputs_scores_perfectly_and_writes_record_and_page(data: Path, tmp_path: Path) -> None:
    record = run_outputs(data, tmp_path / "results", "perfect", ENGLISH)
    scores = {score.metric: round(score.value, 6) for score in record.scores}
    assert (scores["BLEU"], scores["TER"], scores["numbers kept (reference)"]) == (100, 0, 1)
    assert "<section id=" in (tmp_path / "results" / "records--perfect.html").read_text("utf-8")


def test_every_score_has_an_interval_around_it_and_a_signature(data: Path, tmp_path: Path) -> None:
    record = run_outputs(data, tmp_path / "results", "worse", WORSE)
    assert all(score.low <= score.value + 1e-9 and score.value <= score.high + 1e-9 for score in record.scores)
    assert all("bs:50|unit:document|rs:12345" in score.signature for score in record.scores)


def test_a_record_is_read_as_it_was_written(data: Path, tmp_path: Path) -> None:
    record = run_outputs(data, tmp_path / "results", "worse", WORSE)
    assert read_record(write_record(record, tmp_path / "other")) == record


def test_the_pipeline_keeps_outputs_beside_their_segments(data: Path, tmp_path: Path) -> None:
    engine = FakeEngine(dict(zip(PERSIAN, ENGLISH, strict=True)))
    test_set = load_data(own_suite(), str(data))
    record = run_suite(own_suite(), test_set, fake_system(engine), tmp_path, resamples=10)
    assert [s.english for output in record.outputs for s in output.segments] == ENGLISH
    assert record.system.models[0].startswith("translate: fake@0")
    assert record.speed is not None


def test_a_second_run_decodes_nothing_and_a_broken_one_goes_on(data: Path, tmp_path: Path) -> None:
    test_set = load_data(own_suite(), str(data))
    first = run_suite(own_suite(), test_set, fake_system(FakeEngine()), tmp_path, resamples=10)
    (cache,) = (tmp_path / ".cache").iterdir()
    whole = cache.read_text("utf-8")
    cache.write_text(whole[: len(whole) - 40], encoding="utf-8")  # killed while it wrote the last document
    engine = FakeEngine()
    again = run_suite(own_suite(), test_set, fake_system(engine), tmp_path, resamples=10)
    assert again.outputs == first.outputs
    asked = {text for texts in engine.asked for text in texts}
    assert len(asked) == 2
    engine.asked.clear()
    run_suite(own_suite(), test_set, fake_system(engine), tmp_path, resamples=10)
    assert engine.asked == []


def test_the_better_system_is_named_and_an_equal_one_is_chance(data: Path, tmp_path: Path) -> None:
    results = tmp_path / "results"
    run_outputs(data, results, "perfect", ENGLISH)
    run_outputs(data, results, "copy", ENGLISH)
    done = bench("compare", "records--perfect", "records--copy", "--results", results, "--json")
    rows = json.loads(done.stdout)["rows"]
    assert {row["corrected_p"] for row in rows} == {1.0}


def test_unlike_signatures_are_refused_unless_forced(data: Path, tmp_path: Path) -> None:
    first = run_outputs(data, tmp_path / "results", "perfect", ENGLISH)
    other = replace(first, scores=tuple(replace(s, signature=s.signature + "|version:1") for s in first.scores))
    with pytest.raises(DataError, match="signatures of BLEU differ"):
        compare_runs(first, other)
    assert compare_runs(first, other, force=True, resamples=10).warnings


def test_other_documents_cannot_be_compared_even_by_force(data: Path, tmp_path: Path) -> None:
    first = run_outputs(data, tmp_path / "results", "perfect", ENGLISH)
    with pytest.raises(DataError, match="not run on the same documents"):
        compare_runs(first, replace(first, outputs=first.outputs[:1]), force=True)


def test_the_page_escapes_what_the_systems_wrote_and_reaches_for_nothing(data: Path, tmp_path: Path) -> None:
    record = run_outputs(data, tmp_path / "results", "worse", WORSE)
    page = report_to_html([replace(record, name="<script>alert(1)</script>")])
    assert "<script>alert" not in page
    assert "<b>lost</b>" not in page
    assert not any(reach in page for reach in ("http://", "https://", "src=", "@import"))


def test_the_page_shows_two_systems_their_comparison_and_their_segments(data: Path, tmp_path: Path) -> None:
    results = tmp_path / "results"
    run_outputs(data, results, "perfect", ENGLISH)
    run_outputs(data, results, "worse", WORSE)
    page = tmp_path / "both.html"
    done = bench("report", "records--perfect", "records--worse", "--results", results, "--out", page, "--resamples", 20)
    assert done.exit_code == 0, done.output
    html = page.read_text("utf-8")
    assert html.count('data-list="different"') == 4
    assert 'dir="rtl" lang="fa"' in html
    assert "A = perfect, B = worse" in html


def test_a_run_of_summaries_alone_is_not_judged_as_a_translation(data: Path, tmp_path: Path) -> None:
    rows = [{"id": "d0", "persian": PERSIAN[0], "english": ENGLISH[0], "summaries": ["Inflation is up.", "It rose."]}]
    (data / "own.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "s.jsonl").write_text('{"id": "d0", "summary": "Inflation is up."}\n', encoding="utf-8")
    done = bench("run", "records", "--data", data, "--summaries", tmp_path / "s.jsonl", "--results", tmp_path)
    assert done.exit_code == 0, done.output
    record = read_record(tmp_path / "records--s.json")
    scores = {score.metric: score.value for score in record.scores}
    assert scores["ROUGE-1"] == 1.0
    assert not {"BLEU", "numbers kept (reference)", "segments flagged"} & scores.keys()


def test_words_that_differ_are_marked_on_both_sides() -> None:
    assert marked("The bank <rose>.", "The price <rose>.") == (
        "The <del>bank</del> &lt;rose&gt;.",
        "The <ins>price</ins> &lt;rose&gt;.",
    )


def test_a_histogram_keeps_its_edges() -> None:
    assert "two: 2 from 95" in histogram([("two", [100.0, 95.0, 0.0])], 20, "ROUGE-1")


def test_a_report_in_markdown_has_every_score(data: Path, tmp_path: Path) -> None:
    record = run_outputs(data, tmp_path / "results", "worse", WORSE)
    bench("report", "records--worse", "--results", tmp_path / "results", "--out", tmp_path / "r.md")
    text = (tmp_path / "r.md").read_text("utf-8")
    assert all(f"| {score.metric} |" in text for score in record.scores)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        pytest.param(ENGLISH[:3], "3 lines, but the test set has 4 segments", id="too few"),
        pytest.param([], "empty file", id="none"),
    ],
)
def test_outputs_that_do_not_fit_the_data_are_refused(
    data: Path, tmp_path: Path, lines: Sequence[str], message: str
) -> None:
    hypotheses = tmp_path / "h.en"
    hypotheses.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    done = bench("run", "records", "--data", data, "--hypotheses", hypotheses, "--results", tmp_path)
    assert isinstance(done.exception, DataError)
    assert message in str(done.exception)


def test_a_floor_holds_within_its_interval_and_fails_below(data: Path, tmp_path: Path) -> None:
    record = run_outputs(data, tmp_path / "results", "perfect", ENGLISH)
    worse = run_outputs(data, tmp_path / "results", "worse", WORSE)
    floors = pin(record, None, allow_lower=False)
    assert all(verdict.passed for verdict in judge(record, floors))
    failed = {verdict.floor.metric for verdict in judge(worse, floors) if not verdict.passed}
    assert {"BLEU", "TER", "numbers kept (reference)"} <= failed


def test_floors_rise_by_themselves_and_fall_only_when_told(data: Path, tmp_path: Path) -> None:
    record = run_outputs(data, tmp_path / "results", "perfect", ENGLISH)
    worse = run_outputs(data, tmp_path / "results", "worse", WORSE)
    floors = pin(record, None, allow_lower=False)
    assert pin(worse, floors, allow_lower=False).floors == floors.floors
    lowered = {floor.metric: floor.value for floor in pin(worse, floors, allow_lower=True).floors}
    assert lowered["BLEU"] == worse.score("translation", "BLEU").value  # type: ignore[union-attr]
    assert pin(record, pin(worse, None, allow_lower=False), allow_lower=False).floors == floors.floors


def test_a_gate_on_other_data_is_refused(data: Path, tmp_path: Path) -> None:
    record = run_outputs(data, tmp_path / "results", "perfect", ENGLISH)
    floors = replace(pin(record, None, allow_lower=False), sha256="0" * 64)
    with pytest.raises(DataError, match="pinned on 000000000000"):
        judge(record, floors)


def test_the_sheet_hides_who_wrote_what_and_asks_once_for_equal_outputs(data: Path, tmp_path: Path) -> None:
    first = run_outputs(data, tmp_path / "results", "perfect", ENGLISH)
    second = run_outputs(data, tmp_path / "results", "worse", [ENGLISH[0], *WORSE[1:]])
    items = make_items([first, second], 10)
    sheet = items_to_csv(items)
    assert len(items) == 7
    assert "perfect" not in sheet
    assert {item.system for item in items} == {"perfect", "worse", "perfect\tworse"}


def test_a_cell_is_not_run_as_a_formula() -> None:
    outputs = (OutputDocument("d", (OutputSegment("=1+1", ("r",), "@SUM(A1)"),)),)
    record = RunRecord("x", "", suite=None, system=None, scores=(), outputs=outputs)  # type: ignore[arg-type]
    row = list(csv.reader(items_to_csv(make_items([record], 1)).splitlines()))[1]
    assert row[1:4] == ["'=1+1", "r", "'@SUM(A1)"]


def test_ratings_come_back_as_means_and_agreement(data: Path, tmp_path: Path) -> None:
    results, folder = tmp_path / "results", tmp_path / "rating"
    run_outputs(data, results, "perfect", ENGLISH)
    run_outputs(data, results, "worse", WORSE)
    bench("sheet", "records--perfect", "records--worse", "--results", results, "--out", folder)
    key = json.loads((folder / "key.json").read_text("utf-8"))
    for rater, noise in (("anna", 0), ("reza", 5)):
        rows = [f"{item},{90 - noise if names == ['perfect'] else 20 + noise}" for item, names in key.items()]
        (folder / f"{rater}.csv").write_text("\n".join(["item,score", *rows]), encoding="utf-8")
    done = bench("agreement", folder / "anna.csv", folder / "reza.csv", "--key", folder / "key.json", "--json")
    (found,) = json.loads(done.stdout)
    assert found["alpha"] > 0.9
    assert {name: interval["value"] for name, interval, _ in found["systems"]} == {"perfect": 87.5, "worse": 22.5}


@pytest.mark.parametrize(
    ("raters", "nominal", "alpha"),
    [
        pytest.param(
            # The worked example of Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section C.
            [
                {1: 1, 2: 2, 3: 3, 4: 3, 5: 2, 6: 1, 7: 4, 8: 1, 9: 2},
                {1: 1, 2: 2, 3: 3, 4: 3, 5: 2, 6: 2, 7: 4, 8: 1, 9: 2, 10: 5, 12: 3},
                {2: 3, 3: 3, 4: 3, 5: 2, 6: 3, 7: 4, 8: 2, 9: 2, 10: 5, 11: 1},
                {1: 1, 2: 2, 3: 3, 4: 3, 5: 2, 6: 4, 7: 4, 8: 1, 9: 2, 10: 5, 11: 1},
            ],
            True,
            0.743,
            id="nominal",
        ),
        pytest.param([{1: 10, 2: 90}, {1: 10, 2: 90}], False, 1.0, id="perfect"),
        pytest.param([{1: 10}, {2: 90}], False, None, id="nothing shared"),
        pytest.param([{1: 5}, {1: 5}], False, None, id="one value only"),
    ],
)
def test_krippendorff_alpha(raters: list[dict[int, float]], nominal: bool, alpha: float | None) -> None:
    named = [{str(item): float(value) for item, value in ratings.items()} for ratings in raters]
    found = krippendorff_alpha(named, nominal=nominal)
    assert found == (None if alpha is None else pytest.approx(alpha, abs=0.0005))


def test_cohen_kappa_of_the_textbook() -> None:
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5, kappa 0.4."""
    pairs = [(1.0, 1.0)] * 20 + [(1.0, 0.0)] * 5 + [(0.0, 1.0)] * 10 + [(0.0, 0.0)] * 15
    first = {str(at): pair[0] for at, pair in enumerate(pairs)}
    second = {str(at): pair[1] for at, pair in enumerate(pairs)}
    assert cohen_kappa(first, second) == pytest.approx(0.4)


def test_suites_and_runs_are_listed(data: Path, tmp_path: Path) -> None:
    run_outputs(data, tmp_path / "results", "perfect", ENGLISH)
    listed = json.loads(bench("list", "--results", tmp_path / "results", "--json").stdout)
    assert [run["run"] for run in listed["runs"]] == ["records--perfect"]
    assert "wire-mini" in [suite["name"] for suite in listed["suites"]]
    assert "records--perfect" in bench("list", "--results", tmp_path / "results").stdout


def test_a_run_is_found_by_a_part_of_its_name_when_that_is_clear(tmp_path: Path) -> None:
    for name in ("a--one", "a--two"):
        (tmp_path / f"{name}.json").write_text("{}")
    assert find_record("two", tmp_path) == tmp_path / "a--two.json"
    with pytest.raises(UsageError, match="could be a--one, a--two"):
        find_record("a--", tmp_path)
    with pytest.raises(SourceNotFoundError, match="no such run"):
        find_record("three", tmp_path)


def test_a_file_that_is_no_record_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x--y.json").write_text('{"format": 9}')
    with pytest.raises(DataError, match="not the record of a run"):
        read_record(tmp_path / "x--y.json")


def test_settings_are_read_from_the_command_line() -> None:
    assert parse_settings(["beam=4", "retry=false", "length=short"]) == {"beam": 4, "retry": False, "length": "short"}
    with pytest.raises(UsageError, match="KEY=VALUE"):
        parse_settings(["beam"])
