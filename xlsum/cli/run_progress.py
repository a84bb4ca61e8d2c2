"""What `run`, `translate` and `summarize` say on standard error, and what they count."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsum.document import ModelIdentity, Result
    from xlsum.errors import DocumentError
    from xlsum.pipeline import Pipeline


class Watch:
    """What is said on standard error, and what is counted, while documents go through."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.failures = self.done = self.written = self.unusable = 0

    def failed(self, error: DocumentError) -> None:
        """One line for each document that could not be read."""
        self.failures += 1
        print(f"xlsum: {error}", file=sys.stderr)

    def introduce(self, pipeline: Pipeline) -> None:
        """Say which checkpoints speak, under which licence, and how good they are known to be."""
        if not self.quiet:
            for model in pipeline.models:
                print(_introduction(model), file=sys.stderr)

    def watched(self, results: Iterable[Result]) -> Iterator[Result]:
        """Count results on their way; on a terminal, show how far the work is."""
        for result in results:
            self.done += 1
            for warning in result.source.warnings:
                self._warn(result.id, warning)
            self.unusable += any(flag.level == "do-not-use" for flag in result.flags)
            self._tell(result.id)
            yield result
            self.written = self.done

    def kept(self, output: str) -> str:
        """What an interrupted run leaves: a file takes its name only when it is whole, a folder's files one by one."""
        done = "1 document" if self.written == 1 else f"{self.written} documents"
        if output == "-":
            return f"{done} printed whole"
        if output.endswith("/") or Path(output).is_dir():
            return f"{done} kept in {output}"
        return f"{output} was not written, and an older one is as it was; ready were {done}"

    def conclude(self) -> None:
        """Say how many documents are done, failed and not to be used unread."""
        if self.quiet or (self.done == 1 and not self.failures):
            return
        self._tell("")
        doubts = f", {self.unusable} with sentences not to be used" if self.unusable else ""
        print(f"xlsum: {self.done} documents done, {self.failures} failed{doubts}", file=sys.stderr)

    def _warn(self, name: str, warning: str) -> None:
        if not self.quiet:
            print(f"xlsum: {name}: {warning}", file=sys.stderr)

    def _tell(self, name: str) -> None:
        if not self.quiet and sys.stderr.isatty() and not sys.stdout.isatty():
            print(f"\r\x1b[K{self.done} done {name[:60]}" if name else "\r\x1b[K", end="", file=sys.stderr, flush=True)


def _introduction(model: ModelIdentity) -> str:
    from xlsum.engines.quality import known_quality

    quality = known_quality(model.id)
    return f"xlsum: {model.stage} with {model.id} ({model.engine}, {model.licence}){f': {quality}' if quality else ''}"
