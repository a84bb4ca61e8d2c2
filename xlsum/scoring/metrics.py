"""What a metric is here: statistics of one segment that add up, and a score computed from their sums.

Because the statistics add, a corpus of any length is scored in flat memory, and an interval or a significance test
resamples the statistics instead of the texts.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from xlsum.errors import UsageError

Statistics = tuple[float, ...]


class MetricFamily(Protocol):
    """Metrics that share one pass over a segment, such as chrF and chrF++."""

    @property
    def names(self) -> tuple[str, ...]:
        """The metrics of the family, each by its plain name."""
        ...

    def signature(self, name: str, references: int) -> str:
        """The string with which the score of `name` can be reproduced."""
        ...

    def statistics(self, hypothesis: str, references: Sequence[str]) -> list[Statistics]:
        """The statistics of one segment, one tuple for each of `names`."""
        ...

    def score(self, name: str, totals: Sequence[float], segments: int) -> float:
        """The score of `segments` segments whose statistics sum to `totals`, on the scale of the tool that defines
        it.
        """
        ...


@dataclass(frozen=True, slots=True)
class MetricKind:
    """How a metric is shown: `display` times the score is on the scale 0 to 100; `decimals` are what the tool
    prints.
    """

    family: str
    higher_is_better: bool = True
    display: float = 1.0


METRICS: Mapping[str, MetricKind] = {
    "BLEU": MetricKind("bleu"),
    "chrF": MetricKind("chrf"),
    "chrF++": MetricKind("chrf"),
    "TER": MetricKind("ter", higher_is_better=False),
    "spBLEU": MetricKind("spbleu"),
    "ROUGE-1": MetricKind("rouge", display=100),
    "ROUGE-2": MetricKind("rouge", display=100),
    "ROUGE-L": MetricKind("rouge", display=100),
    "ROUGE-Lsum": MetricKind("rouge", display=100),
    "mROUGE-1": MetricKind("mrouge", display=100),
    "mROUGE-2": MetricKind("mrouge", display=100),
    "mROUGE-L": MetricKind("mrouge", display=100),
}
DEFAULT_METRICS = ("BLEU", "chrF", "chrF++", "TER", "ROUGE-1", "ROUGE-2", "ROUGE-L", "ROUGE-Lsum")


def canonical_name(name: str) -> str:
    """The metric's name as METRICS has it; "bleu", "rouge1" and "chrf++" are understood. Raises UsageError for
    others.
    """
    known = {_folded(metric): metric for metric in METRICS}
    if _folded(name) not in known:
        raise UsageError(f"--metric {name}: unknown; choose from {', '.join(METRICS)}")
    return known[_folded(name)]


def load_families(names: Sequence[str]) -> list[MetricFamily]:
    """The families that compute the metrics `names`, each once. Raises MissingExtraError when a tool is not
    installed.
    """
    wanted = dict.fromkeys(METRICS[name].family for name in names)
    return [_loaders()[family]() for family in wanted]


def _folded(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


def _loaders() -> Mapping[str, Callable[[], MetricFamily]]:
    # Imported here: sacrebleu and nltk cost 0.3 s that `xlsum --help` should not pay.
    from xlsum.scoring import rouge, translation_metrics

    return {
        "bleu": translation_metrics.Bleu,
        "spbleu": translation_metrics.sp_bleu,
        "chrf": translation_metrics.Chrf,
        "ter": translation_metrics.Ter,
        "rouge": rouge.Rouge,
        "mrouge": rouge.multilingual_rouge,
    }
