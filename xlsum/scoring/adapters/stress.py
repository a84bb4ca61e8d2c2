"""The stress suite: sentences with a reference each, one file a class of difficulty."""

from pathlib import Path

from xlsum.errors import DataError
from xlsum.scoring.json_lines import Record, read_json_lines
from xlsum.scoring.testset import TestDocument, TestSegment, TestSet, make_test_set


def read_stress(folder: Path, split: str) -> TestSet:
    """The rows of every `*.jsonl` of the folder (of `split.jsonl` alone) that have both sides; a document a row.

    Rows that only test the reading of the Persian have no `english` and are not for a translator.
    """
    files = sorted(folder.glob(f"{split or '*'}.jsonl"))
    if not files:
        raise DataError(f"{folder}: no .jsonl file in it")
    rows = [record for file in files for record in read_json_lines(file)]
    return make_test_set((_document(row) for row in rows if row.optional("english").strip()), str(folder.name))


def _document(row: Record) -> TestDocument:
    segment = TestSegment(row.text("persian"), (row.text("english"),))
    return TestDocument(row.text("id"), (segment,), classes={"class": row.text("class")})
