"""Fills CTranslate2's model specifications from the translator's weights, by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from ctranslate2.converters import utils
from ctranslate2.specs import common_spec, transformer_spec

from training.e5 import Array, PackedEncoder
from training.model import Shape
from training.tokenizer import Pruning

Weights = Mapping[str, Array]
LAYER_NORM_EPSILON = 1e-5


def save_translator(
    weights: Weights, shape: Shape, source: Sequence[str], target: Sequence[str], folder: Path, quantization: str | None
) -> None:
    """Writes model.bin, config.json and both vocabularies of a BART-shaped translator."""
    spec = transformer_spec.TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers),
        shape.heads,
        pre_norm=False,
        activation=common_spec.Activation.GELU,
        layernorm_embedding=True,
    )
    _set_stack(spec.encoder, weights, "encoder", weights["embedding.weight"])
    _set_stack(spec.decoder, weights, "decoder", weights["embedding.weight"][: shape.targets])
    spec.decoder.projection.weight = weights["embedding.weight"][: shape.targets].copy()
    spec.decoder.projection.bias = weights["bias"]
    spec.register_source_vocabulary(list(source))
    spec.register_target_vocabulary(list(target))
    spec.config.layer_norm_epsilon = LAYER_NORM_EPSILON
    _save(spec, folder, quantization)


def save_encoder(weights: Weights, heads: int, pieces: Sequence[str], folder: Path, quantization: str | None) -> None:
    """Writes model.bin, config.json and the vocabulary of an encoder alone."""
    layers = len({name.split(".")[1] for name in weights if name.startswith("encoder.")})
    encoder = transformer_spec.TransformerEncoderSpec(
        layers, heads, pre_norm=False, activation=common_spec.Activation.GELU, layernorm_embedding=True
    )
    spec = transformer_spec.TransformerEncoderModelSpec(encoder)
    _set_stack(spec.encoder, weights, "encoder", weights["embedding.weight"])
    spec.register_vocabulary(list(pieces))
    spec.config.layer_norm_epsilon = LAYER_NORM_EPSILON
    _save(spec, folder, quantization)


def encoder_weights(packed: PackedEncoder, pruning: Pruning) -> dict[str, Array]:
    """Returns the packed encoder's own weights under the translator's names."""
    tensors = packed.tensors
    weights: dict[str, Array] = {
        "embedding.weight": tensors["emb.word"][list(pruning.kept)],
        "encoder_positions.weight": tensors["emb.pos"] + tensors["emb.type"][0],
        "encoder_norm.weight": tensors["emb.ln.w"],
        "encoder_norm.bias": tensors["emb.ln.b"],
    }
    for layer in range(packed.sizes.layers):
        for ours, theirs in _PACKED_NAMES.items():
            weights[f"encoder.{layer}.{ours}.weight"] = tensors[f"l{layer}.{theirs}.w"]
            weights[f"encoder.{layer}.{ours}.bias"] = tensors[f"l{layer}.{theirs}.b"]
    return weights


_PACKED_NAMES = {
    "attention.query": "q",
    "attention.key": "k",
    "attention.value": "v",
    "attention.output": "ao",
    "attention.norm": "aln",
    "feed_forward.first": "fi",
    "feed_forward.second": "fo",
    "feed_forward.norm": "oln",
}


def _set_stack(spec: Any, weights: Weights, side: str, embedding: Array) -> None:
    embeddings = spec.embeddings[0] if isinstance(spec.embeddings, list) else spec.embeddings
    embeddings.weight = embedding.copy()
    spec.scale_embeddings = False
    spec.position_encodings.encodings = weights[f"{side}_positions.weight"]
    _set_norm(spec.layernorm_embedding, weights, f"{side}_norm")
    for number, layer in enumerate(spec.layer):
        name = f"{side}.{number}"
        _set_attention(layer.self_attention, weights, f"{name}.attention", fused=True)
        if side == "decoder":
            _set_attention(layer.attention, weights, f"{name}.cross", fused=False)
        _set_linear(layer.ffn.linear_0, weights, f"{name}.feed_forward.first")
        _set_linear(layer.ffn.linear_1, weights, f"{name}.feed_forward.second")
        _set_norm(layer.ffn.layer_norm, weights, f"{name}.feed_forward.norm")


def _set_attention(spec: Any, weights: Weights, name: str, *, fused: bool) -> None:
    parts = [common_spec.LinearSpec() for _ in range(3)]
    for part, which in zip(parts, ("query", "key", "value"), strict=True):
        _set_linear(part, weights, f"{name}.{which}")
    cut = 3 if fused else 1
    utils.fuse_linear(spec.linear[0], parts[:cut])
    if not fused:
        utils.fuse_linear(spec.linear[1], parts[cut:])
    _set_linear(spec.linear[-1], weights, f"{name}.output")
    _set_norm(spec.layer_norm, weights, f"{name}.norm")


def _set_linear(spec: Any, weights: Weights, name: str) -> None:
    spec.weight = np.ascontiguousarray(weights[f"{name}.weight"])
    spec.bias = weights[f"{name}.bias"]


def _set_norm(spec: Any, weights: Weights, name: str) -> None:
    spec.gamma = weights[f"{name}.weight"]
    spec.beta = weights[f"{name}.bias"]


def _save(spec: Any, folder: Path, quantization: str | None) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    spec.validate()
    spec.optimize(quantization=quantization)
    spec.save(str(folder))
