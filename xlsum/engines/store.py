"""The checkpoints on this machine: found, named, listed, removed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlsum.engines.locations import WEIGHTS, store_folder
from xlsum.engines.manifest import MANIFEST, Manifest, read_manifest
from xlsum.errors import CheckpointError, UnknownModelError, UsageError, XlsumError

PARTIAL = ".partial"  # half-made checkpoints live here until they are whole


@dataclass(frozen=True, slots=True)
class Installed:
    """A checkpoint on this machine. `embedded` ones came with the package and cannot be removed."""

    folder: Path
    manifest: Manifest
    embedded: bool


def installed_checkpoints(*, embedded: bool = True) -> Iterator[Installed]:
    """Every readable checkpoint: those of the store by name, then the embedded ones."""
    for folder, ours in _folders(embedded):
        try:
            yield Installed(folder, read_manifest(folder), ours)
        except XlsumError:
            continue  # `verify` and `doctor` name the broken ones; they cannot be used


def broken_checkpoints() -> Iterator[tuple[Path, str]]:
    """Folders of the store and of the package whose manifest cannot be read, with the reason."""
    for folder, _ in _folders(True):
        try:
            read_manifest(folder)
        except CheckpointError as error:
            yield folder, str(error)


def find_checkpoint(name: str) -> Path | None:
    """The folder of an installed checkpoint by its name, or None. The store comes before the package."""
    if not _is_plain(name):
        return None
    return next((f for f in (store_folder() / name, WEIGHTS / name) if (f / MANIFEST).is_file()), None)


def remove_checkpoint(name: str) -> int:
    """Remove a checkpoint from the store and return the bytes that it freed. Raises UsageError."""
    folder = store_folder() / name
    if not _is_plain(name) or not folder.is_dir():
        ships = _is_plain(name) and (WEIGHTS / name).is_dir()
        raise UnknownModelError(f"{name}: " + ("ships with the package and stays" if ships else "not in the store"))
    freed = folder_bytes(folder)
    # Out of sight first, so that nobody loads a half-removed checkpoint.
    doomed = store_folder() / PARTIAL / f"{name}.removed"
    doomed.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(doomed, ignore_errors=True)
    folder.rename(doomed)
    shutil.rmtree(doomed)
    return freed


def folder_bytes(folder: Path) -> int:
    """The size of all files in a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def plain_name(name: str) -> str:
    """`name` when it can name a folder of the store. Raises UsageError."""
    if not _is_plain(name):
        raise UsageError(f"{name!r} cannot name a checkpoint: letters, digits, '.', '-' and '_' only")
    return name


def _is_plain(name: str) -> bool:
    return bool(name) and not name.startswith(".") and all(c.isascii() and (c.isalnum() or c in ".-_") for c in name)


def _folders(embedded: bool) -> Iterator[tuple[Path, bool]]:
    roots = [(store_folder(), False), (WEIGHTS, True)] if embedded else [(store_folder(), False)]
    for root, ours in roots:
        if root.is_dir():
            yield from ((f, ours) for f in sorted(root.iterdir()) if (f / MANIFEST).is_file())
