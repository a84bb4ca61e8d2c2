"""Archives of a few texts, and runs over them with the fake pipeline in a real worker process."""

import json
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.archive_fakes import FACTORY
from xlsum.archive.command import command_of
from xlsum.archive.configuration import Change
from xlsum.archive.export import export_lines
from xlsum.archive.ledger import Counts
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import ArchiveSettings, Listener, Report, SilentListener
from xlsum.archive.windows import Finished, WindowLimits

SMALL = WindowLimits(documents=4)


class Recorder(SilentListener):
    """Remembers what a run said, and interrupts it after so many windows."""

    def __init__(self, interrupt_after: int = 0) -> None:
        self.change = Change(0, ())
        self.windows: list[Finished] = []
        self.interrupt, self._after = threading.Event(), interrupt_after

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        self.change = change

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        self.windows.append(finished)
        if len(self.windows) == self._after:
            self.interrupt.set()


def archive_of(folder: Path, texts: Sequence[str], name: str = "wires.jsonl") -> ArchiveSettings:
    """Settings for a file of these texts, whose ids are w0, w1, ..."""
    source = folder / name
    lines = [json.dumps({"id": f"w{number}", "text": text}) for number, text in enumerate(texts)]
    source.write_text("\n".join(lines) + "\n")
    return ArchiveSettings(folder / "out", (str(source),), factory=FACTORY, window=SMALL, backoff_seconds=0.01)


def run(settings: ArchiveSettings, listener: Listener | None = None) -> Report:
    listener = listener or Recorder()
    interrupt = listener.interrupt if isinstance(listener, Recorder) else threading.Event()
    return run_archive(replace(settings, command=command_of(settings)), listener, interrupt)


def ids(out: Path) -> list[str]:
    return [json.loads(line)["id"] for line in export_lines(out)]
