"""The ledger: one SQLite file that knows every document's state. All else of an archive can be found from it."""

import fcntl
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Self

from xlsum.archive.schema import migrate, needs_migration
from xlsum.errors import OutputError, UsageError

NAME = "ledger.sqlite"
LOCK = "ledger.lock"
BUSY_SECONDS = 60.0
FULL_DISK = ("full", "no space", "disk i/o", "quota", "too large")  # in what the system and SQLite say of it

# A copy has the state of the document it copies.
STATES = """
SELECT CASE WHEN d.copy_of IS NULL THEN d.state WHEN o.state = 'done' THEN 'copy' ELSE o.state END, count(*)
FROM documents d LEFT JOIN documents o ON o.document = d.copy_of GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Counts:
    """Documents of an archive by state; `copies` are done as a copy of another."""

    waiting: int = 0
    done: int = 0
    copies: int = 0
    failed: int = 0

    @property
    def all(self) -> int:
        return self.waiting + self.done + self.copies + self.failed

    @property
    def finished(self) -> int:
        return self.done + self.copies


class Ledger:
    """A connection to the ledger of one output folder. A thread that writes has a connection of its own."""

    def __init__(self, out: Path, connection: sqlite3.Connection) -> None:
        self.out = out
        self.connection = connection

    @classmethod
    def create(cls, out: Path) -> Self:
        """Open the ledger of the folder, made if need be. Raises OutputError where it cannot be written."""
        with explained(out):
            out.mkdir(parents=True, exist_ok=True)
            connection = _connect(out / NAME)
            connection.execute("PRAGMA journal_mode = WAL")
            migrate(connection, str(out / NAME))
            return cls(out, connection)

    @classmethod
    def open(cls, out: Path) -> Self:
        """Open an existing ledger. Raises UsageError where there is none."""
        if not (out / NAME).is_file():
            raise UsageError(f"{out}: no ledger here: `xlsum batch run SOURCE... -o {out}` makes one")
        return cls.create(out)

    @classmethod
    def read(cls, out: Path) -> Self:
        """Open an existing ledger for reading only, beside a run that is writing it.

        One of an older schema is brought to this one first. Raises UsageError where there is none, OutputError.
        """
        if not (out / NAME).is_file():
            raise UsageError(f"{out}: no ledger here: `xlsum batch run SOURCE... -o {out}` makes one")
        try:
            connection = _connect_reading(out / NAME)
            if needs_migration(connection, str(out / NAME)):
                connection.close()
                cls.create(out).close()
                connection = _connect_reading(out / NAME)
            return cls(out, connection)
        except sqlite3.Error as error:
            raise OutputError(f"{out / NAME}: cannot be read: {error}") from error

    def close(self) -> None:
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of the block or none of it. Raises OutputError when the disk is full or cannot be written."""
        with explained(self.out):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")

    def counts(self) -> Counts:
        """Documents by state."""
        found = {str(state): int(number) for state, number in self.connection.execute(STATES)}
        waiting = found.get("waiting", 0) + found.get("gist", 0)
        return Counts(waiting, found.get("done", 0), found.get("copy", 0), found.get("failed", 0))

    def begin_session(self, command: dict[str, object]) -> int:
        """The number of a new session; `command` is what `retry` and `status` show and repeat."""
        with self.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO sessions(started, command) VALUES (?, ?)", (now(), json.dumps(command, ensure_ascii=False))
            )
            return int(cursor.lastrowid or 0)

    def end_session(self, session: int, outcome: str) -> None:
        with self.transaction() as connection:
            connection.execute(
                "UPDATE sessions SET ended = ?, outcome = ? WHERE session = ?", (now(), outcome, session)
            )


@contextmanager
def explained(out: Path) -> Iterator[None]:
    """Errors of the disk and of SQLite as one line that says what to do."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OutputError(f"{out}: {_advice(str(error))}") from error
    except sqlite3.DatabaseError as error:
        raise OutputError(
            f"{out / NAME}: the ledger is damaged ({error}): restore it, or start a new folder"
        ) from error
    except OSError as error:
        raise OutputError(f"{out}: {_advice(error.strerror or str(error))}") from error


@contextmanager
def locked(out: Path) -> Iterator[None]:
    """Hold the folder for one writer. The system lets go of it when the process ends, however it ends."""
    with explained(out):
        out.mkdir(parents=True, exist_ok=True)
        lock = (out / LOCK).open("ab")
    try:
        _take(lock, out)
        yield
    finally:
        lock.close()


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _take(lock: IO[bytes], out: Path) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise UsageError(f"{out}: another `xlsum batch` is writing here: wait for it, or give another -o") from error


def _advice(problem: str) -> str:
    lowered = problem.lower()
    if any(sign in lowered for sign in FULL_DISK):
        return f"{problem}: free some space and give the same command again; what is done stays done"
    return f"{problem}: make it writable (or give another -o) and give the same command again"


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    # NORMAL may lose the last commits in a power cut, never their order: a window lost so is redone whole.
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def _connect_reading(path: Path) -> sqlite3.Connection:
    # On a disk that cannot be written SQLite opens only what it is told will not change, without looking at the log;
    # where a run was cut off and left a log, SQLite (3.22 and later) reads that too, with its index in the memory.
    log = path.with_name(f"{path.name}-wal")
    settled = not os.access(path.parent, os.W_OK) and not (log.is_file() and log.stat().st_size)
    mode = "ro&immutable=1" if settled else "ro"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
