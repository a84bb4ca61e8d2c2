"""Anybody's translation checked: two files aligned line by line, text or JSON Lines."""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from xlsum.checks.adequacy import Scorer
from xlsum.checks.segment import check_segment
from xlsum.document import Flag, Level, worst_level
from xlsum.errors import DataError, SourceNotFoundError, UsageError
from xlsum.persian.glossary import Glossary

PERSIAN_FIELDS = ("source", "persian", "fa", "text")
ENGLISH_FIELDS = ("english", "translation", "hypothesis", "en", "target", "text")
STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One line of the two files with its flags; `line` counts from 1."""

    line: int
    source: str
    english: str
    flags: tuple[Flag, ...]

    @property
    def level(self) -> Level:
        """The gravest level of the flags."""
        return worst_level(self.flags)


def check_aligned(
    source: str, translation: str, *, glossary: Glossary | None = None, adequacy: Scorer | None = None
) -> Iterator[CheckedLine]:
    """Every line with its flags. Files of different length are an error before any line is checked.

    A file whose name ends in .jsonl, or whose first line is a JSON object, is read as JSON Lines.
    """
    if source == translation == STANDARD_INPUT:
        raise UsageError("only one of SOURCE and TRANSLATION can be standard input")
    persian = _read_lines(source, PERSIAN_FIELDS)
    english = _read_lines(translation, ENGLISH_FIELDS)
    if len(persian) != len(english):
        counts = f"{source} has {len(persian)} lines, {translation} has {len(english)}"
        raise DataError(f"{counts}: line for line they must be translations of each other")
    return _check_all(persian, english, glossary, adequacy)


def format_line(checked: CheckedLine) -> str:
    """The flags of a line for reading: "12 do-not-use numbers: The source says ..."."""
    return "\n".join(f"{checked.line} {flag.level} {flag.kind}: {flag.detail}" for flag in checked.flags)


def line_to_json(checked: CheckedLine) -> str:
    """The line as one JSON object."""
    fields = {
        "line": checked.line,
        "source": checked.source,
        "english": checked.english,
        "level": checked.level,
        "flags": [asdict(flag) for flag in checked.flags],
    }
    return json.dumps(fields, ensure_ascii=False)


def _check_all(
    persian: Sequence[str], english: Sequence[str], glossary: Glossary | None, adequacy: Scorer | None
) -> Iterator[CheckedLine]:
    for number, (one, other) in enumerate(zip(persian, english, strict=True), 1):
        flags = check_segment(one, other, glossary=glossary, adequacy=adequacy)
        yield CheckedLine(number, one, other, tuple(flags))


def _read_lines(where: str, fields: Sequence[str]) -> list[str]:
    text = sys.stdin.buffer.read() if where == STANDARD_INPUT else _read_file(where)
    try:
        lines = text.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise DataError(f"{where}: not UTF-8 at byte {error.start}; convert it to UTF-8") from error
    if lines and not lines[-1]:
        lines.pop()
    if where.endswith(".jsonl") or (lines and lines[0].startswith("{")):
        return [_read_field(where, number, line, fields) for number, line in enumerate(lines, 1) if line.strip()]
    return lines


def _read_file(where: str) -> bytes:
    path = Path(where)
    if not path.is_file():
        raise SourceNotFoundError(f"{where}: no such file")
    return path.read_bytes()


def _read_field(where: str, number: int, line: str, fields: Sequence[str]) -> str:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataError(f"{where}:{number}: not JSON: {error.msg}") from error
    value = next((record[name] for name in fields if name in record), None) if isinstance(record, dict) else None
    if not isinstance(value, str):
        raise DataError(f"{where}:{number}: no text; a line is an object with one of the fields {', '.join(fields)}")
    return value
