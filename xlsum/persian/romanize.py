"""Persian names in Latin letters: a readable spelling, and a skeleton of sounds by which spellings are compared.

The spelling follows the habits of English-language media (kh, gh, sh, ch, zh; no diacritics). Short vowels are not
written in Persian and are guessed, so a romanized name is a suggestion and is marked as one.
"""

import re
from functools import lru_cache
from itertools import pairwise

from xlsum.persian.folding import find_words, fold_letters

_LETTERS = {
    "ا": "a", "آ": "a", "ب": "b", "پ": "p", "ت": "t", "ث": "s", "ج": "j", "چ": "ch", "ح": "h", "خ": "kh", "د": "d",
    "ذ": "z", "ر": "r", "ز": "z", "ژ": "zh", "س": "s", "ش": "sh", "ص": "s", "ض": "z", "ط": "t", "ظ": "z", "ع": "",
    "غ": "gh", "ف": "f", "ق": "gh", "ک": "k", "گ": "g", "ل": "l", "م": "m", "ن": "n", "و": "v", "ه": "h", "ی": "y",
    "ء": "",
}  # fmt: skip
_WHOLE_WORDS = {
    "محمد": "Mohammad", "علی": "Ali", "حسن": "Hassan", "حسین": "Hossein", "رضا": "Reza", "مهدی": "Mehdi",
    "احمد": "Ahmad", "محمود": "Mahmoud", "مسعود": "Masoud", "سعید": "Saeed", "حمید": "Hamid", "مجید": "Majid",
    "محسن": "Mohsen", "مصطفی": "Mostafa", "مرتضی": "Morteza", "ابراهیم": "Ebrahim", "اسماعیل": "Esmail",
    "عباس": "Abbas", "اکبر": "Akbar", "اصغر": "Asghar", "جعفر": "Jafar", "کاظم": "Kazem", "جواد": "Javad",
    "باقر": "Bagher", "صادق": "Sadegh", "امیر": "Amir", "کریم": "Karim", "رحیم": "Rahim", "عبدالله": "Abdollah",
    "فاطمه": "Fatemeh", "زهرا": "Zahra", "مریم": "Maryam", "زینب": "Zeinab", "معصومه": "Masoumeh", "لیلا": "Leila",
    "سید": "Seyyed", "سیده": "Seyyedeh", "آیت": "Ayat", "الله": "ollah", "حجت": "Hojjat", "قاسم": "Ghasem",
    "بهرام": "Bahram", "بهروز": "Behrouz", "فرهاد": "Farhad", "فریدون": "Fereydoun", "داریوش": "Dariush",
    "کوروش": "Kourosh", "منصور": "Mansour", "ناصر": "Naser", "یوسف": "Yousef", "یونس": "Younes", "پور": "pour",
    "نژاد": "nejad", "زاده": "zadeh", "فر": "far", "نیا": "nia", "پناه": "panah", "الدین": "eddin",
    "تقی": "Taghi", "نقی": "Naghi", "هاشم": "Hashem", "هادی": "Hadi", "وحید": "Vahid", "کمال": "Kamal", "جلال": "Jalal",
    "شهرام": "Shahram", "سارا": "Sara", "نرگس": "Narges", "نسرین": "Nasrin", "شیرین": "Shirin", "پروین": "Parvin",
    "غلام": "Gholam", "غلامحسین": "Gholamhossein", "غلامرضا": "Gholamreza", "محمدرضا": "Mohammad Reza",
    "محمدجواد": "Mohammad Javad", "محمدباقر": "Mohammad Bagher", "علیرضا": "Alireza", "حمیدرضا": "Hamidreza",
}  # fmt: skip
_ENDINGS = ("زاده", "نژاد", "پور", "فر", "نیا", "الدین", "الله")
_GLUED_FIRSTS = ("محمد", "سید", "علی", "عبدال", "عبد", "امیر", "غلام", "حسین", "حسن", "میر", "ال")
_CONSONANTS = frozenset("بپتثجچحخدذرزژسشصضطظغفقکگلمنه")
# The skeleton: one letter a class of sounds that spellings confuse; vowels, h, y, w and v are not in it.
_CLASSES = {
    "ب": "B", "پ": "P", "ت": "T", "ط": "T", "د": "D", "ث": "S", "س": "S", "ص": "S", "ز": "S", "ذ": "S", "ض": "S",
    "ظ": "S", "ژ": "J", "ش": "X", "چ": "C", "ج": "J", "خ": "K", "غ": "K", "ق": "K", "ک": "K", "گ": "G", "ف": "F",
    "ل": "L", "ر": "R", "م": "M", "ن": "N",
}  # fmt: skip
# Classes that may stand for each other once in a name: "Tchaikovsky", "Muhammad", "Sobhani".
_COARSE = str.maketrans("PDXJCG", "BTSSSK")
_DIGRAPHS = (
    ("ough", "5"), ("augh", "5"), ("tsch", "C"), ("sch", "X"), ("tch", "C"), ("kh", "K"), ("gh", "K"), ("ck", "K"),
    ("ph", "F"), ("sh", "X"), ("zh", "J"), ("ch", "1"), ("th", "T"), ("dh", "D"), ("ts", "S"), ("tz", "S"),
    ("dj", "J"), ("qu", "K"), ("x", "KS"),
)  # fmt: skip
_SINGLES = {
    "b": "B", "p": "P", "t": "T", "d": "D", "s": "S", "z": "S", "k": "K", "q": "K", "f": "F", "l": "L", "r": "R",
    "m": "M", "n": "N", "c": "2", "g": "3", "j": "4",
}  # fmt: skip
# ch, c, g and j have several sounds; a spelling is tried with each of them.
_SOUNDS = {"1": "CKX", "2": "KSC", "3": "GJK", "4": ("J", "X", "K", ""), "5": ("K", "")}
_ACCENTS = str.maketrans(
    "áàâäãåāçćčéèêëēęěğíìîïīıłñńňóòôöõøōřšśşșťțúùûüūůýÿžźż", "aaaaaaaccceeeeeeegiiiiiilnnnooooooorssssttuuuuuuyyzzz"
)


