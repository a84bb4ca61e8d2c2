"""The order of the stages: prepare, translate, check, summarize, check. Nothing else is decided here."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xlsum import __version__
from xlsum.batching import windows
from xlsum.checks import check_result
from xlsum.document import (
    Coverage,
    Document,
    Flag,
    Headline,
    ModelIdentity,
    Provenance,
    Result,
    Summary,
    TranslatedSegment,
    Translation,
    worst_level,
)
from xlsum.errors import DocumentError
from xlsum.prepare import PERSIAN, PreparedDocument, PreparedSegment, prepare
from xlsum.settings import Settings
from xlsum.summarize import Draft, Story, Summarizer
from xlsum.translate import Sentence, TranslatedSentence, Translator

if TYPE_CHECKING:
    from xlsum.catalogue import Catalogue

WINDOW_DOCUMENTS = 32
WINDOW_CHARACTERS = 200_000
OnError = Callable[[DocumentError], None]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Documents in, results out, in order. Models are handed in, so the pipeline knows no engine.

    Without a `translator` the text is taken to be English already; without a `summarizer` results have no summary.
    """

    translator: Translator | None
    summarizer: Summarizer | None
    settings: Settings = field(default_factory=Settings)
    language_of_output: str = "en-t-fa-t0-und"

    def run(self, documents: Iterable[Document], *, on_error: OnError | None = None) -> Iterator[Result]:
        """One result for each document, in order; a window of documents shares its batches.

        A document that cannot be used raises DocumentError, or goes to `on_error` and the others go on.
        """
        cut = windows(documents, max_items=WINDOW_DOCUMENTS, max_weight=WINDOW_CHARACTERS, weigh=lambda d: len(d.text))
        for window in cut:
            yield from self.run_window(window, on_error=on_error)

    def run_window(self, documents: Sequence[Document], *, on_error: OnError | None = None) -> list[Result]:
        """The results of documents that share batches: identical sentences are decoded once for all of them."""
        prepared = [ready for document in documents if (ready := self._prepared(document, on_error)) is not None]
        translations = self._translated(prepared)
        summaries = self._summarized(prepared, translations)
        created = datetime.now(UTC).isoformat(timespec="seconds")
        return [self._result(*row, created) for row in zip(prepared, translations, summaries, strict=True)]

    @property
    def models(self) -> tuple[ModelIdentity, ...]:
        """The checkpoints that speak, one a stage."""
        of_translator = (self.translator.engine.identity,) if self.translator else ()
        of_summarizer = self.summarizer.identities if self.summarizer else ()
        return of_translator + of_summarizer

    def _prepared(self, document: Document, on_error: OnError | None) -> PreparedDocument | None:
        try:
            return prepare(document, language=self.settings.language, half_spaces=self.settings.repair_half_spaces)
        except DocumentError as error:
            if on_error is None:
                raise
            on_error(error)
            return None

    def _translated(self, prepared: Sequence[PreparedDocument]) -> list[Translation]:
        """Pool the Persian sentences of all documents; others pass through, flagged."""
        pooled = [
            Sentence(segment.source, segment.fed, segment.language, ready.document.published)
            for ready in prepared
            for segment in ready.segments
            if segment.language in PERSIAN
        ]
        answers = iter(self.translator.translate(pooled) if self.translator else map(_untouched, pooled))
        return [
            Translation(
                tuple(
                    tuple(
                        _segment(segment, next(answers) if segment.language in PERSIAN else _passed(segment))
                        for segment in paragraph
                    )
                    for paragraph in ready.paragraphs
                )
            )
            for ready in prepared
        ]

    def _summarized(
        self, prepared: Sequence[PreparedDocument], translations: Sequence[Translation]
    ) -> list[tuple[Summary | None, Draft | None]]:
        if self.summarizer is None:
            return [(None, None)] * len(prepared)
        stories = [
            _story(translation, ready.has_headline) for ready, translation in zip(prepared, translations, strict=True)
        ]
        return list(self.summarizer.summarize(stories))

    def _result(
        self,
        ready: PreparedDocument,
        translation: Translation,
        summarized: tuple[Summary | None, Draft | None],
        created: str,
    ) -> Result:
        summary, draft = summarized
        result = Result(
            id=ready.document.id,
            source=ready.source,
            headline=_headline(ready, translation),
            translation=translation,
            dates=ready.dates,
            numbers=ready.numbers,
            summary=summary,
            coverage=_coverage(translation, draft),
            provenance=self._provenance(ready, created),
        )
        return _with_document_flags(result, check_result(result))

    def _provenance(self, ready: PreparedDocument, created: str) -> Provenance:
        return Provenance(
            xlsum=__version__,
            models=self.models,
            options=self.settings.recorded(),
            source_sha256=ready.source.sha256,
            created=created,
            label="machine-translated",
            language=self.language_of_output,
        )


