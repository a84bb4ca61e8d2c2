"""Writes a SentencePiece model file from pieces, scores and a folding table, with no protobuf library.

The fields are those of `sentencepiece_model.proto`: a ModelProto holds pieces (1), trainer_spec (2) and
normalizer_spec (3). The compiled folding table (`precompiled_charsmap`) only SentencePiece itself can build, so a
throw-away model is trained on a few words with the rules as TSV, and its bytes are taken over.
"""

from __future__ import annotations

import io
import struct
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import sentencepiece

NORMAL, UNKNOWN, CONTROL = 1, 2, 3
UNIGRAM = 1
SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>")

CodePoints = tuple[int, ...]


def build_model(pieces: Sequence[str], scores: Sequence[float], folding: Mapping[CodePoints, CodePoints]) -> bytes:
    """Returns the bytes of a unigram model: the four special pieces of XLM-R, then `pieces` in the order given."""
    body = b"".join(_message(1, _piece(name, 0.0, UNKNOWN if name == "<unk>" else CONTROL)) for name in SPECIAL_PIECES)
    body += b"".join(_message(1, _piece(piece, score, NORMAL)) for piece, score in zip(pieces, scores, strict=True))
    count = len(SPECIAL_PIECES) + len(pieces)
    trainer = _varint_field(3, UNIGRAM) + _varint_field(4, count)
    trainer += _varint_field(40, 3) + _varint_field(41, 0) + _varint_field(42, 2) + _varint_field(43, 1)
    normalizer = _message(1, b"nmt_nfkc_persian") + _message(2, compile_folding(folding))
    normalizer += _varint_field(3, 1) + _varint_field(4, 1) + _varint_field(5, 1)
    return body + _message(2, trainer) + _message(3, normalizer)


def compile_folding(folding: Mapping[CodePoints, CodePoints]) -> bytes:
    """Returns SentencePiece's compiled form of a code point folding; longest match wins, an empty value deletes."""
    rows = ["\t".join([_hex(source), _hex(target)]) for source, target in sorted(folding.items())]
    with tempfile.TemporaryDirectory() as folder:
        rules = Path(folder) / "rules.tsv"
        rules.write_text("\n".join(rows) + "\n", encoding="utf-8")
        written = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(["a b c d e"] * 8),
            model_writer=written,
            vocab_size=10,
            hard_vocab_limit=False,
            normalization_rule_tsv=str(rules),
            minloglevel=2,
        )
    return _charsmap(written.getvalue())


def read_fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Yields the (field number, value) pairs of one protobuf message; fixed-width values come as bytes."""
    at = 0
    while at < len(message):
        tag, at = _read_varint(message, at)
        kind = tag & 7
        if kind == 0:
            value, at = _read_varint(message, at)
            yield tag >> 3, value
            continue
        if kind == 2:
            length, at = _read_varint(message, at)
        else:
            length = 8 if kind == 1 else 4
        yield tag >> 3, message[at : at + length]
        at += length


def _charsmap(model: bytes) -> bytes:
    normalizer = next(value for number, value in read_fields(model) if number == 3 and isinstance(value, bytes))
    return next(value for number, value in read_fields(normalizer) if number == 2 and isinstance(value, bytes))


def _hex(code_points: CodePoints) -> str:
    return " ".join(f"{code_point:X}" for code_point in code_points)


def _piece(name: str, score: float, kind: int) -> bytes:
    return _message(1, name.encode()) + bytes([2 << 3 | 5]) + struct.pack("<f", score) + _varint_field(3, kind)


def _message(number: int, body: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _varint_field(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _read_varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
