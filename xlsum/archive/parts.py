"""Part files: the results of one window as compressed JSON Lines, under their name only when whole."""

import hashlib
import os
from collections import OrderedDict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import zstandard

from xlsum.archive.ledger import explained
from xlsum.errors import OutputError

FOLDER = "parts"
LEVEL = 6
HELD_PARTS = 16
PARTS_A_FOLDER = 1000


@dataclass(frozen=True, slots=True)
class Part:
    """A part as it was written: its path below the output folder and what is in it."""

    name: str
    sha256: str
    bytes: int


def part_name(window: int, configuration: str) -> str:
    """Where the part of a window lies. A window that is redone takes the place of its first attempt."""
    return f"{FOLDER}/{window // PARTS_A_FOLDER:05d}/{window:08d}-{configuration[:8]}.jsonl.zst"


def write_part(out: Path, name: str, lines: Iterable[str]) -> Part:
    """Write the lines and give the file its name once it is on the disk. Raises OutputError."""
    text = "".join(f"{line}\n" for line in lines).encode()
    data = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True, write_content_size=True).compress(text)
    with explained(out):
        path = out / name
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True)
            for folder in (path.parent.parent, out):  # the new folders' own names must outlive a power cut too
                _sync_folder(folder)
        temporary = path.with_suffix(".writing")
        try:
            _write_durably(temporary, data)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        os.replace(temporary, path)
        _sync_folder(path.parent)
    return Part(name, hashlib.sha256(data).hexdigest(), len(data))


def read_part(out: Path, name: str) -> list[str]:
    """The lines of a part. Raises OutputError for one that is missing or damaged."""
    try:
        data = zstandard.ZstdDecompressor().decompress((out / name).read_bytes())
        return data.decode().split("\n")[:-1]  # splitlines would also cut at U+2028 within a line
    except (OSError, zstandard.ZstdError, UnicodeDecodeError) as error:
        raise OutputError(f"{out / name}: cannot be read ({error}): `xlsum batch verify --repair {out}`") from error


class Parts:
    """Reads lines of parts, with the last few parts kept in memory."""

    def __init__(self, out: Path, held: int = HELD_PARTS) -> None:
        self._out, self._limit = out, held
        self._held: OrderedDict[str, list[str]] = OrderedDict()

    def line(self, name: str, number: int) -> str:
        """One line of a part, counted from 0."""
        if name not in self._held:
            self._held[name] = read_part(self._out, name)
            if len(self._held) > self._limit:
                self._held.popitem(last=False)
        self._held.move_to_end(name)
        lines = self._held[name]
        if number >= len(lines):
            raise OutputError(f"{self._out / name}: line {number + 1} is missing: `xlsum batch verify --repair`")
        return lines[number]


def remove_strays(out: Path, known: Collection[str]) -> list[str]:
    """Delete what no ledger row names: parts of a window that was cut off before it was recorded."""
    strays = [path for path in sorted((out / FOLDER).rglob("*")) if path.is_file() and _below(path, out) not in known]
    for path in strays:
        path.unlink()
    return [_below(path, out) for path in strays]


def _below(path: Path, out: Path) -> str:
    return path.relative_to(out).as_posix()


def _write_durably(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
