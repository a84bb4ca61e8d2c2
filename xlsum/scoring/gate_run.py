"""Runs the gate: the embedded system on every suite that has floors."""

from collections.abc import Callable, Sequence
from pathlib import Path

from xlsum.errors import UsageError
from xlsum.scoring.gate import SuiteFloors, Verdict, judge, pin, read_floors, write_floors
from xlsum.scoring.pipeline_system import PipelineSystem, load_pipeline_system
from xlsum.scoring.records import RunRecord
from xlsum.scoring.runs import run_suite
from xlsum.scoring.suites import load_data, load_suite

EMBEDDED = "embedded"
TRANSLATOR, SUMMARIZER = "compact-fa-en", "extractive"  # the cards that ship with the package


def run_gate(
    path: Path,
    results: Path,
    suites: Sequence[str],
    *,
    update: bool,
    allow_lower: bool,
    resamples: int,
    tell: Callable[[str], None],
) -> bool:
    """Whether every pinned score holds; each is told. With `update` the floors are pinned anew instead.

    Raises UsageError when there is nothing to judge, DataError when data or metrics are not those pinned.
    """
    pinned = {floors.suite: floors for floors in read_floors(path)}
    names = list(suites) if update and suites else list(pinned)
    if not names:
        raise UsageError(f"{path}: no floors; pin them with `xlsum bench gate --update --suite wire-mini`")
    system = load_pipeline_system(EMBEDDED, TRANSLATOR, SUMMARIZER, {})
    runs = [_run(name, system, results, resamples) for name in names]
    if update:
        fresh = {run.suite.name: pin(run, pinned.get(run.suite.name), allow_lower=allow_lower) for run in runs}
        write_floors(path, list({**pinned, **fresh}.values()))
        tell(f"{path}: pinned {', '.join(fresh)}")
        return True
    verdicts = [_judged(run, pinned[run.suite.name], tell) for run in runs]
    return all(verdict.passed for of_suite in verdicts for verdict in of_suite)


def _run(name: str, system: PipelineSystem, results: Path, resamples: int) -> RunRecord:
    suite = load_suite(name)
    return run_suite(suite, load_data(suite), system, results, resamples=resamples)


def _judged(record: RunRecord, pinned: SuiteFloors, tell: Callable[[str], None]) -> list[Verdict]:
    verdicts = judge(record, pinned)
    for verdict in verdicts:
        floor = verdict.floor
        word = "ok  " if verdict.passed else "FAIL"
        bounds = f"{floor.value:.4f} [{floor.low:.4f}, {floor.high:.4f}]"
        tell(f"{word} {record.suite.name} {floor.metric}: {verdict.value:.4f}, pinned {bounds}")
    return verdicts
