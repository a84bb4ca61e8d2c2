"""A transformers checkpoint on disk: its architecture, its SentencePiece models, its vocabulary by id."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsum.engines.manifest import sha256_of
from xlsum.engines.nllb_codes import NLLB_CODES
from xlsum.engines.sentencepiece_model import SentencePieceModel, read_model
from xlsum.errors import CheckpointError

_ARCHITECTURES = {"m2m_100": "m2m100", "mt5": "mt5", "t5": "t5", "marian": "marian"}
_SPM_NAMES = ("sentencepiece.bpe.model", "spiece.model", "sentencepiece.model")
WEIGHTS = ("model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "pytorch_model.bin.index.json")
_FAIRSEQ_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The token of every id, and which tokens start, end and stand for the unknown."""

    tokens: tuple[str, ...]
    start: str
    end: str
    unknown: str
    padding: str

    @property
    def special(self) -> tuple[str, ...]:
        """The tokens that a network cannot do without."""
        return (self.start, self.end, self.unknown, self.padding)


@dataclass(frozen=True, slots=True)
class Source:
    """A transformers checkpoint folder as read; `digests` gives the SHA-256 of its files."""

    folder: Path
    architecture: str
    config: Mapping[str, Any]
    vocabulary: Vocabulary
    source_spm: Path
    target_spm: Path
    pieces: SentencePieceModel
    digests: Mapping[str, str]

    @property
    def max_positions(self) -> int:
        """The most tokens that the network holds; 0 where positions are relative and have no bound."""
        return int(self.config.get("max_position_embeddings", 0)) if self.architecture in {"m2m100", "marian"} else 0

    @property
    def shared_pieces(self) -> bool:
        """True when one SentencePiece model serves both sides and gives the ids, so that it can be pruned."""
        return self.source_spm == self.target_spm


def read_source(folder: Path, *, target_language: str = "") -> Source:
    """Read a checkpoint folder. Raises CheckpointError for what is missing, unsafe or of an unknown kind."""
    config = _read_json(folder / "config.json")
    if "auto_map" in config:
        raise CheckpointError(f"{folder}: it wants to run code of its own (auto_map), which is refused")
    architecture = _ARCHITECTURES.get(str(config.get("model_type")))
    if architecture is None:
        kinds = ", ".join(_ARCHITECTURES)
        raise CheckpointError(f"{folder}: model_type {config.get('model_type')!r} is not supported: one of {kinds}")
    if not any((folder / name).is_file() for name in WEIGHTS):
        raise CheckpointError(f"{folder}: no weights: {' or '.join(WEIGHTS[::2])} is due")
    source_spm, target_spm = _spm_paths(folder, architecture)
    pieces = _read_pieces(source_spm)
    vocabulary = _vocabulary(folder, architecture, config, pieces, target_language)
    return Source(folder, architecture, config, vocabulary, source_spm, target_spm, pieces, _digests(folder))


def _spm_paths(folder: Path, architecture: str) -> tuple[Path, Path]:
    if architecture == "marian":
        pair = folder / "source.spm", folder / "target.spm"
        if all(path.is_file() for path in pair):
            return pair
        raise CheckpointError(f"{folder}: source.spm and target.spm are due")
    found = next((folder / name for name in _SPM_NAMES if (folder / name).is_file()), None)
    if found is None:
        raise CheckpointError(f"{folder}: no SentencePiece model: one of {', '.join(_SPM_NAMES)} is due")
    return found, found


def _read_pieces(path: Path) -> SentencePieceModel:
    try:
        return read_model(path.read_bytes())
    except ValueError as error:
        raise CheckpointError(f"{path}: {error}") from error


def _vocabulary(
    folder: Path, architecture: str, config: Mapping[str, Any], pieces: SentencePieceModel, target_language: str
) -> Vocabulary:
    size = int(config["vocab_size"])
    texts = [piece.text for piece in pieces.pieces]
    if architecture == "m2m100":
        # fairseq's order: its own four special tokens, then the pieces after SentencePiece's own three, then codes.
        codes = _added_tokens(folder, len(texts) + 1) or (*NLLB_CODES, "<mask>")
        tokens = [*_FAIRSEQ_SPECIAL, *texts[3:], *codes]
        return Vocabulary(_filled_up(tokens, size, "madeupword"), "</s>", "</s>", "<unk>", "<pad>")
    if architecture == "marian":
        by_id = sorted(_read_json(folder / "vocab.json").items(), key=lambda item: int(item[1]))
        tokens = [token for token, _ in by_id if token != "<pad>"]
        return Vocabulary(tuple(tokens), "</s>", "</s>", "<unk>", "</s>")
    start = _start_token(config, target_language)
    return Vocabulary(_filled_up(texts, size, "<extra_id_{}>"), start, "</s>", "<unk>", "<pad>")


def _filled_up(tokens: list[str], size: int, name: str) -> tuple[str, ...]:
    if len(tokens) > size:
        raise CheckpointError(f"the tokenizer has {len(tokens)} tokens, the network {size}: not the same checkpoint")
    template = name if "{}" in name else name + "{}"
    return tuple(tokens) + tuple(template.format(at) for at in range(size - len(tokens)))


def _added_tokens(folder: Path, first: int) -> tuple[str, ...]:
    """The tokens that a tokenizer.json puts after the pieces, from id `first` on, or ()."""
    path = folder / "tokenizer.json"
    added = _read_json(path).get("added_tokens", []) if path.is_file() else []
    numbered = sorted((int(token["id"]), str(token["content"])) for token in added if int(token["id"]) >= first)
    if [number for number, _ in numbered] != list(range(first, first + len(numbered))):
        raise CheckpointError(f"{path}: its added tokens leave gaps after the pieces")
    return tuple(content for _, content in numbered)


def _start_token(config: Mapping[str, Any], target_language: str) -> str:
    """<pad>, or for a checkpoint told its target language by the decoder's first token (CrossSum m2m), that token."""
    languages = (config.get("task_specific_params") or {}).get("langid_map", {})
    if target_language in languages:
        return str(languages[target_language][1])
    return "<pad>"


def _read_json(path: Path) -> dict[str, Any]:  # Any: JSON as it came
    try:
        record = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise CheckpointError(f"{path.parent}: no {path.name}: not a transformers checkpoint") from None
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path}: cannot be read: {error}") from error
    if not isinstance(record, dict):
        raise CheckpointError(f"{path}: a JSON object is due")
    return record


def _digests(folder: Path) -> dict[str, str]:
    kinds = {".json", ".model", ".spm", ".safetensors", ".bin"}
    return {path.name: sha256_of(path) for path in sorted(folder.iterdir()) if path.suffix in kinds and path.is_file()}
