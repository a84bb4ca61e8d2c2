"""The terms of a glossary: their tables, and how they are found in a text.

The table is TSV, CSV or TBX with the columns `persian`, `english`, `kind`, `note` and, where case matters, `case`
("exact", the default for names, or "any"). `english` holds the accepted spellings separated by "|", the wanted first.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Literal

from xlsum.errors import DataError, SourceNotFoundError
from xlsum.persian.folding import find_words, fold_letters

AMBIGUOUS = "ambiguous"
ANY_CASE = "any"
LONGEST_TERM_WORDS = 8


@dataclass(frozen=True, slots=True)
class Term:
    """A Persian name or term with its accepted English spellings, the wanted one first."""

    persian: str
    english: tuple[str, ...]
    kind: str = ""
    note: str = ""
    case: str = "exact"

    @property
    def is_ambiguous(self) -> bool:
        """Whether the Persian is also a common word, so that its English cannot be demanded."""
        return AMBIGUOUS in self.note.split()


class Glossary:
    """Terms, found in a text by their longest form, with and without half-spaces."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self.terms = tuple(terms)
        self._spaced: dict[tuple[str, ...], Term] = {}
        self._glued: dict[str, Term] = {}
        for term in self.terms:
            words = tuple(find_words(fold_letters(term.persian)))
            if words:
                self._spaced[words] = term
                self._glued["".join(words)] = term
        self._longest = min(max(map(len, self._spaced), default=1), LONGEST_TERM_WORDS)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def find(self, words: Sequence[str]) -> list[Term]:
        """The terms among folded Persian words, in order; of two that overlap the longer."""
        found: list[Term] = []
        place = 0
        while place < len(words):
            term, length = self._match(words, place)
            if term is not None:
                found.append(term)
            place += length
        return found

    def _match(self, words: Sequence[str], place: int) -> tuple[Term | None, int]:
        for length in range(min(self._longest, len(words) - place), 1, -1):
            term = self._spaced.get(tuple(words[place : place + length]))
            if term is not None:
                return term, length
        return self._glued.get(words[place]), 1


def load_glossary(path: Path) -> Glossary:
    """The glossary of a TSV, CSV or TBX file. A missing file or column is an error that names the line."""
    if not path.exists():
        raise SourceNotFoundError(f"{path}: no such glossary")
    if path.suffix.lower() in {".tbx", ".xml"}:
        return Glossary(_read_tbx(path))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not UTF-8; save the glossary as UTF-8") from error
    return Glossary(_read_table(text, "," if path.suffix.lower() == ".csv" else "\t", str(path)))


@lru_cache(maxsize=1)
def load_names() -> Glossary:
    """The starter table that comes with xlsum: people, places, organisations, agencies, leagues."""
    text = resources.files("xlsum.persian").joinpath("data/names.tsv").read_text(encoding="utf-8")
    return Glossary(_read_table(text, "\t", "names.tsv"))


def _read_table(text: str, delimiter: str, where: str) -> Iterator[Term]:
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip() and line[0] != "#"]
    if not lines:
        return
    rows = csv.reader((line for _, line in lines), delimiter=delimiter, quoting=_quoting(delimiter))
    header: dict[str, int] = {}
    for (number, _), cells in zip(lines, rows, strict=False):
        if not header:
            header = {name.strip().lower(): column for column, name in enumerate(cells)}
            if "persian" in header and "english" in header:
                continue
            if number != lines[0][0] or len(cells) < 2:
                raise DataError(f"{where}:{number}: no columns persian and english; write them as the first line")
            header = {"persian": 0, "english": 1, "kind": 2, "note": 3, "case": 4}
        yield _read_row(cells, header, f"{where}:{number}")


def _quoting(delimiter: str) -> Literal[0, 3]:
    """A tab-separated table has no quoting: a quotation mark is part of its cell."""
    return 0 if delimiter == "," else 3  # csv.QUOTE_MINIMAL, csv.QUOTE_NONE


def _read_row(cells: Sequence[str], header: Mapping[str, int], where: str) -> Term:
    def cell(name: str) -> str:
        column = header.get(name, len(cells))
        return cells[column].strip() if column < len(cells) else ""

    spellings = tuple(part.strip() for part in cell("english").split("|") if part.strip())
    if not cell("persian") or not spellings:
        raise DataError(f"{where}: a glossary line needs a persian and an english term")
    return Term(cell("persian"), spellings, cell("kind"), cell("note"), cell("case").lower() or "exact")


def _read_tbx(path: Path) -> Iterator[Term]:
    """The terms of a TermBase eXchange file: entries with a Persian and an English language section."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.parse(str(path), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise DataError(f"{path}: not a TBX file: {error.msg}") from error
    for entry in root.iter("{*}termEntry", "{*}conceptEntry"):
        by_language: dict[str, list[str]] = {}
        for section in entry.iter("{*}langSet", "{*}langSec"):
            language = section.get("{http://www.w3.org/XML/1998/namespace}lang", "")[:2].lower()
            terms = ("".join(map(str, term.itertext())).strip() for term in section.iter("{*}term"))
            by_language.setdefault(language, []).extend(term for term in terms if term)
        kind = next((note.text or "" for note in entry.iter("{*}descrip") if note.get("type") == "subjectField"), "")
        note = next((note.text or "" for note in entry.iter("{*}note")), "")
        for persian in by_language.get("fa", []):
            if by_language.get("en"):
                yield Term(persian, tuple(by_language["en"]), kind.strip(), note.strip())


def plain_latin(text: str) -> str:
    """English for comparing spellings: hyphens as spaces, apostrophes and full stops of initials gone."""
    return re.sub(
        r"['’ʼ`]", "", text.replace("-", " ").replace("\u2011", " ").replace("U.S.", "US").replace("U.N.", "UN")
    )
