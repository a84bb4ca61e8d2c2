"""wire-mini: original wires with aligned references and two summaries. `benchmarks/data/wire-mini/FORMAT.md` is the
format.
"""

from pathlib import Path

from xlsum.errors import DataError
from xlsum.scoring.json_lines import Record, read_json_lines
from xlsum.scoring.testset import TestDocument, TestSegment, TestSet, make_test_set

FIELDS = frozenset(
    ["id", "desk", "scraped", "published", "headline", "text", "segments", "reference", "summaries"]
)  # `published` may be missing


def read_wires(folder: Path, split: str) -> TestSet:
    """The wires of `folder/wires.jsonl`. Raises DataError with the line of a wire that breaks the format."""
    path = folder / "wires.jsonl"
    return make_test_set((_wire(record) for record in read_json_lines(path)), path.name)


def _wire(record: Record) -> TestDocument:
    unknown = sorted(record.fields.keys() - FIELDS)
    if unknown:
        raise DataError(f"{record.where}: unknown field {unknown[0]!r}")
    reference = record.inner("reference")
    persian, english = record.texts("segments"), reference.texts("segments")
    if len(persian) != len(english):
        raise DataError(f"{record.where}: {len(persian)} segments, but {len(english)} in the reference")
    return TestDocument(
        id=record.text("id"),
        segments=tuple(TestSegment(source, (target,)) for source, target in zip(persian, english, strict=True)),
        headline=record.text("headline"),
        reference_headline=reference.text("headline"),
        summaries=_summaries(record),
        published=record.optional("published"),
        classes={"desk": record.text("desk"), "text": _looks(record), "length": _length(len(persian))},
    )


def _summaries(record: Record) -> tuple[str, ...]:
    values = record.fields.get("summaries")
    if not isinstance(values, list) or not values or not all(isinstance(value, dict) for value in values):
        raise DataError(f"{record.where}: field 'summaries' is no list of objects")
    return tuple(Record(record.where, value).text("text") for value in values)


def _looks(record: Record) -> str:
    scraped = record.fields.get("scraped")
    if not isinstance(scraped, bool):
        raise DataError(f"{record.where}: field 'scraped' is not true or false")
    return "scraped" if scraped else "clean"


def _length(segments: int) -> str:
    if segments <= 8:
        return "5-8 sentences"
    return "9-16 sentences" if segments <= 16 else "17-40 sentences"