def load_pipeline(
    translator: str = "auto",
    summarizer: str | None = "auto",
    *,
    catalogue: "Catalogue | None" = None,
    settings: Settings | None = None,
    workers: int = 0,
    **options: str | int | bool,
) -> Pipeline:
    """A pipeline with its checkpoints loaded: a card's name or a folder for each stage, `auto` the best installed.

    `summarizer=None` leaves summaries out. `options` are fields of `xlsum.settings.Settings` by name (`beam`, `device`,
    `threads`, ...). Nothing is downloaded. Raises UnknownModelError, CheckpointError, SettingsError.
    """
    from xlsum.stages import load_scorer, load_summarizer, load_translator

    named = {"translator": translator, "summarizer": summarizer}
    asked = {stage: name for stage, name in named.items() if name not in (None, "auto")}
    chosen = (settings or Settings()).changed({**asked, **options}, "load_pipeline")
    scorer = load_scorer(chosen, workers=workers)
    return Pipeline(
        load_translator(chosen, scorer, catalogue=catalogue, workers=workers),
        None if summarizer is None else load_summarizer(chosen, catalogue=catalogue),
        chosen,
    )


def _untouched(sentence: Sentence) -> TranslatedSentence:
    doubt = Flag("untranslated", "check", "translation was not asked for: the source is shown as it came")
    return TranslatedSentence(sentence.source, None, (doubt,))


def _passed(segment: PreparedSegment) -> TranslatedSentence:
    """A segment that is not Persian passes through as it is, with a flag that says so."""
    if segment.language == "und" and not any(letter.isalpha() for letter in segment.source):
        return TranslatedSentence(segment.source, None)
    english = segment.language == "en"
    name = "English" if english else f"not Persian ({segment.language})"
    detail = f"the source is {name}: it was passed through as it came"
    return TranslatedSentence(segment.source, None, (Flag("language", "check" if english else "do-not-use", detail),))


def _segment(segment: PreparedSegment, translated: TranslatedSentence) -> TranslatedSegment:
    score = translated.score
    return TranslatedSegment(
        id=segment.id,
        source=segment.source,
        fed=segment.fed,
        english=translated.english,
        score=None if score is None or math.isnan(score) else round(score, 4),
        level=worst_level(translated.flags),
        flags=translated.flags,
        alternatives=translated.alternatives,
        language=segment.language,
        pieces=translated.pieces,
    )


def _story(translation: Translation, has_headline: bool) -> Story:
    body = translation.paragraphs[1:] if has_headline else translation.paragraphs
    return Story(
        body=tuple(segment for paragraph in body for segment in paragraph),
        headline=translation.paragraphs[0] if has_headline else (),
    )


def _headline(ready: PreparedDocument, translation: Translation) -> Headline | None:
    if not ready.has_headline:
        return None
    segments = translation.paragraphs[0]
    return Headline(" ".join(s.source for s in segments), " ".join(s.english for s in segments))


def _coverage(translation: Translation, draft: Draft | None) -> Coverage:
    segments = translation.segments
    return Coverage(
        segments_in=len(segments),
        segments_out=sum(bool(segment.english.strip()) for segment in segments),
        truncated_tokens=draft.unread_tokens if draft else 0,
        left_out=tuple(f"{segment}: not read by the summarizer" for segment in draft.left_out) if draft else (),
    )


def _with_document_flags(result: Result, flags: Sequence[Flag]) -> Result:
    """The doubts that no segment and no summary carries yet are the document's own."""
    known = set(result.flags)
    return replace(result, document_flags=tuple(flag for flag in flags if flag not in known))
