"""`python -m benchmarks.speed`: builds what it needs, times A B C A B C, prints a Markdown table, keeps the figures.

Not in the times: loading, reading and splitting Persian, the checks. Outputs are forced to the same lengths everywhere.
"""

from __future__ import annotations

import argparse
import random
import sys
from pathlib import Path

from benchmarks.speed.report import Timing, markdown, save
from benchmarks.speed.shapes import KEPT_WORDS, MT5_BASE, NLLB_600M, build, convert, shrunk, words
from benchmarks.speed.systems import (
    SENTENCE_TOKENS,
    SENTENCES,
    FairTransformers,
    Generate,
    NaiveTransformers,
    System,
    Wire,
    XlsumEngine,
    cpu_seconds,
    transformers_generator,
)
from xlsum.engines.hardware import available_threads
from xlsum.engines.locations import cache_folder
from xlsum.engines.manifest import read_manifest

RESULTS = Path(__file__).parent.parent / "results"


def main(arguments: list[str] | None = None) -> None:
    """Time one wire with every system, and a pool of wires with xlsum."""
    options = _options(arguments)
    kept = words(1000 if options.tiny else KEPT_WORDS)
    paths, say = _prepare(options.cache, options.tiny, kept), _say
    wires = _wires(options.pool, kept)
    systems = _systems(paths, options.threads)
    timings = []
    for system in systems:
        system.run([Wire(wires[0].sentences[:2])])  # warm-up
    for round_number in range(options.rounds):
        timings += [_timed(system, "one wire", wires[:1]) for system in systems]
        say(f"round {round_number + 1} of {options.rounds}: " + ", ".join(f"{t.cpu_seconds:.1f}" for t in timings[-3:]))
    del systems
    pooled = XlsumEngine(paths["translate"][1], paths["summarize"][1], threads=options.threads, workers=options.threads)
    for _ in range(options.pool_rounds):
        timings.append(_timed(pooled, f"{options.pool} wires", wires))
        say(f"pool: {timings[-1].cpu_seconds:.1f} CPU-s")
    print(markdown(timings))
    print(f"kept in {save(timings, options.results, threads=options.threads)}", file=sys.stderr)


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="rounds of the paired comparison")
    parser.add_argument("--pool", type=int, default=64, help="wires of the pooled run")
    parser.add_argument("--pool-rounds", type=int, default=2)
    parser.add_argument(
        "--cache", type=Path, default=cache_folder() / "speed", help="where the checkpoints are built (6 GB)"
    )
    parser.add_argument("--results", type=Path, default=RESULTS)
    # Threads that wait for each other spin: on a machine that does other work, 1 gives the fairer CPU-seconds.
    parser.add_argument("--threads", type=int, default=available_threads())
    parser.add_argument("--tiny", action="store_true", help="tiny networks, to try the benchmark itself")
    return parser.parse_args(arguments)


def _prepare(cache: Path, tiny: bool, kept: list[str]) -> dict[str, tuple[Path, Path]]:
    paths = {}
    for stage, shape in (("translate", NLLB_600M), ("summarize", MT5_BASE)):
        chosen = shrunk(shape) if tiny else shape
        folder = cache / f"{'tiny-' if tiny else ''}{shape.card}"
        manifest = build(chosen, folder / "transformers")
        convert(folder / "transformers", folder / "ct2-int8-pruned", manifest, kept)
        paths[stage] = (folder / "transformers", folder / "ct2-int8-pruned")
        _say(f"{shape.card}: ready in {folder}")
    return paths


def _wires(count: int, kept: list[str]) -> list[Wire]:
    chooser = random.Random(3)
    return [
        Wire(tuple(" ".join(chooser.choices(kept, k=SENTENCE_TOKENS)) for _ in range(SENTENCES))) for _ in range(count)
    ]


def _systems(paths: dict[str, tuple[Path, Path]], threads: int) -> list[System]:
    known = {stage: read_manifest(converted) for stage, (_, converted) in paths.items()}
    both = {
        dtype: tuple(
            transformers_generator(paths[stage][0], known[stage], dtype, threads)
            for stage in ("translate", "summarize")
        )
        for dtype in ("float32", "bfloat16")
    }
    seconds = {dtype: _trial(translate) for dtype, (translate, _) in both.items()}
    dtype = min(seconds, key=lambda name: seconds[name])
    _say(f"fair takes {dtype}: CPU-s of a trial " + ", ".join(f"{name} {value:.2f}" for name, value in seconds.items()))
    naive_translate, naive_summarize = both["float32"]
    fair_translate, fair_summarize = both[dtype]
    return [
        NaiveTransformers(naive_translate, naive_summarize),
        FairTransformers(fair_translate, fair_summarize, dtype),
        XlsumEngine(paths["translate"][1], paths["summarize"][1], threads=threads, workers=1),
    ]


def _trial(translate: Generate) -> float:
    """CPU-seconds of a small batch, after one to warm up."""
    sentences = [" ".join(words(SENTENCE_TOKENS))] * 8
    return [cpu_seconds(lambda: translate(sentences, 8))[0] for _ in range(2)][1]


def _timed(system: System, load: str, wires: list[Wire]) -> Timing:
    cpu, wall = cpu_seconds(lambda: system.run(wires))
    return Timing(system.name, load, len(wires), cpu, wall)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
