"""Reads JSON Lines and tab-separated records of a test set, and says on which line what is wrong."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsum.errors import DataError, SourceNotFoundError

BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Record:
    """One object of a file. `where` is `file:line`; `fields` is what the file says, of any shape."""

    where: str
    fields: Mapping[str, Any]  # Any: JSON as it came, checked by the accessors below

    def text(self, *names: str) -> str:
        """The string under the first of `names` that is there. Raises DataError when none is, or it is no text."""
        name = self._present(names)
        value = self.fields[name]
        if not isinstance(value, str):
            raise DataError(f"{self.where}: field {name!r} is no text")
        return value

    def texts(self, *names: str) -> tuple[str, ...]:
        """The strings of a list field, none of them empty."""
        name = self._present(names)
        values = self.fields[name]
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise DataError(f"{self.where}: field {name!r} is no list of non-empty texts")
        return tuple(values)

    def optional(self, *names: str) -> str:
        """As `text`, "" when none of `names` is there."""
        return self.text(*names) if any(name in self.fields for name in names) else ""

    def inner(self, name: str) -> "Record":
        """The object under `name`."""
        value = self.fields[self._present((name,))]
        if not isinstance(value, dict):
            raise DataError(f"{self.where}: field {name!r} is no object")
        return Record(self.where, value)

    def _present(self, names: tuple[str, ...]) -> str:
        for name in names:
            if name in self.fields:
                return name
        raise DataError(f"{self.where}: no field {' or '.join(repr(name) for name in names)}")


def read_json_lines(path: Path) -> Iterator[Record]:
    """The objects of a JSON Lines file; blank lines are passed over. Raises DataError with the line number."""
    for number, line in numbered_lines(path):
        if not line.strip():
            continue
        where = f"{path.name}:{number}"
        try:
            value = json.loads(line)
        except ValueError as error:
            raise DataError(f"{where}: not JSON: {error}") from error
        if not isinstance(value, dict):
            raise DataError(f"{where}: not a JSON object")
        yield Record(where, value)


def read_tab_separated(path: Path) -> Iterator[Record]:
    """The rows of a tab-separated file with a header; quotes are text. Raises DataError on a row of another width."""
    header: list[str] = []
    for number, line in numbered_lines(path):
        cells = line.rstrip("\r").split("\t")
        if not header:
            header = [cell.strip() for cell in cells]
            continue
        if len(cells) != len(header):
            raise DataError(f"{path.name}:{number}: {len(cells)} columns, the header has {len(header)}")
        yield Record(f"{path.name}:{number}", dict(zip(header, cells, strict=True)))


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file from 1 on, without line feeds. Raises SourceNotFoundError or DataError."""
    if not path.is_file():
        raise SourceNotFoundError(f"{path}: no such file")
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                raise DataError(f"{path.name}:{number}: not UTF-8; convert the file") from error
            yield number, line.removeprefix(BYTE_ORDER_MARK).rstrip("\n")
