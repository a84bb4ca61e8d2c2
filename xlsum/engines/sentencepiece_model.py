"""Reads and rewrites the pieces of a SentencePiece model file with no protobuf library.

The fields are those of `sentencepiece_model.proto`: a ModelProto holds pieces (1), trainer_spec (2), normalizer_spec
(3) and more; a piece holds its text (1), score (2) and type (3). What is no piece is carried over byte for byte.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

NORMAL, UNKNOWN, CONTROL, USER_DEFINED, UNUSED, BYTE = 1, 2, 3, 4, 5, 6
UNIGRAM, BPE = 1, 2
WORD_START = "\u2581"

_PIECES, _TRAINER = 1, 2
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece: its text, its score (log-probability, or minus the merge's rank) and its type."""

    text: str
    score: float
    kind: int = NORMAL


@dataclass(frozen=True, slots=True)
class SentencePieceModel:
    """The pieces of a model file in the order of their ids, its algorithm, and the bytes of everything else."""

    pieces: tuple[Piece, ...]
    algorithm: int
    rest: bytes

    def to_bytes(self) -> bytes:
        """The model file."""
        return b"".join(_field(_PIECES, _piece_bytes(piece)) for piece in self.pieces) + self.rest

    def keeping(self, indexes: Sequence[int]) -> SentencePieceModel:
        """The same model with only the pieces of these indexes, in this order."""
        return SentencePieceModel(tuple(self.pieces[index] for index in indexes), self.algorithm, self.rest)


def read_model(content: bytes) -> SentencePieceModel:
    """The pieces of a model file. Raises ValueError when it is none."""
    pieces: list[Piece] = []
    rest: list[bytes] = []
    algorithm = UNIGRAM
    for number, value, raw in _fields(content):
        if number == _PIECES:
            pieces.append(_piece(value))
            continue
        if number == _TRAINER:
            algorithm = _algorithm(value)
        rest.append(raw)
    if not pieces:
        raise ValueError("no SentencePiece model: it holds no pieces")
    return SentencePieceModel(tuple(pieces), algorithm, b"".join(rest))


def _piece(message: bytes) -> Piece:
    text, score, kind = "", 0.0, NORMAL
    for number, value, _ in _fields(message):
        if number == 1:
            text = value.decode("utf-8")
        elif number == 2:
            score = struct.unpack("<f", value)[0]
        elif number == 3:
            kind = _varint_at(value, 0)[0]
    return Piece(text, score, kind)


def _algorithm(trainer: bytes) -> int:
    return next((_varint_at(value, 0)[0] for number, value, _ in _fields(trainer) if number == 3), UNIGRAM)


def _piece_bytes(piece: Piece) -> bytes:
    score = _varint(2 << 3 | _FIXED32) + struct.pack("<f", piece.score)
    kind = b"" if piece.kind == NORMAL else _varint(3 << 3 | _VARINT) + _varint(piece.kind)
    return _field(1, piece.text.encode("utf-8")) + score + kind


def _field(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(body)) + body


def _fields(message: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """(field number, value, the field as it stands) of one protobuf message; a varint's value keeps its bytes."""
    at = 0
    while at < len(message):
        start = at
        tag, at = _varint_at(message, at)
        value_at, at = _value_span(message, at, tag & 7)
        if at > len(message):
            raise ValueError("no SentencePiece model: it ends in the middle of a field")
        yield tag >> 3, message[value_at:at], message[start:at]


def _value_span(message: bytes, at: int, kind: int) -> tuple[int, int]:
    if kind == _VARINT:
        return at, _varint_at(message, at)[1]
    if kind == _BYTES:
        length, at = _varint_at(message, at)
        return at, at + length
    if kind in (_FIXED64, _FIXED32):
        return at, at + (8 if kind == _FIXED64 else 4)
    raise ValueError("no SentencePiece model: a field of an unknown kind")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _varint_at(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while at < len(message):
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    raise ValueError("no SentencePiece model: it ends in the middle of a number")
