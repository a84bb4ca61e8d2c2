"""The compact translator: multilingual-e5-small as the encoder, a shallow decoder of the same blocks, tied embeddings.

BART's shape, so that CTranslate2 runs it: post-norm blocks, exact GELU, learned positions, a norm over the
embeddings. The decoder starts as the encoder's last layers, its cross-attention as a copy of their self-attention.
The output layer is the first `targets` rows of the embedding: English pieces only, which halves its cost.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.e5 import PackedEncoder
from training.tokenizer import Pruning

PAD, BEGIN, END = 1, 0, 2
POSITIONS = 512


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of one translator."""

    vocabulary: int
    targets: int
    width: int = 384
    feed_forward: int = 1536
    heads: int = 12
    encoder_layers: int = 12
    decoder_layers: int = 3


class Masks:
    """Dropout masks cut at random from one pool drawn in advance: torch's own CPU dropout took 8 % of a step here."""

    def __init__(self, rate: float, elements: int = 1 << 23) -> None:
        self.rate = rate
        self.elements = elements
        self.pool: Tensor | None = None

    def __call__(self, values: Tensor) -> Tensor:
        if not self.rate or not torch.is_grad_enabled():
            return values
        if values.device.type != "cpu":
            return functional.dropout(values, self.rate)
        if self.pool is None:
            self.pool = (torch.rand(self.elements) >= self.rate).to(values.dtype) / (1 - self.rate)
        count = values.numel()
        start = int(torch.randint(self.elements - count, ())) if count < self.elements else 0
        if count >= self.elements:
            return functional.dropout(values, self.rate)
        return values * self.pool[start : start + count].view_as(values)


class Attention(nn.Module):  # type: ignore[misc]  # torch counts as untyped here
    """Multi-head attention with its residual norm."""

    def __init__(self, width: int, heads: int, masks: Masks) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.output = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width)
        self.masks = masks

    def forward(self, states: Tensor, memory: Tensor, mask: Tensor | None, causal: bool) -> Tensor:
        query, key, value = self.split(self.query(states)), self.split(self.key(memory)), self.split(self.value(memory))
        context = attend(query, key, value, mask, causal)
        output = self.output(context.transpose(1, 2).reshape(states.shape))
        normed: Tensor = self.norm(states + self.masks(output))
        return normed

    def split(self, states: Tensor) -> Tensor:
        return states.view(states.shape[0], states.shape[1], self.heads, -1).transpose(1, 2)


def attend(query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None, causal: bool) -> Tensor:
    """Returns the attention over (batch, heads, length, depth).

    On the CPU by plain batched products: forward and backward of one layer (32 x 12 x 42 x 32, bfloat16) took 9 ms so,
    86 ms by torch 2.13's fused CPU attention, a third of the whole step.
    """
    if query.device.type != "cpu":
        return functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=causal)
    batch, heads, length, depth = query.shape
    keys = key.shape[2]
    hidden = torch.ones(length, keys).tril() == 0 if causal else None
    bias = query.new_zeros(batch, 1, length, keys)
    bias = bias.masked_fill(hidden, -1e4) if hidden is not None else bias
    bias = bias.masked_fill(mask.logical_not(), -1e4) if mask is not None else bias
    flat = (batch * heads, -1, depth)
    scores = torch.baddbmm(
        bias.expand(batch, heads, length, keys).reshape(batch * heads, length, keys),
        query.reshape(flat),
        key.reshape(flat).transpose(1, 2),
        alpha=depth**-0.5,
    )
    return torch.bmm(scores.softmax(-1), value.reshape(flat)).view(query.shape)


class FeedForward(nn.Module):  # type: ignore[misc]  # torch counts as untyped here
    """Two linear layers around an exact GELU, with their residual norm."""

    def __init__(self, width: int, inner: int, masks: Masks) -> None:
        super().__init__()
        self.first = nn.Linear(width, inner)
        self.second = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width)
        self.masks = masks

    def forward(self, states: Tensor) -> Tensor:
        output = self.second(functional.gelu(self.first(states)))
        normed: Tensor = self.norm(states + self.masks(output))
        return normed


class EncoderLayer(nn.Module):  # type: ignore[misc]  # torch counts as untyped here
    def __init__(self, shape: Shape, masks: Masks) -> None:
        super().__init__()
        self.attention = Attention(shape.width, shape.heads, masks)
        self.feed_forward = FeedForward(shape.width, shape.feed_forward, masks)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        output: Tensor = self.feed_forward(self.attention(states, states, mask, False))
        return output


