"""What the options of `xlsum batch run` mean."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from xlsum.archive.intake import Shard
from xlsum.archive.listing import is_url
from xlsum.archive.windows import PRIORITIES, Priority
from xlsum.errors import UsageError

if TYPE_CHECKING:
    from xlsum.archive.protocol import Options
    from xlsum.settings import Settings


def options_of(settings: Settings) -> Options:
    """The settings as the worker is given them."""
    return {field.name: getattr(settings, field.name) for field in fields(settings)}


def read_shard(text: str) -> Shard:
    """ "3/64" is the third of 64 shards, counted from 1; "" is all. Raises UsageError."""
    if not text:
        return Shard()
    number, _, of = text.partition("/")
    if number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
        return Shard(int(number), int(of))
    raise UsageError(f"--shard {text}: give it as 3/64, the third of 64, counted from 1")


def read_folder(text: str) -> Path:
    """The output folder. Raises UsageError for an address: a ledger must be locked and synced, on a disk of its own."""
    if is_url(text):
        raise UsageError(
            f"-o {text}: the ledger stays in a folder of this machine: give -o FOLDER, and "
            f"`xlsum batch export FOLDER --to {text}` afterwards"
        )
    return Path(text)


def shard_folder(out: Path, shard: Shard) -> Path:
    """Where a shard is written: a folder of its own within the archive, so that shards never meet."""
    return out if shard.of == 1 else out / f"shard-{shard.number:05d}-of-{shard.of:05d}"


def read_priority(text: str) -> Priority:
    """The order of that name. Raises UsageError."""
    for name in PRIORITIES:
        if name == text:
            return name
    raise UsageError(f"--priority {text}: one of {', '.join(PRIORITIES)}")


def read_engine(text: str) -> Literal["local", "ray"]:
    """Where the workers are. Raises UsageError."""
    if text == "local":
        return "local"
    if text == "ray":
        return "ray"
    raise UsageError(f"--engine {text}: local or ray")


def read_workers(text: str, engine: str) -> tuple[int, int]:
    """How many workers at least and at most: "4", or "2-16" for actors; "" is 1, or what the cluster has (0).

    Raises UsageError.
    """
    if not text:
        return (0, 0) if engine == "ray" else (1, 1)
    least, dash, most = text.partition("-")
    if not least.isdecimal() or (dash and not (most.isdecimal() and 1 <= int(least) <= int(most))):
        raise UsageError(f"--workers {text}: give a number, or 2-16 with --engine ray")
    if dash and engine != "ray":
        raise UsageError(f"--workers {text}: a range is for --engine ray")
    return int(least), int(most or least)


def read_time(text: str) -> datetime | None:
    """A time of day ("06:30", the next one) or a date and time in ISO 8601. Raises UsageError."""
    if not text:
        return None
    now = datetime.now().astimezone()
    try:
        if len(text) <= len("06:30"):
            clock = datetime.strptime(text, "%H:%M").time()
            today = now.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
            return today if today > now else today + timedelta(days=1)
        moment = datetime.fromisoformat(text).astimezone()
    except ValueError:
        raise UsageError(f"--until {text}: give it as 06:30 or 2025-01-31T06:30") from None
    if moment <= now:
        raise UsageError(f"--until {text}: that time is over: give a later one")
    return moment
