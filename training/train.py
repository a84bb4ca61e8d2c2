"""Trains the translator: bfloat16 weights at work, float32 masters under AdamW, resumable at any second.

The course follows the clock: rates, frozen layers and mixture are functions of the share of `minutes` that has been
trained, so a run that is slowed down by its neighbours still ends annealed. On a GPU the same code compiles the
model. Measured on 2 Zen 4 cores: bfloat16 throughout 19-22 pairs/s, autocast 16, float32 8 (batches of 32 wire
sentences).
"""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random
from types import FrameType

import torch
from torch import Tensor

from training.batches import PAD, Batch, Sampler, make_batches
from training.config import Config, TrainConfig
from training.e5 import PackedEncoder
from training.helper import Helper, batch_loss
from training.model import Shape, Translator, start_from_encoder
from training.prepare import TOKENIZER, read_pairs, read_pruning
from training.schedule import rate_share
from training.state import STATE, Progress, load_weights, save_atomically, snapshots
from training.tokenizer import load_tokenizer

LOG = "log.jsonl"


class Trainer:
    """One run: the model, its float32 masters, the optimizer, and how far it is."""

    def __init__(
        self, run: Path, config: Config, packed: PackedEncoder, device: str, until: float | None, helped: bool
    ) -> None:
        self.run = run
        self.config = config
        self.device = torch.device(device)
        self.until = until
        self.pruning = read_pruning(run)
        shape = Shape(
            len(self.pruning.kept),
            self.pruning.targets,
            packed.sizes.width,
            packed.sizes.feed_forward,
            packed.sizes.heads,
            packed.sizes.layers,
            config.model.decoder_layers,
        )
        model = start_from_encoder(shape, packed, self.pruning, config.model.dropout)
        self.masters = {name: value.detach().clone().to(self.device) for name, value in model.named_parameters()}
        self.model: Translator = model.to(self.device, torch.bfloat16)
        self.forward = torch.compile(self.model, dynamic=True) if self.device.type == "cuda" else self.model
        self.optimizer = make_optimizer(self.masters, config.train)
        self.helper = Helper(self.model) if helped else None
        self.progress = Progress()
        self.stopping = False

    def resume(self) -> None:
        """Takes up the state of the run folder, where there is one."""
        if not (self.run / STATE).exists():
            return
        stored = load_weights(self.run / STATE)
        for name, master in self.masters.items():
            master.copy_(stored["masters"][name])
        self.optimizer.load_state_dict(stored["optimizer"])
        self.progress = Progress(**stored["progress"])
        self._push_masters()

    def train(self) -> None:
        """Trains to the end of the planned time, or until a signal; the state is on disk when it returns."""
        saved = snapped = last = time.monotonic()
        for batches in self._steps():
            loss = self.step(batches)
            now = time.monotonic()
            self.progress.seconds += now - last
            last = now
            if self.progress.steps % 20 == 0:
                self._log(loss)
            if now - snapped > self.config.train.snapshot_seconds:
                self.snapshot()
                snapped = now
            if self.stopping or now - saved > self.config.train.checkpoint_seconds:
                self.save()
                saved = now
            if self.stopping or self.share() >= 1:
                break
        self.save()
        if self.share() >= 1:
            self.snapshot()
        if self.helper:
            self.helper.close()

    def share(self) -> float:
        """Returns how much of the planned time has been trained, 0 to 1."""
        seconds = self.progress.seconds
        if self.until is not None:
            return min(seconds / max(seconds + self.until - time.time(), 1.0), 1.0)
        return min(seconds / (60 * self.config.train.minutes), 1.0)

    def step(self, batches: Sequence[Batch]) -> float:
        """Learns from one batch, or from two with a helper's hand, and returns the loss per target token."""
        settings, share = self.config.train, self.share()
        frozen = settings.frozen_layers if share < settings.frozen_until else 0
        tokens = [int((batch.target[:, 1:] != PAD).sum()) for batch in batches]
        weights = [count / sum(tokens) for count in tokens]
        if self.helper and len(batches) > 1:
            self.helper.begin(batches[1], frozen, settings.label_smoothing, weights[1])
        loss = batch_loss(self.forward, batches[0], frozen, settings.label_smoothing, weights[0], str(self.device))
        loss.backward()
        total: float = loss.item()
        if self.helper and len(batches) > 1:
            total += self.helper.finish()
        self._pull_gradients(self.helper.gradients if self.helper and len(batches) > 1 else None)
        self._update(share)
        self.progress.steps += 1
        self.progress.pairs += sum(batch.pairs for batch in batches)
        self.progress.target_tokens += sum(tokens)
        return total

    def _update(self, share: float) -> None:
        settings = self.config.train
        torch.nn.utils.clip_grad_norm_(self.masters.values(), settings.clip)
        rate = rate_share(share, settings.warmup, settings.flat_until)
        for group in self.optimizer.param_groups:
            group["lr"] = group["height"] * rate
        self.optimizer.step()
        self._push_masters()

    def save(self) -> None:
        """Writes the whole state."""
        content = {"masters": self.masters, "optimizer": self.optimizer.state_dict(), "progress": asdict(self.progress)}
        save_atomically(content, self.run / STATE)

    def snapshot(self) -> None:
        """Writes the weights alone, and drops the oldest of too many."""
        content = {"masters": self.masters, "progress": asdict(self.progress)}
        save_atomically(content, self.run / f"weights-{self.progress.steps:07d}.pt")
        for old in snapshots(self.run)[: -self.config.train.snapshots]:
            old.unlink()

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Asks the loop to save and end after the batch at hand."""
        self.stopping = True

    def _steps(self) -> Iterator[list[Batch]]:
        together = 2 if self.helper else 1
        waiting: list[Batch] = []
        for batch in self._batches():
            waiting.append(batch)
            if len(waiting) == together:
                yield waiting
                waiting = []

    def _batches(self) -> Iterator[Batch]:
        settings, mixture = self.config.train, self.config.mixture
        tokenizer = load_tokenizer(self.run / TOKENIZER)
        sampler = Sampler(read_pairs(self.run), settings.seed)
        sampler.drawn.update(self.progress.drawn)
        while True:
            random = Random(f"{settings.seed} pool {self.progress.pools}")
            self.progress.drawn = dict(sampler.drawn)
            shares = mixture.first if self.share() < mixture.mixed_from else mixture.later
            pairs = sampler.draw(shares, settings.pool, random)
            batches = make_batches(pairs, tokenizer, settings, self.config.augment, self.pruning.targets, random)
            for batch in batches[self.progress.batches_done :]:
                self.progress.batches_done += 1
                yield batch
            self.progress.pools += 1
            self.progress.batches_done = 0

    def _pull_gradients(self, others: Mapping[str, Tensor] | None) -> None:
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                gradient = None if parameter.grad is None else parameter.grad.float()
                if gradient is not None and others is not None:
                    gradient.add_(others[name])
                self.masters[name].grad = gradient
                parameter.grad = None

    def _push_masters(self) -> None:
        with torch.no_grad():
            for name, parameter in self.model.named_parameters():
                parameter.copy_(self.masters[name])

    def _log(self, loss: float) -> None:
        done = self.progress
        record = {
            "at": round(done.seconds),
            "share": round(self.share(), 4),
            "steps": done.steps,
            "pairs": done.pairs,
            "loss": round(loss, 3),
            "pairs_per_second": round(done.pairs / max(done.seconds, 1), 2),
        }
        with (self.run / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")


def make_optimizer(masters: dict[str, Tensor], settings: TrainConfig) -> torch.optim.AdamW:
    """Returns AdamW with two heights of the learning rate: the pretrained encoder learns slower than the decoder."""
    slow = [value for name, value in masters.items() if name.startswith("encoder")]
    fast = [value for name, value in masters.items() if not name.startswith("encoder")]
    groups = [
        {"params": slow, "lr": 0.0, "height": settings.encoder_rate},
        {"params": fast, "lr": 0.0, "height": settings.decoder_rate},
    ]
    return torch.optim.AdamW(groups, betas=(0.9, 0.98), eps=1e-8, weight_decay=settings.weight_decay, fused=True)


def run_training(
    run: Path, config: Config, packed: PackedEncoder, device: str, threads: int, until: float | None
) -> Progress:
    """Trains or goes on training in `run` and returns how far it came."""
    helped = device == "cpu" and threads == 2
    torch.set_num_threads(1 if helped else threads)
    torch.manual_seed(config.train.seed)
    trainer = Trainer(run, config, packed, device, until, helped)
    trainer.resume()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, trainer.stop)
    trainer.train()
    print(f"{trainer.progress.steps} steps, {trainer.progress.pairs} pairs", file=sys.stderr)
    return trainer.progress
