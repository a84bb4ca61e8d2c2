"""Summaries of articles: XL-Sum (persian: the summary is Persian) and CrossSum (persian-english: it is English)."""

from pathlib import Path

from xlsum.errors import DataError, SourceNotFoundError
from xlsum.scoring.json_lines import Record, read_json_lines
from xlsum.scoring.testset import TestDocument, TestSegment, TestSet, make_test_set


def read_articles(folder: Path, split: str) -> TestSet:
    """`persian-english_test.jsonl` (CrossSum) or `persian_test.jsonl` (XL-Sum): fields `text`, `summary`, ids by url.

    The text is one segment a paragraph, without reference translations.
    """
    split = split or "test"
    names = [f"persian-english_{split}.jsonl", f"persian-english/{split}.jsonl"]
    names += [f"persian_{split}.jsonl", f"persian/{split}.jsonl"]
    found = [path for name in names for path in sorted(folder.rglob(name))]
    if not found:
        raise SourceNotFoundError(f"{folder}: no {names[0]} or {names[2]} in it; unpack the published archive there")
    return make_test_set((_article(record) for record in read_json_lines(found[0])), found[0].name)


def _article(record: Record) -> TestDocument:
    paragraphs = [line.strip() for line in record.text("text").split("\n") if line.strip()]
    if not paragraphs:
        raise DataError(f"{record.where}: field 'text' is empty")
    return TestDocument(
        id=record.text("id", "source_url", "url"),
        segments=tuple(TestSegment(paragraph) for paragraph in paragraphs),
        headline=record.optional("title"),
        summaries=(record.text("summary"),),
    )
