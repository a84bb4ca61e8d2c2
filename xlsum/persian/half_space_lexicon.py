"""Which words of Persian are written with a half-space: counts from agency text, and what follows from them."""

import lzma
import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from xlsum.persian.normalize import HAMZA_ABOVE, ZWNJ

LETTERS = f"\u0621-\u063f\u0641-\u064a\u066e-\u06d3\u06d5{HAMZA_ABOVE}"
WORD = re.compile(f"[{LETTERS}]+(?:{ZWNJ}[{LETTERS}]+)*")
# After these a plural is often written without a half-space («کارها»), since they do not join the next letter.
JOINS_NO_FURTHER = frozenset("اآأدذرزژوؤ")

# The share of a word's occurrences that must have the half-space, and how often it must have been seen with it.
# On the held-out text: 0.7 gives the best F1 (0.5 costs a point of precision, 0.9 four of recall).
USUAL_SHARE, USUAL_COUNT = 0.7, 1
CERTAIN_SHARE, CERTAIN_COUNT = 0.9, 3
# The share of words with an affix that have the half-space before it or after it, for words never seen.
AFFIX_SHARE = 0.75
KNOWN_STEM = 2
# A word of two parts is joined when it is written apart less often than this for each time it is written as one.
RARELY_APART = 0.02
SHORTEST_WORD = 4
DEEPEST_NESTING = 2

# Words and names that come apart by the counts, yet are whole.
NEVER_BROKEN = frozenset(
    {"آنها", "اینها", "تنها", "میدان", "انتها", "بها", "شانگهای", "بهروز", "آنرا", "همچنین", "پیشتر"}
)

PLURALS = ("ها", "های", "هایی", "هایش", "هایم", "هایت", "هایشان", "هایمان", "هایتان")


def breaks_of(text: str) -> set[int]:
    """Where the half-spaces of `text` stand, counted in the characters that are neither half-spaces nor whitespace."""
    breaks, position = set(), 0
    for character in text:
        if character == ZWNJ:
            breaks.add(position)
        elif not character.isspace():
            position += 1
    return breaks


