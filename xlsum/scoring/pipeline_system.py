"""xlsum's own pipeline as a system under test."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlsum.document import Document, Flag, ModelIdentity, Result, TranslatedSegment, worst_level
from xlsum.errors import DocumentError, UsageError
from xlsum.pipeline import Pipeline, load_pipeline
from xlsum.scoring.machine import Stopwatch
from xlsum.scoring.records import OutputDocument, OutputSegment, SystemIdentity
from xlsum.scoring.stage_times import TimedEngine, TimedWriter, timed_pipeline
from xlsum.scoring.systems import blank_output
from xlsum.scoring.testset import TestDocument, TestSegment
from xlsum.settings import Settings

NOT_DECISIVE = ("scoring", "cli", "serve", "formats", "archive")  # code that does not decide an output
LEFT_OUT = "left-out:do-not-use"


@dataclass(frozen=True, slots=True)
class PipelineSystem:
    """xlsum's own pipeline. A document is handed over with one paragraph a segment, so that outputs stay aligned."""

    name: str
    pipeline: Pipeline
    load_seconds: float = 0.0

    @property
    def stage_seconds(self) -> tuple[float, float]:
        translator = self.pipeline.translator.engine if self.pipeline.translator else None
        writer = self.pipeline.summarizer.writer if self.pipeline.summarizer else None
        return (
            translator.seconds if isinstance(translator, TimedEngine) else 0.0,
            writer.seconds if isinstance(writer, TimedWriter) else 0.0,
        )

    def identify(self) -> SystemIdentity:
        settings = {key: str(value) for key, value in self.pipeline.settings.recorded().items()}
        models = tuple(describe_model(model) for model in self.pipeline.models)
        key = hashlib.sha256(json.dumps([settings, models, code_sha256()], sort_keys=True).encode()).hexdigest()
        return SystemIdentity(self.name, models, settings, key)

    def run(self, documents: Sequence[TestDocument]) -> Iterator[OutputDocument]:
        by_id = {document.id: document for document in documents}
        problems: dict[str, str] = {}

        def remember(error: DocumentError) -> None:
            problems[error.where] = error.reason

        for result in self.pipeline.run(map(_document, documents), on_error=remember):
            yield collect_output(by_id[result.id], result)
        for where, reason in problems.items():
            yield blank_output(by_id[where], [], "", reason)


def load_pipeline_system(
    name: str, translator: str, summarizer: str | None, options: Mapping[str, str | int | bool]
) -> PipelineSystem:
    """The pipeline of these checkpoints and settings; `name` "" makes one from what differs from the defaults."""
    watch = Stopwatch()
    settings = Settings().changed(options, "--set")
    pipeline = load_pipeline(translator, summarizer, settings=settings)
    chosen = [model.id for model in pipeline.models] or ["no checkpoint"]
    changed = [f"{key}={value}" for key, value in options.items()]
    return PipelineSystem(name or " ".join([*chosen, *changed]), timed_pipeline(pipeline), watch.seconds)


def parse_settings(given: Sequence[str]) -> dict[str, str | int | bool]:
    """Settings from "key=value" texts; digits are a number, true and false are what they say. Raises UsageError."""
    parsed: dict[str, str | int | bool] = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or not key:
            raise UsageError(f"--set {text}: give it as KEY=VALUE, such as beam=4")
        parsed[key] = {"true": True, "false": False}.get(value, int(value) if value.isdecimal() else value)
    return parsed


def collect_output(document: TestDocument, result: Result) -> OutputDocument:
    """The outputs of a result, one for each segment of the test document; what the pipeline left out is empty."""
    paragraphs = result.translation.paragraphs
    sources = [_letters("".join(part.source for part in paragraph)) for paragraph in paragraphs]
    segments, cursor = [], 1 if result.headline and document.headline else 0
    for segment in document.segments:
        try:
            at = sources.index(_letters(segment.persian), cursor)
        except ValueError:
            segments.append(OutputSegment(segment.persian, segment.references, "", "do-not-use", (LEFT_OUT,)))
            continue
        segments.append(_segment(segment, paragraphs[at]))
        cursor = at + 1
    return _with_summary(blank_output(document, [], ""), tuple(segments), result)


def describe_model(model: ModelIdentity) -> str:
    """A model in one line: stage, checkpoint, revision, checksum, engine, decoding."""
    decoding = ",".join(f"{key}={value}" for key, value in model.decoding.items())
    revision = f"@{model.revision}" if model.revision else ""
    sha256 = f" sha256:{model.sha256[:12]}" if model.sha256 else ""
    return f"{model.stage}: {model.id}{revision}{sha256} ({model.engine} {model.engine_version}) {decoding}".rstrip()


def code_sha256() -> str:
    """SHA-256 over the modules that decide an output, so that a cache never outlives a change of the code."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        if path.suffix in (".py", ".tsv", ".txt", ".json") and inside.parts[0] not in NOT_DECISIVE:
            digest.update(f"{inside}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _document(document: TestDocument) -> Document:
    text = "\n\n".join(" ".join(segment.persian.split()) for segment in document.segments)
    return Document(document.id, text, headline=document.headline, published=document.published, language="fa")


def _letters(text: str) -> str:
    return "".join(text.split())


def _segment(segment: TestSegment, parts: Sequence[TranslatedSegment]) -> OutputSegment:
    scores = [part.score for part in parts if part.score is not None]
    flags = tuple(flag for part in parts for flag in part.flags)
    return OutputSegment(
        persian=segment.persian,
        references=segment.references,
        english=" ".join(part.english for part in parts if part.english),
        level=worst_level(flags),
        flags=_kinds(flags),
        score=sum(scores) / len(scores) if scores else None,
    )


def _with_summary(output: OutputDocument, segments: tuple[OutputSegment, ...], result: Result) -> OutputDocument:
    summary = result.summary
    supported = [bool(ids) for ids in summary.support] if summary else []
    return replace(
        output,
        segments=segments,
        english_headline=result.headline.english if result.headline else "",
        summary=summary.text if summary else "",
        summary_method=summary.method if summary else "",
        summary_flags=_kinds(summary.flags) if summary else (),
        support=sum(supported) / len(supported) if supported else None,
    )


def _kinds(flags: Sequence[Flag]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f"{flag.kind}:{flag.level}" for flag in flags))
