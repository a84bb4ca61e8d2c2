"""Rows as documents: JSON Lines with columns of other names, CSV, TSV and Parquet."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import BinaryIO

from xlsum.archive.records import Record, Unreadable
from xlsum.errors import DocumentError, MissingExtraError
from xlsum.formats.jsonl import document_of_object, parse_json
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse

ROWS_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class FieldMapping:
    """Which column holds what; "" takes the column of the field's own name."""

    text: str = ""
    id: str = ""
    headline: str = ""
    published: str = ""
    source: str = ""

    @property
    def given(self) -> dict[str, str]:
        """Column -> field, for the columns that were named."""
        columns = {field.name: getattr(self, field.name) for field in fields(self)}
        return {column: name for name, column in columns.items() if column}

    def renamed(self, row: Mapping[str, object]) -> dict[str, object]:
        """The row under the names of the fields; a column that stands aside for a named one keeps an underscore."""
        given = self.given
        taken = set(given.values())
        return {given.get(key, f"{key}_" if key in taken else key): value for key, value in row.items()}


def read_json_rows(stream: BinaryIO, origin: Origin, mapping: FieldMapping) -> Iterator[Record]:
    """JSON Lines whose fields have other names."""
    for number, line in enumerate(iter(lambda: stream.readline(origin.max_document_bytes + 1), b""), 1):
        if not line.strip():
            continue
        try:
            yield _record(_json_row(line, origin, number), origin, mapping, number)
        except DocumentError as error:
            yield Unreadable(error.where, error.reason)


def read_separated(stream: BinaryIO, origin: Origin, mapping: FieldMapping, delimiter: str) -> Iterator[Record]:
    """CSV or TSV in UTF-8 with a header line. Quoted fields may hold line breaks."""
    csv.field_size_limit(origin.max_document_bytes)
    text = io.TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="")
    rows = csv.DictReader(text, delimiter=delimiter, restkey="more columns", restval="")
    while True:
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Unreadable(f"{origin.name}:{rows.line_num}", f"not a row: {error}")
            continue
        if row is None:
            return
        yield _record(row, origin, mapping, rows.line_num)


def read_parquet(stream: BinaryIO, origin: Origin, mapping: FieldMapping) -> Iterator[Record]:
    """The rows of a Parquet file, a batch in memory at a time."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("pyarrow", "archive") from error
    number = 0
    try:
        for batch in pyarrow.parquet.ParquetFile(stream).iter_batches(batch_size=ROWS_AT_ONCE):
            for row in batch.to_pylist():
                number += 1
                yield _record(_plain_row(row), origin, mapping, number)
    except (pyarrow.ArrowException, OSError) as error:
        raise DocumentError(origin.name, f"not a Parquet file that can be read: {error}") from error


def _record(row: object, origin: Origin, mapping: FieldMapping, number: int) -> Record:
    try:
        document = document_of_object(_renamed(row, mapping), origin, line=number)
        origin.locate(number)
        return check_not_empty(document, origin, line=number)
    except DocumentError as error:
        return Unreadable(error.where, error.reason)


def _renamed(value: object, mapping: FieldMapping) -> object:
    return mapping.renamed(value) if isinstance(value, dict) else value


def _json_row(line: bytes, origin: Origin, number: int) -> object:
    if len(line) > origin.max_document_bytes:
        raise origin.error("a line over the document limit: split the document", line=number)
    return parse_json(decode_or_refuse(line, origin).text, origin, line=number)


def _plain_row(row: Mapping[str, object]) -> dict[str, object]:
    """The row with its dates in ISO 8601 and empty cells left out."""
    return {name: _plain_cell(value) for name, value in row.items() if value is not None}


def _plain_cell(value: object) -> object:
    if isinstance(value, date):  # a datetime is a date
        return value.isoformat()
    return value if isinstance(value, str | int | float) else str(value)
