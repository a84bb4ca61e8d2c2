"""A translator that takes over sentences that were translated before, and decodes only the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from xlsum.document import Result, TranslatedSegment
from xlsum.translate import Sentence, TranslatedSentence, Translator

Known = Mapping[str, TranslatedSentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisingTranslator(Translator):
    """A translator that takes the sentences of an earlier result as they were."""

    known: Known

    def translate(self, sentences: Sequence[Sentence]) -> list[TranslatedSentence]:
        """The English of each sentence, in order."""
        new = [sentence for sentence in sentences if sentence.source not in self.known]
        answers = iter(Translator.translate(self, new) if new else [])
        return [self.known[s.source] if s.source in self.known else next(answers) for s in sentences]


def revising(translator: Translator | None, known: Known) -> Translator | None:
    """The translator, with these sentences known to it."""
    if translator is None or not known:
        return translator
    given = {field.name: getattr(translator, field.name) for field in fields(Translator)}
    return RevisingTranslator(**given, known=known)


def reusable(result: Result | None) -> dict[str, TranslatedSentence]:
    """The translated sentences of a result by their source."""
    segments = result.translation.segments if result else ()
    return {segment.source: _as_sentence(segment) for segment in segments if segment.fed}


def _as_sentence(segment: TranslatedSegment) -> TranslatedSentence:
    return TranslatedSentence(segment.english, segment.score, segment.flags, segment.alternatives, segment.pieces)
