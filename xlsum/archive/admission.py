"""One record meets the ledger: it is new, known, changed, a copy of another, taken down for good, or unreadable."""

import hashlib
import sqlite3
from dataclasses import dataclass

from xlsum.archive.near import link_near
from xlsum.archive.records import Record, Unreadable
from xlsum.document import Document

KNOWN = """
SELECT document, item, content FROM documents
WHERE source = ? AND id = ? AND session < ? AND content IS NOT NULL ORDER BY document LIMIT 1
"""
INSERT = """
INSERT INTO documents(source, item, source_line, id, content, published, characters, copy_of, state, session, payload)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
CHANGE = """
UPDATE documents SET item = ?, source_line = ?, content = ?, published = ?, characters = ?, copy_of = ?, state = ?,
session = ?, payload = ?, reason = '', place = '', window = NULL, line = NULL, configuration = NULL WHERE document = ?
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A record at its place in a source: `item` counts from 0, `line` is its line or row, 0 where there are none.

    `key` is the content key; of an unreadable record, the hash of its place.
    `bands` find near-duplicates; () where they are not looked for.
    """

    source: int
    item: int
    line: int
    record: Record
    key: bytes
    payload: bytes
    bands: tuple[bytes, ...] = ()


def admit(connection: sqlite3.Connection, arrival: Arrival, session: int, *, replaces: bool) -> None:
    """Give the record its row. `replaces`: a known id with another text is a new version of that document."""
    if isinstance(arrival.record, Unreadable):
        _admit_unreadable(connection, arrival, arrival.record, session)
        return
    document = arrival.record
    if connection.execute("SELECT 1 FROM forgotten WHERE name = ?", (name_key(document.id, arrival.key),)).fetchone():
        return
    known = connection.execute(KNOWN, (arrival.source, document.id, session)).fetchone()
    if known and known[2] == arrival.key:
        connection.execute(
            "UPDATE documents SET session = ?, item = ?, source_line = ? WHERE document = ?",
            (session, arrival.item, arrival.line, known[0]),
        )
    elif known and replaces:
        _change(connection, arrival, document, session, int(known[0]))
    else:
        values = _values(connection, arrival, document, session)
        cursor = connection.execute(INSERT, (arrival.source, arrival.item, arrival.line, document.id, *values))
        if arrival.bands and "waiting" in values:
            link_near(connection, int(cursor.lastrowid or 0), arrival.bands)


def name_key(identity: str, content: bytes) -> bytes:
    """What is kept of a document that was taken down: a hash of its id and its content key."""
    return hashlib.sha256(identity.encode("utf-8", "replace") + b"\0" + content).digest()


def promote_copies(connection: sqlite3.Connection, document: int) -> None:
    """Make the first copy of a document, which is leaving, a document of its own, and the others copies of that."""
    first = connection.execute(
        "SELECT document FROM documents WHERE copy_of = ? ORDER BY source, item LIMIT 1", (document,)
    ).fetchone()
    if first is None:
        return
    connection.execute("UPDATE documents SET copy_of = ? WHERE copy_of = ?", (first[0], document))
    connection.execute("UPDATE documents SET copy_of = NULL, state = 'waiting' WHERE document = ?", (first[0],))


def _change(connection: sqlite3.Connection, arrival: Arrival, document: Document, session: int, row: int) -> None:
    promote_copies(connection, row)
    connection.execute(CHANGE, (arrival.item, arrival.line, *_values(connection, arrival, document, session), row))


def _values(
    connection: sqlite3.Connection, arrival: Arrival, document: Document, session: int
) -> tuple[bytes, str, int, int | None, str, int, bytes]:
    original = connection.execute(
        "SELECT document FROM documents WHERE content = ? AND copy_of IS NULL", (arrival.key,)
    ).fetchone()
    characters = len(document.headline) + len(document.text)
    copy_of, state = (int(original[0]), "copy") if original else (None, "waiting")
    return arrival.key, document.published, characters, copy_of, state, session, arrival.payload


def _admit_unreadable(connection: sqlite3.Connection, arrival: Arrival, record: Unreadable, session: int) -> None:
    known = connection.execute(
        "SELECT document FROM documents WHERE source = ? AND id = ? AND content IS NULL AND session < ?",
        (arrival.source, record.where, session),
    ).fetchone()
    if known:
        connection.execute(
            "UPDATE documents SET session = ?, item = ?, reason = ? WHERE document = ?",
            (session, arrival.item, record.reason, known[0]),
        )
        return
    connection.execute(
        "INSERT INTO documents(source, item, id, state, place, reason, session) VALUES (?, ?, ?, 'failed', ?, ?, ?)",
        (arrival.source, arrival.item, record.where, record.where, record.reason, session),
    )
