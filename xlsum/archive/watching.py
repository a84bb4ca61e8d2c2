"""Watch a feed or a folder: results are written as wires come, versions of one story decode only what changed.

The results file is the memory: at a start its whole lines tell what was seen, and a half-written last line is dropped.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from xlsum.archive.notices import notice_flag, own_flag, read_notice
from xlsum.archive.revising import reusable, revising
from xlsum.document import Document, Flag, Result
from xlsum.errors import DataError, DocumentError, OutputError
from xlsum.formats import read_documents, result_from_json
from xlsum.formats.result_json import result_to_line
from xlsum.pipeline import Pipeline
from xlsum.prepare import source_sha256

# Stories whose sentences are kept for their next version; of older ones it is only known that they are done.
MOST_REMEMBERED = 2_000
Report = Callable[[DocumentError], None]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A result that came in: a new story, a new version of one, or a story that a notice concerns.

    `changes` are (segment id, English before, English now) of a new version; `reused` counts sentences kept.
    """

    result: Result
    version: int = 1
    changes: tuple[tuple[str, str, str], ...] = ()
    reused: int = 0


class Watcher:
    """Polls one source and appends to one results file. Make it with the pipeline that does the work."""

    def __init__(self, source: str, out: Path, pipeline: Pipeline, report: Report) -> None:
        self.source, self.out, self.pipeline, self.report = source, out, pipeline, report
        self.stories: dict[str, Result] = {}
        self.latest: dict[str, Arrival] = {}  # by id, the longest ago first
        self.seen: dict[str, str] = {}  # the source hash of every story, those forgotten too
        for result in _recovered(out):
            before = self.stories.get(result.id)
            changes = _changes(before, result) if before else ()
            self._remember(Arrival(result, self._version(result), changes))

    def poll(self) -> Iterator[Arrival]:
        """Read the source once and give what is new in it, each written before it is given.

        A feed that cannot be reached is reported. Raises OutputError when the results cannot be written.
        """
        for document in read_documents(self.source, on_error=self.report):
            if self.seen.get(document.id) == source_sha256(document):
                continue
            for arrival in self._arrivals(document, self.stories.get(document.id)):
                self._write(arrival.result)
                self._remember(arrival)
                yield arrival

    def _arrivals(self, document: Document, known: Result | None) -> Iterator[Arrival]:
        notice = read_notice(document, self.stories.values())
        result, reused = self._run(document, known)
        if result is None:
            return
        result = _flagged(result, *_kills(known))
        if notice is not None and notice.concerns == document.id:
            result = _flagged(result, notice_flag(notice, document.id))
        elif notice is not None:
            result = _flagged(result, own_flag(notice))
        yield Arrival(result, self._version(result), _changes(known, result) if known else (), reused)
        if notice is not None and notice.concerns not in ("", document.id):
            concerned = _flagged(self.stories[notice.concerns], notice_flag(notice, document.id))
            yield Arrival(concerned, self._version(concerned))

    def _run(self, document: Document, known: Result | None) -> tuple[Result | None, int]:
        known_sentences = reusable(known)
        pipeline = replace(self.pipeline, translator=revising(self.pipeline.translator, known_sentences))
        results = list(pipeline.run([document], on_error=self.report))
        if not results:
            return None, 0
        return results[0], sum(segment.source in known_sentences for segment in results[0].translation.segments)

    def _remember(self, arrival: Arrival) -> None:
        """Keep the latest of each story; a notice makes no new version and hides no difference."""
        result, before = arrival.result, self.latest.pop(arrival.result.id, None)
        if before and before.version == arrival.version:
            arrival = replace(arrival, changes=before.changes, reused=before.reused)
        self.seen[result.id] = result.source.sha256
        self.stories.pop(result.id, None)
        self.stories[result.id] = result
        self.latest[result.id] = arrival
        if len(self.latest) > MOST_REMEMBERED:
            forgotten = next(iter(self.latest))
            del self.latest[forgotten], self.stories[forgotten]

    def _version(self, result: Result) -> int:
        before = self.latest.get(result.id)
        return before.version + (before.result.source.sha256 != result.source.sha256) if before else 1

    def _write(self, result: Result) -> None:
        try:
            with self.out.open("ab") as stream:
                stream.write(result_to_line(result).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise OutputError(f"{self.out}: cannot be written: {error.strerror}") from error


def _flagged(result: Result, *flags: Flag) -> Result:
    return replace(result, document_flags=(*result.document_flags, *flags)) if flags else result


def _kills(result: Result | None) -> list[Flag]:
    """A story that was withdrawn stays so in its later versions."""
    return [flag for flag in result.document_flags if flag.kind == "kill"] if result else []


def _recovered(out: Path) -> Iterator[Result]:
    """The results of the file one by one, its half-written last line cut off."""
    if not out.exists():
        return
    whole = 0
    with out.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            yield _result(line, f"{out}:{number}")
    if whole < out.stat().st_size:
        os.truncate(out, whole)


def _result(line: bytes, where: str) -> Result:
    try:
        return result_from_json(json.loads(line))
    except (ValueError, DataError) as error:
        raise DataError(f"{where}: not a result of xlsum: choose another file for the results") from error


def _changes(before: Result, now: Result) -> tuple[tuple[str, str, str], ...]:
    """Segments whose English is not in the version before, with the English that stood in their place."""
    old = {segment.id: segment.english for segment in before.translation.segments}
    kept = set(old.values())
    return tuple((s.id, old.get(s.id, ""), s.english) for s in now.translation.segments if s.english not in kept)
