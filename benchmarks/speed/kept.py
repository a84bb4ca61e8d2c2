"""A benchmark's figures in a JSON file, with what they were measured on."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from xlsum.scoring.machine import describe_machine, installed_versions


def keep(benchmark: str, prefix: str, content: Mapping[str, Any], folder: Path) -> Path:
    """Write the figures in `content`; the file's name is the prefix and the time, and it appears whole."""
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    record = {
        "benchmark": benchmark,
        "created": now.isoformat(timespec="seconds"),
        "machine": describe_machine(),
        "packages": installed_versions(),
        "load_average": os.getloadavg(),  # what else the machine did: above the threads used, times are too long
        **content,
    }
    path = folder / f"{prefix}-{now:%Y%m%dT%H%M%S}.json"
    part = path.with_suffix(".part")
    part.write_text(json.dumps(record, indent=1) + "\n", "utf-8")
    os.replace(part, path)
    return path
