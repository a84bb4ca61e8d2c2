"""What a system is scored on: documents of Persian segments with English references and reference summaries."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xlsum.errors import DataError


@dataclass(frozen=True, slots=True)
class TestSegment:
    """A Persian sentence with one or more reference translations; none where the set has only summaries."""

    persian: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TestDocument:
    """A document in the order of its segments. `classes` are what its scores are broken down by ("desk": "economy")."""

    id: str
    segments: tuple[TestSegment, ...]
    headline: str = ""
    reference_headline: str = ""
    summaries: tuple[str, ...] = ()
    published: str = ""
    classes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TestSet:
    """Documents in order. `sha256` covers everything in them, so the same data has the same sum in any layout."""

    documents: tuple[TestDocument, ...]

    @property
    def references(self) -> int:
        """How many reference translations a segment has; 0 where they differ or there are none."""
        counts = {len(segment.references) for document in self.documents for segment in document.segments}
        return counts.pop() if len(counts) == 1 else 0

    @property
    def segments(self) -> int:
        return sum(len(document.segments) for document in self.documents)

    @property
    def sha256(self) -> str:
        digest = hashlib.sha256()
        for document in self.documents:
            for part in _parts(document):
                digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()

    def head(self, documents: int) -> "TestSet":
        """The first `documents` documents, all of them for 0."""
        return TestSet(self.documents[: documents or None])


def make_test_set(documents: Iterable[TestDocument], where: str) -> TestSet:
    """The documents as a set. Raises DataError that names `where` when there are none or an id comes twice."""
    kept = tuple(documents)
    if not kept:
        raise DataError(f"{where}: no documents in it")
    seen: set[str] = set()
    for document in kept:
        if document.id in seen:
            raise DataError(f"{where}: the id {document.id!r} is there twice; ids must differ")
        seen.add(document.id)
    return TestSet(kept)


def _parts(document: TestDocument) -> Iterable[str]:
    yield document.id
    yield document.headline
    for segment in document.segments:
        yield segment.persian
        yield from segment.references
    yield from document.summaries
