"""Does a long archive run keep its memory flat? Peak RSS of run and worker for archives of growing size.

    python -m benchmarks.speed.archive_soak --sizes 10000 100000
    python -m benchmarks.speed.archive_soak --sizes 200 2000 --pipeline embedded

Documents are short, every third is re-filed. The fake pipeline exercises all but the checkpoints: reading, ledger,
windows, memory, parts. Prints one JSON object a size: peak RSS in MiB, and the growth of the run's RSS in bytes a
document, fitted over the second half of the run.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from xlsum.archive.configuration import Change
from xlsum.archive.ledger import Counts
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import PIPELINE, ArchiveSettings, SilentListener
from xlsum.archive.windows import Finished, WindowLimits
from xlsum.settings import Settings

FAKE = "tests.archive_fakes:open_fake"
SENTENCES = (
    "وزیر نیرو گفت ظرفیت نیروگاه‌ها {} درصد رشد کرد.",
    "شمار زائران امسال به {} هزار نفر رسید.",
    "تیم ملی با {} امتیاز به مرحله بعد رفت.",
)


@dataclass(frozen=True, slots=True)
class Soaked:
    """What a run of so many documents took."""

    documents: int
    seconds: float
    peak_run_mib: float
    peak_worker_mib: float
    run_bytes_a_document: float
    worker_bytes_a_document: float
    ledger_bytes_a_document: float


class Watch(SilentListener):
    """Samples the resident memory of this process and of its children at every window."""

    def __init__(self) -> None:
        self.samples: list[tuple[int, int, int]] = []
        self._done = 0

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        self._done = 0

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        self._done += len(finished.rows)
        own = resident_bytes("self")
        workers = sum(resident_bytes(child) for child in children())
        self.samples.append((self._done, own, workers))


def resident_bytes(process: str) -> int:
    """The resident set of a process (Linux: /proc/PID/statm)."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * 4096


def children() -> list[str]:
    """The processes that this one started."""
    return [p for task in Path("/proc/self/task").iterdir() for p in (task / "children").read_text().split()]


def write_documents(path: Path, count: int) -> None:
    draw = random.Random(0)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            seed = draw.randrange(number) if number and draw.random() < 1 / 3 else number
            inner = random.Random(seed)
            text = "\n".join(inner.choice(SENTENCES).format(inner.randrange(10**6)) for _ in range(3))
            file.write(json.dumps({"id": f"wire-{number}", "text": text}, ensure_ascii=False) + "\n")


def soak(count: int, pipeline: str, folder: Path) -> Soaked:
    """Run an archive of so many documents and measure."""
    source, out = folder / f"{count}.jsonl", folder / f"out-{count}"
    write_documents(source, count)
    watch, started = Watch(), time.perf_counter()
    settings = ArchiveSettings(
        out,
        (str(source),),
        factory=FAKE if pipeline == "fake" else PIPELINE,
        options={} if pipeline == "fake" else {f.name: getattr(Settings(), f.name) for f in fields(Settings)},
        window=WindowLimits(),
    )
    run_archive(settings, watch, threading.Event())
    half = watch.samples[len(watch.samples) // 2 :]
    return Soaked(
        count,
        round(time.perf_counter() - started, 1),
        round(max(own for _, own, _ in watch.samples) / 2**20, 1),
        round(max(workers for _, _, workers in watch.samples) / 2**20, 1),
        round(slope([(done, own) for done, own, _ in half]), 1),
        round(slope([(done, workers) for done, _, workers in half]), 1),
        round((out / "ledger.sqlite").stat().st_size / count, 1),
    )


def slope(points: Sequence[tuple[int, int]]) -> float:
    """The least-squares slope of the points."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--pipeline", choices=("fake", "embedded"), default="fake")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for size in given.sizes:
            found = soak(size, given.pipeline, Path(folder))
            print(json.dumps({name: getattr(found, name) for name in Soaked.__slots__}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
