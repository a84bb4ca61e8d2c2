"""Which pieces of a multilingual vocabulary stay: those of Persian and Arabic sources and of English.

Two facts make a pruned SentencePiece model cut every text of kept pieces exactly as the whole one does. A unigram model
takes the best path, and a best path that survives is still the best. A BPE model merges the best pair at each step, so
it is enough that every merge on the way to a kept piece is kept too (`_merges_of`). All single characters stay, so a
text that needs a pruned piece falls back to smaller ones and never to an <unk> that the whole model would not give.
"""

from __future__ import annotations

import gzip
import hashlib
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from xlsum.engines.sentencepiece_model import BPE, NORMAL, WORD_START, Piece, SentencePieceModel

WORDS = Path(__file__).parent / "english_words.txt.gz"  # the words of English news, one a line
# Letters, marks and digits of Persian, Dari and Arabic; Urdu's, Pashto's and Uyghur's own letters are not among them.
PERSIAN_CHARACTERS = frozenset(
    [
        chr(point)
        for point in (*range(0x0621, 0x063B), *range(0x0640, 0x0656), *range(0x0660, 0x066D), *range(0x06F0, 0x06FA))
    ]
    + list("پچژکگیۀۂآأإٱةىٰ،؛؟«»ـ")
)
_LATIN = frozenset(string.printable.strip())
_SHORT = 3  # ASCII pieces up to this length stay: any name can be spelled with few of them


@dataclass(frozen=True, slots=True)
class Pruning:
    """The indexes of the pieces that stay, ascending, of how many, and the SHA-256 of their texts, one a line."""

    kept: tuple[int, ...]
    of: int
    sha256: str


def choose_pieces(model: SentencePieceModel, processor: Any, *, keep_texts: Iterable[str] = ()) -> Pruning:
    """The pieces that Persian to English needs, and every piece that cuts `keep_texts`.

    `processor` is the model's SentencePieceProcessor. Special, byte and user-defined pieces always stay.
    """
    kept = {index for index, piece in enumerate(model.pieces) if _stays(piece)}
    kept |= _with_characters_of_their_own(model.pieces)
    kept |= _used(processor, _word_forms()) | _used(processor, keep_texts)
    # The score of an unknown character is taken from the lowest score of all pieces: keep that one.
    kept.add(min(range(len(model.pieces)), key=lambda index: model.pieces[index].score))
    if model.algorithm == BPE:
        kept |= _merges_of(model.pieces, kept)
    return pruning_of(model, sorted(kept))


def pruning_of(model: SentencePieceModel, kept: Sequence[int]) -> Pruning:
    """The record of keeping these piece indexes, ascending."""
    texts = "\n".join(model.pieces[index].text for index in kept)
    return Pruning(tuple(kept), len(model.pieces), hashlib.sha256(texts.encode("utf-8")).hexdigest())


def _stays(piece: Piece) -> bool:
    if piece.kind != NORMAL:
        return True
    text = piece.text.removeprefix(WORD_START)
    if len(text) <= 1:
        return True
    if all(character in _LATIN for character in text):
        return len(text) <= _SHORT or not any(character.isalpha() for character in text)
    return all(character in PERSIAN_CHARACTERS for character in text)


def _with_characters_of_their_own(pieces: Sequence[Piece]) -> set[int]:
    """Pieces with a character that is no piece by itself: without them that character would become <unk>."""
    single = {piece.text for piece in pieces if len(piece.text) == 1}
    return {index for index, piece in enumerate(pieces) if any(character not in single for character in piece.text)}


def _used(processor: Any, texts: Iterable[str]) -> set[int]:
    return {number for numbers in processor.encode(list(texts), out_type=int) for number in numbers}


@cache
def _word_forms() -> tuple[str, ...]:
    words = gzip.decompress(WORDS.read_bytes()).decode("utf-8").split()
    return tuple(
        dict.fromkeys(form for word in words for form in (word, word.lower(), word.capitalize(), word.upper()))
    )


def _merges_of(pieces: Sequence[Piece], kept: Iterable[int]) -> set[int]:
    """The pieces that BPE makes on its way to each kept piece.

    Merges inside a kept piece's span never depend on what stands beside it: a merge across its edge would have lost it.
    """
    scores = {piece.text: (piece.score, index) for index, piece in enumerate(pieces) if piece.kind == NORMAL}
    return {made for index in kept if pieces[index].kind == NORMAL for made in _merged(pieces[index].text, scores)}


def _merged(text: str, scores: dict[str, tuple[float, int]]) -> Iterable[int]:
    symbols = list(text)
    while True:
        pairs = [(scores.get(symbols[at] + symbols[at + 1]), at) for at in range(len(symbols) - 1)]
        # The highest score first, and of equal scores the leftmost, as SentencePiece's agenda has it.
        best = max(((found, at) for found, at in pairs if found), key=lambda pair: (pair[0][0], -pair[1]), default=None)
        if best is None:
            return
        (_, index), at = best
        symbols[at : at + 2] = [symbols[at] + symbols[at + 1]]
        yield index
