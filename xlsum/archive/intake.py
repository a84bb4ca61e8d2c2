"""From sources to waiting documents: every record of every source gets a row of the ledger, once."""

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from xlsum.archive.admission import Arrival, admit
from xlsum.archive.ledger import Ledger
from xlsum.archive.listing import STANDARD_INPUT, SourceFile, list_sources
from xlsum.archive.near import bands_of
from xlsum.archive.reading import Reading, read_numbered
from xlsum.archive.records import Record, Unreadable, content_key, pack, shard_of

ROWS_A_TRANSACTION = 256
EVERYTHING = 1 << 62
REGISTER = """
INSERT INTO sources(name, id, stamp, session) VALUES (?, ?, ?, ?)
ON CONFLICT(name) DO UPDATE SET session = excluded.session, stamp = excluded.stamp
"""
NEXT_SOURCE = """
SELECT source, name, id, stamp, stamp_read FROM sources WHERE session = ? AND source > ? ORDER BY source LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Shard:
    """Part `number` of `of` of an archive, counted from 1; a document's key says which it is in."""

    number: int = 1
    of: int = 1

    def holds(self, key: bytes) -> bool:
        return self.of == 1 or shard_of(key, self.of) == self.number


@dataclass(slots=True)
class Intake:
    """Reads sources into the ledger, on a thread beside the engine.

    `frontier` is the last source read to its end: windows are cut up to it, so that they never depend on how far the
    reading happens to be.
    """

    ledger: Ledger
    session: int
    reading: Reading
    shard: Shard
    near_duplicates: bool = False
    frontier: int = 0
    finished: bool = False
    problem: BaseException | None = None
    stop: threading.Event = field(default_factory=threading.Event)

    def run(self, named: tuple[str, ...]) -> None:
        """Read all sources. An error is kept in `problem`, for the thread that waits."""
        try:
            self._register(named)
            for number, source in self._registered():
                self._read(number, source)
                self.frontier = number
        except BaseException as error:  # handed to the main thread, which raises it
            self.problem = error
        finally:
            self.frontier = EVERYTHING
            self.finished = True

    def _register(self, named: tuple[str, ...]) -> None:
        files = list_sources(named)
        while chunk := list(islice(files, ROWS_A_TRANSACTION)):
            rows = [(file.name, file.id, self._stamp(file), self.session) for file in chunk]
            with self.ledger.transaction() as connection:
                connection.executemany(REGISTER, rows)

    def _stamp(self, file: SourceFile) -> str:
        """What must be the same for a source to be passed over: the file, and the columns read from it."""
        columns = ",".join(f"{name}={column}" for column, name in sorted(self.reading.mapping.given.items()))
        return f"{file.stamp}:{columns}" if file.stamp else ""

    def _registered(self) -> Iterator[tuple[int, SourceFile]]:
        """The sources of this session in the order they were first met, those read whole and unchanged left out."""
        last = 0
        while row := self.ledger.connection.execute(NEXT_SOURCE, (self.session, last)).fetchone():
            last, name, identity, stamp, stamp_read = row
            if stamp == "" or stamp != stamp_read:
                yield last, SourceFile(name, identity, stamp)
            self.frontier = last

    def _read(self, number: int, source: SourceFile) -> None:
        records = enumerate(read_numbered(source, self.reading))
        while chunk := list(islice(records, ROWS_A_TRANSACTION)):
            arrivals = [self._arrival(number, source, item, line, record) for item, (line, record) in chunk]
            kept = [arrival for arrival in arrivals if self.shard.holds(arrival.key)]
            with self.ledger.transaction() as connection:
                for arrival in kept:
                    admit(connection, arrival, self.session, replaces=source.name != STANDARD_INPUT)
            if self.stop.is_set():
                return
        with self.ledger.transaction() as connection:
            # A line that was bad when the file was read before, and is no more.
            connection.execute(
                "DELETE FROM documents WHERE source = ? AND content IS NULL AND session < ?", (number, self.session)
            )
            connection.execute("UPDATE sources SET stamp_read = ? WHERE source = ?", (source.stamp, number))

    def _arrival(self, number: int, source: SourceFile, item: int, line: int, record: Record) -> Arrival:
        if isinstance(record, Unreadable):
            # Not by its path: machines and folders that a shard is run from may see it under others.
            place = hashlib.sha256(f"{source.id}\0{item}".encode("utf-8", "replace")).digest()
            return Arrival(number, item, line, record, place, b"")
        bands = bands_of(record) if self.near_duplicates else ()
        return Arrival(number, item, line, record, content_key(record), pack(record), bands)
