"""A second process that shares the weights and takes half of every step.

Two processes of one thread each learned 1.3 times faster here than one of two threads: between the products of a step
there is much that torch runs on one core, and every product waits for the slower thread.
"""

from __future__ import annotations

import signal
from multiprocessing.connection import Connection

import torch
from torch import Tensor, multiprocessing

from training.batches import PAD, Batch
from training.loss import smoothed_loss
from training.model import Translator

Work = tuple[Batch, int, float, float]


class Helper:
    """Computes the gradients of one batch beside the caller; `gradients` are in shared memory."""

    def __init__(self, model: Translator) -> None:
        model.share_memory()
        self.gradients = {name: torch.zeros_like(value).share_memory_() for name, value in model.named_parameters()}
        context = multiprocessing.get_context("fork")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.line, model, self.gradients), daemon=True)
        self.process.start()

    def begin(self, batch: Batch, frozen: int, smoothing: float, weight: float) -> None:
        """Starts on `batch`; its gradients are to count `weight`."""
        self.line.send((batch, frozen, smoothing, weight))

    def finish(self) -> float:
        """Waits for the gradients and returns the weighted loss."""
        loss: float = self.line.recv()
        return loss

    def close(self) -> None:
        """Ends the process: it hears the line close."""
        self.line.close()
        self.process.join()


def batch_loss(model: Translator, batch: Batch, frozen: int, smoothing: float, weight: float, device: str) -> Tensor:
    """Returns the smoothed loss of one batch times `weight`."""
    source, target = (torch.from_numpy(ids).to(device) for ids in (batch.source, batch.target))
    return smoothed_loss(model(source, target[:, :-1], frozen), target[:, 1:], smoothing, PAD) * weight


def _serve(line: Connection, other_end: Connection, model: Translator, gradients: dict[str, Tensor]) -> None:
    other_end.close()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # the caller ends first, and with it the line
    torch.set_num_threads(1)
    while True:
        try:
            work: Work = line.recv()
        except EOFError:
            return
        loss = batch_loss(model, *work, device="cpu")
        loss.backward()
        _hand_over(model, gradients)
        line.send(loss.item())


def _hand_over(model: Translator, gradients: dict[str, Tensor]) -> None:
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if parameter.grad is not None:
                gradients[name].copy_(parameter.grad)
                parameter.grad = None
