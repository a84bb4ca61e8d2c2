"""The NLLB stage: sentences in, checked English sentences out, in the order given.

One sentence is one segment: NLLB drops sentences when it is fed more than one at a time. Sentences go in batches of
like length, each decoded and checked while others are; what stays unusable is gathered and decoded again the same way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from xlsum.batching import map_unique
from xlsum.decoding import decode, is_readable, side_by_side
from xlsum.document import LEVELS, Flag, worst_level
from xlsum.engines.protocol import DecodingOptions, Engine, Hypothesis
from xlsum.persian.date_spelling import spell_dates

CAREFUL_BEAM = 4
# On 142 development sentences with numbers, 1.1 kept 4 points more of the first checkpoint's numbers than none did (and
# cost 2.3 BLEU).
CAREFUL_REPETITION_PENALTY = 1.1
CAREFUL_ALTERNATIVES = 4
# A loop ends where its first five pieces come again. 50 development stories: 21 sentences not to be used where it was
# 23, BLEU 44.4 where it was 44.3; only for second decodings, since news repeats names.
CAREFUL_NO_REPEAT = 5
# Batches of the second decoding are so much smaller, that the last of them do not keep one core waiting for another:
# with a beam of 4, 512 tokens at a time took 6.5 CPU seconds where 2048 took 6.6.
RETRY_SHARE = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is translated: the sentence as it came, as the model is fed it, and what its dates count from."""

    source: str
    fed: str
    language: str = "fa"
    published: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """An English sentence after its dates and glossary terms were put right, with the doubts that stay."""

    english: str
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class TranslatedSentence:
    """The English chosen for a sentence; `score` is its mean log-probability, `pieces` how many it was fed in."""

    english: str
    score: float | None
    flags: tuple[Flag, ...] = ()
    alternatives: tuple[str, ...] = ()
    pieces: int = 1
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A sentence on its way: its best English so far, and whether it is not to be decoded again."""

    sentence: Sentence
    best: TranslatedSentence = TranslatedSentence("", None)
    settled: bool = True


Value = TypeVar("Value")
Examine = Callable[[Sequence[Sentence], Sequence[str]], list[Examined]]
Weigh = Callable[[Sequence[Sentence], Sequence[str]], list[tuple[Flag, ...]]]


def examine_nothing(sentences: Sequence[Sentence], english: Sequence[str]) -> list[Examined]:
    """Accept every translation as it is."""
    return [Examined(text) for text in english]


def weigh_nothing(sentences: Sequence[Sentence], english: Sequence[str]) -> list[tuple[Flag, ...]]:
    """Doubt the meaning of no translation."""
    return [()] * len(english)


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates sentences with one engine and retries, once, those whose English raises a flag.

    `examine` finishes and checks every candidate; `weigh`, which costs more, adds its flags to the chosen ones only;
    `language_codes` maps a document's language ("prs") to the checkpoint's code.
    """

    engine: Engine
    decoding: DecodingOptions
    examine: Examine = examine_nothing
    weigh: Weigh = weigh_nothing
    language_codes: tuple[tuple[str, str], ...] = (("fa", ""), ("prs", ""))
    retry: bool = True

    def translate(self, sentences: Sequence[Sentence]) -> list[TranslatedSentence]:
        """The English of each sentence, in order; identical sentences are decoded once."""
        return map_unique(self._translate_different, sentences)

    def _translate_different(self, sentences: list[Sentence]) -> list[TranslatedSentence]:
        """Decode; let the checks choose among the beam's hypotheses; decode again what stays unusable."""
        first = self._side_by_side(self._attempted, [_Attempt(sentence) for sentence in sentences])
        again = [at for at, attempt in enumerate(first) if not attempt.settled]
        second = self._side_by_side(self._again, [first[at] for at in again], share=RETRY_SHARE)
        return [attempt.best for attempt in _replaced(first, again, second)]

    def _side_by_side(
        self, work: Callable[[list[_Attempt]], list[_Attempt]], of: list[_Attempt], *, share: int = 1
    ) -> list[_Attempt]:
        texts = [attempt.sentence.fed for attempt in of]
        return side_by_side(self.engine, work, of, texts, batch_tokens=max(1, self.decoding.batch_tokens // share))

    def _attempted(self, attempts: list[_Attempt]) -> list[_Attempt]:
        """The best of each beam; weighed, where it needs no second decoding."""
        sentences = [attempt.sentence for attempt in attempts]
        decoded = self._decode(sentences, replace(self.decoding, num_hypotheses=self.decoding.beam_size))
        kept = self._examined(sentences, decoded)
        if self.retry:
            kept = self._rechosen(sentences, kept, _doubted(kept), lambda chosen: [decoded[at][1:] for at in chosen])
        again = self._to_decode_again(sentences, kept)
        settled = [at for at in range(len(kept)) if at not in again]
        weighed = self._weighed([sentences[at] for at in settled], [kept[at] for at in settled])
        return [
            _Attempt(sentence, best, settled=at not in again)
            for at, (sentence, best) in enumerate(zip(sentences, _replaced(kept, settled, weighed), strict=True))
        ]

    def _again(self, attempts: list[_Attempt]) -> list[_Attempt]:
        sentences = [attempt.sentence for attempt in attempts]
        kept = self._redecoded(sentences, [attempt.best for attempt in attempts])
        return [_Attempt(*row) for row in zip(sentences, self._weighed(sentences, kept), strict=True)]

    def _to_decode_again(self, sentences: list[Sentence], kept: list[TranslatedSentence]) -> set[int]:
        """Positions that a careful beam may mend. A beam that found a usable one is believed, but for its dates."""
        if not self.retry:
            return set()
        return {at for at in (*self._poor(kept), *_undated(kept)) if is_readable(sentences[at].fed)}

    def _poor(self, kept: list[TranslatedSentence]) -> list[int]:
        """Positions worth a careful beam: of a greedy decoding the doubted ones, of a beam the unusable ones."""
        return _doubted(kept) if self.decoding.beam_size == 1 else _unusable(kept)

    def _weighed(self, sentences: list[Sentence], kept: list[TranslatedSentence]) -> list[TranslatedSentence]:
        flags = self.weigh(sentences, [best.english for best in kept]) if kept else []
        return [_concluded(*row) for row in zip(kept, flags, strict=True)]

    def _redecoded(self, sentences: list[Sentence], kept: list[TranslatedSentence]) -> list[TranslatedSentence]:
        """A careful beam with alternatives, then the clauses apart. A beam that found a usable one is believed."""
        careful = replace(
            self.decoding,
            beam_size=max(CAREFUL_BEAM, self.decoding.beam_size),
            num_hypotheses=CAREFUL_ALTERNATIVES,
            repetition_penalty=CAREFUL_REPETITION_PENALTY,
            no_repeat_ngram_size=CAREFUL_NO_REPEAT,
        )
        kept = self._rechosen(
            sentences, kept, self._poor(kept), lambda at: self._decode([sentences[n] for n in at], careful)
        )
        halved = replace(careful, num_hypotheses=1)
        kept = self._rechosen(
            sentences,
            kept,
            _undated(kept),
            lambda at: self._decode([_with_dates_spelled(sentences[n]) for n in at], halved),
        )
        return self._rechosen(
            sentences,
            kept,
            _unusable(kept),
            lambda at: self._decode([sentences[n] for n in at], halved, halved=True),
        )

    def _rechosen(
        self,
        sentences: list[Sentence],
        kept: list[TranslatedSentence],
        positions: list[int],
        others: Callable[[list[int]], list[list[Hypothesis]]],
    ) -> list[TranslatedSentence]:
        """At each readable position the best of what is kept and of the other hypotheses."""
        chosen = [at for at in positions if is_readable(sentences[at].fed)]
        if not chosen:
            return kept
        best = self._best([sentences[at] for at in chosen], [kept[at] for at in chosen], others(chosen))
        return _replaced(kept, chosen, best)

    def _best(
        self, sentences: list[Sentence], kept: list[TranslatedSentence], decoded: list[list[Hypothesis]]
    ) -> list[TranslatedSentence]:
        """For each sentence the candidate with the mildest flags, the one kept so far winning a tie.

        Candidates are examined in the engine's order until one has no doubt.
        """
        best = list(kept)
        for rank in range(max(map(len, decoded), default=0)):
            open_ = [at for at, found in enumerate(decoded) if rank < len(found) and any(_gravity(best[at]))]
            hypotheses = [decoded[at][rank] for at in open_]
            examined = self.examine([sentences[at] for at in open_], [hypothesis.text for hypothesis in hypotheses])
            for at, hypothesis, finished in zip(open_, hypotheses, examined, strict=True):
                best[at] = _milder(best[at], _translated(hypothesis, finished))
        return best

    def _examined(self, sentences: list[Sentence], decoded: list[list[Hypothesis]]) -> list[TranslatedSentence]:
        examined = self.examine(sentences, [found[0].text for found in decoded])
        heard = [tuple(dict.fromkeys(hypothesis.text for hypothesis in found)) for found in decoded]
        return [
            replace(_translated(found[0], finished), alternatives=texts)
            for found, finished, texts in zip(decoded, examined, heard, strict=True)
        ]

    def _decode(
        self, sentences: Sequence[Sentence], options: DecodingOptions, *, halved: bool = False
    ) -> list[list[Hypothesis]]:
        codes = dict(self.language_codes)
        decoded: list[list[Hypothesis]] = [[]] * len(sentences)
        for language in dict.fromkeys(sentence.language for sentence in sentences):
            chosen = [at for at, sentence in enumerate(sentences) if sentence.language == language]
            texts = [sentences[at].fed for at in chosen]
            answers = decode(self.engine, texts, options, source_language=codes.get(language, ""), halved=halved)
            decoded = _replaced(decoded, chosen, answers)
        return decoded


def _doubted(translated: Sequence[TranslatedSentence]) -> list[int]:
    """Positions of the sentences with any doubt."""
    return [at for at, sentence in enumerate(translated) if worst_level(sentence.flags) != "ok"]


def _undated(translated: Sequence[TranslatedSentence]) -> list[int]:
    """Positions of the sentences whose dates are doubted."""
    return [at for at, sentence in enumerate(translated) if any(f.kind == "dates" for f in _doubts(sentence))]


def _doubts(sentence: TranslatedSentence) -> list[Flag]:
    return [flag for flag in sentence.flags if flag.level != "ok"]


def _with_dates_spelled(sentence: Sentence) -> Sentence:
    """The sentence with its Hijri dates in Latin letters, which a checkpoint copies better than it translates them."""
    return replace(sentence, fed=spell_dates(sentence.fed))


def _unusable(translated: Sequence[TranslatedSentence]) -> list[int]:
    """Positions of the sentences that are not to be used."""
    return [at for at, sentence in enumerate(translated) if worst_level(sentence.flags) == "do-not-use"]


def _translated(hypothesis: Hypothesis, examined: Examined) -> TranslatedSentence:
    score = None if hypothesis.score != hypothesis.score else hypothesis.score
    return TranslatedSentence(
        examined.english, score, examined.flags, pieces=hypothesis.pieces, truncated=not hypothesis.finished
    )


def _gravity(translated: TranslatedSentence) -> tuple[int, ...]:
    """How bad the flags are: first how many forbid use, then how many there are."""
    return tuple(sum(flag.level == level for flag in translated.flags) for level in reversed(LEVELS[1:]))


def _milder(kept: TranslatedSentence, other: TranslatedSentence) -> TranslatedSentence:
    """The one with the milder flags, with what the first beam gave as its alternatives."""
    return replace(other, alternatives=kept.alternatives) if _gravity(other) < _gravity(kept) else kept


def _concluded(best: TranslatedSentence, flags: tuple[Flag, ...]) -> TranslatedSentence:
    alternatives = tuple(text for text in best.alternatives if text != best.english)
    return replace(best, alternatives=alternatives, flags=best.flags + flags)


def _replaced(values: list[Value], positions: list[int], others: Sequence[Value]) -> list[Value]:
    changed = list(values)
    for position, other in zip(positions, others, strict=True):
        changed[position] = other
    return changed
