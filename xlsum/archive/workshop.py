"""The pipeline in the worker's hands: with a memory of sentences, and a name for all that decides a result."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from xlsum.archive.memory import WindowMemory
from xlsum.archive.protocol import Options, Refusal
from xlsum.document import Document, Flag, ModelIdentity, Result
from xlsum.engines.quality import known_quality
from xlsum.errors import DocumentError
from xlsum.persian import find_dates
from xlsum.pipeline import Pipeline, load_pipeline
from xlsum.prepare import source_sha256
from xlsum.settings import Settings
from xlsum.translate import Sentence, TranslatedSentence, Translator

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
        pipeline = self.pipeline
        if memory and pipeline.translator:
            pipeline = replace(pipeline, translator=remembering(pipeline, memory))
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


def remembering(pipeline: Pipeline, memory: WindowMemory) -> "RememberingTranslator":
    """The pipeline's translator, which asks the memory before the engine."""
    assert pipeline.translator is not None
    given = {field.name: getattr(pipeline.translator, field.name) for field in fields(pipeline.translator)}
    text = json.dumps(describe(pipeline)["translate"], sort_keys=True, ensure_ascii=False)
    return RememberingTranslator(**given, memory=memory, prefix=hashlib.sha256(text.encode()).hexdigest()[:16])


@dataclass(frozen=True, slots=True, kw_only=True)
class RememberingTranslator(Translator):
    """A translator that decodes a sentence only when no window before has. `prefix` names its configuration."""

    memory: WindowMemory
    prefix: str

    def translate(self, sentences: Sequence[Sentence]) -> list[TranslatedSentence]:
        """The English of each sentence, in order."""
        keys = [self._key(sentence) for sentence in sentences]
        known = {key: _read(value) for key, value in self.memory.get_many(list(dict.fromkeys(keys))).items()}
        fresh = dict(reversed(list(zip(keys, sentences, strict=True))))  # the first of each, as `map_unique` takes
        wanted = [key for key in dict.fromkeys(keys) if key not in known]
        answers = Translator.translate(self, [fresh[key] for key in wanted])
        self.memory.put_many((key, _written(answer)) for key, answer in zip(wanted, answers, strict=True))
        known.update(zip(wanted, answers, strict=True))
        return [known[key] for key in keys]

    def _key(self, sentence: Sentence) -> str:
        """What decides the English: the sentence, its language, and the day its dates count from, if it has any."""
        published = sentence.published if find_dates(sentence.source, sentence.published or None) else ""
        return json.dumps(
            [self.prefix, sentence.source, sentence.fed, sentence.language, published], ensure_ascii=False
        )


def _written(answer: TranslatedSentence) -> str:
    return json.dumps({name: value for name, value in asdict(answer).items() if value != ()}, ensure_ascii=False)


def _read(text: str) -> TranslatedSentence:
    value = json.loads(text)
    flags = tuple(Flag(flag["kind"], flag["level"], flag["detail"]) for flag in value.pop("flags", ()))
    score = value.get("score")
    return TranslatedSentence(
        value.get("english", ""),
        score,
        flags,
        tuple(value.get("alternatives", ())),
        value.get("pieces", 1),
        value.get("truncated", False),
    )


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
