"""Failed documents wait again, and the settings of the last run, to do them with."""

import json
from pathlib import Path

from xlsum.archive.ledger import Ledger, locked


def reopen_failed(out: Path) -> int:
    """Let the failed documents wait again and unreadable sources be read again; how many documents that is."""
    with locked(out):
        ledger = Ledger.open(out)
        try:
            with ledger.transaction() as connection:
                connection.execute(
                    "UPDATE sources SET stamp_read = '' WHERE source IN "
                    "(SELECT source FROM documents WHERE state = 'failed' AND content IS NULL)"
                )
                unread = connection.execute(
                    "SELECT count(*) FROM documents WHERE state = 'failed' AND content IS NULL"
                ).fetchone()
                cursor = connection.execute(
                    "UPDATE documents SET state = 'waiting', reason = '' WHERE state = 'failed' AND content IS NOT NULL"
                )
                return cursor.rowcount + int(unread[0])
        finally:
            ledger.close()


def last_command(out: Path) -> dict[str, object]:
    """What the last `batch run` of this folder was asked, with its `sources` and options."""
    ledger = Ledger.read(out)
    try:
        row = ledger.connection.execute("SELECT command FROM sessions ORDER BY session DESC LIMIT 1").fetchone()
        command: dict[str, object] = json.loads(row[0]) if row else {}
        return command
    finally:
        ledger.close()
