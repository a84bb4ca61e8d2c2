"""The quality gate: pinned scores of the embedded system, and what a new run may not fall below.

A floor is a score with the interval it had when it was pinned. A new score fails when it is worse than that interval's
bad end; floors rise by `--update` and fall only by `--allow-lower`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from xlsum.errors import DataError
from xlsum.scoring.metrics import METRICS
from xlsum.scoring.records import STRING_TASKS, MetricScore, RunRecord, write_whole

GATED_SHARES = ("numbers kept (reference)", "names kept (reference)", "segments with English")
FLAGGED_SHARES = ("segments not to be used",)  # less is better


@dataclass(frozen=True, slots=True)
class Floor:
    """A pinned score on the tool's own scale, with the interval it had."""

    task: str
    metric: str
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SuiteFloors:
    """The pinned scores of one suite, on data of that checksum."""

    suite: str
    sha256: str
    system: str
    signature: str
    floors: tuple[Floor, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One floor against a new score."""

    floor: Floor
    value: float
    passed: bool


def read_floors(path: Path) -> list[SuiteFloors]:
    """The floors of the file, none when there is no file. Raises DataError."""
    if not path.is_file():
        return []
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return [_suite_floors(suite) for suite in value["suites"]]
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path}: not a file of floors: {type(error).__name__} {error}") from error


def write_floors(path: Path, floors: Sequence[SuiteFloors]) -> None:
    """Write the floors, whole or not at all."""
    value = {"suites": [asdict(suite) for suite in floors]}
    write_whole(path, json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def judge(record: RunRecord, pinned: SuiteFloors) -> list[Verdict]:
    """Each pinned score against the run's. Raises DataError when the data or the metrics are not those pinned."""
    if record.suite.sha256 != pinned.sha256:
        raise DataError(
            f"{record.suite.name}: the data has sha256 {record.suite.sha256[:12]}, the floors were pinned on "
            f"{pinned.sha256[:12]}; pin them anew with --update --allow-lower"
        )
    return [_verdict(floor, record) for floor in pinned.floors]


def pin(record: RunRecord, pinned: SuiteFloors | None, *, allow_lower: bool) -> SuiteFloors:
    """Floors from a run: scores that rose are raised, those that fell stay, unless `allow_lower` is set."""
    fresh = [_floor(score) for score in record.scores if _gated(score)]
    if pinned and pinned.sha256 == record.suite.sha256 and not allow_lower:
        old = {(floor.task, floor.metric): floor for floor in pinned.floors}
        fresh = [_better(floor, old.get((floor.task, floor.metric))) for floor in fresh]
    return SuiteFloors(record.suite.name, record.suite.sha256, record.name, record.signature, tuple(fresh))


def _gated(score: MetricScore) -> bool:
    return score.task in STRING_TASKS or score.metric in GATED_SHARES + FLAGGED_SHARES


def _floor(score: MetricScore) -> Floor:
    return Floor(score.task, score.metric, score.value, score.low, score.high)


def _verdict(floor: Floor, record: RunRecord) -> Verdict:
    score = record.score(floor.task, floor.metric)
    if score is None:
        raise DataError(f"{record.suite.name}: the run has no {floor.metric}, which the floors pin")
    passed = score.value >= floor.low if _more_is_better(floor) else score.value <= floor.high
    return Verdict(floor, score.value, passed)


def _better(new: Floor, old: Floor | None) -> Floor:
    if old is None:
        return new
    rose = new.value > old.value if _more_is_better(new) else new.value < old.value
    return new if rose else old


def _more_is_better(floor: Floor) -> bool:
    if floor.task == "fidelity":
        return floor.metric not in FLAGGED_SHARES
    return METRICS[floor.metric].higher_is_better


def _suite_floors(value: Mapping[str, object]) -> SuiteFloors:
    floors = value["floors"]
    if not isinstance(floors, list):
        raise TypeError("floors is no list")
    names = {key: str(value[key]) for key in ("suite", "sha256", "system", "signature")}
    return SuiteFloors(**names, floors=tuple(Floor(**floor) for floor in floors))
