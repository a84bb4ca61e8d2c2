"""Every check of a translation or a summary; each is a pure function of source and output."""

from xlsum.checks.result import check_result
from xlsum.checks.segment import Scorer, check_segment

__all__ = ["Scorer", "check_result", "check_segment"]
