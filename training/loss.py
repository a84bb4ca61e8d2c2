"""The label-smoothed cross-entropy, its gradient made in the forward pass, a few rows at a time.

Rows of 12,000 scores: converting, normalizing and differentiating them whole walked 70 MB of memory six times a step.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

ROWS = 64


class SmoothedLoss(torch.autograd.Function):  # type: ignore[misc]  # torch counts as untyped here
    """Mean over the rows whose target is not `ignored`; the gradient has the type of the logits."""

    @staticmethod
    def forward(context: Any, logits: Tensor, target: Tensor, smoothing: float, ignored: int) -> Tensor:
        kept = target.ne(ignored)
        count = kept.sum().clamp(min=1)
        weights = kept.to(torch.float32) / count
        gradient = torch.empty_like(logits)
        total = logits.new_zeros((), dtype=torch.float32)
        floor = smoothing / logits.shape[-1]
        for at in range(0, logits.shape[0], ROWS):
            part = slice(at, at + ROWS)
            scores = functional.log_softmax(logits[part].float(), -1)
            picked = scores.gather(1, target[part, None])
            loss = -(1 - smoothing) * picked[:, 0] - floor * scores.sum(-1)
            total += (loss * weights[part]).sum()
            delta = scores.exp_().sub_(floor)
            delta.scatter_add_(1, target[part, None], torch.full_like(picked, smoothing - 1))
            gradient[part] = delta.mul_(weights[part, None])
        context.save_for_backward(gradient)
        return total

    @staticmethod
    def backward(context: Any, *gradients: Tensor) -> tuple[Tensor, None, None, None]:
        (gradient,) = context.saved_tensors
        return gradient.mul_(gradients[0].to(gradient.dtype)), None, None, None


def smoothed_loss(logits: Tensor, target: Tensor, smoothing: float, ignored: int) -> Tensor:
    """Returns the label-smoothed cross-entropy per target token; `ignored` targets count nothing."""
    if logits.device.type != "cpu":
        rows, ids = logits.reshape(-1, logits.shape[-1]).float(), target.reshape(-1)
        return functional.cross_entropy(rows, ids, label_smoothing=smoothing, ignore_index=ignored)
    loss: Tensor = SmoothedLoss.apply(logits.reshape(-1, logits.shape[-1]), target.reshape(-1), smoothing, ignored)
    return loss
