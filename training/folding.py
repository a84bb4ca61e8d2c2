"""What the tokenizer folds before it cuts: XLM-R's nmt_nfkc plus the letters, digits and marks that Persian wires
vary.

Folding lives in the SentencePiece model itself, so every caller gets it: Arabic yeh and kaf become Persian ones,
digits of three scripts become ASCII, tatweel, short vowels and bidirectional marks vanish, and the zero-width non-
joiner becomes a space.
"""

from __future__ import annotations

from collections.abc import Mapping

from training.sentencepiece_model import CodePoints

LETTERS = {
    0x064A: 0x06CC,  # Arabic yeh -> Persian yeh
    0x0649: 0x06CC,  # alef maksura -> Persian yeh
    0x0643: 0x06A9,  # Arabic kaf -> Persian kaf
    0x06C0: 0x0647,  # heh with yeh above -> heh
    0x06C2: 0x0647,
    0x06C1: 0x0647,
    0x06D5: 0x0647,
    0x066B: 0x002E,  # Arabic decimal separator -> full stop
    0x066C: 0x002C,  # Arabic thousands separator -> comma
    0x066A: 0x0025,  # Arabic percent sign
    0x200C: 0x0020,  # zero-width non-joiner
    0x00A0: 0x0020,
}
# With a hamza or madda written apart, as NFKC composes them.
COMPOSED: dict[CodePoints, CodePoints] = {
    (0x06CC, 0x0654): (0x0626,),
    (0x064A, 0x0654): (0x0626,),
    (0x0648, 0x0654): (0x0624,),
    (0x0627, 0x0654): (0x0623,),
    (0x0627, 0x0653): (0x0622,),
}
DELETED = (
    *range(0x064B, 0x0656),  # short vowels, tanwin, shadda, sukun, combining madda and hamza
    0x0670,
    0x0640,  # tatweel
    0x061C,  # Arabic letter mark
    0x200B,
    *range(0x200D, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
    0xFEFF,
    0x00AD,
)
DIGIT_ZEROS = (0x0660, 0x06F0)


def persian_folding(base: Mapping[int, CodePoints]) -> dict[CodePoints, CodePoints]:
    """Returns the folding table: `base` (XLM-R's own, single code points) with the Persian rules over it."""
    table: dict[CodePoints, CodePoints] = {
        (source,): tuple(_fold(point) for point in target) for source, target in base.items()
    }
    table |= {(source,): (target,) for source, target in LETTERS.items()}
    table |= {(zero + digit,): (0x30 + digit,) for zero in DIGIT_ZEROS for digit in range(10)}
    table |= COMPOSED
    return table | {(point,): () for point in DELETED}


def _fold(point: int) -> int:
    return LETTERS.get(point, point)