def romanize(persian: str) -> str:
    """A readable Latin spelling of a Persian name, word by word, each with a capital."""
    words = [_romanize_word(word) for word in find_words(fold_letters(persian))]
    return " ".join(word[:1].upper() + word[1:] for word in words if word)


@lru_cache(maxsize=200_000)
def persian_skeleton(word: str) -> str:
    """The classes of the consonants of a folded Persian word, doubled ones once."""
    return _squeeze("".join(_CLASSES.get(letter, "") for letter in word))


@lru_cache(maxsize=200_000)
def latin_skeletons(word: str) -> tuple[str, ...]:
    """The skeletons a Latin spelling may have; c, ch, g and j have two sounds."""
    lower = re.sub("v$|v(?=ich$|ic$)", "f", word.lower().translate(_ACCENTS))
    for digraph, sound in _DIGRAPHS:
        lower = lower.replace(digraph, sound)
    found = "".join(c if c.isupper() or c in _SOUNDS else _SINGLES.get(c, "") for c in lower)
    spelled = [found]
    for mark, sounds in _SOUNDS.items():
        if mark in found:
            spelled = [text.replace(mark, sound) for text in spelled for sound in sounds]
    return tuple(dict.fromkeys(map(_squeeze, spelled)))


def sounds_alike(latin: str, persian_skeletons: frozenset[str]) -> bool:
    """Whether some Persian skeleton is that of the Latin spelling, is glued to it, or is one sound off in a long name.

    A name of one consonant ("Ali") proves nothing and passes.
    """
    return any(
        len(skeleton) < 2
        or skeleton in persian_skeletons
        or any(_is_near(skeleton, other) for other in persian_skeletons)
        for skeleton in latin_skeletons(latin)
    )


