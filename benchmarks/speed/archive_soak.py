"""Does a long archive run keep its memory flat? Peak RSS after the first documents against that at the end.

    python -m benchmarks.speed.archive_soak --documents 1000000 --folder soak
    python -m benchmarks.speed.archive_soak --documents 5000 --early 500 --pipeline embedded

Documents are short, every third is re-filed. The fake pipeline exercises all but the checkpoints: reading, ledger,
windows, memory, parts. Prints one JSON object: peak RSS in MiB of the run and of its worker, up to `--early` documents
and in all, and their growth in bytes a document, fitted over the second half. A soak that was broken off goes on when
it is started again with its `--folder`; what it prints is then of the documents that were left.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from xlsum.archive.ledger import Counts
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import PIPELINE, ArchiveSettings, SilentListener
from xlsum.archive.windows import Finished
from xlsum.settings import Settings

FAKE = "tests.archive_fakes:open_fake"
MIB = 2**20
SAMPLES = 1000  # of a whole soak: what is kept of them must not look like growth of the run
SENTENCES = (
    "وزیر نیرو گفت ظرفیت نیروگاه‌ها {} درصد رشد کرد.",
    "شمار زائران امسال به {} هزار نفر رسید.",
    "تیم ملی با {} امتیاز به مرحله بعد رفت.",
)


@dataclass(frozen=True, slots=True)
class Memory:
    """The resident memory of one process: its peaks, and its growth over the second half of the soak."""

    early_peak_mib: float
    peak_mib: float
    bytes_a_document: float


@dataclass(frozen=True, slots=True)
class Soaked:
    """What a run of so many documents took. `outcome` is "done" when it went to the end."""

    documents: int
    outcome: str
    seconds: float
    run: Memory
    worker: Memory
    ledger_bytes_a_document: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Resident bytes after so many documents."""

    done: int
    run: int
    worker: int


class Watch(SilentListener):
    """Samples the resident memory of this process and of its children as windows are recorded."""

    def __init__(self, documents: int, early: int, talk: bool = False) -> None:
        self.samples: list[Sample] = []
        self.early_peaks, self.peaks = (0, 0), (0, 0)
        self._early, self._step, self._talk = early, max(1, documents // SAMPLES), talk
        self._done = self._next = 0

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        self._done += len(finished.rows)
        own, worker = resident_bytes("self"), sum(resident_bytes(child) for child in children())
        self.peaks = (max(self.peaks[0], own), max(self.peaks[1], worker))
        if self._done <= self._early or not any(self.early_peaks):
            self.early_peaks = self.peaks
        if self._done >= self._next:
            self._next = self._done + self._step
            self.samples.append(Sample(self._done, own, worker))
            self._say()

    def _say(self) -> None:
        if self._talk and len(self.samples) % (SAMPLES // 100) == 0:
            now = self.samples[-1]
            line = f"{now.done} documents: run {now.run / MIB:.0f} MiB, worker {now.worker / MIB:.0f} MiB"
            print(line, file=sys.stderr, flush=True)


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
    """A JSON Lines file of short documents, every third of them re-filed, unless it is there."""
    if path.is_file():
        return
    draw, part = random.Random(0), path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as file:
        for number in range(count):
            seed = draw.randrange(number) if number and draw.random() < 1 / 3 else number
            inner = random.Random(seed)
            text = "\n".join(inner.choice(SENTENCES).format(inner.randrange(10**6)) for _ in range(3))
            file.write(json.dumps({"id": f"wire-{number}", "text": text}, ensure_ascii=False) + "\n")
    part.rename(path)


def soak(count: int, early: int, pipeline: str, folder: Path, *, talk: bool = False) -> Soaked:
    """Run an archive of so many documents, or go on with it, and measure."""
    folder.mkdir(parents=True, exist_ok=True)
    source, out = folder / f"{count}.jsonl", folder / f"out-{count}-{pipeline}"
    write_documents(source, count)
    watch, started = Watch(count, early, talk), time.perf_counter()
    settings = ArchiveSettings(
        out,
        (str(source),),
        factory=FAKE if pipeline == "fake" else PIPELINE,
        options={} if pipeline == "fake" else {f.name: getattr(Settings(), f.name) for f in fields(Settings)},
    )
    report = run_archive(settings, watch, threading.Event())
    half = watch.samples[len(watch.samples) // 2 :]
    (run_early, worker_early), (run_peak, worker_peak) = watch.early_peaks, watch.peaks
    return Soaked(
        report.done,
        report.outcome,
        round(time.perf_counter() - started, 1),
        _memory(run_early, run_peak, [(sample.done, sample.run) for sample in half]),
        _memory(worker_early, worker_peak, [(sample.done, sample.worker) for sample in half]),
        round((out / "ledger.sqlite").stat().st_size / count, 1),
    )


def slope(points: Sequence[tuple[int, int]]) -> float:
    """The least-squares slope of the points; 0 for fewer than two."""
    if len(points) < 2:
        return 0.0
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0


def _memory(early: int, peak: int, points: Sequence[tuple[int, int]]) -> Memory:
    return Memory(round(early / MIB, 1), round(peak / MIB, 1), round(slope(points), 2))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--early", type=int, default=10_000, help="documents of the run it is compared with")
    parser.add_argument("--pipeline", choices=("fake", "embedded"), default="fake")
    parser.add_argument("--folder", type=Path, help="kept, and gone on with when the soak is started again")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.folder or Path(scratch)
        found = soak(given.documents, given.early, given.pipeline, folder, talk=True)
    print(json.dumps(asdict(found)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
