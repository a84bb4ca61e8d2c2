"""Text that was wrapped by hand or by a mailer: its lines are joined, so that a newline is a paragraph again."""

import re
from itertools import pairwise

SENTENCE_END = re.compile(r"[.!?؟…۔][»\"”’')\]]*\s*\Z")
NARROWEST, WIDEST = 40, 160  # characters of a wrapped line
USUAL_WIDTH = 60  # below it lines of a list are as long by chance, and one more is asked for
LEAST_LINES = 3
# The next line's first word would have made the line longer than the longest one, give or take this.
TOLERANCE = 2
LIKE_LENGTH = 0.75  # of the longest line


def join_wrapped_lines(text: str) -> str:
    """The text with the line breaks that only wrap it turned into spaces; blank lines stay what they are.

    A block of lines counts as wrapped when each line is full (no room for the next line's first word) or ends a
    sentence, and at least two are full and end none. Only after those is a break turned into a space. A headline
    over the block stays a line of its own.
    """
    lines = text.split("\n")
    joined: list[str] = []
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
            continue
        joined += [*_join_block(block), line]
        block = []
    return "\n".join(joined[:-1])


def _join_block(lines: list[str]) -> list[str]:
    if _is_wrapped(lines):
        return _join(lines)
    # The headline may be shorter or longer than the text below it.
    return [lines[0], *_join(lines[1:])] if _is_wrapped(lines[1:]) else lines


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) < LEAST_LINES:
        return False
    width = max(len(line.strip()) for line in lines)
    if not NARROWEST <= width <= WIDEST:
        return False
    open_lines = 0
    for line, following in pairwise(lines):
        if SENTENCE_END.search(line[-20:]):
            continue
        length = len(line.strip())
        has_room = length + 1 + len(following.split(maxsplit=1)[0]) + TOLERANCE <= width
        if has_room or length < LIKE_LENGTH * width:
            return False
        open_lines += 1
    return open_lines >= (LEAST_LINES - 1 if width >= USUAL_WIDTH else LEAST_LINES)


def _join(lines: list[str]) -> list[str]:
    paragraphs: list[list[str]] = [[lines[0]]]
    for line in lines[1:]:
        if SENTENCE_END.search(paragraphs[-1][-1][-20:]):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line.strip())
    return [
        " ".join([paragraph[0].rstrip(), *paragraph[1:]]) if paragraph[1:] else paragraph[0] for paragraph in paragraphs
    ]
