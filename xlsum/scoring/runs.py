"""Runs a system on a suite and makes the record: outputs are cached by content, so a broken run goes on where it
was.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from xlsum.errors import DataError
from xlsum.scoring.fidelity import with_checks
from xlsum.scoring.machine import Stopwatch, describe_machine, installed_versions, peak_memory_mib
from xlsum.scoring.measure import measure_run
from xlsum.scoring.records import (
    OutputDocument,
    RunRecord,
    Speed,
    SuiteIdentity,
    output_from_json,
    output_to_json,
)
from xlsum.scoring.statistics import RESAMPLES
from xlsum.scoring.suites import Suite
from xlsum.scoring.systems import System
from xlsum.scoring.testset import TestDocument, TestSet

CACHE = ".cache"


@dataclass(frozen=True, slots=True)
class _Decoded:
    """One cached output with what it cost to make."""

    output: OutputDocument
    seconds: float
    cpu_seconds: float
    joules: float | None
    stages: tuple[float, float] = (0.0, 0.0)  # seconds in the translating and the summarizing checkpoint


def run_suite(
    suite: Suite, test_set: TestSet, system: System, folder: Path, *, fresh: bool = False, resamples: int = RESAMPLES
) -> RunRecord:
    """The record of `system` on `test_set`. Outputs that an earlier run left in `folder/.cache` are taken, not remade.

    The cache goes by content: data, checkpoints, settings and code; `fresh` starts over.
    """
    identity = system.identify()
    path = folder / CACHE / f"{_cache_key(identity.key, test_set)}.jsonl"
    if fresh:
        path.unlink(missing_ok=True)
    decoded = _decode_all(test_set, system, path)
    outputs = tuple(with_checks(one.output) for one in decoded)
    return RunRecord(
        name=identity.name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        suite=_suite_identity(suite, test_set),
        system=identity,
        scores=measure_run(outputs, suite.translation_metrics, suite.summary_metrics, resamples=resamples),
        outputs=outputs,
        speed=_speed(decoded, system.load_seconds) if identity.models else None,
        machine=describe_machine(),
        versions=installed_versions(),
    )


def _decode_all(test_set: TestSet, system: System, path: Path) -> list[_Decoded]:
    done = {one.output.id: one for one in _read_cache(path)}
    left = [document for document in test_set.documents if document.id not in done]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as cache:
        _end_line(path, cache)
        for one in _timed(system, left):
            done[one.output.id] = one
            _append(cache, one)
    missing = [document.id for document in test_set.documents if document.id not in done]
    if missing:
        raise DataError(f"the system gave no output for document {missing[0]!r} ({len(missing)} missing)")
    return [done[document.id] for document in test_set.documents]


def _timed(system: System, documents: Sequence[TestDocument]) -> Iterator[_Decoded]:
    watch, before = Stopwatch(), system.stage_seconds
    for output in system.run(documents):
        after = system.stage_seconds
        stages = (after[0] - before[0], after[1] - before[1])
        yield _Decoded(output, watch.seconds, watch.cpu_seconds, watch.joules, stages)
        watch, before = Stopwatch(), after


def _append(cache: TextIO, one: _Decoded) -> None:
    cost = json.dumps([one.seconds, one.cpu_seconds, one.joules, one.stages])
    cache.write(f'{{"cost": {cost}, "output": {output_to_json(one.output)}}}\n')
    cache.flush()


def _end_line(path: Path, cache: TextIO) -> None:
    """End the line that a killed run broke off, so that the next one stands by itself."""
    if path.stat().st_size and not path.read_bytes().endswith(b"\n"):
        cache.write("\n")


def _read_cache(path: Path) -> Iterator[_Decoded]:
    """What an earlier run left; a last line that was cut off is not taken."""
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        with suppress(ValueError, KeyError, TypeError):
            value = json.loads(line)
            yield _Decoded(output_from_json(value["output"]), *value["cost"])


def _cache_key(system_key: str, test_set: TestSet) -> str:
    return hashlib.sha256(f"{system_key}\0{test_set.sha256}".encode()).hexdigest()[:32]


def _suite_identity(suite: Suite, test_set: TestSet) -> SuiteIdentity:
    return SuiteIdentity(
        name=suite.name,
        sha256=test_set.sha256,
        documents=len(test_set.documents),
        segments=test_set.segments,
        split=suite.split,
        licence=suite.licence,
        citation=suite.citation,
        contamination=suite.contamination,
    )


def _speed(decoded: Sequence[_Decoded], load_seconds: float) -> Speed:
    seconds = sum(one.seconds for one in decoded)
    joules = [one.joules for one in decoded if one.joules is not None]
    return Speed(
        load_seconds=round(load_seconds, 3),
        seconds=round(seconds, 3),
        cpu_seconds=round(sum(one.cpu_seconds for one in decoded), 3),
        documents_per_hour=round(3600 * len(decoded) / seconds, 1) if seconds else 0.0,
        peak_memory_mib=round(peak_memory_mib(), 1),
        translate_seconds=round(sum(one.stages[0] for one in decoded), 3),
        summarize_seconds=round(sum(one.stages[1] for one in decoded), 3),
        energy_joules=round(sum(joules), 1) if joules else None,
    )
