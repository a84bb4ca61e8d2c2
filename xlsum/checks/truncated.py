"""Truncated: the English stops before its sentence does."""

import re

from xlsum.checks.pair import Pair, shorten
from xlsum.document import Flag

KIND = "truncated"
_ENDS = tuple(".!?…:;")
_CLOSERS = "\"'”’»)]} "
_HANGING = frozenset(
    "the a an of to in on at by for and or that which who with from as is are was were be been has have had will would "
    "its his her their our your my if because than into about between against under this these those said not".split()
)
_LAST_WORD = re.compile(r"([A-Za-z]+)[\s,\-–—(\"“']*$")
_OPEN_END = (",", "-", "–", "—", "(", "“")


def check_truncated(pair: Pair) -> list[Flag]:
    """Flag an English that ends on a word or a mark no sentence ends on."""
    english = pair.english.rstrip()
    source = pair.folded.rstrip(_CLOSERS)
    if not english or not source:
        return []
    if english.endswith(_OPEN_END) and not source.endswith(("،", ",", "-", "–", "—", "(", "؟")):
        return [_cut(english)]
    bare = english.rstrip(_CLOSERS)
    if bare.endswith(_ENDS) or (bare.endswith(",") and source.endswith("؟")):  # a question inside a sentence
        return []
    last = _LAST_WORD.search(english)
    if last and last.group(1) in _HANGING and len(pair.english_words) > 3 and not _hangs_too(source):
        return [_cut(english)]
    if source.endswith((".", "؟", "!")) and len(pair.english_words) > 1:
        return [Flag(KIND, "check", f"The source ends its sentence; the English stops at “{_tail(english)}”.")]
    return []


def _hangs_too(source: str) -> bool:
    """Whether the source itself breaks off or is a headline: then a last "in" may be that of "break in"."""
    return not source.endswith((".", "؟", "!"))


def _cut(english: str) -> Flag:
    return Flag(KIND, "do-not-use", f"The English breaks off at “{_tail(english)}”.")


def _tail(english: str) -> str:
    return "... " + shorten(english[-30:].split(" ", 1)[-1], 40)
