"""How long each stage of a pipeline spends in its checkpoint: stand-ins that answer as the real ones do, and count."""

import time
from collections.abc import Sequence
from dataclasses import replace

from xlsum.document import ModelIdentity
from xlsum.engines.protocol import DecodingOptions, Engine, Hypothesis
from xlsum.pipeline import Pipeline
from xlsum.summarize import Draft, Story, SummaryWriter


def timed_pipeline(pipeline: Pipeline) -> Pipeline:
    """The same pipeline with its translating engine and its summary writer counted."""
    translator, summarizer = pipeline.translator, pipeline.summarizer
    return replace(
        pipeline,
        translator=replace(translator, engine=TimedEngine(translator.engine)) if translator else None,
        summarizer=replace(summarizer, writer=TimedWriter(summarizer.writer)) if summarizer else None,
    )


class TimedEngine:
    """An engine whose `seconds` are those spent in it so far."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.seconds = 0.0

    @property
    def identity(self) -> ModelIdentity:
        return self._engine.identity

    @property
    def max_input_tokens(self) -> int:
        return self._engine.max_input_tokens

    @property
    def source_languages(self) -> tuple[str, ...]:
        return self._engine.source_languages

    @property
    def default_options(self) -> DecodingOptions:
        return self._engine.default_options

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._engine.count_tokens(texts)

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
    ) -> list[list[Hypothesis]]:
        started = time.perf_counter()
        answers = self._engine.generate(texts, options, source_language=source_language)
        self.seconds += time.perf_counter() - started
        return answers


class TimedWriter:
    """A summary writer whose `seconds` are those spent in it so far."""

    def __init__(self, writer: SummaryWriter) -> None:
        self._writer = writer
        self.seconds = 0.0

    @property
    def identity(self) -> ModelIdentity:
        return self._writer.identity

    def write(self, stories: Sequence[Story]) -> list[Draft]:
        started = time.perf_counter()
        drafts = self._writer.write(stories)
        self.seconds += time.perf_counter() - started
        return drafts
