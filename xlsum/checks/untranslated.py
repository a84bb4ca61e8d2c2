"""Untranslated: Persian letters left standing in the English."""

import re

from xlsum.checks.pair import Pair, shorten
from xlsum.document import Flag, Level

KIND = "untranslated"
MOST_PASSED = 0.5  # above this share of the letters the language check speaks
_PERSIAN_RUN = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff][\u0600-\u06ff\u0750-\u077f\u200c ]*")
_UNKNOWN_MARKS = ("<unk>", "⁇", "\ufffd")


def check_untranslated(pair: Pair) -> list[Flag]:
    """Flag Persian words or digits in the English, and the marks a decoder leaves for what it could not write."""
    flags = []
    runs = [run.strip() for run in _PERSIAN_RUN.findall(pair.english)]
    runs = [run for run in runs if any(c.isalnum() for c in run)]
    if runs and sum(map(len, runs)) <= len(pair.english) * MOST_PASSED:
        left = ", ".join(f"«{shorten(run, 40)}»" for run in runs[:3])
        flags.append(Flag(KIND, _level(runs), f"Left in Persian: {left}."))
    for mark in _UNKNOWN_MARKS:
        if mark in pair.english and mark not in pair.persian:
            flags.append(Flag(KIND, "check", f"The English holds “{mark}”: a word the translator could not write."))
    return flags


def _level(runs: list[str]) -> Level:
    """A word or two can be mended at the desk; a longer stretch is a sentence nobody translated."""
    return "do-not-use" if sum(len(run.split()) for run in runs) > 3 else "check"
