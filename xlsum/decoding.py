"""Texts through an engine: long ones cut at clauses, batches of like length, several of them at a time.

A sentence longer than the checkpoint reads well is cut at clause boundaries and its pieces are joined again.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from xlsum.batching import group_by, like_lengths
from xlsum.engines.protocol import DecodingOptions, Engine, Hypothesis
from xlsum.persian.clauses import split_clauses

LONGEST_RUN = 200  # characters without a space; beyond it a text is no sentence of any language
BRACKET_TOKENS = 32  # sentences whose lengths fall in one bracket share an output length bound
SPECIAL_TOKENS = 4  # at most so many stand around a text, so that a batch of ours is one batch of the engine's

Item = TypeVar("Item")
Answer = TypeVar("Answer")


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


def side_by_side(
    engine: Engine,
    work: Callable[[list[Item]], list[Answer]],
    items: Sequence[Item],
    texts: Sequence[str],
    *,
    batch_tokens: int,
) -> list[Answer]:
    """What `work` gives for each item, called with batches whose `texts` are of like length; answers in order.

    An engine that runs several batches at a time says so by `workers`: one batch more is in hand than it runs, so that
    checking one hides behind the decoding of the others. The batches depend on the texts alone.
    """
    lengths = engine.count_tokens(texts) if texts else []
    batches = like_lengths(lengths, BRACKET_TOKENS, batch_tokens, extra=SPECIAL_TOKENS)
    answers: dict[int, Answer] = {}
    workers = getattr(engine, "workers", 0)
    with ThreadPoolExecutor(workers + 1) as pool:
        found = pool.map(lambda batch: work([items[at] for at in batch]), batches)
        for batch, of_batch in zip(batches, found, strict=True):
            answers.update(zip(batch, of_batch, strict=True))
    return [answers[at] for at in range(len(items))]


def is_readable(text: str) -> bool:
    """Whether a text is words that a checkpoint can read, and not one endless run of letters."""
    return bool(text.strip()) and all(len(run) <= LONGEST_RUN for run in text.split())


def _pieces(engine: Engine, text: str, *, halved: bool) -> list[str]:
    if not is_readable(text):
        return []
    limit = engine.max_input_tokens
    if halved:
        limit = min(limit, max(8, engine.count_tokens([text])[0] // 2 + 2))
    return split_clauses(text, limit, engine.count_tokens)


def _generate(engine: Engine, texts: list[str], options: DecodingOptions, language: str) -> list[list[Hypothesis]]:
    """Decode in brackets of like length, each with an output bound of one and a half times its longest source."""
    lengths = engine.count_tokens(texts) if texts else []
    brackets = group_by(lengths, lambda tokens: tokens // BRACKET_TOKENS)

    decoded: list[list[Hypothesis]] = [[]] * len(texts)
    for bracket, places in reversed(brackets.items()):
        longest = 3 * (bracket + 1) * BRACKET_TOKENS // 2
        bounded = replace(options, max_output_tokens=min(options.max_output_tokens, longest))
        answers = engine.generate([texts[at] for at in places], bounded, source_language=language)
        for at, answer in zip(places, answers, strict=True):
            decoded[at] = answer
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
