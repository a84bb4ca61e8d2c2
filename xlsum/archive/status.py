"""What the ledger says of an archive: how far it is, what failed and why, what took how long."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsum.archive.export import archives_of
from xlsum.archive.ledger import Counts, Ledger
from xlsum.archive.records import unpack

FAILED = """
SELECT d.id, d.place, o.reason, o.attempts, d.payload, d.source_line FROM documents d
JOIN documents o ON o.document = coalesce(d.copy_of, d.document)
WHERE o.state = 'failed' ORDER BY d.source, d.item
"""


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A document without a result: its id, the file (and line) it came from, the reason, how often it was tried."""

    id: str
    place: str
    reason: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Session:
    """One `batch run`: when it began and ended, and how; `outcome` is "" for one that was cut off or still runs."""

    started: str
    ended: str
    outcome: str
    command: dict[str, object]


@dataclass(frozen=True, slots=True)
class Status:
    """The archive as it stands; `near` counts documents that are nearly the same as an earlier one, if looked for."""

    counts: Counts
    near: int
    windows: int
    tokens: int
    work_seconds: float
    part_bytes: int
    flags: dict[str, int]
    sessions: tuple[Session, ...]


def read_status(out: Path) -> Status:
    """The status of an archive, or of all its shards together. Raises UsageError where there is none."""
    return _sum([_status(folder) for folder in archives_of(out)])


def failed_documents(out: Path) -> Iterator[FailedDocument]:
    """Every document that failed, in source order."""
    for folder in archives_of(out):
        ledger = Ledger.read(folder)
        try:
            for identity, place, reason, attempts, payload, line in ledger.connection.execute(FAILED):
                yield FailedDocument(identity, place or _place(payload, line), reason, attempts)
        finally:
            ledger.close()


def _place(payload: bytes | None, line: int) -> str:
    path = (unpack(payload).path if payload else "") or "<stdin>"
    return f"{path}:{line}" if line else path


def _status(folder: Path) -> Status:
    ledger = Ledger.read(folder)
    try:
        rows = ledger.connection.execute(
            "SELECT tokens, seconds, bytes, flags FROM windows WHERE part <> ''"
        ).fetchall()
        sessions = ledger.connection.execute("SELECT started, ended, outcome, command FROM sessions ORDER BY session")
        flags = Counter[str]()
        for row in rows:
            flags.update(json.loads(row[3]))
        return Status(
            ledger.counts(),
            int(ledger.connection.execute("SELECT count(near) FROM documents").fetchone()[0]),
            len(rows),
            sum(int(row[0]) for row in rows),
            sum(float(row[1]) for row in rows),
            sum(int(row[2]) for row in rows),
            dict(flags.most_common()),
            tuple(
                Session(started, ended, outcome, json.loads(command)) for started, ended, outcome, command in sessions
            ),
        )
    finally:
        ledger.close()


def _sum(parts: Sequence[Status]) -> Status:
    flags = Counter[str]()
    for part in parts:
        flags.update(part.flags)
    counts = [part.counts for part in parts]
    return Status(
        Counts(
            sum(one.waiting for one in counts),
            sum(one.done for one in counts),
            sum(one.copies for one in counts),
            sum(one.failed for one in counts),
        ),
        sum(part.near for part in parts),
        sum(part.windows for part in parts),
        sum(part.tokens for part in parts),
        sum(part.work_seconds for part in parts),
        sum(part.part_bytes for part in parts),
        dict(flags.most_common()),
        tuple(session for part in parts for session in part.sessions),
    )