class DecoderLayer(nn.Module):  # type: ignore[misc]  # torch counts as untyped here
    def __init__(self, shape: Shape, masks: Masks) -> None:
        super().__init__()
        self.attention = Attention(shape.width, shape.heads, masks)
        self.cross = Attention(shape.width, shape.heads, masks)
        self.feed_forward = FeedForward(shape.width, shape.feed_forward, masks)

    def forward(self, states: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        states = self.attention(states, states, None, True)
        output: Tensor = self.feed_forward(self.cross(states, memory, mask, False))
        return output


class Translator(nn.Module):  # type: ignore[misc]  # torch counts as untyped here
    """Source ids (batch, length) and target ids (batch, length) in, target logits (batch, length, targets) out."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        masks = Masks(dropout)
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.encoder_positions = nn.Embedding(POSITIONS, shape.width)
        self.decoder_positions = nn.Embedding(POSITIONS, shape.width)
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.encoder = nn.ModuleList(EncoderLayer(shape, masks) for _ in range(shape.encoder_layers))
        self.decoder = nn.ModuleList(DecoderLayer(shape, masks) for _ in range(shape.decoder_layers))
        self.bias = nn.Parameter(torch.zeros(shape.targets))

    def encode(self, source: Tensor, frozen: int = 0) -> tuple[Tensor, Tensor | None]:
        """Returns the states and the padding mask; embeddings and the lowest `frozen` layers run without gradient."""
        padding = source.eq(PAD)
        mask = padding.logical_not()[:, None, None, :] if bool(padding.any()) else None
        with torch.set_grad_enabled(torch.is_grad_enabled() and not frozen):
            states = self.embedding(source) + self.encoder_positions.weight[: source.shape[1]]
            states = self.encoder_norm(states)
        for number, layer in enumerate(self.encoder):
            with torch.set_grad_enabled(torch.is_grad_enabled() and number >= frozen):
                states = layer(states, mask)
        return states, mask

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        """Returns the last decoder states (batch, length, width)."""
        states = self.embedding(target) + self.decoder_positions.weight[: target.shape[1]]
        states = self.decoder_norm(states)
        for layer in self.decoder:
            states = layer(states, memory, mask)
        return states

    def logits(self, states: Tensor) -> Tensor:
        """Returns the scores of the target pieces for `states`."""
        return functional.linear(states, self.embedding.weight[: self.shape.targets], self.bias)

    def forward(self, source: Tensor, target: Tensor, frozen: int = 0) -> Tensor:
        memory, mask = self.encode(source, frozen)
        return self.logits(self.decode(target, memory, mask))


def start_from_encoder(shape: Shape, packed: PackedEncoder, pruning: Pruning, dropout: float) -> Translator:
    """Returns a translator whose encoder is `packed` exactly and whose decoder is its last layers."""
    model = Translator(shape, dropout)
    with torch.no_grad():
        _fill_embeddings(model, packed, pruning)
        for number, layer in enumerate(model.encoder):
            _fill_block(layer, packed, number)
        for number, layer in enumerate(model.decoder):
            origin = packed.sizes.layers - shape.decoder_layers + number
            _fill_block(layer, packed, origin)
            _fill_attention(layer.cross, packed, origin)
    return model


def _fill_embeddings(model: Translator, packed: PackedEncoder, pruning: Pruning) -> None:
    tensors = packed.tensors
    model.embedding.weight.copy_(torch.from_numpy(tensors["emb.word"][list(pruning.kept)]))
    positions = torch.from_numpy(tensors["emb.pos"] + tensors["emb.type"][0])
    for table, norm in ((model.encoder_positions, model.encoder_norm), (model.decoder_positions, model.decoder_norm)):
        table.weight.copy_(positions)
        norm.weight.copy_(torch.from_numpy(tensors["emb.ln.w"]))
        norm.bias.copy_(torch.from_numpy(tensors["emb.ln.b"]))


def _fill_block(layer: nn.Module, packed: PackedEncoder, origin: int) -> None:
    _fill_attention(layer.attention, packed, origin)
    block = layer.feed_forward
    _fill(block.first, packed, f"l{origin}.fi")
    _fill(block.second, packed, f"l{origin}.fo")
    _fill(block.norm, packed, f"l{origin}.oln")


def _fill_attention(attention: nn.Module, packed: PackedEncoder, origin: int) -> None:
    for part, name in ((attention.query, "q"), (attention.key, "k"), (attention.value, "v"), (attention.output, "ao")):
        _fill(part, packed, f"l{origin}.{name}")
    _fill(attention.norm, packed, f"l{origin}.aln")


def _fill(part: nn.Module, packed: PackedEncoder, name: str) -> None:
    part.weight.copy_(torch.from_numpy(packed.tensors[f"{name}.w"]))
    part.bias.copy_(torch.from_numpy(packed.tensors[f"{name}.b"]))


def parameter_count(model: nn.Module) -> int:
    """Returns the number of weights, tied ones once."""
    return sum(math.prod(parameter.shape) for parameter in model.parameters())
