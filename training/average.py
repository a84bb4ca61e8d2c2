"""The mean of the last weight snapshots of a run: what annealing left over of the noise."""

from __future__ import annotations

from pathlib import Path

import torch

from training.state import load_weights, save_atomically, snapshots

AVERAGE = "average.pt"


def average_snapshots(run: Path, count: int) -> Path:
    """Writes the mean of the last `count` snapshots and returns its path; ValueError when there is none."""
    paths = snapshots(run)[-count:]
    if not paths:
        raise ValueError(f"{run}: no snapshot to average: train first")
    stored = [load_weights(path) for path in paths]
    masters = {name: torch.stack([one["masters"][name] for one in stored]).mean(dim=0) for name in stored[0]["masters"]}
    save_atomically({"masters": masters, "progress": stored[-1]["progress"]}, run / AVERAGE)
    return run / AVERAGE
