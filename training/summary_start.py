"""The state that a summarizer's training starts from: a translator's weights, and an optimizer that knows nothing."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from training.config import TrainConfig
from training.state import STATE, Progress, load_weights, save_atomically
from training.train import make_optimizer


def write_start(weights: Path, run: Path, settings: TrainConfig) -> None:
    """Writes the state into `run` unless there is one, so that the training goes on from where it was."""
    if (run / STATE).exists():
        return
    masters = load_weights(weights)["masters"]
    optimizer = make_optimizer(masters, settings)
    content = {"masters": masters, "optimizer": optimizer.state_dict(), "progress": asdict(Progress())}
    save_atomically(content, run / STATE)
