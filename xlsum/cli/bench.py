"""`xlsum bench`: run suites, compare runs, write reports, and score files."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer
from typer import Option

app = typer.Typer(help="Benchmarks: score outputs, run suites, compare systems, write reports.", no_args_is_help=True)


@app.command()
def score(
    hypotheses: Annotated[str, Option("--hypotheses", help="File of outputs, one segment a line; - is stdin.")],
    references: Annotated[
        list[str], Option("--references", help="File of references, one segment a line; repeatable.")
    ],
    metrics: Annotated[list[str] | None, Option("--metric", help="Only this metric; repeatable.")] = None,
    workers: Annotated[int, Option(min=0, help="Processes to count with; 0 takes the cores.")] = 0,
    as_json: Annotated[bool, Option("--json", help="Unrounded figures as JSON.")] = False,
) -> None:
    """Score a file: BLEU, chrF, chrF++ and TER as sacrebleu gives them, ROUGE as rouge-score does with its stemmer.

    Example: xlsum bench score --hypotheses out.en --references ref.en --json
    """
    from xlsum.scoring.metrics import DEFAULT_METRICS, canonical_name
    from xlsum.scoring.score_files import file_scores_to_json, file_scores_to_text, score_files

    names = [canonical_name(name) for name in metrics or DEFAULT_METRICS]
    result = score_files(hypotheses, references, names, workers=workers or os.cpu_count() or 1)
    for warning in result.warnings:
        print(f"xlsum: {warning}", file=sys.stderr)
    print(file_scores_to_json(result) if as_json else file_scores_to_text(result))
