"""Whether a checkpoint's files are what its manifest says: sizes always, SHA-256 once per change of a file."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from xlsum.engines.locations import cache_folder
from xlsum.engines.manifest import FileRecord, Manifest, sha256_of
from xlsum.errors import CheckpointError

Stamp = dict[str, list[int | str]]  # file name -> [mtime in ns, size, sha256], as it was when last hashed


def verify_folder(folder: Path, manifest: Manifest, *, thorough: bool = False) -> None:
    """Raise CheckpointError unless every file is there, whole and unchanged.

    A file is hashed again when its size or time of change differs from the last time, and always when `thorough`.
    """
    seen = {} if thorough else _read_stamp(folder)
    fresh = {name: _verified(folder / name, record, seen.get(name)) for name, record in manifest.files.items()}
    if fresh != seen:
        _write_stamp(folder, fresh)


def _verified(path: Path, record: FileRecord, seen: list[int | str] | None) -> list[int | str]:
    try:
        status = path.stat()
        if status.st_size != record.bytes:
            raise CheckpointError(f"{path}: {status.st_size:,} bytes where {record.bytes:,} are due: {_REMEDY}")
        stamp: list[int | str] = [status.st_mtime_ns, status.st_size, record.sha256]
        if stamp != seen and sha256_of(path) != record.sha256:
            raise CheckpointError(f"{path}: corrupted, its SHA-256 is not the manifest's: {_REMEDY}")
    except FileNotFoundError:
        raise CheckpointError(f"{path}: missing: {_REMEDY}") from None
    except OSError as error:
        raise CheckpointError(f"{path}: cannot be read ({error.strerror}): {_REMEDY}") from error
    return stamp


_REMEDY = "pull or add the checkpoint again (`xlsum models pull NAME`, `xlsum models add DIR`)"


def _stamp_path(folder: Path) -> Path:
    return cache_folder() / "verified" / f"{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()}.json"


def _read_stamp(folder: Path) -> Stamp:
    try:
        stamp = json.loads(_stamp_path(folder).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(folder: Path, stamp: Stamp) -> None:
    # A cache that cannot be written only means that the files are hashed again next time.
    try:
        path = _stamp_path(folder)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps(stamp), "utf-8")
        os.replace(part, path)
    except OSError:
        return
