"""`python -m training STEP --data PATH --run DIR`: one step of the recipe."""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path

from training.config import DEFAULT_PATH, read_config

STEPS = ("prepare", "tokenizer", "train", "average", "export", "evaluate")


def main() -> None:
    """Parses the step, runs it, prints what it counted."""
    arguments = _parser().parse_args()
    config = read_config(arguments.config)
    if arguments.step == "prepare":
        from training.prepare import prepare_pairs

        print(prepare_pairs(arguments.data, arguments.run))
    elif arguments.step == "tokenizer":
        from training.e5 import read_packed_encoder
        from training.prepare import prepare_tokenizer

        pruning = prepare_tokenizer(arguments.data, arguments.run, read_packed_encoder(arguments.encoder), config)
        print({"pieces": len(pruning.kept), "targets": pruning.targets})
    elif arguments.step == "train":
        from training.e5 import read_packed_encoder
        from training.train import run_training

        packed = read_packed_encoder(arguments.encoder)
        until = datetime.datetime.fromisoformat(arguments.until).timestamp() if arguments.until else None
        print(run_training(arguments.run, config, packed, arguments.device, arguments.threads, until))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--data", type=Path, help="the data folder: train/, dev/, wire/")
    parser.add_argument("--run", type=Path, required=True, help="the run folder, written to")
    parser.add_argument("--config", type=Path, default=DEFAULT_PATH)
    parser.add_argument("--encoder", type=Path, help="e5-small-q4.bin")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--until", help="ISO date and time at which training must have ended annealed")
    return parser


if __name__ == "__main__":
    main()
