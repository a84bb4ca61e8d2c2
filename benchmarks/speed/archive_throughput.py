"""How many documents an hour: `xlsum batch run` against `xlsum run`, a naive loop, and the engine's own time.

    python -m benchmarks.speed.archive_throughput wires.jsonl --documents 30 --repeat 2

The archive is made of the source's documents, of which a third are re-filed: half of those word for word, half with
one sentence changed. Every system does it in turn (A B C A B C), after a document to warm up; loading the checkpoints
is not in the times, writing the results is. Engine time is what was spent inside the checkpoints by the `xlsum run`
and by the batch worker. CPU seconds stand beside the wall clock, as other programs may share the machine.
"""

import argparse
import io
import json
import os
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from pathlib import Path

from xlsum.archive.configuration import Change
from xlsum.archive.ledger import Counts
from xlsum.archive.memory import WindowMemory
from xlsum.archive.protocol import Options, Refusal
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import ArchiveSettings, SilentListener
from xlsum.archive.workshop import PipelineWorkshop, open_pipeline
from xlsum.document import Document, Result
from xlsum.formats import read_documents
from xlsum.formats.result_json import result_to_line
from xlsum.pipeline import Pipeline, load_pipeline
from xlsum.settings import Settings

WATCHED = "benchmarks.speed.archive_throughput:open_watched"
ENGINE_FILE = "ARCHIVE_ENGINE_SECONDS"  # where the worker writes its engine's seconds


@dataclass(frozen=True, slots=True)
class Timing:
    """One system over the whole archive, once."""

    system: str
    wall_seconds: float
    cpu_seconds: float
    engine_seconds: float = 0.0


class Start(SilentListener):
    """Notes when the worker was ready, and what CPU time its loading took."""

    def __init__(self) -> None:
        self.at = self.loading = 0.0

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        self.at, self.loading = time.perf_counter(), _children_cpu_now()


