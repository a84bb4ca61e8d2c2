"""ROUGE-1/2/L/Lsum as rouge-score computes them with its stemmer, and the multilingual variant of the XL-Sum papers.

rouge-score keeps only [a-z0-9], so it gives 0.0 to any two Persian texts. The XL-Sum papers (Hasan et al. 2021) score
other languages with a fork whose tokenizer is aware of Unicode; `mROUGE` here is that idea: words of letters, marks
and digits of any script, lowercased, without a stemmer. The two are not comparable, so they have different names. With
several references each metric takes the reference with the best F, per segment, as rouge-score's `score_multi` does. A
corpus score is the mean of the segments' F.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version

from rouge_score import rouge_scorer, tokenize, tokenizers

from xlsum.scoring.metrics import Statistics

WORD = re.compile(r"[\w\u200c]+")
ZWNJ = "\u200c"


class Rouge:
    """rouge-score's F measures, one segment at a time."""

    def __init__(self, prefix: str = "ROUGE", tokenizer: tokenizers.Tokenizer | None = None) -> None:
        self._types = {f"{prefix}-{kind}": f"rouge{kind}" for kind in ("1", "2", "L", "Lsum")}
        self._prefix = prefix
        if tokenizer:
            self._types.pop(f"{prefix}-Lsum")
        self.names = tuple(self._types)
        single = [kind for kind in self._types.values() if kind != "rougeLsum"]
        self._tokenizer = tokenizer or _StemmingTokenizer()
        self._single = rouge_scorer.RougeScorer(single, tokenizer=self._tokenizer)
        self._summary = rouge_scorer.RougeScorer(["rougeLsum"], tokenizer=self._tokenizer)

    def signature(self, name: str, references: int) -> str:
        tokens = "unicode-words|stem:no" if self._prefix == "mROUGE" else "rouge-score|stem:porter"
        return f"nrefs:{references}|type:{self._types[name]}|tok:{tokens}|agg:mean-f|version:{version('rouge-score')}"

    def statistics(self, hypothesis: str, references: Sequence[str]) -> list[Statistics]:
        best = [0.0] * len(self.names)
        for reference in references:
            for index, measure in enumerate(self._measures(hypothesis, reference)):
                best[index] = max(best[index], measure)
        return [(measure,) for measure in best]

    def score(self, name: str, totals: Sequence[float], segments: int) -> float:
        return totals[0] / segments

    def _measures(self, hypothesis: str, reference: str) -> list[float]:
        scores = {kind: float(score.fmeasure) for kind, score in self._single.score(reference, hypothesis).items()}
        if "rougeLsum" in self._types.values():
            scores["rougeLsum"] = self._summary_measure(hypothesis, reference, scores["rougeL"])
        return [scores[kind] for kind in self._types.values()]

    def _summary_measure(self, hypothesis: str, reference: str, of_one_line: float) -> float:
        """ROUGE-Lsum; of two texts of one line each it is ROUGE-L, as a subsequence never holds a word too often."""
        if "\n" not in hypothesis and "\n" not in reference:
            return of_one_line
        return float(self._summary.score(reference, hypothesis)["rougeLsum"].fmeasure)


def multilingual_rouge() -> Rouge:
    """mROUGE-1/2/L: rouge-score's counting over Unicode words, unstemmed; a ZWNJ counts as a space, as the models read
    it.
    """
    return Rouge("mROUGE", _UnicodeTokenizer())


class _StemmingTokenizer(tokenizers.Tokenizer):  # type: ignore[misc]  # rouge-score ships no types
    """rouge-score's default tokenizer with a memory for stems: Porter's stemmer takes most of its time otherwise."""

    def __init__(self) -> None:
        self._stemmer = tokenizers.DefaultTokenizer(use_stemmer=True)._stemmer
        # rouge-score asks `stemmer.stem(word)`: the attribute is what gets the memory.
        self.stem = lru_cache(maxsize=1 << 15)(self._stemmer.stem)

    def tokenize(self, text: str) -> list[str]:
        return list(tokenize.tokenize(text, self))


class _UnicodeTokenizer(tokenizers.Tokenizer):  # type: ignore[misc]  # rouge-score ships no types
    def tokenize(self, text: str) -> list[str]:
        return WORD.findall(text.lower().replace(ZWNJ, " "))
