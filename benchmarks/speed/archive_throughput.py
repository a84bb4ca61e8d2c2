"""How many documents an hour: `xlsum batch run` against `xlsum run`, a naive loop, and the engine's work alone.

    python -m benchmarks.speed.archive_throughput
    python -m benchmarks.speed.archive_throughput wires.jsonl --documents 180 --repeat 3 --results benchmarks/results
    python -m benchmarks.speed.archive_throughput --threads 1 --no-loop
    python -m benchmarks.speed.archive_throughput --shape nllb-600m --documents 6 --threads 1 --repeat 1 --no-loop

A third of the archive is re-filed (`refiled.py`). Every system does it in turn (A B C D A B C D), after a first batch
run; loading the checkpoints is not in the times, writing the results is. "The engine alone" makes the very calls
that the batch run made, back to back and as many at a time as there are `--threads`: nothing can be faster with these
calls, and what the batch run takes above it is reading, Persian, checks, ledger and writing. With fewer threads than
cores they have a core to hide on. The random checkpoint in the shape of NLLB-600M (it needs torch and transformers to
be built) writes to its length bound whatever it reads, so it is run without retries.
"""

import argparse
import io
import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path

from benchmarks.speed.archive_report import Timing, markdown, save
from benchmarks.speed.archive_soak import children
from benchmarks.speed.engine_calls import Call, Checkpoints, Recorder, read_calls
from benchmarks.speed.refiled import make_archive
from xlsum.archive.configuration import Change
from xlsum.archive.ledger import Counts
from xlsum.archive.protocol import Options
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import ArchiveSettings, SilentListener
from xlsum.archive.workshop import PipelineWorkshop, open_pipeline
from xlsum.document import Document, Result
from xlsum.engines.hardware import available_threads
from xlsum.engines.locations import cache_folder
from xlsum.formats import read_documents
from xlsum.formats.result_json import result_to_line
from xlsum.pipeline import Pipeline, load_pipeline
from xlsum.settings import Settings

OUR_WIRES = Path(__file__).parent.parent / "data" / "wire-mini" / "wires.jsonl"
WARMED = "benchmarks.speed.archive_throughput:open_warmed"
RECORDED = "benchmarks.speed.archive_throughput:open_recorded"
WARM_UP = Document("warm-up", "این جمله برای گرم شدن است.")
CALLS_FILE = "ARCHIVE_ENGINE_CALLS"  # where the recorded worker writes what it asks of the engine


class Start(SilentListener):
    """Notes when the worker was ready, and what CPU time its loading took."""

    def __init__(self) -> None:
        self.at = self.loading = 0.0

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        self.at, self.loading = time.perf_counter(), _children_cpu_now()


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


def time_engine(checkpoints: Checkpoints, calls: Sequence[Call]) -> Timing:
    """The checkpoints' own work for the archive, and nothing else."""
    with _timed("the engine alone") as measured:
        checkpoints.replay(calls)
    return measured()


def time_batch(documents: Sequence[Document], settings: Settings, folder: Path, factory: str = WARMED) -> Timing:
    """What `xlsum batch run` does, with its ledger and parts on the disk."""
    source = folder / "wires.jsonl"
    rows = [{"id": one.id, "text": one.text, "headline": one.headline, "published": one.published} for one in documents]
    source.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    options = {field.name: getattr(settings, field.name) for field in fields(settings)}
    start, before, own = Start(), _cpu(resource.RUSAGE_CHILDREN), _cpu(resource.RUSAGE_SELF)
    run_archive(
        ArchiveSettings(folder / "out", (str(source),), factory=factory, options=options), start, threading.Event()
    )
    wall = time.perf_counter() - start.at
    cpu = _cpu(resource.RUSAGE_CHILDREN) - before - start.loading + _cpu(resource.RUSAGE_SELF) - own
    return Timing("xlsum batch run", wall, cpu)


def open_warmed(options: Options) -> PipelineWorkshop:
    """The factory that the worker is told of: it loads what a first document would load."""
    workshop = open_pipeline(options)
    workshop.run([WARM_UP], None)
    return workshop


def open_recorded(options: Options) -> PipelineWorkshop:
    """The factory of the first run's worker: it writes down what is asked of the engine."""
    workshop = open_warmed(options)
    Recorder(Path(os.environ[CALLS_FILE])).watch()
    return workshop


