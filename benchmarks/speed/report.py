"""Timings to a Markdown table and to a JSON file: median, spread, and the ratio to the naive loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.speed.kept import keep

NAIVE, XLSUM = "naive", "xlsum"


@dataclass(frozen=True, slots=True)
class Timing:
    """One timed run: CPU-seconds of all threads and wall seconds for `wires` wires."""

    system: str
    load: str
    wires: int
    cpu_seconds: float
    wall_seconds: float

    @property
    def per_wire(self) -> float:
        return self.cpu_seconds / self.wires


def markdown(timings: Sequence[Timing]) -> str:
    """The table: CPU-seconds a wire (median, least to most), and how many times faster than the naive loop."""
    rows = ["| system | load | CPU-s a wire, median (spread) | runs | times the naive loop |", "|---|---|---|---|---|"]
    naive = median(t.per_wire for t in timings if NAIVE in t.system)
    for system, load in dict.fromkeys((t.system, t.load) for t in timings):
        found = sorted(t.per_wire for t in timings if (t.system, t.load) == (system, load))
        spread = f"{median(found):.2f} ({found[0]:.2f} to {found[-1]:.2f})"
        rows.append(f"| {system} | {load} | {spread} | {len(found)} | {naive / median(found):.1f} |")
    return "\n".join(rows)


def ratios(timings: Sequence[Timing]) -> dict[str, float]:
    """How many times fewer CPU-seconds xlsum takes: one wire against each of the others, and pooled against naive."""
    of = {
        key: median(t.per_wire for t in timings if (t.system, t.load) == key)
        for key in {(t.system, t.load) for t in timings}
    }
    single = next(value for (system, load), value in of.items() if system.startswith(XLSUM) and load == "one wire")
    pooled = next((value for (system, load), value in of.items() if load != "one wire"), None)
    found = {
        f"one wire: {system}": value / single for (system, load), value in of.items() if not system.startswith(XLSUM)
    }
    if pooled:
        found |= {f"pooled: {system}": value / pooled for (system, _), value in of.items() if NAIVE in system}
    return {name: round(value, 2) for name, value in found.items()}


def save(timings: Sequence[Timing], folder: Path, *, threads: int) -> Path:
    """Write the figures and what they were measured on; the file's name holds the time."""
    content = {
        "threads_used": threads,
        "not_timed": "loading, reading and splitting Persian, the checks; outputs are forced to the same lengths",
        "ratios": ratios(timings),
        "timings": [asdict(timing) for timing in timings],
    }
    return keep("speed", "speed", content, folder)
