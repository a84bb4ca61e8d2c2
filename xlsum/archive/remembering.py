"""The stages of a pipeline with a memory: what an earlier window decoded is not decoded again."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace

from xlsum.archive.memory import WindowMemory
from xlsum.document import Flag, ModelIdentity
from xlsum.engines.protocol import DecodingOptions, Engine, Hypothesis
from xlsum.persian import find_dates
from xlsum.persian.date_resolution import publication_day
from xlsum.pipeline import Pipeline
from xlsum.summary_writers import AbstractiveWriter
from xlsum.translate import Sentence, TranslatedSentence, Translator


def remembering(pipeline: Pipeline, memory: WindowMemory, configuration: Mapping[str, object]) -> Pipeline:
    """The pipeline with a memory behind its translator, and behind its summarizer where that is a checkpoint.

    What a stage remembers is found again by a run whose configuration of that stage is the same.
    """
    if pipeline.translator:
        prefix = _prefix(configuration["translate"])
        given = {field.name: getattr(pipeline.translator, field.name) for field in fields(pipeline.translator)}
        pipeline = replace(pipeline, translator=RememberingTranslator(**given, memory=memory, prefix=prefix))
    if pipeline.summarizer and isinstance(pipeline.summarizer.writer, AbstractiveWriter):
        writer = pipeline.summarizer.writer
        engine = RememberingEngine(writer.engine, memory, _prefix(configuration["summarize"]))
        pipeline = replace(pipeline, summarizer=replace(pipeline.summarizer, writer=replace(writer, engine=engine)))
    return pipeline


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
        """What decides the English: the sentence, its language, and the day its dates count from, if any does."""
        parts = [self.prefix, sentence.source, sentence.fed, sentence.language, _day_that_counts(sentence)]
        return json.dumps(parts, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class RememberingEngine:
    """An engine that generates for a text only when no window before has. `prefix` names its configuration."""

    engine: Engine
    memory: WindowMemory
    prefix: str

    @property
    def identity(self) -> ModelIdentity:
        return self.engine.identity

    @property
    def source_languages(self) -> tuple[str, ...]:
        return self.engine.source_languages

    @property
    def max_input_tokens(self) -> int:
        return self.engine.max_input_tokens

    @property
    def default_options(self) -> DecodingOptions:
        return self.engine.default_options

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self.engine.count_tokens(texts)

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
    ) -> list[list[Hypothesis]]:
        """The hypotheses of each text, in order."""
        key = [self.prefix, asdict(options), source_language]
        keys = {text: json.dumps([*key, text], ensure_ascii=False, sort_keys=True) for text in texts}
        found = self.memory.get_many(list(keys.values()))
        known = {text: _hypotheses(found[keys[text]]) for text in keys if keys[text] in found}
        wanted = [text for text in keys if text not in known]
        if wanted:
            answers = self.engine.generate(wanted, options, source_language=source_language)
            known.update(zip(wanted, answers, strict=True))
            self.memory.put_many((keys[text], _hypotheses_text(known[text])) for text in wanted)
        return [known[text] for text in texts]


def _day_that_counts(sentence: Sentence) -> str:
    """The day of publication, where a date of the sentence is read in its light; "" where none is.

    A re-filed wire has another time and often another day: «سه‌شنبه» then means another date, «۲۹ اسفند ۱۴۰۲» does not.
    """
    if not sentence.published:
        return ""
    found = find_dates(sentence.fed, sentence.published)
    if found == find_dates(sentence.fed) and not any(one.year_is_guessed for one in found):
        return ""
    day = publication_day(sentence.published)
    return day.isoformat() if day else sentence.published


def _prefix(configuration: object) -> str:
    text = json.dumps(configuration, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _written(answer: TranslatedSentence) -> str:
    return json.dumps({name: value for name, value in asdict(answer).items() if value != ()}, ensure_ascii=False)


def _read(text: str) -> TranslatedSentence:
    value = json.loads(text)
    return TranslatedSentence(
        value["english"],
        value["score"],
        tuple(Flag(flag["kind"], flag["level"], flag["detail"]) for flag in value.get("flags", ())),
        tuple(value.get("alternatives", ())),
        value["pieces"],
        value["truncated"],
    )


def _hypotheses_text(hypotheses: Sequence[Hypothesis]) -> str:
    return json.dumps({"hypotheses": [asdict(hypothesis) for hypothesis in hypotheses]}, ensure_ascii=False)


def _hypotheses(text: str) -> list[Hypothesis]:
    return [
        Hypothesis(value["text"], value["score"], value["tokens"], value["finished"], value["pieces"])
        for value in json.loads(text)["hypotheses"]
    ]
