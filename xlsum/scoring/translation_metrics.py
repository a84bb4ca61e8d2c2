"""BLEU, chrF, chrF++ and TER as sacrebleu computes them, one segment at a time.

The counting and the formulas are sacrebleu's own objects; what is ours is that no list of all segments is ever held.
Its methods with a leading underscore are what its own bootstrap uses; `tests/test_scoring.py` compares with
`corpus_score` digit for digit.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from sacrebleu.metrics import BLEU, CHRF, TER

from xlsum.errors import DataError
from xlsum.scoring.edit_rate import edit_statistics
from xlsum.scoring.metrics import Statistics


class Bleu:
    """sacrebleu's BLEU with its defaults (13a, exp smoothing, mixed case)."""

    def __init__(self, tokenize: str | None = None, name: str = "BLEU") -> None:
        self.names = (name,)
        self._metric = _without_memory(BLEU(tokenize=tokenize))

    def signature(self, name: str, references: int) -> str:
        return _signature(self._metric, references)

    def statistics(self, hypothesis: str, references: Sequence[str]) -> list[Statistics]:
        return [_statistics(self._metric, hypothesis, references)]

    def score(self, name: str, totals: Sequence[float], segments: int) -> float:
        # Counts are whole numbers; sacrebleu formats lengths as such.
        return float(self._metric._compute_score_from_stats([int(total) for total in totals]).score)


def sp_bleu() -> Bleu:
    """BLEU over the FLORES-200 SentencePiece pieces, when sacrebleu already has that model on this machine.

    sacrebleu fetches it at first use; a scorer that reaches for the network unasked is not offered. Raises DataError.
    """
    from sacrebleu.utils import SACREBLEU_DIR

    model = Path(SACREBLEU_DIR) / "models" / "flores200sacrebleuspm"
    if not model.exists():
        raise DataError(
            f"spBLEU: its tokenizer is not at {model}; "
            "run `sacrebleu --tokenize flores200` once with a network, or leave spBLEU out"
        )
    return Bleu("flores200", "spBLEU")


class Chrf:
    """sacrebleu's chrF (6 characters, beta 2) and chrF++ (and 2 words) from one extraction of the n-grams.

    chrF++ counts what chrF counts and word n-grams besides, so the first 18 of its 24 figures for a reference are
    chrF's.
    """

    names = ("chrF", "chrF++")

    def __init__(self) -> None:
        self._metrics = {"chrF": CHRF(), "chrF++": CHRF(word_order=2)}

    def signature(self, name: str, references: int) -> str:
        return _signature(self._metrics[name], references)

    def statistics(self, hypothesis: str, references: Sequence[str]) -> list[Statistics]:
        widest = self._metrics["chrF++"]
        each = [widest._compute_segment_statistics(hypothesis, _reference(widest, [text])) for text in references]
        return [self._best(name, each) for name in self.names]

    def score(self, name: str, totals: Sequence[float], segments: int) -> float:
        return float(self._metrics[name]._compute_score_from_stats(list(totals)).score)

    def _best(self, name: str, each: Sequence[Sequence[float]]) -> Statistics:
        """The figures of the reference with the best F, the first of equals, as sacrebleu chooses."""
        metric = self._metrics[name]
        own = [tuple(figures[: 3 * metric.order]) for figures in each]
        return max(own, key=lambda figures: float(metric._compute_f_score(list(figures))))


class Ter:
    """sacrebleu's TER with its defaults (tercom tokenization, lowercased)."""

    names = ("TER",)

    def __init__(self) -> None:
        self._metric = _without_memory(TER())

    def signature(self, name: str, references: int) -> str:
        return _signature(self._metric, references)

    def statistics(self, hypothesis: str, references: Sequence[str]) -> list[Statistics]:
        words, *others = (self._metric._preprocess_segment(text).split() for text in (hypothesis, *references))
        return [edit_statistics(words, others)]

    def score(self, name: str, totals: Sequence[float], segments: int) -> float:
        return float(self._metric._compute_score_from_stats(list(totals)).score)


def _reference(metric: BLEU | CHRF | TER, references: Sequence[str]) -> dict[str, object]:
    prepared = [metric._preprocess_segment(text) for text in references]
    info: dict[str, object] = metric._extract_reference_info(prepared)
    return info


def _without_memory(metric: BLEU | TER) -> BLEU | TER:
    """Let the tokenizer forget: it remembers 65,536 texts, and a corpus is read once."""
    tokenizer = metric.tokenizer
    forgetful = getattr(type(tokenizer).__call__, "__wrapped__", None)
    if forgetful:
        metric.tokenizer = partial(forgetful, tokenizer)
    return metric


def _statistics(metric: BLEU | CHRF | TER, hypothesis: str, references: Sequence[str]) -> Statistics:
    prepared = metric._preprocess_segment(hypothesis)
    return tuple(metric._compute_segment_statistics(prepared, _reference(metric, references)))


def _signature(metric: BLEU | CHRF | TER, references: int) -> str:
    metric.num_refs = references
    return str(metric.get_signature())
