"""Cut a sentence that is longer than a model reads, at the gentlest places."""

import re
from collections.abc import Callable, Sequence

# A cut comes after the mark: clause marks first, then spaces; a word without an end is cut by characters.
CLAUSE_END = re.compile(r"(?<=[؛;:])\s+|(?<=[،,])\s+|\s+(?=(?:و|که|اما|ولی|زیرا|چراکه|تا|همچنین)\s)")
LONGEST_WORD = 100  # characters; beyond it a "word" is cut anywhere

TokenCounter = Callable[[Sequence[str]], list[int]]


def split_clauses(text: str, max_tokens: int, count_tokens: TokenCounter) -> list[str]:
    """Pieces of `text` of at most `max_tokens` tokens each, as long as they can be, cut at clause boundaries.

    A text that fits comes back whole. Words, then characters, are cut only where a clause alone does not fit.
    Joining the pieces with a space gives the text with its spaces made single at the cuts.
    """
    if count_tokens([text])[0] <= max_tokens:
        return [text]
    pieces = _packed(_without_blanks(CLAUSE_END.split(text)), max_tokens, count_tokens)
    return [part for piece in pieces for part in _split_words(piece, max_tokens, count_tokens)]


def _split_words(clause: str, max_tokens: int, count_tokens: TokenCounter) -> list[str]:
    if count_tokens([clause])[0] <= max_tokens:
        return [clause]
    words = [part for word in clause.split() for part in _split_word(word)]
    return _packed(words, max_tokens, count_tokens)


def _split_word(word: str) -> list[str]:
    return [word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)]


def _packed(atoms: list[str], max_tokens: int, count_tokens: TokenCounter) -> list[str]:
    """Join neighbours while their tokens fit: one pass, and one call of the tokenizer."""
    pieces: list[list[str]] = []
    room = 0
    for atom, tokens in zip(atoms, count_tokens(atoms), strict=True):
        if not pieces or tokens > room:
            pieces.append([])
            room = max_tokens
        pieces[-1].append(atom)
        room -= tokens
    return [" ".join(piece) for piece in pieces]


def _without_blanks(parts: list[str]) -> list[str]:
    return [part.strip() for part in parts if part and part.strip()]
