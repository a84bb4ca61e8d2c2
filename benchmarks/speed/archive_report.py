"""Throughput of an archive as a Markdown table and as a JSON file: medians, spread, ratios to `xlsum run`."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from benchmarks.speed.kept import keep
from xlsum.settings import Settings

RUN, ENGINE = "xlsum run", "the engine alone"


@dataclass(frozen=True, slots=True)
class Timing:
    """One system over the whole archive, once: wall seconds, and CPU seconds of all its processes."""

    system: str
    wall_seconds: float
    cpu_seconds: float


@dataclass(frozen=True, slots=True)
class Row:
    """A system's medians, its wall clock from least to most, and what stands beside it."""

    system: str
    documents_per_hour: int
    wall_seconds: float
    wall_spread: tuple[float, float]
    cpu_seconds: float
    times_run_wall: float
    times_run_cpu: float
    above_engine_wall: float


def rows(timings: Sequence[Timing], documents: int) -> list[Row]:
    """One row a system, in the order they were first timed."""
    return [_row(timings, system, documents) for system in dict.fromkeys(timing.system for timing in timings)]


def markdown(timings: Sequence[Timing], documents: int) -> str:
    """The table that a person reads."""
    lines = [
        f"| system, {documents} documents | documents/h | wall s, median (spread) | CPU-s | "
        "times `xlsum run`, wall | times `xlsum run`, CPU | wall against the engine alone |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows(timings, documents):
        least, most = row.wall_spread
        lines.append(
            f"| {row.system} | {row.documents_per_hour} | {row.wall_seconds} ({least} to {most}) | {row.cpu_seconds} | "
            f"{row.times_run_wall:.2f} | {row.times_run_cpu:.2f} | {row.above_engine_wall:+.0%} |"
        )
    return "\n".join(lines)


def save(timings: Sequence[Timing], documents: int, folder: Path, settings: Settings) -> Path:
    """Write the figures and what they were measured on; the file's name holds the time."""
    content = {
        "documents": documents,
        "threads_used": settings.threads,
        "translator": Path(settings.translator).name,
        "beam": settings.beam,
        "retry": settings.retry,
        "rows": [asdict(row) for row in rows(timings, documents)],
        "timings": [asdict(timing) for timing in timings],
    }
    return keep("archive-throughput", "archive", content, folder)


def _row(timings: Sequence[Timing], system: str, documents: int) -> Row:
    walls = sorted(timing.wall_seconds for timing in timings if timing.system == system)
    wall, cpu = median(walls), _median_cpu(timings, system)
    return Row(
        system,
        round(3600 * documents / wall),
        round(wall, 1),
        (round(walls[0], 1), round(walls[-1], 1)),
        round(cpu, 1),
        round(_median_wall(timings, RUN) / wall, 3),
        round(_median_cpu(timings, RUN) / cpu, 3),
        round(wall / _median_wall(timings, ENGINE) - 1, 3),
    )


def _median_wall(timings: Sequence[Timing], system: str) -> float:
    return median(timing.wall_seconds for timing in timings if timing.system == system)


def _median_cpu(timings: Sequence[Timing], system: str) -> float:
    return median(timing.cpu_seconds for timing in timings if timing.system == system)
