"""Words and stems of both languages, cut the same way when the lexicon is counted and when a pair is checked.

The stems are crude on purpose: the first five Persian letters, or the first six of an English word without its
ending. That makes a glued «سازمانهای» and a well-spaced «سازمان‌های» one word, and costs a lookup, not a parser.
"""

import re
from functools import lru_cache

PERSIAN_STEM_LETTERS = 5
ENGLISH_STEM_LETTERS = 6
LONGEST_CACHED = 200_000

_ENGLISH_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['’][A-Za-z]+)?")
_AFFIXES = frozenset("ها های هایی هایم هایش هایشان هایی ای می نمی تر ترین ام ات اش مان تان شان اند ایم اید است".split())
PERSIAN_FUNCTION = frozenset(
    "و در به از که را با این آن برای تا هم نیز بر یک خود شد شده بود کرد کرده کند شود دارد باشد یا اما اگر هر همه "
    "چه ما من او وی آنها آنان شما ایشان پس باید چون همین همان چنین بین روی نیست خواهد اینکه دیگر بی هیچ حتی".split()
)
ENGLISH_FUNCTION = frozenset(
    "the a an of to in on at by for and or that this these those is are was were be been being has have had it "
    "its he she "
    "his her him they their them we our us i you your my with from as which who whom whose will would can could "
    "may might "
    "must shall should do does did not no also there here into than then so such other another if but when while "
    "all any "
    "some more most s one up out about over after before between through under both each what".split()
)
_ENGLISH_ENDINGS = ("ations", "ation", "ingly", "ings", "ing", "edly", "ied", "ies", "ed", "es", "ly", "s")


def english_words(text: str) -> list[str]:
    """The words of English text in order, as they are written."""
    return _ENGLISH_WORD.findall(text)


@lru_cache(maxsize=LONGEST_CACHED)
def persian_stem(word: str) -> str:
    """The stem of a folded Persian word, or "" for an affix or a word without a meaning of its own."""
    if word in _AFFIXES or word in PERSIAN_FUNCTION or len(word) < 2:
        return ""
    for prefix in ("نمی", "می"):
        if word.startswith(prefix) and len(word) > len(prefix) + 1:
            word = word.removeprefix(prefix)
    return word[:PERSIAN_STEM_LETTERS]


@lru_cache(maxsize=LONGEST_CACHED)
def english_stem(word: str) -> str:
    """The stem of an English word, or "" for a word without a meaning of its own."""
    lower = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if lower in ENGLISH_FUNCTION or len(lower) < 2:
        return ""
    for ending in _ENGLISH_ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 3:
            lower = lower.removesuffix(ending)
            break
    return lower[:ENGLISH_STEM_LETTERS]