def skeletons_of(words: tuple[str, ...]) -> frozenset[str]:
    """The skeletons of the words and of each two neighbours together."""
    single = [persian_skeleton(word) for word in words]
    double = [_squeeze(first + second) for first, second in pairwise(single)]
    bare = [persian_skeleton(part) for word in words for part in _cut_glued(word)]
    return frozenset(single) | frozenset(double) | frozenset(bare)


def _cut_glued(word: str) -> tuple[str, ...]:
    """The parts of a name written as one word: «محمدباقر», «سیدعلی», «الزویری»."""
    for first in _GLUED_FIRSTS:
        if word.startswith(first) and len(word) > len(first) + 1:
            return first, word.removeprefix(first)
    return ()


def _romanize_word(word: str) -> str:
    if word in _WHOLE_WORDS:
        return _WHOLE_WORDS[word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return _romanize_word(word.removesuffix(ending)) + _WHOLE_WORDS[ending].lower()
    return "".join(_romanize_letter(word, place) for place in range(len(word)))


def _romanize_letter(word: str, place: int) -> str:
    """The Latin letters of one Persian letter, with the short vowel that probably follows."""
    letter, before, after = word[place], word[place - 1 : place], word[place + 1 : place + 2]
    if letter == "و" and before in _CONSONANTS and before and after not in ("ا", "ی", "و"):
        return "ou" if after else "u"
    if letter == "ی" and before and after not in ("ا", "و"):
        return "ei" if before == "ا" and not after else "i"
    if letter == "ه" and place and not after and before in _CONSONANTS:
        return "eh"
    return _LETTERS.get(letter, "") + (_short_vowel(word, place) if letter in _CONSONANTS else "")


def _short_vowel(word: str, place: int) -> str:
    """The unwritten vowel between this consonant and the next: "a", but "e" in the pattern of «قاسم» and «زاهدی»."""
    rest = word[place + 1 :]
    if not rest or rest[0] not in _CONSONANTS or (rest == "ه"):
        return ""
    if place > 1 and word[place - 1] == "ا" and rest[1:] in ("", "ی"):
        return "e"
    closes_syllable = place > 0 and (word[place - 1] not in _CONSONANTS or _short_vowel(word, place - 1) != "")
    ends_in_cluster = len(rest) == 2 and rest[1] in _CONSONANTS and rest[1] != "ه"
    if len(rest) == 1:
        return "" if word[place - 1] in _CONSONANTS and closes_syllable else "a"
    return "" if closes_syllable and not ends_in_cluster else "a"


def _squeeze(skeleton: str) -> str:
    """The skeleton with doubled sounds once, and ts as s: "Fujitsu" is «فوجیتسو»."""
    skeleton = skeleton.replace("TS", "S")
    return "".join(letter for place, letter in enumerate(skeleton) if place == 0 or skeleton[place - 1] != letter)


def _is_near(latin: str, persian: str) -> bool:
    """Whether a skeleton has one sound of a kindred class, is one sound off when long, or is glued («سیدرحیم»)."""
    shorter, longer = sorted((len(latin), len(persian)))
    if longer - shorter <= 1 and longer >= 4 and shorter >= 3 and are_near(latin, persian):
        return True
    if shorter == longer >= 3 and latin.translate(_COARSE) == persian.translate(_COARSE):
        return sum(one != other for one, other in zip(latin, persian, strict=True)) <= 1
    return len(latin) >= 3 and len(persian) >= 5 and (persian.startswith(latin) or persian.endswith(latin))


def are_near(first: str, second: str) -> bool:
    """Whether one insertion, deletion or change makes the one the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = 0
    while start < min(len(first), len(second)) and first[start] == second[start]:
        start += 1
    return (
        first[start + 1 :] == second[start:]
        or first[start:] == second[start + 1 :]
        or first[start + 1 :] == second[start + 1 :]
    )
