"""Checkpoints in the full shape of NLLB-600M and mT5-base with random weights: speed asks not what a weight says."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product
from pathlib import Path
from typing import Any

from xlsum.catalogue import load_catalogue
from xlsum.engines.cards import manifest_of_card
from xlsum.engines.convert import Conversion, convert_checkpoint
from xlsum.engines.manifest import MANIFEST, Manifest
from xlsum.engines.sentencepiece_model import WORD_START, Piece, SentencePieceModel, read_model

KEPT_WORDS = 40_000  # what pruning to English leaves of the real vocabularies
WORD_SCORE = -12.0
_SYLLABLES = [first + second for first, second in product("bdfgklmnprstvz", "aeiou")]


@dataclass(frozen=True, slots=True)
class Shape:
    """One checkpoint to build: its card, vocabulary and layer sizes."""

    card: str
    spm_name: str
    pieces: int
    config: dict[str, Any]  # Any: values of a transformers config


NLLB_600M = Shape(
    "nllb-200-distilled-600M",
    "sentencepiece.bpe.model",
    256_000,
    {
        "model_type": "m2m_100",
        "vocab_size": 256_206,
        "d_model": 1024,
        "encoder_layers": 12,
        "decoder_layers": 12,
        "encoder_attention_heads": 16,
        "decoder_attention_heads": 16,
        "encoder_ffn_dim": 4096,
        "decoder_ffn_dim": 4096,
        "max_position_embeddings": 1024,
        "scale_embedding": True,
    },
)
MT5_BASE = Shape(
    "mT5_m2o_english_crossSum",
    "spiece.model",
    250_100,
    {
        "model_type": "mt5",
        "vocab_size": 250_112,
        "d_model": 768,
        "d_kv": 64,
        "d_ff": 2048,
        "num_layers": 12,
        "num_decoder_layers": 12,
        "num_heads": 12,
        "feed_forward_proj": "gated-gelu",
    },
)


def shrunk(shape: Shape) -> Shape:
    """The same shape made tiny, to try the benchmark itself."""
    small = {"vocab_size": 2000 + (206 if shape.card.startswith("nllb") else 12)}
    small |= {key: 32 for key in ("d_model", "encoder_ffn_dim", "decoder_ffn_dim", "d_ff") if key in shape.config}
    small |= {
        key: 1
        for key in ("encoder_layers", "decoder_layers", "num_layers", "num_decoder_layers")
        if key in shape.config
    }
    small |= {key: 2 for key in shape.config if key.endswith("heads")}
    return replace(shape, pieces=2000, config=shape.config | small | ({"d_kv": 16} if "d_kv" in shape.config else {}))


def words(count: int) -> list[str]:
    """`count` different made-up words; each is one piece of the vocabularies built here."""
    return ["".join(parts) for parts in islice(product(_SYLLABLES, repeat=3), count)]


def build(shape: Shape, folder: Path) -> Manifest:
    """Write the transformers checkpoint into `folder` unless it is there, and return what is known of it."""
    manifest = replace(manifest_of_card(load_catalogue().card(shape.card)), name=f"{shape.card}-random", revision="")
    if not (folder / "model.safetensors").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / shape.spm_name).write_bytes(_vocabulary(shape).to_bytes())
        _save_random_network(shape, folder)
    return manifest


def convert(folder: Path, target: Path, manifest: Manifest, kept: list[str]) -> None:
    """Convert to int8 and prune to the words kept, unless that was done before."""
    if not (target / MANIFEST).is_file():
        target.mkdir(parents=True, exist_ok=True)
        convert_checkpoint(folder, target, manifest, Conversion("int8", True, (" ".join(kept),)))


def _vocabulary(shape: Shape) -> SentencePieceModel:
    base = _base_model(shape.config["model_type"])
    room = shape.pieces - len(base.pieces)
    made = tuple(Piece(WORD_START + word, WORD_SCORE) for word in words(room))
    return replace(base, pieces=base.pieces + made)


def _base_model(model_type: str) -> SentencePieceModel:
    """Special pieces and single letters, with the ids that the architecture wants."""
    import sentencepiece

    mt5: dict[str, Any] = {
        "pad_id": 0,
        "eos_id": 1,
        "unk_id": 2,
        "bos_id": -1,
        "pad_piece": "<pad>",
        "eos_piece": "</s>",
    }
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([" ".join("abcdefghijklmnopqrstuvwxyz")] * 4),
        model_writer=written,
        model_type="unigram",
        vocab_size=64,
        hard_vocab_limit=False,
        minloglevel=2,
        **(mt5 if model_type == "mt5" else {}),
    )
    model = read_model(written.getvalue())
    return replace(model, pieces=tuple(_letters_last(model.pieces)))


def _letters_last(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Single letters score so low that a word is always cut as its one piece."""
    for piece in pieces:
        yield piece if piece.kind != 1 else replace(piece, score=-30.0)


def _save_random_network(shape: Shape, folder: Path) -> None:
    import torch
    import transformers
    from safetensors.torch import save_file

    torch.manual_seed(1)
    config = transformers.AutoConfig.for_model(**shape.config)
    kind = "MT5ForConditionalGeneration" if shape.config["model_type"] == "mt5" else "M2M100ForConditionalGeneration"
    network = getattr(transformers, kind)(config)
    if kind.startswith("MT5"):  # its output layer is its own, though transformers 5 ties every mT5 that it makes
        network.lm_head.weight = torch.nn.Parameter(torch.randn_like(network.lm_head.weight) * 0.05)
    seen: set[int] = set()
    tensors = {}
    for name, tensor in network.state_dict().items():
        if tensor.data_ptr() not in seen and "embed_positions" not in name:
            tensors[name] = tensor.contiguous()
        seen.add(tensor.data_ptr())
    save_file(tensors, str(folder / "model.part"), metadata={"format": "pt"})
    record = config.to_dict() | ({"tie_word_embeddings": False} if kind.startswith("MT5") else {})
    (folder / "config.json").write_text(json.dumps(record, default=str), "utf-8")
    (folder / "model.part").rename(folder / "model.safetensors")
