"""The lines of a PDF page in reading order: Persian words and lines that the file holds back to front are turned."""

import re
import unicodedata
from collections.abc import Iterator
from ctypes import c_double
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from xlsum.formats.pdf_paragraphs import Line

TextPage = Any  # pypdfium2 ships no types
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
PRESENTATION_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefe]+")
SOFT_HYPHEN_MARK = "\ufffe"  # what PDFium gives for a hyphen at a line's end


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character, the middle of its box from the left, its baseline from below and its size, in points."""

    character: str
    x: float
    baseline: float = 0.0
    size: float = 0.0


def lines_of_page(page: TextPage) -> list[Line]:
    """The lines of a text page that hold text, in the file's order, each in the order in which it is read."""
    return [_measured(glyphs) for glyphs in _glyph_lines(page) if any(not one.character.isspace() for one in glyphs)]


def _measured(glyphs: list[Glyph]) -> Line:
    ink = [glyph for glyph in glyphs if not glyph.character.isspace()]
    places = [glyph.x for glyph in ink]
    baseline, size = median(glyph.baseline for glyph in ink), median(glyph.size for glyph in ink)
    return Line(_line(glyphs), baseline, size or 1.0, max(places) - min(places))


def _glyph_lines(page: TextPage) -> Iterator[list[Glyph]]:
    import pypdfium2.raw as pdfium

    line: list[Glyph] = []
    x, y = c_double(), c_double()
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page.raw, index)
        character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
        if character == "\n":
            yield line
            line = []
        elif character and character != "\r":
            left, _, right, _ = page.get_charbox(index)
            pdfium.FPDFText_GetCharOrigin(page.raw, index, x, y)
            size = pdfium.FPDFText_GetFontSize(page.raw, index)
            line.append(Glyph("-" if character == SOFT_HYPHEN_MARK else character, (left + right) / 2, y.value, size))
    yield line


def _line(glyphs: list[Glyph]) -> str:
    words = [_turned_runs(word) for word in _words(glyphs)]
    if _is_back_to_front(words):
        words = _turned_words(words)
    text = " ".join("".join(glyph.character for glyph in word) for word in words)
    return PRESENTATION_FORMS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _words(glyphs: list[Glyph]) -> list[list[Glyph]]:
    words: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if glyph.character.isspace():
            words.append([])
        else:
            words[-1].append(glyph)
    return [word for word in words if word]


def _turned_runs(word: list[Glyph]) -> list[Glyph]:
    """The word with each run of Persian letters that runs from left to right on the page turned round."""
    turned: list[Glyph] = []
    run: list[Glyph] = []
    for glyph in word:
        if _is_right_to_left(glyph):
            run.append(glyph)
            continue
        turned += [*_in_order(run), glyph]
        run = []
    return turned + _in_order(run)


def _in_order(run: list[Glyph]) -> list[Glyph]:
    return run[::-1] if len(run) > 1 and run[0].x < run[-1].x else run


def _is_back_to_front(words: list[list[Glyph]]) -> bool:
    """Whether the Persian words of a line mostly follow each other from left to right on the page."""
    places = [sum(glyph.x for glyph in word) / len(word) for word in words if _is_right_to_left(word[0])]
    steps = [after > before for before, after in pairwise(places)]
    return len(steps) > 0 and sum(steps) * 2 > len(steps)


def _turned_words(words: list[list[Glyph]]) -> list[list[Glyph]]:
    """The words from last to first; Latin words and numbers that stand together keep their order."""
    turned: list[list[Glyph]] = []
    latin: list[list[Glyph]] = []
    for word in reversed(words):
        if any(map(_is_right_to_left, word)):
            turned += [*reversed(latin), word]
            latin = []
        else:
            latin.append(word)
    return turned + latin[::-1]


def _is_right_to_left(glyph: Glyph) -> bool:
    return bool(RIGHT_TO_LEFT.match(glyph.character)) and not glyph.character.isdigit()
