"""`python -m training STEP --data PATH --run DIR`: one step of the recipe."""

from __future__ import annotations

import argparse
import datetime
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.config import DEFAULT_PATH, Config, read_config

Arguments = argparse.Namespace
Result = Any  # what a step counted, ready for JSON
WEIGHTS = Path(__file__).parent.parent / "xlsum" / "weights"


def main() -> None:
    """Parses the step, runs it, prints what it counted as JSON."""
    arguments = _parser().parse_args()
    result = STEPS[arguments.step](arguments, read_config(arguments.config))
    print(json.dumps(result, ensure_ascii=False, indent=2))


def _prepare(arguments: Arguments, _config: Config) -> Result:
    from training.prepare import prepare_pairs

    return prepare_pairs(arguments.data, arguments.run)


def _tokenizer(arguments: Arguments, config: Config) -> Result:
    from training.e5 import read_packed_encoder
    from training.prepare import prepare_tokenizer

    pruning = prepare_tokenizer(arguments.data, arguments.run, read_packed_encoder(arguments.encoder), config)
    return {"pieces": len(pruning.kept), "targets": pruning.targets}


def _train(arguments: Arguments, config: Config) -> Result:
    from training.e5 import read_packed_encoder
    from training.train import run_training

    packed = read_packed_encoder(arguments.encoder)
    until = datetime.datetime.fromisoformat(arguments.until).timestamp() if arguments.until else None
    return asdict(run_training(arguments.run, config, packed, arguments.device, arguments.threads, until))


def _average(arguments: Arguments, _config: Config) -> Result:
    from training.average import average_snapshots

    return {"weights": str(average_snapshots(arguments.run, arguments.snapshots))}


def _export(arguments: Arguments, _config: Config) -> Result:
    from training.export import export_all

    return export_all(arguments.data, arguments.run, arguments.encoder, arguments.out, arguments.threads)


def _evaluate(arguments: Arguments, _config: Config) -> Result:
    from training.evaluate import evaluate_folder, translate_examples
    from training.evaluate_checked import measure_checked
    from training.export import TRANSLATOR, add_details

    folder = arguments.out / TRANSLATOR
    found = {
        "measured": evaluate_folder(arguments.data, arguments.out, arguments.threads),
        "checked": asdict(measure_checked(arguments.data, folder, arguments.threads)),
        "examples": translate_examples(folder, arguments.threads),
    }
    return add_details(arguments.run, found)


def _decoding(arguments: Arguments, _config: Config) -> Result:
    from training.decoding import tune_decoding
    from training.export import TRANSLATOR

    return tune_decoding(arguments.data, arguments.out / TRANSLATOR, arguments.threads)


def _evaluate_summaries(arguments: Arguments, _config: Config) -> Result:
    from training.summary_evaluate import evaluate_summaries

    return evaluate_summaries(arguments.data, arguments.run, arguments.out, arguments.threads, arguments.summarizer)


def _prepare_summarizer(arguments: Arguments, _config: Config) -> Result:
    from training.summary_prepare import prepare_summarizer

    return prepare_summarizer(arguments.data, arguments.start, arguments.run, arguments.config)


def _train_summarizer(arguments: Arguments, _config: Config) -> Result:
    from training.summary_config import trainer_settings

    return _train(arguments, trainer_settings(arguments.config))


def _export_summarizer(arguments: Arguments, _config: Config) -> Result:
    from training.summary_config import read_summarizer_config
    from training.summary_export import export_summarizer

    return export_summarizer(arguments.run, read_summarizer_config(arguments.config).read_tokens)


STEPS: dict[str, Callable[[Arguments, Config], Result]] = {
    "prepare": _prepare,
    "tokenizer": _tokenizer,
    "train": _train,
    "average": _average,
    "export": _export,
    "decoding": _decoding,
    "evaluate": _evaluate,
    "prepare-summarizer": _prepare_summarizer,
    "train-summarizer": _train_summarizer,
    "export-summarizer": _export_summarizer,
    "evaluate-summaries": _evaluate_summaries,
}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", choices=list(STEPS))
    parser.add_argument("--data", type=Path, help="the data folder: train/, dev/, wire/")
    parser.add_argument("--run", type=Path, required=True, help="the run folder, written to")
    parser.add_argument("--config", type=Path, default=DEFAULT_PATH)
    parser.add_argument("--encoder", type=Path, help="e5-small-q4.bin")
    parser.add_argument("--out", type=Path, default=WEIGHTS, help="where the checkpoints are exported to and measured")
    parser.add_argument("--snapshots", type=int, default=3, help="how many of the last ones are averaged")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--start", type=Path, help="weights in the translator's run folder: the summarizer's start")
    parser.add_argument("--summarizer", default="", help="a summary checkpoint's folder, measured beside the others")
    parser.add_argument("--until", help="ISO date and time at which training must have ended annealed")
    return parser


if __name__ == "__main__":
    main()
