"""The state of a training on disk: written beside, renamed into place, so that a cut at any second leaves a whole
one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

STATE = "state.pt"


@dataclass(slots=True)
class Progress:
    """How far the training is; grows in place, one object a run."""

    seconds: float = 0.0
    steps: int = 0
    pairs: int = 0
    target_tokens: int = 0
    pools: int = 0
    batches_done: int = 0
    drawn: dict[str, int] = field(default_factory=dict)


def save_atomically(content: dict[str, Any], path: Path) -> None:
    """Writes `content`; a reader finds the old file or the new one, never a part."""
    beside = path.with_suffix(".part")
    torch.save(content, beside)
    os.replace(beside, path)


def load_weights(path: Path) -> dict[str, Any]:
    """Returns what `save_atomically` wrote; only tensors and plain values are ever loaded."""
    content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return content


def snapshots(run: Path) -> list[Path]:
    """Returns the weight snapshots of a run, oldest first."""
    return sorted(run.glob("weights-*.pt"))
