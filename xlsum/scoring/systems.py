"""What is benchmarked, and outputs that were made elsewhere. `pipeline_system` is xlsum's own."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from xlsum.errors import DataError
from xlsum.scoring.json_lines import read_json_lines
from xlsum.scoring.lines import check_segment_file
from xlsum.scoring.records import OutputDocument, OutputSegment, SystemIdentity
from xlsum.scoring.testset import TestDocument, TestSet


class System(Protocol):
    """Makes outputs for documents, in order."""

    @property
    def load_seconds(self) -> float: ...

    @property
    def stage_seconds(self) -> tuple[float, float]:
        """Seconds spent so far in the translating and in the summarizing checkpoint."""
        ...

    def identify(self) -> SystemIdentity: ...

    def run(self, documents: Sequence[TestDocument]) -> Iterator[OutputDocument]: ...


@dataclass(frozen=True, slots=True)
class FileSystem:
    """Outputs made elsewhere: `english` line by line for all segments, `summaries` by document."""

    name: str
    english: tuple[str, ...] = ()
    summaries: tuple[str, ...] = ()
    offsets: Mapping[str, int] = field(default_factory=dict)  # of each document's first segment
    positions: Mapping[str, int] = field(default_factory=dict)
    load_seconds: float = 0.0
    stage_seconds: tuple[float, float] = (0.0, 0.0)

    def identify(self) -> SystemIdentity:
        outputs = json.dumps([self.english, self.summaries], ensure_ascii=False)
        return SystemIdentity(self.name, (), {}, hashlib.sha256(outputs.encode()).hexdigest())

    def run(self, documents: Sequence[TestDocument]) -> Iterator[OutputDocument]:
        for document in documents:
            start = self.offsets[document.id]
            english = self.english[start : start + len(document.segments)]
            summary = self.summaries[self.positions[document.id]] if self.summaries else ""
            yield blank_output(document, english, summary)


def load_file_system(name: str, hypotheses: str, summaries: str, test_set: TestSet) -> FileSystem:
    """Read outputs made elsewhere: a file with one segment a line, and one with one summary a line or JSON Lines.

    Raises DataError when their numbers are not those of the test set.
    """
    english = tuple(_read_lines(hypotheses)) if hypotheses else ()
    written = tuple(_read_summaries(summaries, test_set)) if summaries else ()
    _check_number(hypotheses, len(english), test_set.segments, "segments")
    _check_number(summaries, len(written), len(test_set.documents), "documents")
    offsets, start = {}, 0
    for document in test_set.documents:
        offsets[document.id] = start
        start += len(document.segments)
    positions = {document.id: at for at, document in enumerate(test_set.documents)}
    return FileSystem(name or Path(hypotheses or summaries).stem, english, written, offsets, positions)


def blank_output(document: TestDocument, english: Sequence[str], summary: str, problem: str = "") -> OutputDocument:
    """The outputs of a document from its English, a line a segment (none at all for []), without flags."""
    lines = english or [""] * len(document.segments)
    return OutputDocument(
        id=document.id,
        segments=tuple(
            OutputSegment(segment.persian, segment.references, line)
            for segment, line in zip(document.segments, lines, strict=True)
        ),
        classes=dict(document.classes),
        headline=document.headline,
        summaries=document.summaries,
        summary=summary,
        problem=problem,
    )


def _read_lines(name: str) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="xlsum-read-") as folder:
        return list(check_segment_file(name, Path(folder)))


def _read_summaries(name: str, test_set: TestSet) -> list[str]:
    """Summaries in the order of the documents, from a line each or from objects with `id` and `summary`."""
    if not name.endswith(".jsonl"):
        return _read_lines(name)
    by_id: dict[str, str] = {}
    for record in read_json_lines(Path(name)):
        if record.text("id") in by_id:
            raise DataError(f"{record.where}: the id {record.text('id')!r} is there twice")
        by_id[record.text("id")] = record.text("summary", "text")
    missing = [document.id for document in test_set.documents if document.id not in by_id]
    if missing:
        raise DataError(f"{name}: no summary of document {missing[0]!r} ({len(missing)} missing)")
    return [by_id[document.id] for document in test_set.documents]


def _check_number(name: str, found: int, expected: int, what: str) -> None:
    if name and found != expected:
        raise DataError(f"{name}: {found} lines, but the test set has {expected} {what}")