def record_calls(documents: Sequence[Document], settings: Settings) -> list[Call]:
    """The engine calls of a batch run over these documents."""
    with tempfile.TemporaryDirectory() as scratch:
        calls = Path(scratch) / "calls"
        os.environ[CALLS_FILE] = str(calls)
        time_batch(documents, settings, Path(scratch), RECORDED)
        return read_calls(calls)


def compare(documents: Sequence[Document], settings: Settings, *, repeat: int, loop: bool) -> Iterator[Timing]:
    """Every system in turn, so many times."""
    calls = record_calls(documents, settings)
    pipeline = load_pipeline(settings.translator, settings.summarizer, settings=settings)
    list(pipeline.run([WARM_UP]))
    checkpoints = Checkpoints.load(pipeline, settings)
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as folder:
            yield time_batch(documents, settings, Path(folder))
        yield time_engine(checkpoints, calls)
        yield time_run(pipeline, documents)
        if loop:
            yield time_loop(pipeline, documents)


def random_nllb(shape: str, cache: Path) -> Path:
    """The folder of a random checkpoint of that shape, int8 and pruned; built there unless it is."""
    from benchmarks.speed.shapes import KEPT_WORDS, NLLB_600M, build, convert, shrunk, words

    tiny = shape == "tiny"
    folder = cache / f"{'tiny-' if tiny else ''}{NLLB_600M.card}"
    target = folder / "ct2-int8-pruned"
    manifest = build(shrunk(NLLB_600M) if tiny else NLLB_600M, folder / "transformers")
    convert(folder / "transformers", target, manifest, words(1000 if tiny else KEPT_WORDS))
    return target


@contextmanager
def _timed(system: str) -> Iterator[Callable[[], Timing]]:
    wall, cpu = time.perf_counter(), _cpu(resource.RUSAGE_SELF)
    yield lambda: Timing(system, time.perf_counter() - wall, _cpu(resource.RUSAGE_SELF) - cpu)


def _write(results: Iterable[Result]) -> None:
    sink = io.StringIO()
    for result in results:
        sink.write(result_to_line(result) + "\n")


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _children_cpu_now() -> float:
    """CPU seconds of the living children, which getrusage counts only once they have ended (Linux)."""
    ticks = [Path(f"/proc/{child}/stat").read_text().rsplit(")", 1)[1].split()[11:13] for child in children()]
    return sum(int(user) + int(system) for user, system in ticks) / os.sysconf("SC_CLK_TCK")


def _settings(given: argparse.Namespace) -> Settings:
    chosen = replace(Settings(), threads=given.threads or available_threads(), summarizer="extractive")
    if given.shape:
        return replace(chosen, translator=str(random_nllb(given.shape, given.cache)), retry=False)
    return replace(chosen, translator=given.translator)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("source", nargs="?", default=str(OUR_WIRES), help="wires to make the archive of")
    parser.add_argument("--documents", type=int, default=60)
    parser.add_argument("--sentences", type=int, default=0, help="cut every document to so many; 0: whole")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--threads", type=int, default=0, help="CPU threads of the engine; 0: all")
    parser.add_argument("--translator", default="auto")
    parser.add_argument("--shape", choices=("nllb-600m", "tiny"), help="a random checkpoint of this shape in its place")
    parser.add_argument("--cache", type=Path, default=cache_folder() / "speed", help="where that is built (3 GB)")
    parser.add_argument("--no-loop", action="store_true", help="leave the naive loop out")
    parser.add_argument("--results", type=Path, help="a folder to keep the figures in")
    given = parser.parse_args(arguments)
    settings = _settings(given)
    documents = make_archive(list(read_documents(given.source)), given.documents, sentences=given.sentences)
    timings: list[Timing] = []
    for timing in compare(documents, settings, repeat=given.repeat, loop=not given.no_loop):
        print(
            f"{timing.system}: {timing.wall_seconds:.1f} s, {timing.cpu_seconds:.1f} CPU-s", file=sys.stderr, flush=True
        )
        timings.append(timing)
    print(markdown(timings, len(documents)))
    if given.results:
        kept = save(timings, len(documents), given.results, settings)
        print(f"kept in {kept}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
