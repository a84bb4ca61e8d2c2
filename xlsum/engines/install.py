"""Puts a checkpoint into the store: it takes its name only when it is whole, however many processes try at once."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsum.engines.convert import Conversion, convert_checkpoint
from xlsum.engines.locations import store_folder
from xlsum.engines.manifest import MANIFEST, WEIGHTS_FILE, Manifest, read_manifest
from xlsum.engines.store import PARTIAL, Installed, folder_bytes, plain_name
from xlsum.engines.verify import verify_folder
from xlsum.errors import CheckpointError, OutputError, UsageError

LOCKS = ".locks"
Make = Callable[[Path], Manifest]  # fills an empty folder with a checkpoint


def add_checkpoint(folder: Path, manifest: Manifest | None, how: Conversion, *, replace: bool = False) -> Installed:
    """Take a local folder into the store: a transformers checkpoint is converted, a converted one is copied.

    `manifest` says what is known of a transformers checkpoint; a converted one carries its own.
    Raises CheckpointError, UsageError, OutputError, MissingExtraError.
    """
    if not folder.is_dir():
        raise CheckpointError(f"{folder}: no such folder")
    if (folder / MANIFEST).is_file():
        found = read_manifest(folder)
        return install(found.name, lambda target: _copy(folder, found, target), replace=replace)
    if (folder / WEIGHTS_FILE).is_file():
        raise CheckpointError(
            f"{folder}: a converted checkpoint without {MANIFEST}: add the transformers checkpoint instead"
        )
    if manifest is None:
        raise UsageError(f"{folder}: a card or a name is due for a transformers checkpoint")
    return install(manifest.name, lambda target: convert_checkpoint(folder, target, manifest, how), replace=replace)


def is_converted(folder: Path) -> bool:
    """Whether a folder holds a converted checkpoint rather than a transformers one."""
    return (folder / MANIFEST).is_file() or (folder / WEIGHTS_FILE).is_file()


def convert_to_folder(folder: Path, out: Path, manifest: Manifest, how: Conversion) -> Manifest:
    """Convert a transformers checkpoint into `out`, which must not exist; it takes its name when it is whole."""
    if out.exists():
        raise UsageError(f"{out}: exists already: name a folder that does not")
    partial = out.with_name(f".{out.name}.{os.getpid()}.part")
    with output_errors(out):
        partial.mkdir(parents=True)
        try:
            written = convert_checkpoint(folder, partial, manifest, how)
            partial.rename(out)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    return written


def install(name: str, make: Make, *, replace: bool = False) -> Installed:
    """Let `make` fill a folder out of sight, verify it, and give it its name in the store.

    When another process installed it meanwhile, its work is kept. Raises UsageError where the name is taken already.
    """
    final = store_folder() / plain_name(name)
    if final.exists() and not replace:
        raise UsageError(
            f"{name} is in the store already: --replace makes it anew, `xlsum models remove {name}` frees it"
        )
    with lock(name), _partial_folder(name) as partial:
        if final.exists() and not replace:
            return Installed(final, read_manifest(final), False)
        with output_errors(partial):
            manifest = make(partial)
        verify_folder(partial, read_manifest(partial), thorough=True)
        _swap(partial, final)
    return Installed(final, manifest, False)


@contextmanager
def lock(name: str) -> Iterator[None]:
    """Wait until no other process works on the checkpoint of this name; a process that ends lets go of it."""
    folder = store_folder() / LOCKS
    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / f"{name}.lock").open("w")
    with stream:
        if os.name == "posix":
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def need_disk(folder: Path, needed: int) -> None:
    """Raise OutputError unless the disk that holds `folder` has `needed` bytes free."""
    there = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free = shutil.disk_usage(there).free
    if free < needed:
        raise OutputError(
            f"{there}: {free / 1e9:.1f} GB free, {needed / 1e9:.1f} GB needed: free some or set XLSUM_HOME"
        )


@contextmanager
def output_errors(where: Path) -> Iterator[None]:
    """Turn what the file system refuses into an OutputError of one line."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR}:
            raise OutputError(f"{where}: {error.strerror}: free some space or set XLSUM_HOME") from error
        raise


@contextmanager
def _partial_folder(name: str) -> Iterator[Path]:
    """An empty folder of our own in the store; those that dead processes left behind go first (we hold the lock)."""
    root = store_folder() / PARTIAL
    partial = root / f"{name}.{os.getpid()}"
    with output_errors(root):
        root.mkdir(parents=True, exist_ok=True)
        for stale in root.glob(f"{name}.[0-9]*"):
            shutil.rmtree(stale, ignore_errors=True)
        partial.mkdir()
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _swap(partial: Path, final: Path) -> None:
    old = partial.with_suffix(".old")
    if final.exists():
        final.rename(old)
    partial.rename(final)
    shutil.rmtree(old, ignore_errors=True)


def _copy(folder: Path, manifest: Manifest, target: Path) -> Manifest:
    verify_folder(folder, manifest, thorough=True)
    need_disk(target, folder_bytes(folder))
    for name in (*manifest.files, MANIFEST):
        shutil.copyfile(folder / name, target / name)
    return manifest
