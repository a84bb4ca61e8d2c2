"""Windows of waiting documents: cut by the ledger's order alone, recorded in one transaction, redone whole."""

import json
import sqlite3
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from xlsum.archive.ledger import Ledger, now
from xlsum.archive.memory import memory_key
from xlsum.archive.parts import Part
from xlsum.archive.records import unpack
from xlsum.document import Document

Priority = Literal["source", "newest", "oldest", "shortest"]
PRIORITIES: dict[Priority, str] = {
    "source": "source, item",
    "newest": "published DESC, source, item",
    "oldest": "published = '', published, source, item",
    "shortest": "characters, source, item",
}


@dataclass(frozen=True, slots=True)
class WindowLimits:
    """How much is worked on, and at most redone, at once. A document over `characters` is a window of its own."""

    documents: int = 64
    characters: int = 200_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document of the ledger that waits for its result."""

    row: int
    document: Document


@dataclass(frozen=True, slots=True)
class Window:
    """Documents that are worked on together; of a `gist` window only headline and lead."""

    number: int
    documents: tuple[Waiting, ...]
    gist: bool = False

    def __len__(self) -> int:
        return len(self.documents)


@dataclass(frozen=True, slots=True)
class Order:
    """Which documents are taken, in which order, and the last source that has been read far enough to cut from.

    `state` is "waiting", or "gist" for those of which only headline and lead are done. `gist` cuts those windows.
    """

    priority: Priority
    frontier: int
    state: Literal["waiting", "gist"] = "waiting"
    gist: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """What a window is recorded under; sentences of windows up to `expired` are let go of."""

    configuration: int
    session: int
    expired: int


@dataclass(frozen=True, slots=True)
class Failure:
    """A document of a window that has no result, and why."""

    row: int
    reason: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a window: a line of JSON for each row that is done, and the failures.

    `pairs` are the sentences it decoded, for the memory; `tokens` counts what the translator read.
    """

    number: int
    rows: tuple[int, ...]
    lines: tuple[str, ...]
    failures: tuple[Failure, ...]
    pairs: tuple[tuple[str, str], ...]
    seconds: float
    tokens: int
    flags: Mapping[str, int]
    gist: bool = False


def prepare_order(ledger: Ledger, priority: Priority) -> None:
    """Index the waiting documents in the order they are to be taken."""
    if priority != "source":
        with ledger.transaction() as connection:
            connection.execute(
                f"CREATE INDEX IF NOT EXISTS documents_{priority} ON documents({PRIORITIES[priority]}) "
                "WHERE state = 'waiting'"
            )


def next_number(ledger: Ledger) -> int:
    """The number of the first window that is not recorded yet."""
    return int(ledger.connection.execute("SELECT coalesce(max(window), 0) + 1 FROM windows").fetchone()[0])


def cut_window(
    ledger: Ledger, number: int, limits: WindowLimits, order: Order, *, in_hand: Collection[int], whole: bool
) -> Window | None:
    """The next documents in order that are not in hand, or None when there is none.

    `whole` asks for a window that no later document could still join, and gives None when there is none yet.
    """
    rows = ledger.connection.execute(
        f"SELECT document, characters FROM documents WHERE state = '{order.state}' AND source <= ? "
        f"ORDER BY {PRIORITIES[order.priority]} LIMIT ?",
        (order.frontier, limits.documents + len(in_hand) + 1),
    ).fetchall()
    free = [(int(row), int(characters)) for row, characters in rows if row not in in_hand]
    taken = _taken(free, limits)
    if not taken or (whole and taken < limits.documents and taken == len(free)):
        return None
    return Window(number, tuple(_waiting(ledger.connection, row) for row, _ in free[:taken]), order.gist)


def record_window(ledger: Ledger, finished: Finished, part: Part | None, recording: Recording) -> None:
    """One transaction: the window, its documents, its sentences. Before it nothing of the window counts.

    A window whose documents all failed has no part, and is counted all the same.
    """
    number, configuration = finished.number, recording.configuration
    with ledger.transaction() as connection:
        _insert_window(connection, finished, part or Part("", "", 0), recording)
        connection.executemany(
            "UPDATE documents SET state = ?, reason = '', window = ?, line = ?, configuration = ? WHERE document = ?",
            [
                ("gist" if finished.gist else "done", number, line, configuration, row)
                for line, row in enumerate(finished.rows)
            ],
        )
        connection.executemany(
            "UPDATE documents SET state = 'failed', reason = ?, attempts = attempts + ?, configuration = ?, "
            "window = NULL, line = NULL WHERE document = ?",
            [(failure.reason, failure.attempts, configuration, failure.row) for failure in finished.failures],
        )
        connection.executemany(
            "INSERT OR REPLACE INTO memory(key, window, value) VALUES (?, ?, ?)",
            [(memory_key(key), number, value.encode()) for key, value in finished.pairs],
        )
        connection.execute("DELETE FROM memory WHERE window <= ?", (recording.expired,))


def release_superseded(ledger: Ledger) -> None:
    """Let go of parts whose documents all have newer results; their files are strays from then on."""
    with ledger.transaction() as connection:
        connection.execute(
            "UPDATE windows SET part = '', sha256 = '', bytes = 0 WHERE part <> '' "
            "AND NOT EXISTS (SELECT 1 FROM documents WHERE documents.window = windows.window)"
        )


def _insert_window(connection: sqlite3.Connection, finished: Finished, part: Part, recording: Recording) -> None:
    flags = json.dumps(dict(finished.flags), sort_keys=True)
    connection.execute(
        "INSERT INTO windows(window, part, sha256, bytes, configuration, session, finished, done, failed, seconds, "
        "tokens, flags) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            finished.number,
            part.name,
            part.sha256,
            part.bytes,
            recording.configuration,
            recording.session,
            now(),
            len(finished.rows),
            len(finished.failures),
            finished.seconds,
            finished.tokens,
            flags,
        ),
    )


def _taken(free: list[tuple[int, int]], limits: WindowLimits) -> int:
    """How many of the first documents make the window: at least one, if there is one."""
    total = 0
    for count, (_, characters) in enumerate(free):
        total += characters
        if count == limits.documents or (count and total > limits.characters):
            return count
    return len(free)


def _waiting(connection: sqlite3.Connection, row: int) -> Waiting:
    payload = connection.execute("SELECT payload FROM documents WHERE document = ?", (row,)).fetchone()[0]
    return Waiting(row, unpack(payload))
