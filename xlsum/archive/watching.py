"""Watch a feed or a folder: results are written as wires come, versions of one story decode only what changed.

The results file is the memory: at a start its whole lines tell what was seen, and a half-written last line is dropped.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from xlsum.archive.notices import notice_flag, read_notice
from xlsum.document import Document, Flag, Result, TranslatedSegment
from xlsum.errors import DataError, DocumentError, OutputError
from xlsum.formats import read_documents, result_from_json
from xlsum.formats.result_json import result_to_line
from xlsum.pipeline import Pipeline
from xlsum.prepare import source_sha256
from xlsum.translate import Sentence, TranslatedSentence, Translator

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisingTranslator(Translator):
    """A translator that takes sentences of the version before as they were."""

    known: Mapping[str, TranslatedSentence]

    def translate(self, sentences: Sequence[Sentence]) -> list[TranslatedSentence]:
        """The English of each sentence, in order."""
        new = [sentence for sentence in sentences if sentence.source not in self.known]
        answers = iter(Translator.translate(self, new) if new else [])
        return [self.known[s.source] if s.source in self.known else next(answers) for s in sentences]


class Watcher:
    """Polls one source and appends to one results file. Make it with the pipeline that does the work."""

    def __init__(self, source: str, out: Path, pipeline: Pipeline, report: Report) -> None:
        self.source, self.out, self.pipeline, self.report = source, out, pipeline, report
        self.stories: dict[str, Result] = {}
        self.versions: dict[str, int] = {}
        for result in _recovered(out):
            self._remember(result)

    def poll(self) -> Iterator[Arrival]:
        """Read the source once and give what is new in it, each written before it is given.

        A feed that cannot be reached is reported. Raises OutputError when the results cannot be written.
        """
        for document in read_documents(self.source, on_error=self.report):
            known = self.stories.get(document.id)
            if known is not None and known.source.sha256 == source_sha256(document):
                continue
            for arrival in self._arrivals(document, known):
                self._write(arrival.result)
                self._remember(arrival.result)
                yield arrival

    def _arrivals(self, document: Document, known: Result | None) -> Iterator[Arrival]:
        notice = read_notice(document, self.stories.values())
        result, reused = self._run(document, known)
        if result is None:
            return
        version = self.versions.get(document.id, 0) + 1
        if notice is not None and notice.concerns == document.id:
            result = _flagged(result, notice_flag(notice, document.id))
        yield Arrival(result, version, _changes(known, result) if known else (), reused)
        if notice is not None and notice.concerns not in ("", document.id):
            concerned = _flagged(self.stories[notice.concerns], notice_flag(notice, document.id))
            yield Arrival(concerned, self.versions[concerned.id] + 1)

    def _run(self, document: Document, known: Result | None) -> tuple[Result | None, int]:
        pipeline, reusable = self.pipeline, _reusable(known)
        if pipeline.translator and reusable:
            given = {field.name: getattr(pipeline.translator, field.name) for field in fields(pipeline.translator)}
            pipeline = replace(pipeline, translator=RevisingTranslator(**given, known=reusable))
        results = list(pipeline.run([document], on_error=self.report))
        if not results:
            return None, 0
        return results[0], sum(segment.source in reusable for segment in results[0].translation.segments)

    def _remember(self, result: Result) -> None:
        self.stories[result.id] = result
        self.versions[result.id] = self.versions.get(result.id, 0) + 1

    def _write(self, result: Result) -> None:
        try:
            with self.out.open("ab") as stream:
                stream.write(result_to_line(result).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise OutputError(f"{self.out}: cannot be written: {error.strerror}") from error


def _flagged(result: Result, flag: Flag) -> Result:
    return replace(result, document_flags=(*result.document_flags, flag))


def _recovered(out: Path) -> Iterator[Result]:
    """The results of the file, its half-written last line cut off."""
    if not out.exists():
        return
    data = out.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        os.truncate(out, whole)
    for number, line in enumerate(data[:whole].splitlines(), 1):
        try:
            yield result_from_json(json.loads(line))
        except (ValueError, DataError) as error:
            raise DataError(f"{out}:{number}: not a result of xlsum: choose another -o") from error


def _reusable(known: Result | None) -> dict[str, TranslatedSentence]:
    segments = known.translation.segments if known else ()
    return {segment.source: _as_sentence(segment) for segment in segments if segment.fed}


def _as_sentence(segment: TranslatedSegment) -> TranslatedSentence:
    return TranslatedSentence(segment.english, segment.score, segment.flags, segment.alternatives, segment.pieces)


def _changes(before: Result, now: Result) -> tuple[tuple[str, str, str], ...]:
    """Segments whose English is not in the version before, with the English that stood in their place."""
    old = {segment.id: segment.english for segment in before.translation.segments}
    kept = set(old.values())
    return tuple((s.id, old.get(s.id, ""), s.english) for s in now.translation.segments if s.english not in kept)
