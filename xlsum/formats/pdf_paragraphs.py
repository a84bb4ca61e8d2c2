"""Lines of PDF pages -> paragraphs, by their distance, size and ends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

SENTENCE_END = re.compile(r"[.!?؟:؛…][\"'»”)\]]*$")
WIDE_GAP = 1.4  # times the usual distance of lines: more is a new paragraph
SHORT_LINE = 0.85  # of the widest line on the page: a sentence that ends before it ends its paragraph
OTHER_SIZE = 1.15  # times as large: a heading


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, its baseline from below, the size of its letters and its width, in points."""

    text: str
    baseline: float
    size: float
    width: float


def join_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of each paragraph; one that goes on in the next column or on the next page is one paragraph."""
    paragraphs: list[list[Line]] = []
    for lines in pages:
        spacing, widest = _spacing(lines), max((line.width for line in lines), default=0.0)
        for place, line in enumerate(lines):
            previous = lines[place - 1] if place else None
            if not paragraphs:
                goes_on = False
            elif previous is None or previous.baseline <= line.baseline:
                goes_on = _same_size(paragraphs[-1][-1], line) and not SENTENCE_END.search(paragraphs[-1][-1].text)
            else:
                goes_on = _goes_on(previous, line, spacing, widest)
            if goes_on:
                paragraphs[-1].append(line)
            else:
                paragraphs.append([line])
    return paragraphs


def text_of_lines(lines: Sequence[Line]) -> str:
    """The lines as one; a word cut at a Latin hyphen is put together."""
    text = " ".join(line.text for line in lines)
    return re.sub(r"(?<=[a-z])- (?=[a-z])", "", text)


def heading_of(paragraphs: Sequence[Sequence[Line]]) -> str:
    """The first paragraph when it is set larger than most lines, else ""."""
    sizes = [line.size for paragraph in paragraphs for line in paragraph]
    if len(paragraphs) < 2 or paragraphs[0][0].size < OTHER_SIZE * median(sizes):
        return ""
    return text_of_lines(paragraphs[0])


def _goes_on(previous: Line, line: Line, spacing: float, widest: float) -> bool:
    if not _same_size(previous, line) or (previous.baseline - line.baseline) / line.size > WIDE_GAP * spacing:
        return False
    return previous.width >= SHORT_LINE * widest or not SENTENCE_END.search(previous.text)


def _same_size(one: Line, other: Line) -> bool:
    smaller, larger = sorted((one.size, other.size))
    return larger <= OTHER_SIZE * smaller


def _spacing(lines: Sequence[Line]) -> float:
    """The usual distance between lines of a page as a multiple of their size; gaps between paragraphs are larger."""
    drops = sorted(
        (before.baseline - after.baseline) / after.size
        for before, after in pairwise(lines)
        if before.baseline > after.baseline and _same_size(before, after)
    )
    return drops[(len(drops) - 1) // 3] if drops else 0.0
