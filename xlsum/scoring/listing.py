"""What there is: suites with their terms, and runs."""

import json
from dataclasses import asdict
from pathlib import Path

from xlsum.errors import SourceNotFoundError, UsageError
from xlsum.scoring.records import RunRecord, read_record
from xlsum.scoring.report.markdown import shown
from xlsum.scoring.suites import list_suites


def find_record(name: str, folder: Path) -> Path:
    """The record that `name` means: a file, or its name in `folder` with or without `.json`."""
    for path in (Path(name), folder / name, folder / f"{name}.json"):
        if path.is_file():
            return path
    near = sorted(path.stem for path in folder.glob("*.json") if name in path.stem)
    if len(near) == 1:
        return folder / f"{near[0]}.json"
    if near:
        raise UsageError(f"{name}: could be {', '.join(near[:5])}; give one of them")
    raise SourceNotFoundError(f"{name}: no such run in {folder}; `xlsum bench list` shows the runs there are")


def listing_to_text(folder: Path) -> str:
    """Suites and runs for a terminal."""
    lines = ["Suites", ""]
    for suite in list_suites():
        lines += [f"  {suite.name:<10} {suite.title}", f"             licence {suite.licence}; {suite.citation}"]
        lines += [f"             bring --data: {suite.needs_data}"] if suite.needs_data else ["             shipped"]
    runs = _runs(folder)
    lines += ["", f"Runs in {folder}", ""]
    for path, record in runs:
        main = next((score for score in record.scores), None)
        lines.append(f"  {path.stem:<50} {record.created[:10]}  {f'{main.metric} {shown(main)}' if main else ''}")
    return "\n".join(lines if runs else [*lines, "  none yet: xlsum bench run wire-mini"])


def listing_to_json(folder: Path) -> str:
    """Suites and runs for a program."""
    runs = [
        {
            "run": path.stem,
            "suite": record.suite.name,
            "system": record.name,
            "created": record.created,
            "scores": {score.metric: score.value for score in record.scores},
        }
        for path, record in _runs(folder)
    ]
    suites = [asdict(suite) for suite in list_suites()]
    return json.dumps({"suites": suites, "runs": runs}, ensure_ascii=False, indent=1)


def _runs(folder: Path) -> list[tuple[Path, RunRecord]]:
    return [(path, read_record(path)) for path in sorted(folder.glob("*--*.json"))]
