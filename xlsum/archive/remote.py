"""Results to an object store or any other address that fsspec knows; each object appears when it is whole.

The ledger is a SQLite file that must be locked and synced, so it stays in a folder of this machine.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from xlsum.errors import MissingExtraError, OutputError, UsageError

Write = Callable[[Iterator[str], Path], int]


def write_remote(lines: Iterator[str], address: str, write: Write) -> int:
    """Write results to a temporary place of this machine, and from there to the address; how many results.

    `write` writes a file or a folder. Raises MissingExtraError, UsageError for an address that nothing here can open,
    OutputError when it cannot be written.
    """
    system, path = _open_system(address)
    with tempfile.TemporaryDirectory() as folder:
        local = Path(folder) / (PurePosixPath(path).name or "results")
        count = write(lines, local)
        try:
            _upload(local, system, path.rstrip("/"))
        except Exception as error:  # each driver has errors of its own
            raise OutputError(
                f"{address}: cannot be written: {_reason(error)}; check the address and its permissions"
            ) from error
    return count


def _open_system(address: str) -> tuple[Any, str]:  # Any: fsspec ships no types
    try:
        import fsspec
    except ImportError as error:
        raise MissingExtraError("fsspec", "archive") from error
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError, OSError) as error:
        raise UsageError(f"{address}: no driver for it here: {_reason(error)}") from error
    return system, str(path)


def _upload(local: Path, system: Any, path: str) -> None:
    if local.is_file():
        _put(local, system, path)
        return
    for file in sorted(found for found in local.rglob("*") if found.is_file()):
        _put(file, system, f"{path}/{file.relative_to(local).as_posix()}")


def _put(file: Path, system: Any, path: str) -> None:
    """The object, under its name when the transaction ends: drivers rename, or complete the upload, only then."""
    system.makedirs(str(PurePosixPath(path).parent), exist_ok=True)
    with system.transaction, file.open("rb") as data, system.open(path, "wb") as target:
        shutil.copyfileobj(data, target, 1 << 20)


def _reason(error: BaseException) -> str:
    return getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
