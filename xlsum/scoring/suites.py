"""Suites: which test set, read how, scored with which metrics, under which licence. One YAML file each."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from xlsum.errors import DataError, UsageError
from xlsum.scoring.adapters import ADAPTERS, read_test_set
from xlsum.scoring.metrics import canonical_name
from xlsum.scoring.testset import TestSet


@dataclass(frozen=True, slots=True)
class Suite:
    """What is run. `folder` is the shipped data below `benchmarks/data`; where it is "", the user brings --data."""

    name: str
    title: str
    adapter: str
    licence: str
    citation: str
    contamination: str
    split: str = ""
    folder: str = ""
    needs_data: str = ""
    home: str = ""
    files: Mapping[str, str] = field(default_factory=dict)  # SHA-256 by file name
    translation_metrics: tuple[str, ...] = ()
    summary_metrics: tuple[str, ...] = ()


def benchmarks_folder() -> Path:
    """`benchmarks/` of a checkout, or its copy in an installed package."""
    package = Path(__file__).parent.parent
    checkout = package.parent / "benchmarks"
    return checkout if (package.parent / "pyproject.toml").is_file() else package / "benchmarks"


def list_suites() -> list[Suite]:
    """Every suite that is shipped, by name."""
    return [load_suite(str(path)) for path in sorted((benchmarks_folder() / "suites").glob("*.yaml"))]


def load_suite(name: str) -> Suite:
    """The suite of that name, or of the YAML file at that path. Raises UsageError or DataError."""
    path = Path(name) if name.endswith((".yaml", ".yml")) else benchmarks_folder() / "suites" / f"{name}.yaml"
    if not path.is_file():
        known = ", ".join(sorted(found.stem for found in (benchmarks_folder() / "suites").glob("*.yaml")))
        raise UsageError(f"suite {name!r}: unknown; one of {known}, or the path of a .yaml file")
    return _suite(path.stem, _read_yaml(path), path)


def load_data(suite: Suite, data: str = "", split: str = "") -> TestSet:
    """The suite's test set: the shipped one, or what is under `data`. Raises DataError when a checksum differs."""
    if not data and not suite.folder:
        raise UsageError(
            f"suite {suite.name}: give --data with {suite.needs_data} (see {suite.home or 'its own site'})"
        )
    folder = Path(data) if data else benchmarks_folder() / "data" / suite.folder
    for name, expected in suite.files.items():
        _verify(folder / name, expected)
    return read_test_set(suite.adapter, folder, split or suite.split)


def _verify(path: Path, expected: str) -> None:
    if not path.is_file():
        raise DataError(f"{path}: no such file, though the suite pins it")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise DataError(f"{path}: SHA-256 is {found[:12]}..., the suite pins {expected[:12]}...; restore the file")


def _suite(name: str, record: Mapping[str, Any], path: Path) -> Suite:  # Any: YAML as it came
    known = {item.name for item in fields(Suite)} - {"name"}
    for key in record:
        if key not in known:
            raise DataError(f"{path}: unknown key {key!r}")
    for key in ("title", "adapter", "licence", "citation", "contamination"):
        if key not in record:
            raise DataError(f"{path}: missing key {key!r}")
    if record["adapter"] not in ADAPTERS:
        raise DataError(f"{path}: adapter {record['adapter']!r}: unknown; one of {', '.join(ADAPTERS)}")
    texts = {key: str(value) for key, value in record.items() if not isinstance(value, list | dict)}
    return Suite(
        name=name,
        **texts,
        files={str(key): str(value) for key, value in (record.get("files") or {}).items()},
        translation_metrics=_metrics(record, "translation_metrics"),
        summary_metrics=_metrics(record, "summary_metrics"),
    )


def _metrics(record: Mapping[str, Any], key: str) -> tuple[str, ...]:
    return tuple(canonical_name(str(name)) for name in record.get(key) or ())


def _read_yaml(path: Path) -> Mapping[str, Any]:
    import yaml

    try:
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(record, dict):
        raise DataError(f"{path}: not a mapping of keys")
    return record
