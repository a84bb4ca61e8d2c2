"""The record of one run: what was run on what, where, how fast, every output and every score. One JSON file each."""

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from xlsum.errors import DataError, OutputError, SourceNotFoundError

FORMAT = 1
STRING_TASKS = ("translation", "summary")  # scores by string metrics; "fidelity" and "learned" are the others


@dataclass(frozen=True, slots=True)
class OutputSegment:
    """A Persian segment, its references and what the system made of it. `flags` are "kind:level"."""

    persian: str
    references: tuple[str, ...]
    english: str
    level: str = ""
    flags: tuple[str, ...] = ()
    score: float | None = None


@dataclass(frozen=True, slots=True)
class OutputDocument:
    """A document's outputs. `support` is the share of summary sentences that segments of the document bear out."""

    id: str
    segments: tuple[OutputSegment, ...]
    classes: Mapping[str, str] = field(default_factory=dict)
    headline: str = ""
    english_headline: str = ""
    summaries: tuple[str, ...] = ()
    summary: str = ""
    summary_method: str = ""
    summary_flags: tuple[str, ...] = ()
    support: float | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class MetricScore:
    """A score with its interval, on the tool's own scale. `task` says what was judged and how."""

    task: str
    metric: str
    value: float
    low: float
    high: float
    signature: str
    of: int  # units that were resampled, or cases that were counted


@dataclass(frozen=True, slots=True)
class Speed:
    """What the decoding cost. Loading, reading and scoring are not in `seconds`; `cpu_seconds` sums all threads."""

    load_seconds: float
    seconds: float
    cpu_seconds: float
    documents_per_hour: float
    peak_memory_mib: float
    translate_seconds: float = 0.0
    summarize_seconds: float = 0.0
    energy_joules: float | None = None


@dataclass(frozen=True, slots=True)
class SuiteIdentity:
    """Which data was run, under which terms."""

    name: str
    sha256: str
    documents: int
    segments: int
    split: str
    licence: str
    citation: str
    contamination: str


@dataclass(frozen=True, slots=True)
class SystemIdentity:
    """Which system it was. `models` are lines "stage: id@revision (engine version)"; `settings` are those in force."""

    name: str
    models: tuple[str, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    key: str = ""  # SHA-256 over all that decides the outputs


@dataclass(frozen=True, slots=True)
class RunRecord:
    """One run of one system on one suite."""

    name: str
    created: str
    suite: SuiteIdentity
    system: SystemIdentity
    scores: tuple[MetricScore, ...]
    outputs: tuple[OutputDocument, ...]
    speed: Speed | None = None
    machine: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    @property
    def signature(self) -> str:
        """One line from which the run can be repeated."""
        settings = "|".join(f"{key}:{value}" for key, value in self.system.settings.items())
        models = "|".join(self.system.models) or "outputs made elsewhere"
        return (
            f"suite:{self.suite.name}|data:{self.suite.sha256[:12]}|{models}|{settings}|xlsum:{self.versions['xlsum']}"
        )

    def score(self, task: str, metric: str) -> MetricScore | None:
        """The score of that metric, or None."""
        return next((score for score in self.scores if (score.task, score.metric) == (task, metric)), None)


def record_name(suite: str, system: str) -> str:
    """The file name of a run: `suite--system.json`, in letters every file system takes."""
    return "--".join(re.sub(r"[^A-Za-z0-9.+_-]+", "-", part).strip("-") or "x" for part in (suite, system)) + ".json"


def write_record(record: RunRecord, folder: Path) -> Path:
    """Write the record into `folder`; the file takes its name when it is whole."""
    path = folder / record_name(record.suite.name, record.name)
    write_whole(path, json.dumps({"format": FORMAT, **asdict(record)}, ensure_ascii=False, indent=1) + "\n")
    return path


def write_whole(path: Path, text: str) -> None:
    """Write a text file that takes its name when it is whole. Raises OutputError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as part:
            part.write(text)
        os.chmod(part.name, 0o644)
        os.replace(part.name, path)
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror}") from error


def read_record(path: Path) -> RunRecord:
    """The record of a file. Raises SourceNotFoundError, or DataError that says what is wrong with it."""
    if not path.is_file():
        raise SourceNotFoundError(f"{path}: no such run; `xlsum bench list` shows the runs there are")
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        return _record(value)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataError(f"{path}: not the record of a run: {type(error).__name__} {error}") from error


def output_to_json(output: OutputDocument) -> str:
    """One line for the cache of outputs."""
    return json.dumps(asdict(output), ensure_ascii=False)


def output_from_json(value: Mapping[str, Any]) -> OutputDocument:  # Any: JSON as it came
    """The output that `output_to_json` wrote."""
    segments = tuple(
        OutputSegment(**{**segment, "references": tuple(segment["references"]), "flags": tuple(segment["flags"])})
        for segment in value["segments"]
    )
    return OutputDocument(
        **{
            **value,
            "segments": segments,
            "summaries": tuple(value["summaries"]),
            "summary_flags": tuple(value["summary_flags"]),
        }
    )


def _record(value: Mapping[str, Any]) -> RunRecord:
    if value.get("format") != FORMAT:
        raise ValueError(f"format {value.get('format')}, expected {FORMAT}")
    return RunRecord(
        name=value["name"],
        created=value["created"],
        suite=SuiteIdentity(**value["suite"]),
        system=SystemIdentity(**{**value["system"], "models": tuple(value["system"]["models"])}),
        scores=tuple(MetricScore(**score) for score in value["scores"]),
        outputs=tuple(output_from_json(output) for output in value["outputs"]),
        speed=Speed(**value["speed"]) if value["speed"] else None,
        machine=value["machine"],
        versions=value["versions"],
    )
