"""`xlsum watch`: results as wires come."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from xlsum.archive.watching import Arrival


def watch(
    source: Annotated[str, typer.Argument(metavar="FEED|FOLDER", help="A feed's address, a file or a folder.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="JSON Lines file that results are appended to.")],
    interval: Annotated[float, typer.Option("--interval", min=1.0, help="Seconds between looks.")] = 60.0,
    once: Annotated[bool, typer.Option("--once", help="Look once and end.")] = False,
    translator: Annotated[
        str | None, typer.Option("--translator", help="A card's name or a checkpoint folder.")
    ] = None,
    summarizer: Annotated[
        str | None, typer.Option("--summarizer", help="A card's name or a checkpoint folder.")
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", help="A TOML file of defaults.")] = None,
) -> None:
    """Translate and summarize new wires of a feed or folder. Example: xlsum watch examples -o results.jsonl --once"""
    from xlsum.archive.watching import Watcher
    from xlsum.errors import DocumentError
    from xlsum.pipeline import load_pipeline
    from xlsum.settings import load_settings

    said: set[str] = set()

    def report(error: DocumentError) -> None:
        if str(error) not in said:  # once, not at every look
            said.add(str(error))
            print(f"xlsum: {error}", file=sys.stderr)

    settings = load_settings({"translator": translator, "summarizer": summarizer}, config=config)
    watcher = Watcher(source, output, load_pipeline(settings=settings), report)
    while True:
        for arrival in watcher.poll():
            _tell(arrival)
        if once:
            raise typer.Exit(1 if said else 0)
        time.sleep(interval)


def _tell(arrival: Arrival) -> None:
    """One line for a story, and the English that a new version changed."""
    result = arrival.result
    title = result.headline.english if result.headline else (result.summary.text[:80] if result.summary else "")
    again = f" (version {arrival.version}, {arrival.reused} sentences kept)" if arrival.version > 1 else ""
    print(f"{result.id}{again}: {title}", flush=True)
    for flag in result.document_flags:
        print(f"  [{flag.level}] {flag.detail}", flush=True)
    for segment, before, now in arrival.changes:
        print(f"  {segment} - {before}\n  {segment} + {now}", flush=True)
