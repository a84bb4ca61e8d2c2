"""A run's settings as the ledger keeps them, so that `retry` can do the same again."""

import os
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

from xlsum.archive.intake import Shard
from xlsum.archive.listing import STANDARD_INPUT, is_url
from xlsum.archive.reading import Reading
from xlsum.archive.settings import PIPELINE, ArchiveSettings
from xlsum.archive.tables import FieldMapping
from xlsum.archive.windows import WindowLimits

Values = TypeVar("Values", FieldMapping, WindowLimits, Shard)


def command_of(settings: ArchiveSettings) -> dict[str, object]:
    """What decides a run, as JSON values; the places of the sources are absolute."""
    return {
        "sources": [_absolute(source) for source in settings.sources],
        "options": dict(settings.options),
        "mapping": asdict(settings.reading.mapping),
        "window": asdict(settings.window),
        "shard": asdict(settings.shard),
        "engine": settings.engine,
        "workers": settings.workers,
        "most_workers": settings.most_workers,
        "memory_windows": settings.memory_windows,
        "translation_memory": os.path.abspath(settings.translation_memory) if settings.translation_memory else "",
        "document_seconds": settings.document_seconds,
    }


def settings_of(  # Any: JSON that `command_of` wrote
    command: Mapping[str, Any], out: Path, factory: str = PIPELINE
) -> ArchiveSettings:
    """The settings of an earlier run. Standard input cannot be read again: it is left out.

    Which code to load is never taken from the ledger.
    """
    return ArchiveSettings(
        out,
        tuple(source for source in command["sources"] if source != STANDARD_INPUT),
        Reading(_values(FieldMapping, command["mapping"])),
        command["options"],
        factory,
        _values(WindowLimits, command["window"]),
        command["engine"],
        command["workers"],
        command.get("most_workers", 0),
        command["memory_windows"],
        command["translation_memory"],
        _values(Shard, command["shard"]),
        document_seconds=command["document_seconds"],
    )


def _absolute(source: str) -> str:
    return source if source == STANDARD_INPUT or is_url(source) else os.path.abspath(source)


def _values(kind: type[Values], values: Mapping[str, Any]) -> Values:
    return kind(**{field.name: values[field.name] for field in fields(kind)})
