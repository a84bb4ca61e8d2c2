"""SentencePiece between text and the token strings that an engine reads; special tokens are added by the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsum.errors import CheckpointError

SHARED_MODEL = "sentencepiece.model"
SOURCE_MODEL = "source.spm"
TARGET_MODEL = "target.spm"


@dataclass(frozen=True, slots=True)
class Tokenizer:
    """Cuts source text into pieces and joins target pieces to text. Special tokens never come from text."""

    source: Any  # sentencepiece.SentencePieceProcessor, which ships no types
    target: Any

    def encode(self, texts: Sequence[str]) -> list[list[str]]:
        """The pieces of each text, special tokens left out."""
        pieces: list[list[str]] = self.source.encode([_encodable(text) for text in texts], out_type=str)
        return pieces

    def decode(self, tokens: Sequence[str]) -> str:
        """The text of target tokens; language codes and other tokens that are no pieces are left out."""
        pieces = [token for token in tokens if self._is_piece(token)]
        return str(self.target.decode_pieces(pieces)).strip()

    def _is_piece(self, token: str) -> bool:
        number = self.target.piece_to_id(token)
        if self.target.is_control(number):
            return False
        return bool(number != self.target.unk_id() or token == self.target.id_to_piece(number))


def load_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a checkpoint folder: one model for both sides, or one each. Raises CheckpointError."""
    if (folder / SHARED_MODEL).is_file():
        shared = load_processor(folder / SHARED_MODEL)
        return Tokenizer(shared, shared)
    return Tokenizer(load_processor(folder / SOURCE_MODEL), load_processor(folder / TARGET_MODEL))


def load_processor(path: Path) -> Any:
    """The SentencePiece processor of a model file. Raises CheckpointError."""
    import sentencepiece

    try:
        return sentencepiece.SentencePieceProcessor(model_proto=path.read_bytes())
    except (OSError, RuntimeError) as error:
        reason = "missing" if isinstance(error, FileNotFoundError) else "no SentencePiece model"
        raise CheckpointError(f"{path}: {reason}: pull or add the checkpoint again") from error


def _encodable(text: str) -> str:
    """A lone surrogate has no UTF-8; SentencePiece reads U+FFFD in its place."""
    return text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in text) else text
