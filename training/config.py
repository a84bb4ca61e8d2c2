"""The recipe's settings, read from one TOML file; an unknown or missing key is an error."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

DEFAULT_PATH = Path(__file__).with_name("config.toml")
Section = TypeVar("Section")


@dataclass(frozen=True, slots=True)
class TokenizerConfig:
    """Which pieces of the encoder's vocabulary stay."""

    persian_floor: int
    english_floor: int
    monolingual_every: int


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """The decoder put on the encoder."""

    decoder_layers: int
    dropout: float
    encoder: str


@dataclass(frozen=True, slots=True)
class TrainConfig:
    """The course of the training; shares are of `minutes`."""

    minutes: float
    seed: int
    source_tokens: int
    pool: int
    decoder_rate: float
    encoder_rate: float
    warmup: float
    flat_until: float
    frozen_until: float
    frozen_layers: int
    label_smoothing: float
    weight_decay: float
    clip: float
    checkpoint_seconds: int
    snapshot_seconds: int
    snapshots: int
    max_tokens: int


@dataclass(frozen=True, slots=True)
class MixtureConfig:
    """From which source a pair is drawn, by share."""

    mixed_from: float
    first: Mapping[str, float]
    later: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AugmentConfig:
    """How often an example is varied as wires vary."""

    lost_half_spaces: float
    spaced_half_spaces: float
    dropped_end_mark: float
    joined: float
    number_slots: float


@dataclass(frozen=True, slots=True)
class Config:
    """The whole file."""

    tokenizer: TokenizerConfig
    model: ModelConfig
    train: TrainConfig
    mixture: MixtureConfig
    augment: AugmentConfig


def read_config(path: Path = DEFAULT_PATH) -> Config:
    """Returns the settings in `path`; raises ValueError naming the section and key that do not fit."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return Config(
        read_section(path, table, "tokenizer", TokenizerConfig),
        read_section(path, table, "model", ModelConfig),
        read_section(path, table, "train", TrainConfig),
        read_section(path, table, "mixture", MixtureConfig),
        read_section(path, table, "augment", AugmentConfig),
    )


def read_section(path: Path, table: Mapping[str, Any], name: str, kind: type[Section]) -> Section:
    """Returns one section of a TOML table as `kind`; raises ValueError naming the keys that do not fit."""
    values = table.get(name, {})
    expected = {field.name for field in fields(kind)}  # type: ignore[arg-type]  # every kind is a dataclass
    if odd := expected ^ set(values):
        raise ValueError(f"{path}: [{name}]: missing or unknown: {', '.join(sorted(odd))}")
    return kind(**values)
