"""`xlsum bench`: run suites, compare runs, write reports, and score files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer import Argument, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsum.scoring.comparison import Comparison
    from xlsum.scoring.records import RunRecord
    from xlsum.scoring.suites import Suite
    from xlsum.scoring.systems import System
    from xlsum.scoring.testset import TestSet

app = typer.Typer(help="Benchmarks: score outputs, run suites, compare systems, write reports.", no_args_is_help=True)

RESULTS = "benchmarks/results"
Results = Annotated[str, Option("--results", help="Folder of the records.")]
Resamples = Annotated[int, Option(min=2, help="Bootstrap resamples.")]
Runs = Annotated[list[str], Argument(help="Records: files, or names as `bench list` shows them.")]


@app.command()
def score(
    hypotheses: Annotated[str, Option("--hypotheses", help="File of outputs, one segment a line; - is stdin.")],
    references: Annotated[
        list[str], Option("--references", help="File of references, one segment a line; repeatable.")
    ],
    metrics: Annotated[list[str] | None, Option("--metric", help="Only this metric; repeatable.")] = None,
    workers: Annotated[int, Option(min=0, help="Processes to count with; 0 takes the cores.")] = 0,
    resamples: Annotated[int, Option(min=0, help="Bootstrap resamples for 95 % intervals; 0 gives none.")] = 0,
    as_json: Annotated[bool, Option("--json", help="Unrounded figures as JSON.")] = False,
) -> None:
    """Score a file: BLEU, chrF, chrF++ and TER as sacrebleu gives them, ROUGE as rouge-score does with its stemmer.

    Example: xlsum bench score --hypotheses out.en --references ref.en --json
    """
    from xlsum.scoring.metrics import DEFAULT_METRICS, canonical_name
    from xlsum.scoring.score_files import file_scores_to_json, file_scores_to_text, score_files

    names = [canonical_name(name) for name in metrics or DEFAULT_METRICS]
    result = score_files(hypotheses, references, names, workers=workers or os.cpu_count() or 1, resamples=resamples)
    for warning in result.warnings:
        _say(warning)
    print(file_scores_to_json(result) if as_json else file_scores_to_text(result))


@app.command(name="list")
def list_all(results: Results = RESULTS, as_json: Annotated[bool, Option("--json")] = False) -> None:
    """List the suites with their licences, and the runs there are.

    Example: xlsum bench list
    """
    from xlsum.scoring.listing import listing_to_json, listing_to_text

    print(listing_to_json(Path(results)) if as_json else listing_to_text(Path(results)))


@app.command()
def run(
    suite: Annotated[str, Argument(help="A suite by name, or the path of its .yaml file.")],
    translator: Annotated[str, Option(help="A card of the catalogue, or a folder.")] = "auto",
    summarizer: Annotated[str, Option(help="A card, or none.")] = "auto",
    settings: Annotated[
        list[str] | None, Option("--set", help="A setting as KEY=VALUE, such as beam=4; repeatable.")
    ] = None,
    hypotheses: Annotated[str, Option(help="Translations made elsewhere, one segment a line.")] = "",
    summaries: Annotated[
        str, Option(help="Summaries made elsewhere, one a line, or JSON Lines with id and summary.")
    ] = "",
    data: Annotated[str, Option(help="Folder or file of a test set that is not shipped.")] = "",
    split: Annotated[str, Option(help="Part of the test set, such as devtest.")] = "",
    name: Annotated[str, Option(help="What to call the system.")] = "",
    limit: Annotated[int, Option(min=0, help="Only the first documents; 0 is all.")] = 0,
    results: Results = RESULTS,
    resamples: Resamples = 1000,
    fresh: Annotated[bool, Option("--fresh", help="Decode again what is cached.")] = False,
) -> None:
    """Run a system on a suite; write its record and its report.

    Example: xlsum bench run wire-mini
    """
    from xlsum.scoring.records import write_record
    from xlsum.scoring.report.markdown import report_to_markdown
    from xlsum.scoring.runs import run_suite
    from xlsum.scoring.suites import load_data, load_suite

    chosen = load_suite(suite)
    test_set = load_data(chosen, data, split).head(limit)
    _say(f"{chosen.name}: {len(test_set.documents)} documents, {test_set.segments} segments; licence {chosen.licence}")
    _say(f"{chosen.citation}. {chosen.contamination}")
    if hypotheses or summaries:
        system = _made_elsewhere(name, hypotheses, summaries, test_set)
    else:
        system = _pipeline(name, translator, summarizer, chosen, settings or [])
    record = run_suite(chosen, test_set, system, Path(results), fresh=fresh, resamples=resamples)
    path = write_record(record, Path(results))
    print(report_to_markdown([record]))
    _say(f"record: {path}")
    _say(f"report: {_write_page([record], path.with_suffix('.html'))}")


@app.command()
def compare(
    first: Annotated[str, Argument(help="System A: a record.")],
    second: Annotated[str, Argument(help="System B: a record.")],
    results: Results = RESULTS,
    resamples: Resamples = 1000,
    force: Annotated[bool, Option("--force", help="Compare though data or signatures differ.")] = False,
    as_json: Annotated[bool, Option("--json")] = False,
) -> None:
    """Tell whether B is better than A: paired bootstrap, approximate randomization, corrected for many metrics.

    Example: xlsum bench compare wire-mini--A wire-mini--B
    """
    import json
    from dataclasses import asdict

    from xlsum.scoring.comparison import compare_runs, comparison_to_markdown

    records = _records([first, second], results)
    found = compare_runs(records[0], records[1], force=force, resamples=resamples)
    print(json.dumps(asdict(found), ensure_ascii=False, indent=1) if as_json else comparison_to_markdown(found))


@app.command()
def report(
    runs: Runs,
    out: Annotated[
        str, Option("--out", "-o", help="Where the page goes; Markdown for a name ending in .md.")
    ] = "report.html",
    results: Results = RESULTS,
    resamples: Resamples = 1000,
    force: Annotated[bool, Option("--force", help="Compare though data or signatures differ.")] = False,
) -> None:
    """Write a report over runs of one suite: one HTML page that needs no network, or Markdown.

    Example: xlsum bench report wire-mini--A wire-mini--B --out report.html
    """
    from xlsum.scoring.comparison import compare_runs
    from xlsum.scoring.report.markdown import report_to_markdown

    records = _records(runs, results)
    if out.endswith(".md"):
        _write(Path(out), report_to_markdown(records))
    else:
        comparisons = [compare_runs(records[0], other, force=force, resamples=resamples) for other in records[1:]]
        _write_page(records, Path(out), comparisons)
    _say(f"report: {out}")


@app.command()
def learned(
    run: Annotated[str, Argument(help="A record.")],
    metric: Annotated[str, Option(help="adequacy, LaSE-e5, COMET, BERTScore, LaSE or MetricX.")],
    results: Results = RESULTS,
    resamples: Resamples = 1000,
) -> None:
    """Add the score of a neural metric to a record; nothing is decoded again. One that is not there says what it needs.

    Example: xlsum bench learned wire-mini--A --metric adequacy
    """
    from xlsum.scoring.learned import measure_learned
    from xlsum.scoring.records import write_record

    (record,) = _records([run], results)
    scored = measure_learned(record, metric, resamples=resamples)
    path = write_record(scored, Path(results))
    score = scored.scores[-1]
    print(f"{metric} {100 * score.value:.2f} [{100 * score.low:.2f}, {100 * score.high:.2f}]  {score.signature}")
    _say(f"record: {path}")


@app.command()
def export(
    run: Annotated[str, Argument(help="A record.")],
    out: Annotated[str, Option("--out", "-o", help="Folder for source.fa, output.en, reference.en, summary.en.")],
    results: Results = RESULTS,
) -> None:
    """Write the texts of a record as plain files of one segment a line, for tools of others.

    Example: xlsum bench export wire-mini--A --out texts
    """
    from xlsum.scoring.export import export_files

    (record,) = _records([run], results)
    for name, text in export_files(record).items():
        _write(Path(out) / name, text)
        _say(f"{Path(out) / name}")


@app.command()
def gate(
    update: Annotated[bool, Option("--update", help="Raise the floors to what was measured.")] = False,
    allow_lower: Annotated[bool, Option("--allow-lower", help="With --update: lower floors too.")] = False,
    floors: Annotated[str, Option(help="The file of floors.")] = "benchmarks/floors.json",
    suites: Annotated[list[str] | None, Option("--suite", help="With --update: a suite to pin; repeatable.")] = None,
    results: Results = RESULTS,
    resamples: Resamples = 1000,
) -> None:
    """Run the embedded system and exit 1 when a score has dropped below its pinned interval.

    Example: xlsum bench gate
    """
    from xlsum.scoring.gate_run import run_gate

    passed = run_gate(
        Path(floors),
        Path(results),
        suites or [],
        update=update,
        allow_lower=allow_lower,
        resamples=resamples,
        tell=print,
    )
    if not passed:
        raise typer.Exit(1)


@app.command()
def sheet(
    runs: Runs,
    out: Annotated[str, Option("--out", "-o", help="Folder for ratings.csv, rate.html and key.json.")] = "rating",
    segments: Annotated[int, Option(min=1, help="Segments to draw by chance.")] = 50,
    seed: Annotated[int, Option(help="Of the drawing and shuffling.")] = 12345,
    results: Results = RESULTS,
) -> None:
    """Write a blind rating sheet, as CSV and as a page: direct assessment or MQM marks, systems shuffled.

    Example: xlsum bench sheet wire-mini--A wire-mini--B --out rating
    """
    from xlsum.scoring.rating import items_to_csv, items_to_html, items_to_key, make_items

    records = _records(runs, results)
    items = make_items(records, segments, seed=seed)
    folder = Path(out)
    _write(folder / "ratings.csv", items_to_csv(items))
    _write(folder / "rate.html", items_to_html(items, f"Rating: {records[0].suite.name}, {len(items)} outputs"))
    _write(folder / "key.json", items_to_key(items))
    _say(f"{len(items)} outputs to rate in {folder}; keep key.json from the raters")


@app.command()
def agreement(
    sheets: Annotated[list[str], Argument(help="Filled-in sheets, one a rater.")],
    key: Annotated[str, Option(help="The key written beside the sheet.")] = "rating/key.json",
    as_json: Annotated[bool, Option("--json")] = False,
) -> None:
    """Tell how far raters agree (Krippendorff's alpha, Cohen's kappa) and what each system got.

    Example: xlsum bench agreement anna.csv reza.csv --key rating/key.json
    """
    import json
    from dataclasses import asdict

    from xlsum.scoring.agreement import agreement_to_text, measure_agreement

    found = measure_agreement([Path(sheet) for sheet in sheets], Path(key))
    print(json.dumps([asdict(one) for one in found], indent=1) if as_json else agreement_to_text(found))


def _pipeline(name: str, translator: str, summarizer: str, suite: Suite, settings: Sequence[str]) -> System:
    from xlsum.scoring.pipeline_system import load_pipeline_system, parse_settings

    chosen = None if summarizer == "none" or not suite.summary_metrics else summarizer
    return load_pipeline_system(name, translator, chosen, parse_settings(settings))


def _made_elsewhere(name: str, hypotheses: str, summaries: str, test_set: TestSet) -> System:
    from xlsum.scoring.systems import load_file_system

    return load_file_system(name, hypotheses, summaries, test_set)


def _records(names: Sequence[str], results: str) -> list[RunRecord]:
    from xlsum.scoring.listing import find_record
    from xlsum.scoring.records import read_record

    return [read_record(find_record(name, Path(results))) for name in names]


def _write_page(records: Sequence[RunRecord], path: Path, comparisons: Sequence[Comparison] = ()) -> Path:
    from xlsum.scoring.report.page import report_to_html

    _write(path, report_to_html(records, comparisons))
    return path


def _write(path: Path, text: str) -> None:
    from xlsum.scoring.records import write_whole

    write_whole(path, text)


def _say(text: str) -> None:
    print(f"xlsum: {text}", file=sys.stderr)
