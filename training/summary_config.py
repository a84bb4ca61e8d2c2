"""The settings of the abstractive summarizer: a section of its own, on top of the translator's."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from training.config import Config, MixtureConfig, read_config, read_section

LEADS, EXTRACTS, SUMMARIES = "leads", "extracts", "summaries"
ROOM = 16  # tokens that a joined story may hold beyond the sum of its sentences


@dataclass(frozen=True, slots=True)
class SummarizerConfig:
    """How the translator's weights become a summarizer's. Shares are of `minutes`."""

    minutes: float
    read_tokens: int
    batch_tokens: int
    pool: int
    decoder_rate: float
    encoder_rate: float
    frozen_layers: int
    pretrained_until: float
    still_pretraining: float
    snapshot_seconds: int


def read_summarizer_config(path: Path) -> SummarizerConfig:
    """Returns the section [summarizer] of `path`; raises ValueError naming the keys that do not fit."""
    return read_section(path, tomllib.loads(path.read_text(encoding="utf-8")), "summarizer", SummarizerConfig)


def trainer_settings(path: Path) -> Config:
    """Returns the translator's settings in `path` as its trainer needs them to train the summarizer.

    The lowest layers stay frozen, for 1,200 stories cannot teach them anything; stories are never joined, and their
    numbers have slots already.
    """
    config, own = read_config(path), read_summarizer_config(path)
    train = replace(
        config.train,
        minutes=own.minutes,
        source_tokens=own.batch_tokens,
        pool=own.pool,
        decoder_rate=own.decoder_rate,
        encoder_rate=own.encoder_rate,
        frozen_until=2.0,
        frozen_layers=own.frozen_layers,
        max_tokens=own.read_tokens + ROOM,
        snapshot_seconds=own.snapshot_seconds,
    )
    pretraining = own.still_pretraining / 2
    later = {SUMMARIES: 1 - own.still_pretraining, LEADS: pretraining, EXTRACTS: pretraining}
    mixture = MixtureConfig(own.pretrained_until, {LEADS: 0.5, EXTRACTS: 0.5}, later)
    augment = replace(config.augment, joined=0.0, number_slots=0.0)
    return replace(config, train=train, mixture=mixture, augment=augment)
