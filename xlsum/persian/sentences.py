"""Sentences and paragraphs of Persian text, with nothing lost between them.

A newline always ends a sentence; within a line `. ! ? ؟ … ۔` may, a colon never does. Each line is read once from left
to right, so the time grows with the length of the text.
"""

import re
from collections.abc import Iterator

from xlsum.document import Segment
from xlsum.persian.sentence_ends import MARK, ends_sentence, read_mark
from xlsum.persian.wrapped_lines import join_wrapped_lines as join_wrapped_lines

SPACE = re.compile(r"\s+")
LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
LETTER = re.compile(r"[^\W\d_]")
QUOTE = re.compile('[«»()\\[\\]{}“”‹›"]')
PAIRS = {"»": "«", ")": "(", "]": "[", "}": "{", "”": "“", "›": "‹"}
# Within brackets or quotes that are shorter than this (in characters) a sentence does not end: what stands around them
# is one sentence with them. Longer ones are speeches, which no translator reads in one piece.
LONGEST_UNDIVIDED_QUOTE = 200


def split_sentences(text: str) -> list[Segment]:
    """The sentences in order: `"".join(s.text + s.gap for s in split_sentences(text)) == text` for every string.

    A segment's text has no whitespace around it and its gap is the whitespace after it; only whitespace at the very
    start of `text` stays with the first sentence. Text of nothing but whitespace is one segment with an empty text.
    """
    segments, start = [], 0
    for end, following in _boundaries(text):
        segments.append(Segment(text[start:end], text[end:following]))
        start = following
    return segments


def split_paragraphs(text: str) -> list[Segment]:
    """The lines of `text` that are not blank, with the same promise as `split_sentences`."""
    segments, start = [], 0
    for _, end, following in _lines(text):
        segments.append(Segment(text[start:end], text[end:following]))
        start = following
    return segments


def _boundaries(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence ends and where the next one starts."""
    for start, end, following in _lines(text):
        for sentence_end, next_start in _boundaries_of_line(text[start:end]):
            yield start + sentence_end, start + next_start
        yield end, following


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    """Start and end of each line that is not blank, and the start of the next one."""
    start = 0
    for space in SPACE.finditer(text):
        at_end = space.end() == len(text)
        if not at_end and (space.start() == 0 or not LINE_BREAK.search(space.group())):
            continue
        yield start, space.start(), space.end()
        start = space.end()
    if start < len(text):
        yield start, len(text), len(text)


def _boundaries_of_line(line: str) -> Iterator[tuple[int, int]]:
    spans = _undivided_spans(line)
    start = span = letter = 0
    for match in MARK.finditer(line):
        end, following = match.end(2), match.end()
        while span < len(spans) and spans[span][1] < match.start():
            span += 1
        opener, closer = spans[span] if span < len(spans) else (-1, -1)
        letter = _next_letter(line, max(start, letter))
        is_within = opener < match.start() and end <= closer
        # A sentence has a letter: «...» alone is none, and the end of the line ends one anyway.
        if is_within or following == len(line) or letter >= match.start():
            continue
        if ends_sentence(read_mark(line, start, match, opener if match.end(1) <= closer < end else -1)):
            yield end, following
            start = following


def _next_letter(line: str, position: int) -> int:
    """Where the first letter at or after `position` stands."""
    match = LETTER.search(line, position)
    return match.start() if match else len(line)


def _undivided_spans(line: str) -> list[tuple[int, int]]:
    """The outermost short pairs of quotes and brackets, in order: positions of the opener and of the closer."""
    spans: list[tuple[int, int]] = []
    waiting: dict[str, list[int]] = {opener: [] for opener in PAIRS.values()}
    straight = -1
    for match in QUOTE.finditer(line):
        position, character = match.start(), match.group()
        if character in waiting:
            waiting[character].append(position)
            continue
        if character == '"':
            opener, straight = (straight, -1) if straight >= 0 else (-1, position)
        else:
            opener = waiting[PAIRS[character]].pop() if waiting[PAIRS[character]] else -1
        if opener >= 0 and position - opener <= LONGEST_UNDIVIDED_QUOTE:
            while spans and spans[-1][0] > opener:
                spans.pop()
            spans.append((opener, position))
    return spans
