"""Where finished results go besides standard output: shards of JSON Lines, SQLite, Parquet, a folder of texts."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import zstandard

from xlsum.archive.ledger import explained
from xlsum.errors import MissingExtraError, OutputError
from xlsum.formats.result_json import result_from_json
from xlsum.formats.writing import write_results

LINES_A_SHARD = 10_000
ROWS_AT_ONCE = 500
COLUMNS = ("id", "headline", "text", "summary", "published", "agency", "url", "path", "language", "level", "result")
LEVELS = ("ok", "check", "do-not-use")
Row = tuple[str, ...]
Sink = Callable[[Iterator[str], Path], int]


def write_lines(lines: Iterator[str], target: Path) -> int:
    """One file of JSON Lines, compressed when its name ends in .zst; how many lines."""
    with _whole(target) as temporary, temporary.open("wb") as file:
        writer = zstandard.ZstdCompressor(level=6).stream_writer(file) if target.suffix == ".zst" else file
        count = 0
        for count, line in enumerate(lines, 1):  # noqa: B007 # the count is the answer
            writer.write(line.encode() + b"\n")
        if writer is not file:
            writer.close()
    return count


def write_shards(lines: Iterator[str], target: Path) -> int:
    """A folder of `results-00000.jsonl.zst`, ... of 10,000 lines each; how many lines."""
    total = number = 0
    while chunk := list(islice(lines, LINES_A_SHARD)):
        total += write_lines(iter(chunk), target / f"results-{number:05d}.jsonl.zst")
        number += 1
    return total


def write_sqlite(lines: Iterator[str], target: Path) -> int:
    """A table `results` with the columns that one searches by, and the whole result as JSON; how many rows."""
    with _whole(target) as temporary, sqlite3.connect(temporary) as connection:
        connection.execute(f"CREATE TABLE results({', '.join(f'{name} TEXT' for name in COLUMNS)})")
        marks = ", ".join("?" * len(COLUMNS))
        cursor = connection.executemany(f"INSERT INTO results VALUES ({marks})", map(_row, lines))
        connection.execute("CREATE INDEX results_id ON results(id)")
        return max(0, cursor.rowcount)


def write_parquet(lines: Iterator[str], target: Path) -> int:
    """A Parquet file with the columns of the SQLite table; how many rows. Raises MissingExtraError."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtraError("pyarrow", "archive") from error
    schema = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
    total = 0
    with _whole(target) as temporary, pyarrow.parquet.ParquetWriter(temporary, schema, compression="zstd") as writer:
        while chunk := [_row(line) for line in islice(lines, ROWS_AT_ONCE)]:
            columns = list(zip(*chunk, strict=True))
            writer.write_table(pyarrow.table([pyarrow.array(c, pyarrow.string()) for c in columns], schema=schema))
            total += len(chunk)
    return total


def write_folder(lines: Iterator[str], target: Path, format: str) -> int:
    """A folder with a file for each document, in a format that `xlsum formats` lists; how many."""
    results = (result_from_json(json.loads(line)) for line in lines)
    return write_results(results, f"{target}{os.sep}", format)


SINKS: dict[str, Sink] = {
    "jsonl": write_lines,
    "shards": write_shards,
    "sqlite": write_sqlite,
    "parquet": write_parquet,
}


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A temporary path beside the target, which takes its name when all went well. Raises OutputError."""
    with explained(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{target.name}.{os.getpid()}.writing")
        temporary.unlink(missing_ok=True)  # of a process of this number that was cut off
        try:
            yield temporary
            if target.is_dir():
                raise OutputError(f"{target}: a folder is in the way: name a file")
            os.replace(temporary, target)
        finally:
            temporary.unlink(missing_ok=True)


def _row(line: str) -> Row:
    result: dict[str, Any] = json.loads(line)  # Any: JSON
    source, summary, headline = result["source"], result["summary"] or {}, result["headline"] or {}
    levels = [segment["level"] for paragraph in result["translation"]["paragraphs"] for segment in paragraph]
    return (
        result["id"],
        headline.get("english", ""),
        result["translation"]["text"],
        summary.get("text", ""),
        source["published"],
        source["agency"],
        source["url"],
        source["path"],
        source["language"],
        max(levels, key=LEVELS.index, default="ok"),
        line,
    )
