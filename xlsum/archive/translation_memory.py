"""A translation memory on the disk, shared by runs: what one archive decoded, the next finds.

A run reads the file as it stands and adds to it when all is done, so a run that is cut off finds the same memory when
it goes on, unless another run has finished in between.
"""

import json
import sqlite3
from collections.abc import Collection
from pathlib import Path

from xlsum.archive.ledger import BUSY_SECONDS, Ledger, explained

TABLE = "CREATE TABLE IF NOT EXISTS sentences(key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID"


def open_memory(path: Path) -> sqlite3.Connection:
    """The memory, made if need be. Raises OutputError where it cannot be written."""
    with explained(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(TABLE)
        return connection


def publish(ledger: Ledger, path: Path) -> int:
    """Add what the ledger's windows decoded and the memory does not have yet; how many sentences."""
    connection = open_memory(path)
    with explained(path):
        connection.execute("BEGIN IMMEDIATE")
        before = connection.total_changes
        rows = ledger.connection.execute("SELECT key, value FROM memory ORDER BY window, key")
        connection.executemany("INSERT OR IGNORE INTO sentences VALUES (?, ?)", rows)
        connection.execute("COMMIT")
        added = connection.total_changes - before
    connection.close()
    return added


def forget_sentences(path: Path, english: Collection[str]) -> int:
    """Delete the sentences, and summaries, of this English; how many."""
    if not path.is_file():
        return 0
    connection = open_memory(path)
    with explained(path):
        wanted = set(english)
        rows = connection.execute("SELECT key, value FROM sentences")
        keys = [(key,) for key, value in rows if english_of(value.decode()) & wanted]
        connection.executemany("DELETE FROM sentences WHERE key = ?", keys)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return len(keys)


def english_of(value: str) -> set[str]:
    """The English of a remembered sentence, or the hypotheses of a remembered summary."""
    record = json.loads(value)
    return {record["english"]} if "english" in record else {one["text"] for one in record["hypotheses"]}
