"""Coverage: every part of the source has its English, and the English adds nothing of its own.

Three witnesses are added up, in nats of evidence that something was left out: the run of Persian words that most
lacks any of its usual English words, an English shorter than its source explains, and sentence ends that are gone.
"""

import math
import re

from xlsum.checks.lexicon import Stretch, find_missing, load_lexicon
from xlsum.checks.pair import Pair, shorten
from xlsum.checks.words import english_stem, persian_stem
from xlsum.document import Flag

KIND = "coverage"
DOUBT = 7.0  # evidence at which an editor should look; 0.1 % of 13,018 faithful pairs reach it
CERTAIN = 14.0
ADDED_DOUBT = 11.0
# log of English over Persian characters, of 13,018 references: mean 0.20, and 0.05 in looser prose; spread 0.14
USUAL_LENGTH, LENGTH_SPREAD, SHORT_SPREAD = 0.12, 0.14, 0.22
SHORT_CHARACTERS = 60
SENTENCE_WEIGHT = 6.0  # two sentences made one keep their length and so stay below DOUBT
_PERSIAN_END = re.compile(r"(?<=[\w»\"”)]{3})[.؟!?…]+[»\"”)]*\s+(?=[^\s\d])")
_ENGLISH_END = re.compile(r"[.!?…;]+[\"”’)]*\s")
_WORD = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3\u06d5]+")


def check_coverage(pair: Pair) -> list[Flag]:
    """Flag a stretch of the source without English, an English much too short or long, and English without source."""
    if not pair.english_words or not pair.persian_words:
        return []
    persian_weights, english_weights = load_lexicon()
    persian = [persian_stem(word) for word in pair.persian_words]
    english = [english_stem(word) for word in pair.english_words]
    missing = find_missing(persian, frozenset(english), persian_weights)
    evidence = missing.evidence + _weigh_length(pair) + SENTENCE_WEIGHT * _lost_ends(pair)
    if evidence > DOUBT:
        return [Flag(KIND, "do-not-use" if evidence > CERTAIN else "check", _describe_missing(pair, missing))]
    added = find_missing(english, frozenset(persian), english_weights)
    surplus = added.evidence + _weigh_surplus(pair)
    if surplus > ADDED_DOUBT:
        return [Flag(KIND, "check", _describe_added(pair, added))]
    return []


def _size(pair: Pair) -> float:
    """How far the English is from its usual length, in spreads; negative when it is short."""
    ratio = math.log((len(pair.english) + 5) / (len(pair.persian) + 5))
    spread = SHORT_SPREAD if len(pair.persian) < SHORT_CHARACTERS else LENGTH_SPREAD
    return (ratio - USUAL_LENGTH) / spread


def _weigh_length(pair: Pair) -> float:
    return min(max(-_size(pair) - 1.0, -1.0), 6.0)


def _weigh_surplus(pair: Pair) -> float:
    return min(max(_size(pair) - 2.0, -2.0), 8.0)


def _lost_ends(pair: Pair) -> int:
    """Sentence ends inside the source that the English has in no form."""
    inside = len(_PERSIAN_END.findall(pair.folded))
    return max(0, inside - len(_ENGLISH_END.findall(pair.english.rstrip())))


def _describe_missing(pair: Pair, missing: Stretch) -> str:
    words = list(_WORD.finditer(pair.folded))
    if missing.last - missing.first < 1:
        return "The English is much shorter than its source: something was left out."
    quoted = shorten(pair.folded[words[missing.first].start() : words[missing.last].end()], 80)
    return f"The English seems to leave out «{quoted}»."


def _describe_added(pair: Pair, added: Stretch) -> str:
    if added.last - added.first < 1:
        return "The English is much longer than its source: something was added."
    quoted = shorten(" ".join(pair.english_words[added.first : added.last + 1]), 80)
    return f"The English has “{quoted}”, for which the source has nothing."
