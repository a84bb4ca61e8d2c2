"""Names: those of the source stand in the English, and the English names nobody else.

A name of a glossary must have one of its accepted spellings. A name of the English that no glossary explains must
sound like some word of the source, or be the usual translation of one.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import resources

from xlsum.checks.lexicon import load_lexicon
from xlsum.checks.pair import Pair
from xlsum.checks.words import english_stem, persian_stem
from xlsum.document import Flag, Level
from xlsum.persian.folding import find_words, fold_letters
from xlsum.persian.glossary import ANY_CASE, Glossary, Term, load_names, plain_latin
from xlsum.persian.romanize import latin_skeletons, persian_skeleton, romanize, skeletons_of, sounds_alike

KIND = "names"
MOST_LETTERS = 6  # of a Persian name: enough to know it, with or without its ending
SHORT_SPELLING = 3  # "US", "UN", "EU": looked for as a word, not as a part of one
_TOKEN = re.compile(r"[^\W\d_]+")
_NAME = re.compile(r"(?<![\w@#/.])[A-ZÀ-Þ][a-zß-ɏ]{2,}(?:['’][a-zß-ɏ]{2,})?(?![\w])")
_MONTHS_AND_DAYS = frozenset(
    "January February March April May June July August September October November December Monday Tuesday Wednesday "
    "Thursday Friday Saturday Sunday Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey "
    "Bahman Esfand "
    "Nowruz Ramadan Muharram Safar Rajab Shaban Shawwal Rabi Jumada Dhu Hijjah Qadah Ashura Arbaeen Moharram "
    "Sept Jan Feb Aug Oct Nov Dec Hijri Solar Lunar Iranian Persian Farsi Islamic English Hemat Seyed Seyyed "
    "Sayyed Sayyid Seyedeh Haj Hajj Dutch Arab Arabs Kurd Kurds Kurdish "
    "Shiite Shia Sunni Shiites Sunnis Western Eastern Northern Southern Penal Gazette Venom Mourners Unhealthy "
    "Hojatoleslam "
    "Hojjatoleslam Ayatollah Imam Hazrat Allah God Quran Koran Muslim Muslims Christian Jewish Jews Zionist "
    "Zionists".split()
)


def check_names(pair: Pair, glossary: Glossary | None = None) -> list[Flag]:
    """Flag names of the desk's glossary or the starter table that are gone, and names the source does not have."""
    found = [term for term in load_names().find(pair.persian_words) if not _is_word_part(term, pair.folded)]
    wanted = glossary.find(pair.persian_words) if glossary is not None else []
    demanded = {term.persian for term in wanted}
    latin = plain_latin(pair.english)
    tokens = frozenset(_TOKEN.findall(latin))
    flags = [_flag_lost(term, latin, "do-not-use") for term in wanted if not _is_present(term, latin, tokens)]
    starter = [term for term in found if not term.is_ambiguous and term.persian not in demanded]
    flags += [
        _flag_lost(term, latin, "check")
        for term in dict.fromkeys(starter)
        if not _is_present(term, latin, tokens) and not _sounds_present(term, latin)
    ]
    strangers = _find_strangers(pair, [*found, *wanted, *_find_demonyms(pair.persian_words)])
    if not strangers:
        return flags
    # A name gone and another come is a name changed, and nobody should file that.
    level: Level = "do-not-use" if flags else "check"
    return [*flags, Flag(KIND, level, _describe(strangers))]


def _is_word_part(term: Term, folded: str) -> bool:
    """Whether the name is only the end of a compound: «کره» in «نیم‌کره», «چین» in «بلاک‌چین»."""
    return f"\u200c{fold_letters(term.persian)}" in folded


def _find_demonyms(words: Sequence[str]) -> list[Term]:
    """The names to which some words are adjectives or plurals: «فنلاندی»."""
    bare = [word.removesuffix("ها").removesuffix("ی") for word in words if word.endswith(("ی", "ها")) and len(word) > 3]
    return load_names().find([word for stem in bare for word in (stem, "|")])


def is_present(term: Term, english: str) -> bool:
    """Whether the English has the term in an accepted spelling or one that sounds like it."""
    latin = plain_latin(english)
    return _is_present(term, latin, frozenset(_TOKEN.findall(latin))) or _sounds_present(term, latin)


def _is_present(term: Term, latin: str, tokens: frozenset[str]) -> bool:
    return any(_holds(latin, tokens, plain_latin(spelling), term) for spelling in term.english)


def _holds(latin: str, tokens: frozenset[str], spelling: str, term: Term) -> bool:
    if len(spelling) <= SHORT_SPELLING and spelling.isalpha():
        return spelling in tokens or spelling + "s" in tokens
    if term.case == ANY_CASE or (len(spelling) > 4 and not spelling.isupper()):
        return spelling.lower() in latin.lower()
    return spelling in latin


