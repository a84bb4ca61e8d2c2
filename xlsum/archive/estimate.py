"""What a run would be: counts, copies, time and disk, from every document's length and a measured sample."""

import random
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard

from xlsum.archive.ledger import NAME, Ledger
from xlsum.archive.listing import check_sources, list_sources
from xlsum.archive.memory import Horizon
from xlsum.archive.protocol import WorkerProblem, WorkerSettings
from xlsum.archive.reading import read_source
from xlsum.archive.records import Unreadable, content_key, pack
from xlsum.archive.settings import ArchiveSettings
from xlsum.archive.workers import WorkerProcess
from xlsum.document import Document

SAMPLE_DOCUMENTS = 24
LEDGER_BYTES_A_DOCUMENT = 400  # rows and indexes, measured on 100,000 documents
MEMORY_BYTES_A_CHARACTER = 7  # of source text, remembered sentences with their keys: measured on 64 agency wires


@dataclass(frozen=True, slots=True)
class Estimate:
    """Counts of the sources, and the time and disk that what is left takes. `sampled` documents were really done."""

    documents: int
    unreadable: int
    copies: int
    done_before: int
    characters: int
    sampled: int
    seconds: float
    bytes: int


@dataclass(slots=True)
class _Survey:
    """Running counts, with a sample in which every document of the stream is as likely as any other."""

    documents: int = 0
    unreadable: int = 0
    copies: int = 0
    done_before: int = 0
    characters: int = 0
    packed_bytes: int = 0


def estimate_run(settings: ArchiveSettings) -> Estimate:
    """Read all sources, do a sample, and say what the rest would take. Nothing is written to the output folder.

    Raises SourceNotFoundError, and what the pipeline raises when it cannot be loaded.
    """
    check_sources(settings.sources)
    survey, sample = _survey(settings)
    seconds, line_bytes, characters = _measure(settings, sample) if sample else (0.0, 0, 1)
    share = survey.characters / max(1, characters)
    remembered = min(1.0, settings.memory_windows * settings.window.documents / max(1, survey.documents))
    memory = MEMORY_BYTES_A_CHARACTER * survey.characters * remembered
    disk = round(line_bytes * share + memory) + survey.packed_bytes + LEDGER_BYTES_A_DOCUMENT * survey.documents
    return Estimate(
        survey.documents,
        survey.unreadable,
        survey.copies,
        survey.done_before,
        survey.characters,
        len(sample),
        seconds * share / max(1, settings.workers),
        disk,
    )


def _survey(settings: ArchiveSettings) -> tuple[_Survey, list[Document]]:
    survey, sample, draw = _Survey(), list[Document](), random.Random(0)
    with tempfile.TemporaryDirectory() as folder:
        keys = _Keys(Path(folder) / "keys.sqlite", settings.out)
        for document in _documents(settings, survey):
            key = content_key(document)
            if not settings.shard.holds(key):
                continue
            survey.documents += 1
            survey.packed_bytes += len(pack(document))
            if keys.is_done(key):
                survey.done_before += 1
            elif not keys.is_new(key):
                survey.copies += 1
            else:
                survey.characters += len(document.headline) + len(document.text)
                _keep(sample, document, survey.documents, draw)
        keys.close()
    return survey, sample


def _documents(settings: ArchiveSettings, survey: _Survey) -> Iterator[Document]:
    for source in list_sources(settings.sources):
        for record in read_source(source, settings.reading):
            if isinstance(record, Unreadable):
                survey.unreadable += 1
            else:
                yield record


def _keep(sample: list[Document], document: Document, seen: int, draw: random.Random) -> None:
    """Reservoir sampling (Vitter's algorithm R), seeded: the same sources give the same sample."""
    if len(sample) < SAMPLE_DOCUMENTS:
        sample.append(document)
    elif (place := draw.randrange(seen)) < SAMPLE_DOCUMENTS:
        sample[place] = document


def _measure(settings: ArchiveSettings, sample: list[Document]) -> tuple[float, int, int]:
    """Seconds, compressed bytes and characters of the sample, after a first document to warm up with."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = WorkerSettings(Path(folder), settings.factory, settings.options, memory=False)
        worker, nowhere = WorkerProcess(wanted), Horizon(0, 0, 0)
        try:
            worker.start()
            worker.process(sample[:1], nowhere)
            answer = worker.process(sample, nowhere)
        except WorkerProblem:
            return 0.0, 0, 1
        finally:
            worker.close()
    text = "\n".join(answer.lines).encode()
    return answer.seconds, len(zstandard.compress(text)), sum(len(one.headline) + len(one.text) for one in sample)


class _Keys:
    """The keys met so far, on the disk: an archive's may not fit in the memory."""

    def __init__(self, path: Path, out: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; "
            "CREATE TABLE keys(key BLOB PRIMARY KEY) WITHOUT ROWID;"
        )
        self._ledger = Ledger.read(out) if (out / NAME).is_file() else None

    def is_done(self, key: bytes) -> bool:
        query = "SELECT 1 FROM documents WHERE content = ? AND state = 'done'"
        return bool(self._ledger and self._ledger.connection.execute(query, (key,)).fetchone())

    def is_new(self, key: bytes) -> bool:
        return self._connection.execute("INSERT OR IGNORE INTO keys VALUES (?)", (key,)).rowcount == 1

    def close(self) -> None:
        self._connection.close()
        if self._ledger:
            self._ledger.close()
