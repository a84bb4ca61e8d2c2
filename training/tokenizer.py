"""Prunes the encoder's 250,002 pieces to those our text uses and writes them as one real SentencePiece model.

Order of the pruned vocabulary: four special pieces, then every piece that English targets may use, the slots of
numbers last, then the pieces of Persian sources only. The first `targets` ids are therefore the whole target
vocabulary: a slice of the embedding is the output layer.
"""

from __future__ import annotations

import string
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import sentencepiece

from training.e5 import PackedEncoder
from training.folding import persian_folding
from training.sentencepiece_model import build_model
from xlsum.engines.number_slots import SLOTS

WORD_START = "\u2581"
PERSIAN_LETTERS = "ءآأؤئابپتةثجچحخدذرزژسشصضطظعغفقکگلمنوهی"
MARKS = "،؛؟«»…–—"
# Any of these bytes and letters must be writable in English, or a name or a sum comes out as <unk>.
TARGET_CHARACTERS = string.ascii_letters + string.digits + string.punctuation + "éèáàâäãåçíîïñóôöøúûüşğıčćžš–—€£°"


@dataclass(frozen=True, slots=True)
class Pruning:
    """Which pieces stay: `kept` are full ids in the pruned order; the first `targets` of them are for English.

    The last `slots` of these stand for numbers and start from pieces that nothing here uses.
    """

    kept: tuple[int, ...]
    targets: int
    slots: int = 0


def full_tokenizer(encoder: PackedEncoder) -> sentencepiece.SentencePieceProcessor:
    """Returns XLM-R's whole tokenizer with Persian folding and no piece that holds a digit beside something else."""
    return _processor(
        _model(encoder, [i for i in range(4, len(encoder.pieces)) if keeps_digits_apart(encoder.pieces[i])])
    )


def keeps_digits_apart(piece: str) -> bool:
    """Tells whether `piece` has no digit, or is a single one (with or without the word mark): so numbers are copied."""
    text = piece.removeprefix(WORD_START)
    return len(text) == 1 or not any(character.isdigit() for character in text)


def choose_pieces(
    encoder: PackedEncoder,
    persian: Mapping[str, int],
    english: Mapping[str, int],
    *,
    persian_floor: int,
    english_floor: int,
) -> Pruning:
    """Returns the pruning that keeps every piece counted at least its floor, and every single character we may meet."""
    ids = {piece: number for number, piece in enumerate(encoder.pieces) if number >= 4 and keeps_digits_apart(piece)}
    single = {p for c in TARGET_CHARACTERS for p in (c, WORD_START + c)} | {WORD_START}
    target = {p for p, n in english.items() if n >= english_floor} | single
    source = {p for p, n in persian.items() if n >= persian_floor}
    source |= {p for c in PERSIAN_LETTERS + MARKS for p in (c, WORD_START + c)}
    target |= {piece for piece in source if not any(c in PERSIAN_LETTERS + MARKS for c in piece)}
    first = sorted(ids[piece] for piece in target if piece in ids)
    rest = sorted(ids[piece] for piece in source - target if piece in ids)
    unused = sorted(set(ids.values()) - set(first) - set(rest))[-len(SLOTS) :]
    return Pruning((0, 1, 2, 3, *first, *unused, *rest), 4 + len(first) + len(unused), len(unused))


def pruned_model(encoder: PackedEncoder, pruning: Pruning) -> bytes:
    """Returns the SentencePiece model of the kept pieces, ids in the pruned order."""
    pieces = [encoder.pieces[i] for i in pruning.kept]
    pieces[pruning.targets - pruning.slots : pruning.targets] = SLOTS[: pruning.slots]
    return build_model(pieces[4:], [encoder.scores[i] for i in pruning.kept[4:]], persian_folding(encoder.folding))


def count_pieces(tokenizer: sentencepiece.SentencePieceProcessor, texts: Iterable[str]) -> Counter[str]:
    """Returns how often each piece cuts `texts`."""
    counts: Counter[str] = Counter()
    for pieces in tokenizer.encode(list(texts), out_type=str, num_threads=2):
        counts.update(pieces)
    return counts


def load_tokenizer(path: Path) -> sentencepiece.SentencePieceProcessor:
    """Returns the tokenizer of a run or of an exported folder."""
    return _processor(path.read_bytes())


def _model(encoder: PackedEncoder, kept: Sequence[int]) -> bytes:
    folding = persian_folding(encoder.folding)
    return build_model([encoder.pieces[i] for i in kept], [encoder.scores[i] for i in kept], folding)


def _processor(model: bytes) -> sentencepiece.SentencePieceProcessor:
    return sentencepiece.SentencePieceProcessor(model_proto=model)