def _sounds_present(term: Term, latin: str) -> bool:
    """Whether every word of the name stands in the English in another spelling, as it sounds."""
    words = term.persian.replace("\u200c", " ").split()
    english = frozenset(skeleton for name in _NAME.findall(latin) for skeleton in latin_skeletons(name) if skeleton)
    own = skeletons_of(tuple(words)) - {""}
    return any(len(skeleton) >= 3 and skeleton in english for skeleton in own)


def _flag_lost(term: Term, latin: str, level: Level) -> Flag:
    spelling = term.english[0]
    if level == "do-not-use":
        return Flag(KIND, level, f"The glossary wants “{spelling}” for «{term.persian}»; the English does not have it.")
    return Flag(KIND, level, f"The source names {spelling} («{term.persian}»); the English does not.")


def _find_strangers(pair: Pair, terms: list[Term]) -> list[str]:
    known = frozenset(
        token for term in terms for spelling in term.english for token in _TOKEN.findall(plain_latin(spelling))
    )
    stems = frozenset(persian_stem(word) for word in pair.persian_words)
    skeletons: frozenset[str] | None = None
    strangers: list[str] = []
    for name in _NAME.findall(pair.english):
        bare = name.split("'")[0].split("’")[0]
        if _is_common(bare) or bare in known or bare in pair.persian:
            continue
        if _is_translated(bare, stems):
            continue
        if bare in _load_sources() and not _has_source(bare, pair):
            strangers.append(bare)
            continue
        if skeletons is None:
            skeletons = skeletons_of(pair.persian_words)
        if any(sounds_alike(part, skeletons) for part in {bare, name.replace("'", "").replace("’", "")}):
            continue
        if bare not in strangers:
            strangers.append(bare)
    return strangers


def _describe(strangers: list[str]) -> str:
    listed = ", ".join(f"“{name}”" for name in strangers[:3])
    return f"The English names {listed}; no word of the source sounds like it."


@lru_cache(maxsize=100_000)
def _is_common(name: str) -> bool:
    return name in _MONTHS_AND_DAYS or english_stem(name) in _load_common() or not english_stem(name)


def _is_translated(name: str, stems: frozenset[str]) -> bool:
    weights = load_lexicon()[1].get(english_stem(name))
    return weights is not None and not weights.words.isdisjoint(stems)


def _has_source(name: str, pair: Pair) -> bool:
    """Whether a name of the starter table has its Persian in the source, as such, glued or as an adjective."""
    joined = "".join(pair.persian_words)
    if any(persian in joined for persian in _load_sources()[name]):
        return True
    skeletons = skeletons_of(pair.persian_words)
    return any(len(skeleton) >= 2 and skeleton in skeletons for skeleton in latin_skeletons(name))


@lru_cache(maxsize=1)
def _load_sources() -> Mapping[str, frozenset[str]]:
    """The Persian words behind each capitalised word of four letters and more of the starter table's English."""
    sources: dict[str, set[str]] = {}
    for term in load_names():
        persian = "".join(find_words(fold_letters(term.persian)))
        for spelling in term.english:
            for token in _TOKEN.findall(plain_latin(spelling)):
                if len(token) > 3 and token[0].isupper() and term.kind == "place":
                    sources.setdefault(token, set()).add(persian[:MOST_LETTERS])
    return {token: frozenset(found) for token, found in sources.items()}


@lru_cache(maxsize=1)
def _load_common() -> frozenset[str]:
    text = resources.files("xlsum.checks").joinpath("data/english_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))


def is_known_word(name: str) -> bool:
    """Whether a capitalised word is an English word, a month or a day, and so no name by itself."""
    return _is_common(name)


def find_spellings(persian: str, english: str) -> list[tuple[str, str]]:
    """The person names of the starter table that the Persian has, each with the spelling that the English gives "
    "it."""
    words = tuple(find_words(fold_letters(persian)))
    latin = plain_latin(english)
    found = []
    for term in load_names().find(words):
        if term.kind != "person" or term.is_ambiguous:
            continue
        own = persian_skeleton(words_of(term)[-1])
        spelling = next((name for name in _NAME.findall(latin) if len(own) >= 2 and own in latin_skeletons(name)), "")
        if spelling:
            found.append((words_of(term)[-1], spelling))
    return found


def words_of(term: Term) -> list[str]:
    """The words of the term's Persian, half-spaces kept inside them."""
    return fold_letters(term.persian).split()


def suggest(persian: str) -> str:
    """A spelling for a name outside every table, marked as romanized."""
    return f"{romanize(persian)} [romanized]"
