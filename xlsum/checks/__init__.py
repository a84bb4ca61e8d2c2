"""Every check of a translation or a summary; each is a pure function of source and output."""

from xlsum.checks.adequacy import Scorer
from xlsum.checks.result import NameSpellings, check_result, names_consistency
from xlsum.checks.segment import check_segment, rerank
from xlsum.checks.support import SentenceSupport, find_support

__all__ = [
    "NameSpellings",
    "Scorer",
    "SentenceSupport",
    "check_result",
    "check_segment",
    "find_support",
    "names_consistency",
    "rerank",
]
