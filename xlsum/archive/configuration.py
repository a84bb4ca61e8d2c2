"""The run's configuration: all that decides a result. What changed in it is done again, and said first."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from xlsum.archive.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Configuration:
    """A configuration as the ledger knows it; `hash` names the part files."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Change:
    """Documents that were finished under another configuration, and what is different now, a sentence each."""

    documents: int
    differences: tuple[str, ...]


def record_configuration(ledger: Ledger, description: Mapping[str, object]) -> Configuration:
    """The configuration's number, a new one if the ledger does not know it."""
    text = json.dumps(description, ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(text.encode()).hexdigest()
    with ledger.transaction() as connection:
        connection.execute("INSERT OR IGNORE INTO configurations(hash, description) VALUES (?, ?)", (digest, text))
        row = connection.execute("SELECT configuration FROM configurations WHERE hash = ?", (digest,)).fetchone()
    return Configuration(int(row[0]), digest)


def find_change(ledger: Ledger, now: Configuration) -> Change:
    """What `reopen_outdated` would do again."""
    rows = ledger.connection.execute(
        "SELECT description, count(*) FROM documents JOIN configurations USING (configuration) "
        "WHERE configuration <> ? AND state IN ('done', 'gist', 'failed') GROUP BY configuration",
        (now.number,),
    ).fetchall()
    current = _description(ledger, now.number)
    found = dict.fromkeys(line for text, _ in rows for line in _differences(json.loads(text), current))
    return Change(sum(int(count) for _, count in rows), tuple(found))


def reopen_outdated(ledger: Ledger, now: Configuration) -> None:
    """Let every document wait again that was finished, or failed, under another configuration."""
    with ledger.transaction() as connection:
        connection.execute(
            "UPDATE documents SET state = 'waiting', reason = '' "
            "WHERE configuration <> ? AND state IN ('done', 'gist', 'failed') AND content IS NOT NULL",
            (now.number,),
        )


def _description(ledger: Ledger, number: int) -> dict[str, object]:
    row = ledger.connection.execute(
        "SELECT description FROM configurations WHERE configuration = ?", (number,)
    ).fetchone()
    description: dict[str, object] = json.loads(row[0])
    return description


def _differences(before: Mapping[str, object], after: Mapping[str, object], within: str = "") -> list[str]:
    found: list[str] = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            found += _differences(old, new, f"{within}{name} ")
        elif old != new:
            found.append(f"{within}{name}: {_shown(old)} -> {_shown(new)}")
    return found


def _shown(value: object) -> str:
    return "none" if value is None else str(value)
