"""Take a document down: out of the ledger, the parts and the memory, and not to come back when sources are re-read."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xlsum.archive.admission import name_key, promote_copies
from xlsum.archive.export import archives_of
from xlsum.archive.ledger import Ledger, locked
from xlsum.archive.parts import Part, read_part, write_part
from xlsum.archive.report import has_report, write_report
from xlsum.archive.retry import last_command
from xlsum.archive.translation_memory import english_of, forget_sentences
from xlsum.errors import UsageError


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was taken down: documents of that id, remembered sentences, and the ids that have the same text."""

    documents: int
    sentences: int
    same_text: tuple[str, ...]


def forget_document(out: Path, identity: str) -> Forgotten:
    """Take down every document of the id, in all shards. Copies of it under other ids stay, and are done again.

    Only a hash of id and text is kept, so that the next `batch run` leaves it out. Raises UsageError for an unknown id.
    """
    found = [_forget(folder, identity) for folder in archives_of(out)]
    for folder in archives_of(out):
        if has_report(folder):
            write_report(folder)
    if not any(one.documents for one in found):
        raise UsageError(f"{identity}: no document of that id in {out}")
    return Forgotten(
        sum(one.documents for one in found),
        sum(one.sentences for one in found),
        tuple(name for one in found for name in one.same_text),
    )


def _forget(out: Path, identity: str) -> Forgotten:
    with locked(out):
        ledger = Ledger.open(out)
        try:
            rows = ledger.connection.execute("SELECT document FROM documents WHERE id = ?", (identity,)).fetchall()
            found = [_forget_row(ledger, int(row[0])) for row in rows]
            # Deleted pages are overwritten (secure_delete); what the log still holds goes with it.
            ledger.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            ledger.close()
    same = tuple(name for one in found for name in one.same_text if name != identity)
    return Forgotten(len(rows), sum(one.sentences for one in found), same)


def _forget_row(ledger: Ledger, document: int) -> Forgotten:
    row = ledger.connection.execute(
        "SELECT d.id, d.content, d.copy_of, d.window, d.line, w.part FROM documents d "
        "LEFT JOIN windows w USING (window) WHERE d.document = ?",
        (document,),
    ).fetchone()
    identity, content, copy_of, window, line, part = row
    lines = read_part(ledger.out, part) if part and line is not None else []
    replacement = _without(ledger.out, part, lines, line) if lines else None
    with ledger.transaction() as connection:
        same = _same_text(connection, document, copy_of)
        promote_copies(connection, document)
        connection.execute("DELETE FROM documents WHERE document = ?", (document,))
        connection.execute("DELETE FROM bands WHERE document = ?", (document,))
        connection.execute("UPDATE documents SET near = NULL WHERE near = ?", (document,))
        if content is not None:
            connection.execute("INSERT OR IGNORE INTO forgotten VALUES (?)", (name_key(identity, content),))
        english = _english(lines[line]) if lines else set[str]()
        sentences = _forget_sentences(connection, int(window), english) if lines else 0
        if replacement is not None:
            _replace_part(connection, int(window), int(line), replacement)
    shared = last_command(ledger.out).get("translation_memory")
    sentences += forget_sentences(Path(str(shared)), english) if shared else 0
    if part and replacement is not None:
        (ledger.out / part).unlink(missing_ok=True)
    return Forgotten(1, sentences, same)


def _without(out: Path, part: str, lines: list[str], line: int) -> Part:
    """The part without one line, under a name of its own: the old one stays until the ledger names the new one."""
    left = [text for number, text in enumerate(lines) if number != line]
    stem, _, revision = part.removesuffix(".jsonl.zst").partition("-revised-")
    return write_part(out, f"{stem}-revised-{int(revision or 0) + 1}.jsonl.zst", left)


def _replace_part(connection: sqlite3.Connection, window: int, line: int, part: Part) -> None:
    connection.execute(
        "UPDATE windows SET part = ?, sha256 = ?, bytes = ?, done = done - 1 WHERE window = ?",
        (part.name, part.sha256, part.bytes, window),
    )
    connection.execute("UPDATE documents SET line = line - 1 WHERE window = ? AND line > ?", (window, line))


def _same_text(connection: sqlite3.Connection, document: int, copy_of: int | None) -> tuple[str, ...]:
    original = copy_of or document
    rows = connection.execute(
        "SELECT id FROM documents WHERE (copy_of = ? OR document = ?) AND document <> ?", (original, original, document)
    )
    return tuple(str(row[0]) for row in rows)


def _english(line: str) -> set[str]:
    paragraphs: Iterable[Iterable[dict[str, str]]] = json.loads(line)["translation"]["paragraphs"]
    return {segment["english"] for paragraph in paragraphs for segment in paragraph if segment["english"]}


def _forget_sentences(connection: sqlite3.Connection, window: int, english: set[str]) -> int:
    """Delete what the memory holds of these sentences, and all that the document's window decoded.

    Others that had them decode them again.
    """
    rows = connection.execute("SELECT key, window, value FROM memory")
    found = [(key, of) for key, of, value in rows if of == window or english_of(value.decode()) & english]
    connection.executemany("DELETE FROM memory WHERE key = ? AND window = ?", found)
    return len(found)