def make_archive(documents: Sequence[Document], count: int, sentences: int, seed: int = 0) -> list[Document]:
    """`count` documents: two thirds of the source, cut to so many sentences, and a third re-filed from them."""
    draw = random.Random(seed)
    fresh = [_shortened(document, sentences) for document in documents[: count - count // 3]]
    refiled: list[Document] = []
    for number in range(count // 3):
        original = draw.choice(fresh)
        text = original.text if number % 2 else _changed(original.text, documents[-1 - number].text)
        refiled.append(replace(original, id=f"{original.id}-refiled-{number}", text=text))
    mixed = fresh + refiled
    draw.shuffle(mixed)
    return mixed


def time_loop(pipeline: Pipeline, documents: Sequence[Document]) -> Timing:
    """The naive loop: one document after another."""
    with _timed("naive loop") as measured:
        for document in documents:
            _write(pipeline.run([document]))
    return measured()


def time_run(pipeline: Pipeline, documents: Sequence[Document]) -> Timing:
    """What `xlsum run` does: windows of the pipeline's own size."""
    with _timed("xlsum run") as measured:
        _write(pipeline.run(documents))
    return measured()


def time_batch(documents: Sequence[Document], settings: Settings, folder: Path) -> Timing:
    """What `xlsum batch run` does, with its ledger and parts on the disk."""
    source = folder / "wires.jsonl"
    rows = [{"id": one.id, "text": one.text, "headline": one.headline} for one in documents]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    options = {field.name: getattr(settings, field.name) for field in fields(settings)}
    start, children, own = Start(), _cpu(resource.RUSAGE_CHILDREN), _cpu(resource.RUSAGE_SELF)
    os.environ[ENGINE_FILE] = str(folder / "engine")
    asked = ArchiveSettings(folder / "out", (str(source),), factory=WATCHED, options=options)
    run_archive(asked, start, threading.Event())
    wall = time.perf_counter() - start.at
    engine = float((folder / "engine").read_text())
    cpu = _cpu(resource.RUSAGE_CHILDREN) - children - start.loading + _cpu(resource.RUSAGE_SELF) - own
    return Timing("xlsum batch run", wall, cpu, engine)


@dataclass(frozen=True, slots=True)
class WatchedWorkshop(PipelineWorkshop):
    """The pipeline in the worker, which tells how long its checkpoints took."""

    def run(self, documents: Sequence[Document], memory: WindowMemory | None) -> list[Result | Refusal]:
        answers = PipelineWorkshop.run(self, documents, memory)
        Path(os.environ[ENGINE_FILE]).write_text(str(_Engine.seconds))
        return answers


def open_watched(options: Options) -> WatchedWorkshop:
    """The factory that the worker is told of."""
    _Engine.watch()
    return WatchedWorkshop(open_pipeline(options).pipeline)


def report(timings: Sequence[Timing], documents: int) -> list[dict[str, object]]:
    """Medians and spread by system, and the ratio to `xlsum run`."""
    systems = list(dict.fromkeys(timing.system for timing in timings))
    base = statistics.median(timing.wall_seconds for timing in timings if timing.system == "xlsum run")
    base_cpu = statistics.median(timing.cpu_seconds for timing in timings if timing.system == "xlsum run")
    rows: list[dict[str, object]] = []
    for system in systems:
        walls = [timing.wall_seconds for timing in timings if timing.system == system]
        cpus = [timing.cpu_seconds for timing in timings if timing.system == system]
        engine = statistics.median(timing.engine_seconds for timing in timings if timing.system == system)
        wall, cpu = statistics.median(walls), statistics.median(cpus)
        rows.append(
            {
                "system": system,
                "documents_per_hour": round(3600 * documents / wall),
                "wall_seconds": [round(wall, 1), round(min(walls), 1), round(max(walls), 1)],
                "cpu_seconds": [round(cpu, 1), round(min(cpus), 1), round(max(cpus), 1)],
                "engine_seconds": round(engine, 1),
                "times_xlsum_run": round(base / wall, 2),
                "times_xlsum_run_cpu": round(base_cpu / cpu, 2),
            }
        )
    return rows


@contextmanager
def _timed(system: str) -> Iterator[Callable[[], Timing]]:
    wall, cpu, engine = time.perf_counter(), _cpu(resource.RUSAGE_SELF), _Engine.seconds
    yield lambda: Timing(system, time.perf_counter() - wall, _cpu(resource.RUSAGE_SELF) - cpu, _Engine.seconds - engine)


class _Engine:
    """Seconds spent inside the checkpoints of this process."""

    seconds = 0.0

    @classmethod
    def watch(cls) -> None:
        """Count the calls of CTranslate2."""
        import ctranslate2

        for kind, name in ((ctranslate2.Translator, "translate_batch"), (ctranslate2.Encoder, "forward_batch")):
            setattr(kind, name, cls._counting(getattr(kind, name)))

    @classmethod
    def _counting(cls, call: Callable[..., object]) -> Callable[..., object]:
        def counted(*given: object, **named: object) -> object:
            started = time.perf_counter()
            try:
                return call(*given, **named)
            finally:
                cls.seconds += time.perf_counter() - started

        return counted


def _write(results: object) -> None:
    sink = io.StringIO()
    for result in results:  # type: ignore[attr-defined]  # an iterator of results
        sink.write(result_to_line(result) + "\n")


def _shortened(document: Document, sentences: int) -> Document:
    pieces = document.text.replace("\n", " ").split(". ")
    return replace(document, text=". ".join(pieces[:sentences]), path="", format="text")


def _changed(text: str, other: str) -> str:
    return ". ".join([*text.split(". ")[:-1], other.split(". ")[0]])


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _children_cpu_now() -> float:
    """CPU seconds of the living children, which getrusage counts only once they have ended (Linux)."""
    from benchmarks.speed.archive_soak import children

    ticks = [Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[11:13] for child in children()]
    return sum(int(user) + int(system) for user, system in ticks) / 100


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("source")
    parser.add_argument("--documents", type=int, default=30)
    parser.add_argument("--sentences", type=int, default=6)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--translator", default="auto")
    parser.add_argument("--no-loop", action="store_true", help="leave the naive loop out")
    given = parser.parse_args(arguments)
    settings = replace(Settings(), threads=given.threads, translator=given.translator)
    documents = make_archive(list(read_documents(given.source)), given.documents, given.sentences)
    _Engine.watch()
    pipeline = load_pipeline(settings.translator, settings=settings)
    list(pipeline.run(documents[:1]))
    timings: list[Timing] = []
    for _ in range(given.repeat):
        with tempfile.TemporaryDirectory() as folder:
            timings.append(time_batch(documents, settings, Path(folder)))
        timings.append(time_run(pipeline, documents))
        if not given.no_loop:
            timings.append(time_loop(pipeline, documents))
    for row in report(timings, len(documents)):
        print(json.dumps(row))
    return 0


if __name__ == "__main__":
    sys.exit(main())
