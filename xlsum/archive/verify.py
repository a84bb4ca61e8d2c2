"""Is all that the ledger says really there? Parts are read whole and compared with their rows."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlsum.archive.ledger import Ledger, explained, locked
from xlsum.archive.parts import FOLDER, read_part
from xlsum.errors import OutputError


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as the ledger says. `window` is the window to do again, 0 for none."""

    where: str
    problem: str
    window: int = 0


def verify_archive(out: Path) -> Iterator[Damage]:
    """Every damage found in an archive. Raises UsageError where there is no ledger."""
    ledger = Ledger.read(out)
    try:
        with explained(out):
            yield from _ledger_damage(ledger)
            yield from _part_damage(ledger)
            yield from _strays(ledger)
    finally:
        ledger.close()


def repair_archive(out: Path) -> int:
    """Let the documents of damaged parts wait again; how many they are."""
    damaged = sorted({damage.window for damage in verify_archive(out) if damage.window})
    with locked(out):
        ledger = Ledger.open(out)
        try:
            with ledger.transaction() as connection:
                return sum(_reopen(connection, window) for window in damaged)
        finally:
            ledger.close()


def _reopen(connection: sqlite3.Connection, window: int) -> int:
    # The row of the window stays, without its part: a number is never given twice.
    connection.execute("UPDATE windows SET part = '', sha256 = '', bytes = 0 WHERE window = ?", (window,))
    cursor = connection.execute(
        "UPDATE documents SET state = 'waiting', window = NULL, line = NULL "
        "WHERE window = ? AND state IN ('done', 'gist')",
        (window,),
    )
    return cursor.rowcount


def _ledger_damage(ledger: Ledger) -> Iterator[Damage]:
    found = str(ledger.connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    if found != "ok":
        yield Damage("ledger", f"damaged: {found}")
    rows = ledger.connection.execute(
        "SELECT d.id, d.window FROM documents d LEFT JOIN windows w USING (window) "
        "WHERE d.state IN ('done', 'gist') AND (w.part IS NULL OR w.part = '')"
    )
    yield from (Damage(str(identity), "done, but its part is not recorded", window or 0) for identity, window in rows)
    orphans = ledger.connection.execute(
        "SELECT id FROM documents WHERE copy_of IS NOT NULL AND copy_of NOT IN (SELECT document FROM documents)"
    )
    yield from (Damage(str(row[0]), "a copy of a document that is not there") for row in orphans)


def _part_damage(ledger: Ledger) -> Iterator[Damage]:
    windows = ledger.connection.execute("SELECT window, part, sha256 FROM windows WHERE part <> '' ORDER BY window")
    for window, part, sha256 in windows.fetchall():
        problem = _problem(ledger, window, part, sha256)
        if problem:
            yield Damage(part, problem, window)


def _problem(ledger: Ledger, window: int, part: str, sha256: str) -> str:
    path = ledger.out / part
    if not path.is_file():
        return "missing"
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        return "its content is not what was written (SHA-256)"
    try:
        ids = [json.loads(line)["id"] for line in read_part(ledger.out, part)]
    except (OutputError, ValueError, KeyError, TypeError) as error:
        return f"not readable: {error}"
    rows = ledger.connection.execute(
        "SELECT id, line FROM documents WHERE window = ? AND state IN ('done', 'gist') ORDER BY line", (window,)
    )
    wrong = [identity for identity, line in rows if line is None or line >= len(ids) or ids[line] != identity]
    return f"does not hold {', '.join(wrong[:3])}" if wrong else ""


def _strays(ledger: Ledger) -> Iterator[Damage]:
    known = {str(row[0]) for row in ledger.connection.execute("SELECT part FROM windows")}
    for path in sorted((ledger.out / FOLDER).rglob("*")):
        name = path.relative_to(ledger.out).as_posix()
        if path.is_file() and name not in known:
            yield Damage(name, "not recorded: of a run that was cut off; the next run removes it")
