"""The NLLB stage: sentences in, checked English sentences out, in the order given.

One sentence is one segment: NLLB drops sentences when it is fed more than one at a time. A sentence longer than the
checkpoint reads well is cut at clause boundaries and its pieces are joined again.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

from xlsum.batching import group_by, map_unique
from xlsum.document import LEVELS, Flag, worst_level
from xlsum.engines.protocol import DecodingOptions, Engine, Hypothesis
from xlsum.persian.clauses import split_clauses
from xlsum.persian.date_spelling import spell_dates

LONGEST_RUN = 200  # characters without a space; beyond it a text is no sentence of any language
BRACKET_TOKENS = 32  # sentences whose lengths fall in one bracket share an output length bound
CAREFUL_BEAM = 4
# On 142 development sentences with numbers, 1.1 keeps 4 points more of the numbers than none (and costs 2.3 BLEU).
CAREFUL_REPETITION_PENALTY = 1.1
CAREFUL_ALTERNATIVES = 4


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
        decoded = self._decode(sentences, replace(self.decoding, num_hypotheses=self.decoding.beam_size))
        kept = self._examined(sentences, decoded)
        if self.retry:
            kept = self._rechosen(sentences, kept, _doubted(kept), lambda chosen: [decoded[at][1:] for at in chosen])
            kept = self._redecoded(sentences, kept)
        flags = self.weigh(sentences, [sentence.english for sentence in kept])
        return [_concluded(*row) for row in zip(kept, decoded, flags, strict=True)]

    def _redecoded(self, sentences: list[Sentence], kept: list[TranslatedSentence]) -> list[TranslatedSentence]:
        """A careful beam with alternatives, then the clauses apart. A beam that found a usable one is believed."""
        careful = replace(
            self.decoding,
            beam_size=max(CAREFUL_BEAM, self.decoding.beam_size),
            num_hypotheses=CAREFUL_ALTERNATIVES,
            repetition_penalty=CAREFUL_REPETITION_PENALTY,
        )
        again = _doubted(kept) if self.decoding.beam_size == 1 else _unusable(kept)
        kept = self._rechosen(sentences, kept, again, lambda at: self._decode([sentences[n] for n in at], careful))
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
        chosen = [at for at in positions if _readable(sentences[at].fed)]
        if not chosen:
            return kept
        best = self._best([sentences[at] for at in chosen], [kept[at] for at in chosen], others(chosen))
        return _replaced(kept, chosen, best)

    def _best(
        self, sentences: list[Sentence], kept: list[TranslatedSentence], decoded: list[list[Hypothesis]]
    ) -> list[TranslatedSentence]:
        """For each sentence the candidate with the mildest flags, the one kept so far winning a tie."""
        flat = [(at, hypothesis) for at, found in enumerate(decoded) for hypothesis in found]
        examined = self.examine([sentences[at] for at, _ in flat], [hypothesis.text for _, hypothesis in flat])
        best = list(kept)
        for (at, hypothesis), finished in zip(flat, examined, strict=True):
            best[at] = _milder(best[at], _translated(hypothesis, finished))
        return best

    def _examined(self, sentences: list[Sentence], decoded: list[list[Hypothesis]]) -> list[TranslatedSentence]:
        examined = self.examine(sentences, [found[0].text for found in decoded])
        return [_translated(found[0], finished) for found, finished in zip(decoded, examined, strict=True)]

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


def decode(
    engine: Engine, texts: Sequence[str], options: DecodingOptions, *, source_language: str = "", halved: bool = False
) -> list[list[Hypothesis]]:
    """The hypotheses of each text, best first. Long texts go in clause by clause and come back joined.

    `halved` cuts every text into about two. A text that is not readable comes back as it is, with no score.
    """
    pieces = [_pieces(engine, text, halved=halved) for text in texts]
    flat = [piece for of_text in pieces for piece in of_text]
    decoded = iter(_generate(engine, flat, options, source_language))
    return [
        _joined([next(decoded) for _ in of_text]) if of_text else [Hypothesis(text, float("nan"), finished=False)]
        for text, of_text in zip(texts, pieces, strict=True)
    ]


def _pieces(engine: Engine, text: str, *, halved: bool) -> list[str]:
    if not _readable(text):
        return []
    limit = engine.max_input_tokens
    if halved:
        limit = min(limit, max(8, engine.count_tokens([text])[0] // 2 + 2))
    return split_clauses(text, limit, engine.count_tokens)


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


def _readable(text: str) -> bool:
    return bool(text.strip()) and all(len(run) <= LONGEST_RUN for run in text.split())


def _generate(engine: Engine, texts: list[str], options: DecodingOptions, language: str) -> list[list[Hypothesis]]:
    """Decode in brackets of like length, each with an output bound of one and a half times its longest source."""
    lengths = engine.count_tokens(texts) if texts else []
    brackets = group_by(lengths, lambda tokens: tokens // BRACKET_TOKENS)

    def generated(bracket: int) -> list[list[Hypothesis]]:
        longest = 3 * (bracket + 1) * BRACKET_TOKENS // 2
        bounded = replace(options, max_output_tokens=min(options.max_output_tokens, longest))
        return engine.generate([texts[at] for at in brackets[bracket]], bounded, source_language=language)

    decoded: list[list[Hypothesis]] = [[]] * len(texts)
    longest_first = list(reversed(brackets))
    # An engine that runs several batches at a time says so by `workers`; each bracket is decoded the same either way.
    with ThreadPoolExecutor(max(1, getattr(engine, "workers", 1))) as pool:
        for bracket, answers in zip(longest_first, pool.map(generated, longest_first), strict=True):
            decoded = _replaced(decoded, brackets[bracket], answers)
    return decoded


def _joined(pieces: list[list[Hypothesis]]) -> list[Hypothesis]:
    """One hypothesis from the best of each piece; the alternatives of a text that was not cut stay."""
    if len(pieces) == 1:
        return pieces[0]
    best = [found[0] for found in pieces]
    tokens = sum(hypothesis.tokens for hypothesis in best)
    score = sum(hypothesis.score * max(1, hypothesis.tokens) for hypothesis in best) / max(1, tokens)
    text = " ".join(hypothesis.text for hypothesis in best)
    return [Hypothesis(text, score, tokens, all(hypothesis.finished for hypothesis in best), len(best))]


def _translated(hypothesis: Hypothesis, examined: Examined) -> TranslatedSentence:
    score = None if hypothesis.score != hypothesis.score else hypothesis.score
    return TranslatedSentence(
        examined.english, score, examined.flags, pieces=hypothesis.pieces, truncated=not hypothesis.finished
    )


def _gravity(translated: TranslatedSentence) -> tuple[int, ...]:
    """How bad the flags are: first how many forbid use, then how many there are."""
    return tuple(sum(flag.level == level for flag in translated.flags) for level in reversed(LEVELS[1:]))


def _milder(kept: TranslatedSentence, other: TranslatedSentence) -> TranslatedSentence:
    return other if _gravity(other) < _gravity(kept) else kept


def _concluded(best: TranslatedSentence, decoded: list[Hypothesis], flags: tuple[Flag, ...]) -> TranslatedSentence:
    others = dict.fromkeys(hypothesis.text for hypothesis in decoded)
    alternatives = tuple(text for text in others if text != best.english)
    return replace(best, alternatives=alternatives, flags=best.flags + flags)


def _replaced(values: list[Value], positions: list[int], others: Sequence[Value]) -> list[Value]:
    changed = list(values)
    for position, other in zip(positions, others, strict=True):
        changed[position] = other
    return changed