@dataclass(frozen=True, slots=True)
class Break:
    """A word that is seen with a half-space: its usual form, and how often it was seen with one and without."""

    form: str
    broken: int
    whole: int

    def is_usual(self, share: float, count: int) -> bool:
        return self.broken >= count and self.broken >= share * (self.broken + self.whole)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The counts, arranged for lookup by the glued word."""

    forms: Counter[str] = field(default_factory=Counter)
    breaks: dict[str, Break] = field(default_factory=dict)
    parts: Counter[str] = field(default_factory=Counter)
    suffixes: dict[tuple[str, bool], float] = field(default_factory=dict)
    prefixes: dict[str, float] = field(default_factory=dict)
    before: dict[str, float] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    spaced: dict[str, int] = field(default_factory=dict)

    def usual_form(self, word: str) -> str:
        """The form of a word written without half-spaces, as agency text usually has it."""
        return self._form(word, 0)

    def certain_form(self, word: str) -> str:
        """As `usual_form`, changed only where agency text hardly ever writes the word without the half-space."""
        known = self.breaks.get(word)
        if known and (known.is_usual(CERTAIN_SHARE, CERTAIN_COUNT) or is_plain_plural(known.form)):
            return known.form if known.is_usual(USUAL_SHARE, CERTAIN_COUNT) else word
        return word

    def is_ambiguous(self, word: str) -> bool:
        """Whether «زمینهای» could be زمین‌های as well as زمینه‌ای."""
        stem = word[:-3]
        return word.endswith("های") and self._is_known(stem) and self._is_known(stem + "ه")

    def form_in_context(self, word: str, before: str, after: str) -> str:
        """The plural or the indefinite form of an ambiguous word, by its neighbours (glued; "" at a line's end)."""
        stem = word[:-3]
        plural = f"{self.usual_form(stem)}{ZWNJ}های"
        indefinite = f"{self.usual_form(stem + 'ه')}{ZWNJ}ای"
        seen = self.forms[plural] + self.forms[indefinite]
        if seen:
            odds = math.log((self.forms[indefinite] + 0.3) / (self.forms[plural] + 0.3))
        else:
            odds = math.log((self.parts[stem + "ه"] + 1) / (self.parts[stem] + 1)) - 1
        odds += self.before.get(before or "^", 0.0) + self.after.get(after or "$", 0.0)
        return indefinite if odds > 0 else plural

    def joins(self, first: str, second: str) -> bool:
        """Whether two words with a space between them are nearly always written as one."""
        count = self.forms[f"{first}{ZWNJ}{second}"]
        apart = self.spaced.get(f"{first} {second}")
        return apart is not None and apart <= RARELY_APART * count

    def _is_known(self, word: str) -> bool:
        return self.parts[word] >= KNOWN_STEM

    def _form(self, word: str, depth: int) -> str:
        known = self.breaks.get(word)
        if known and known.is_usual(USUAL_SHARE, USUAL_COUNT):
            return known.form
        if known or word in self.forms or len(word) < SHORTEST_WORD or depth > DEEPEST_NESTING:
            return word
        return max(self._analyses(word, depth), default=(0.0, word))[1]

    def _analyses(self, word: str, depth: int) -> list[tuple[float, str]]:
        """The readings of a word never seen as a known stem with an affix, with the share that speaks for each."""
        readings = []
        for cut in range(2, len(word)):
            head, tail = word[:cut], word[cut:]
            share = self.suffixes.get((tail, head[-1] in JOINS_NO_FURTHER), 0.0)
            if share >= AFFIX_SHARE:
                stem = self._stem(head, depth)
                readings += [(share, f"{stem}{ZWNJ}{tail}")] if stem else []
            share = self.prefixes.get(head, 0.0)
            if share >= AFFIX_SHARE:
                stem = self._stem(tail, depth)
                readings += [(share, f"{head}{ZWNJ}{stem}")] if stem else []
        return readings

    def _stem(self, word: str, depth: int) -> str:
        """The stem in its usual form, or "" when it is no word that we know."""
        form = self._form(word, depth + 1)
        return form if self._is_known(word) or form != word else ""


def is_plain_plural(form: str) -> bool:
    """Whether the last break stands before a plural ending that nothing else could be."""
    stem, _, ending = form.rpartition(ZWNJ)
    return ending in PLURALS and len(stem) > 2 and stem[-1] not in JOINS_NO_FURTHER


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The lexicon that ships with the package, read once."""
    data = files("xlsum.persian").joinpath("data/half_spaces.tsv.xz").read_bytes()
    lexicon, totals = Lexicon(), (1, 1)
    for line in lzma.decompress(data).decode("utf-8").split("\n")[:-1]:
        kind, word, *counts = line.split("\t")
        first, *rest = map(int, counts)
        if kind == "form":
            lexicon.forms[word] = first
        elif kind == "spaced":
            lexicon.spaced[word] = first
        elif kind == "suffix":
            lexicon.suffixes[word, bool(first)] = _share(*rest)
        elif kind == "prefix":
            lexicon.prefixes[word] = _share(*rest)
        elif kind == "context":
            totals = (first, rest[0])
        else:
            odds = math.log((rest[0] + 0.5) / (totals[1] + 1) / ((first + 0.5) / (totals[0] + 1)))
            (lexicon.before if kind == "before" else lexicon.after)[word] = odds
    _index(lexicon)
    return lexicon


def _share(broken: int, seen: int) -> float:
    return (broken + 0.3) / (seen + 1)


def _index(lexicon: Lexicon) -> None:
    """Fill `parts` and `breaks` from `forms`."""
    best: dict[str, tuple[int, str]] = {}
    total: Counter[str] = Counter()
    for form, count in lexicon.forms.items():
        if ZWNJ not in form:
            lexicon.parts[form] += count
            continue
        for part in form.split(ZWNJ):
            lexicon.parts[part] += count
        glued = form.replace(ZWNJ, "")
        total[glued] += count
        best[glued] = max(best.get(glued, (0, "")), (count, form))
    for glued, (_, form) in best.items():
        if glued in NEVER_BROKEN:
            continue
        lexicon.breaks[glued] = Break(form, total[glued], lexicon.forms[glued])
