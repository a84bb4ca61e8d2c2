"""The pipeline in the worker's hands: with a memory of sentences, and a name for all that decides a result."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsum.archive.memory import WindowMemory
from xlsum.archive.protocol import Options, Refusal
from xlsum.archive.remembering import remembering
from xlsum.document import Document, ModelIdentity, Result
from xlsum.engines.quality import known_quality
from xlsum.errors import DocumentError
from xlsum.pipeline import Pipeline, load_pipeline
from xlsum.prepare import source_sha256
from xlsum.settings import Settings

# Settings that decide where and how fast the work is done, not what comes out; and those that the checkpoints' own
# identities stand for.
NOT_OF_THE_RESULT = frozenset({"device", "threads", "batch_tokens", "translator", "summarizer", "glossary"})
OF_THE_SUMMARY = frozenset({"length", "summary_from", "unsupported"})


@dataclass(frozen=True, slots=True)
class PipelineWorkshop:
    """A loaded pipeline."""

    pipeline: Pipeline

    @property
    def configuration(self) -> Mapping[str, object]:
        return describe(self.pipeline)

    @property
    def introduction(self) -> Sequence[str]:
        return [_introduction(model) for model in self.pipeline.models]

    def run(self, documents: Sequence[Document], memory: WindowMemory | None) -> list[Result | Refusal]:
        pipeline = remembering(self.pipeline, memory, self.configuration) if memory else self.pipeline
        errors: list[DocumentError] = []
        results = pipeline.run_window(documents, on_error=errors.append)
        return _in_places(documents, results, errors)

    def count_tokens(self, results: Sequence[Result]) -> int:
        if self.pipeline.translator is None:
            return 0
        fed = [segment.fed for result in results for segment in result.translation.segments if segment.fed]
        return sum(self.pipeline.translator.engine.count_tokens(fed)) if fed else 0


def open_pipeline(options: Options) -> PipelineWorkshop:
    """The factory that the worker is told of: `options` are fields of `xlsum.settings.Settings`."""
    given = {name: value for name, value in options.items() if not isinstance(value, float)}
    settings = Settings().changed(given, "xlsum batch")
    return PipelineWorkshop(load_pipeline(settings.translator, settings.summarizer, settings=settings))


def describe(pipeline: Pipeline) -> dict[str, object]:
    """The checkpoints and options of each stage: two pipelines of one description give the same results."""
    recorded = pipeline.settings.recorded()
    kept = {name: value for name, value in recorded.items() if name not in NOT_OF_THE_RESULT}
    models = {model.stage: _described(model) for model in pipeline.models}
    translate = {name: value for name, value in kept.items() if name not in OF_THE_SUMMARY}
    translate["glossary"] = _file_hash(pipeline.settings.glossary)
    summarize = {name: value for name, value in kept.items() if name in OF_THE_SUMMARY}
    return {
        "translate": {**models.get("translate", {}), **translate},
        "summarize": {**models.get("summarize", {}), **summarize},
    }


def _in_places(
    documents: Sequence[Document], results: Sequence[Result], errors: Sequence[DocumentError]
) -> list[Result | Refusal]:
    """The results, and the errors at the places of the documents that have none."""
    left, reasons = list(results), [error.reason for error in errors]
    answers: list[Result | Refusal] = []
    for document in documents:
        if left and (left[0].id, left[0].source.sha256) == (document.id, source_sha256(document)):
            answers.append(left.pop(0))
        else:
            answers.append(Refusal(reasons.pop(0) if reasons else "the pipeline gave no result"))
    return answers


def _described(model: ModelIdentity) -> dict[str, object]:
    return {
        "model": f"{model.id}@{model.revision}" if model.revision else model.id,
        "sha256": model.sha256,
        "engine": f"{model.engine} {model.engine_version}",
        "decoding": dict(model.decoding),
    }


def _introduction(model: ModelIdentity) -> str:
    quality = known_quality(model.id)
    return f"{model.stage} with {model.id} ({model.engine}, {model.licence}){f': {quality}' if quality else ''}"


def _file_hash(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() if path else ""
