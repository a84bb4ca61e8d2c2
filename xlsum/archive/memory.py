"""The sentence memory: what earlier windows decoded, kept in the ledger with the window that decoded it.

A sentence's English can differ in the last digit with the batch it was in, so a window must find the same memory
whenever it is worked on. A window sees the sentences of the windows from `since` to `until`, numbers that follow from
its own; each is recorded in the transaction of its window. So an interrupted run finds what an undisturbed one does.
"""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LOOKUPS_AT_ONCE = 500
LOOKUP = "SELECT key, value, max(window) FROM memory WHERE key IN ({}) AND window BETWEEN ? AND ? GROUP BY key"
LOOKUP_SHARED = "SELECT key, value FROM sentences WHERE key IN ({})"
HELD_WINDOWS = 4


@dataclass(frozen=True, slots=True)
class Horizon:
    """Which windows' sentences a window may use: those from `since` to `until`, both counted in."""

    window: int
    since: int
    until: int


@dataclass(slots=True)
class WindowMemory:
    """The memory as one window sees it. `put_many` is held until the window is recorded."""

    connection: sqlite3.Connection
    shared: sqlite3.Connection | None = None  # a translation memory of other archives
    horizon: Horizon = field(default_factory=lambda: Horizon(0, 0, 0))
    _new: dict[int, dict[str, str]] = field(default_factory=dict)

    def begin(self, horizon: Horizon) -> None:
        """Turn to a window. Sentences of the last few windows are kept, as their recording may still be under way."""
        self.horizon = horizon
        self._new = {window: pairs for window, pairs in self._new.items() if window > horizon.window - HELD_WINDOWS}
        self._new[horizon.window] = {}

    def get_many(self, keys: Sequence[str]) -> dict[str, str]:
        """The values of the keys that are known."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), LOOKUPS_AT_ONCE):
            some = keys[start : start + LOOKUPS_AT_ONCE]
            found |= self._of_others(some) | self._recorded(some)
        for window in sorted(self._new):
            if self.horizon.since <= window <= self.horizon.until:
                fresh = self._new[window]
                found |= {key: fresh[key] for key in keys if key in fresh}
        return found

    def put_many(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep what this window decoded."""
        self._new[self.horizon.window].update(pairs)

    @property
    def new(self) -> tuple[tuple[str, str], ...]:
        """What this window decoded, by key."""
        return tuple(sorted(self._new[self.horizon.window].items()))

    def _of_others(self, keys: Sequence[str]) -> dict[str, str]:
        if self.shared is None:
            return {}
        by_hash = {memory_key(key): key for key in keys}
        rows = self.shared.execute(LOOKUP_SHARED.format(",".join("?" * len(by_hash))), tuple(by_hash))
        return {by_hash[key]: value.decode() for key, value in rows}

    def _recorded(self, keys: Sequence[str]) -> dict[str, str]:
        by_hash = {memory_key(key): key for key in keys}
        marks = ",".join("?" * len(by_hash))
        rows = self.connection.execute(LOOKUP.format(marks), (*by_hash, self.horizon.since, self.horizon.until))
        return {by_hash[key]: value.decode() for key, value, _ in rows}


def memory_key(key: str) -> bytes:
    """The key as it is stored: 16 bytes of its SHA-256."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()[:16]
