"""An archive as agencies make it: a third of the wires are filed again, word for word or with one sentence changed."""

import random
from collections.abc import Sequence
from dataclasses import replace

from xlsum.document import Document
from xlsum.persian import split_sentences


def make_archive(documents: Sequence[Document], count: int, *, sentences: int = 0, seed: int = 0) -> list[Document]:
    """`count` documents in a mixed order: two thirds from the source, one third of them re-filed under new ids.

    Every other re-filed one has one sentence replaced by another wire's. `sentences` cuts every document (0: whole).
    Fewer come back where the source has not two thirds of `count`.
    """
    draw = random.Random(seed)
    fresh = [_shortened(document, sentences) for document in documents[: count - count // 3]]
    again = [draw.choice(fresh) for _ in range(min(count // 3, len(fresh) // 2))]
    refiled = [
        replace(
            one, id=f"{one.id}-again-{at}", text=one.text if at % 2 else _changed(one.text, draw.choice(fresh), draw)
        )
        for at, one in enumerate(again)
    ]
    mixed = fresh + refiled
    draw.shuffle(mixed)
    return mixed


def _shortened(document: Document, sentences: int) -> Document:
    if not sentences:
        return document
    kept = split_sentences(document.text)[:sentences]
    return replace(document, text="".join(segment.text + segment.gap for segment in kept).strip())


def _changed(text: str, other: Document, draw: random.Random) -> str:
    """The text with one of its sentences, but not the first, replaced by the last of another wire."""
    segments = split_sentences(text)
    at = draw.randrange(min(1, len(segments) - 1), len(segments))
    last = split_sentences(other.text)[-1].text
    return "".join((last if number == at else segment.text) + segment.gap for number, segment in enumerate(segments))
