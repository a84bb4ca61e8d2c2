"""The tables of the ledger, and the steps from each older schema to this one."""

import sqlite3

from xlsum.errors import OutputError

FIRST = """
CREATE TABLE sessions(
    session INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT NOT NULL DEFAULT '',
    command TEXT NOT NULL, outcome TEXT NOT NULL DEFAULT '');
CREATE TABLE configurations(
    configuration INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, description TEXT NOT NULL);
CREATE TABLE sources(
    source INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, id TEXT NOT NULL, stamp TEXT NOT NULL,
    stamp_read TEXT NOT NULL DEFAULT '', session INTEGER NOT NULL);
CREATE TABLE documents(
    document INTEGER PRIMARY KEY, source INTEGER NOT NULL, item INTEGER NOT NULL, id TEXT NOT NULL,
    content BLOB, published TEXT NOT NULL DEFAULT '', characters INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL, place TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '',
    copy_of INTEGER, near INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
    session INTEGER NOT NULL, configuration INTEGER, window INTEGER, line INTEGER, payload BLOB);
CREATE INDEX documents_order ON documents(source, item);
CREATE INDEX documents_id ON documents(source, id);
CREATE INDEX documents_name ON documents(id);
CREATE INDEX documents_content ON documents(content);
CREATE INDEX documents_copy ON documents(copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX documents_waiting ON documents(source, item) WHERE state = 'waiting';
CREATE INDEX documents_gist ON documents(source, item) WHERE state = 'gist';
CREATE INDEX documents_window ON documents(window) WHERE window IS NOT NULL;
CREATE INDEX documents_state ON documents(state);
CREATE TABLE windows(
    window INTEGER PRIMARY KEY, part TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL,
    configuration INTEGER NOT NULL, session INTEGER NOT NULL, finished TEXT NOT NULL, done INTEGER NOT NULL,
    failed INTEGER NOT NULL, seconds REAL NOT NULL, tokens INTEGER NOT NULL, flags TEXT NOT NULL);
CREATE TABLE memory(
    key BLOB NOT NULL, window INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (key, window)) WITHOUT ROWID;
CREATE INDEX memory_window ON memory(window);
CREATE TABLE bands(band BLOB NOT NULL, document INTEGER NOT NULL);
CREATE INDEX bands_band ON bands(band);
CREATE INDEX bands_document ON bands(document);
CREATE TABLE forgotten(name BLOB PRIMARY KEY) WITHOUT ROWID;
"""

# Where a document is within its source, for `batch failed`. Rows of older ledgers are told when they are read again.
SOURCE_LINES = """
ALTER TABLE documents ADD COLUMN source_line INTEGER NOT NULL DEFAULT 0;
"""

# The n-th step takes a ledger of version n to version n + 1. A step is never edited once released.
STEPS: tuple[str, ...] = (FIRST, SOURCE_LINES)
VERSION = len(STEPS)


def needs_migration(connection: sqlite3.Connection, name: str) -> bool:
    """Whether the ledger is of an older schema. Raises OutputError for one of a later version."""
    found = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if found > VERSION:
        raise OutputError(f"{name}: schema {found} is of a later xlsum (this one knows {VERSION}): upgrade xlsum")
    return found < VERSION


def migrate(connection: sqlite3.Connection, name: str) -> None:
    """Bring the ledger to this version of the schema, all steps in one transaction.

    Raises OutputError for a ledger of a later version.
    """
    if needs_migration(connection, name):
        found = int(connection.execute("PRAGMA user_version").fetchone()[0])
        steps = "".join(STEPS[found:])
        connection.executescript(f"BEGIN IMMEDIATE; {steps} PRAGMA user_version = {VERSION}; COMMIT;")
