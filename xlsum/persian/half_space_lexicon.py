"""Which words of Persian are written with a half-space: counts from agency text, and what follows from them."""

import lzma
import math
import re
from collections import Counter
from collections.abc import Sequence
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
# How many words to either side tell زمین from زمینه, and what the form's own frequency and its two neighbours count
# against them: of 1,061 ambiguous words in held-out text 25 come out wrong so, 57 by frequency alone.
NEARNESS = 4
PRIOR_WEIGHT = 0.5
NEIGHBOUR_WEIGHT = 0.5
SHORTEST_WORD = 4
DEEPEST_NESTING = 2

# Words and names that come apart by the counts, yet are whole.
NEVER_BROKEN = frozenset(
    {"آنها", "اینها", "تنها", "میدان", "انتها", "بها", "شانگهای", "بهروز", "آنرا", "همچنین", "پیشتر"}
)

AFTER_HEH = frozenset({"ای", "ام", "ایم", "اید", "اند"})
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
    suffixes: dict[str, float] = field(default_factory=dict)
    loose_suffixes: dict[str, float] = field(default_factory=dict)  # after letters that do not join the next one
    prefixes: dict[str, float] = field(default_factory=dict)
    before: dict[str, float] = field(default_factory=dict)
    after: dict[str, float] = field(default_factory=dict)
    near: dict[tuple[str, str], float] = field(default_factory=dict)
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

    def form_in_context(self, word: str, before: Sequence[str], after: Sequence[str]) -> str:
        """The plural or the indefinite form of an ambiguous word, by the glued words before and after it."""
        stem = word[:-3]
        plural = f"{self.usual_form(stem)}{ZWNJ}های"
        indefinite = f"{self.usual_form(stem + 'ه')}{ZWNJ}ای"
        odds = PRIOR_WEIGHT * self._prior_odds(stem, plural, indefinite)
        neighbours = (
            self.before.get(before[-1] if before else "^", 0.0),
            self.after.get(after[0] if after else "$", 0.0),
        )
        odds += NEIGHBOUR_WEIGHT * sum(neighbours)
        odds += sum(self.near.get((stem, near), 0.0) for near in (*before[-NEARNESS:], *after[:NEARNESS]))
        return indefinite if odds > 0 else plural

    def _prior_odds(self, stem: str, plural: str, indefinite: str) -> float:
        if self.forms[plural] + self.forms[indefinite]:
            return math.log((self.forms[indefinite] + 0.3) / (self.forms[plural] + 0.3))
        return math.log((self.parts[stem + "ه"] + 1) / (self.parts[stem] + 1)) - 1

    def joins(self, first: str, second: str) -> bool:
        """Whether two words with a space between them are nearly always written as one."""
        form = f"{first}{ZWNJ}{second}"
        if second in AFTER_HEH and first.endswith("ه"):
            return self.forms[form] >= CERTAIN_COUNT
        return form in self.spaced and self.spaced[form] <= RARELY_APART * self.forms[form]

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
            share = (self.loose_suffixes if head[-1] in JOINS_NO_FURTHER else self.suffixes).get(tail, 0.0)
            if share >= AFFIX_SHARE and len(tail) > 1:  # «مسکنی» is one word: a single letter is written joined
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
    return lexicon_of(lzma.decompress(data).decode("utf-8"))


def lexicon_of(text: str) -> Lexicon:
    """The lexicon that sections of TSV give: a line with the name, then rows, with a blank line between sections."""
    sections: dict[str, list[list[str]]] = {"near": []}
    pairs: dict[str, dict[str, int]] = {}
    for block in text.split("\n\n"):
        name, _, rows = block.partition("\n")
        if name in ("form", "spaced"):  # the long sections, read at the speed of C
            cells = rows.split()
            pairs[name] = dict(zip(cells[::2], map(int, cells[1::2]), strict=True))
        else:
            sections[name] = [row.split("\t") for row in rows.split("\n") if row]
    lexicon = Lexicon(
        forms=Counter(pairs["form"]),
        spaced=pairs["spaced"],
        suffixes=_shares(sections["suffix"]),
        loose_suffixes=_shares(sections["loose suffix"]),
        prefixes=_shares(sections["prefix"]),
        before=_context_odds(sections["before"], sections["context"]),
        after=_context_odds(sections["after"], sections["context"]),
        near=_near_odds(sections["near"]),
    )
    _index(lexicon)
    return lexicon


def near_odds(plural: int, indefinite: int, all_plural: int, all_indefinite: int) -> float:
    """How much a word seen near forms of both stems speaks for the second one (natural logarithm, at most 3)."""
    share = all_indefinite / (all_plural + all_indefinite)
    odds = math.log((indefinite + share) / (all_indefinite + 1) / ((plural + 1 - share) / (all_plural + 1)))
    return max(-3.0, min(3.0, odds))


def _shares(rows: list[list[str]]) -> dict[str, float]:
    return {affix: (int(broken) + 0.3) / (int(seen) + 1) for affix, broken, seen in rows}


def _context_odds(rows: list[list[str]], totals: list[list[str]]) -> dict[str, float]:
    plurals, indefinites = int(totals[0][1]) + 1, int(totals[0][2]) + 1
    return {
        word: math.log((int(indefinite) + 0.5) / indefinites / ((int(plural) + 0.5) / plurals))
        for word, plural, indefinite in rows
    }


def _near_odds(rows: list[list[str]]) -> dict[tuple[str, str], float]:
    totals = {stem: (int(plural), int(indefinite)) for stem, near, plural, indefinite in rows if not near}
    return {
        (stem, near): near_odds(int(plural), int(indefinite), *totals[stem])
        for stem, near, plural, indefinite in rows
        if near
    }


def _index(lexicon: Lexicon) -> None:
    """Fill `parts` and `breaks` from `forms`."""
    best: dict[str, tuple[int, str]] = {}
    total: Counter[str] = Counter()
    lexicon.parts.update(lexicon.forms)
    for form in [form for form in lexicon.forms if ZWNJ in form]:
        count = lexicon.forms[form]
        for part in form.split(ZWNJ):
            lexicon.parts[part] += count
        glued = form.replace(ZWNJ, "")
        total[glued] += count
        best[glued] = max(best.get(glued, (0, "")), (count, form))
    for glued, (_, form) in best.items():
        if glued not in NEVER_BROKEN:
            lexicon.breaks[glued] = Break(form, total[glued], lexicon.forms[glued])
