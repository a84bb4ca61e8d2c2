"""Any JSON Lines or tab-separated file of an evaluator's own: a segment or an article a row.

Persian is under `persian`, `source`, `fa` or `text`; the reference under `english`, `reference`, `en`, `target` or the
list `references`; a summary under `summary` or the list `summaries`. `id`, `document` (rows of one document share it),
`class` and `headline` are optional.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from xlsum.errors import DataError
from xlsum.scoring.json_lines import Record, read_json_lines, read_tab_separated
from xlsum.scoring.testset import TestDocument, TestSegment, TestSet, make_test_set

PERSIAN = ("persian", "source", "fa", "text")
ENGLISH = ("english", "reference", "en", "target")


def read_records(path: Path, split: str) -> TestSet:
    """The rows of a `.jsonl` or `.tsv` file, or of the one such file in a folder."""
    file = _one_file(path, split)
    rows = list(read_tab_separated(file) if file.suffix == ".tsv" else read_json_lines(file))
    if not rows:
        raise DataError(f"{file.name}: empty file")
    grouped = groupby(enumerate(rows, 1), lambda row: row[1].optional("document") or str(row[0]))
    return make_test_set((_document(name, [row for _, row in group]) for name, group in grouped), file.name)


def _one_file(path: Path, split: str) -> Path:
    if path.is_file():
        return path
    files = [file for kind in ("jsonl", "tsv") for file in sorted(path.glob(f"{split or '*'}.{kind}"))]
    if len(files) != 1:
        raise DataError(f"{path}: {len(files)} .jsonl or .tsv files; name the one to read with --data FILE")
    return files[0]


def _document(name: str, rows: list[Record]) -> TestDocument:
    first = rows[0]
    kind = first.optional("class")
    return TestDocument(
        id=first.optional("id") or name,
        segments=tuple(_segments(rows)),
        headline=first.optional("headline"),
        summaries=_several(first, ("summary",), "summaries"),
        classes={"class": kind} if kind else {},
    )


def _segments(rows: list[Record]) -> Iterator[TestSegment]:
    for row in rows:
        persian = row.text(*PERSIAN)
        if not persian.strip():
            raise DataError(f"{row.where}: the Persian text is empty")
        yield TestSegment(persian, _several(row, ENGLISH, "references"))


def _several(row: Record, names: tuple[str, ...], listed: str) -> tuple[str, ...]:
    if listed in row.fields:
        return row.texts(listed)
    text = row.optional(*names)
    return (text,) if text else ()
