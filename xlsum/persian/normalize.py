"""One spelling for the letters of Persian text; everything else stays as it came.

Folded: Arabic yeh and kaf, presentation forms, exotic spaces. Removed: tatweel, harakat, bidi controls, soft hyphens
and zero-width characters other than the ZWNJ. Untouched: digits, decimals, Latin text, line breaks, plain spaces, and
whole URLs, e-mail addresses and hashtags. Every step is one pass over the text.
"""

import re
import unicodedata
from collections.abc import Iterable
from html.entities import html5

ZWNJ = "\u200c"
ZWJ = "\u200d"
HAMZA_ABOVE = "\u0654"
REPLACEMENT = "\ufffd"

ARABIC_LETTERS = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f"
DIGITS = "0-9\u06f0-\u06f9\u0660-\u0669"

# The longest name in the HTML table has 31 letters; the rest is "&", "#x" and ";".
LONGEST_ENTITY = 40
ENTITY_AT_END = re.compile(r"&(?:#([0-9]{1,8})|#[xX]([0-9a-fA-F]{1,8})|([A-Za-z][A-Za-z0-9]{1,31}));\Z")
# The code points that HTML reads as Windows-1252 (&#150; is an en dash).
WINDOWS_1252 = range(0x80, 0xA0)

# A URL, an e-mail address or a hashtag: its letters are an address, so they are not folded.
ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>«»\"]+|(?<![\w.])www\.[^\s<>«»\"]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}"
    r"|(?<![\w\u064b-\u065f\u0670])#[\w\u200c\u064b-\u065f\u0670]+"
)


def normalize(text: str) -> str:
    """The same text in one spelling: `normalize(normalize(text)) == normalize(text)` for every string.

    HTML entities that end in ";" are decoded until nothing changes. NUL and other control characters are dropped,
    lone surrogates become U+FFFD, so that the text can always be written as UTF-8.
    """
    text = _regular_joiners(_INVISIBLE_CHARACTER.sub(_shown, decode_entities(text)))
    pieces, start = [], 0
    has_address = "#" in text or "@" in text or "://" in text or "www." in text
    for address in ADDRESS.finditer(text) if has_address else ():
        pieces += [_fold(text[start : address.start()]), address.group()]
        start = address.end()
    text = "".join([*pieces, _fold(text[start:])])
    return _regular_joiners(text)


def decode_entities(text: str) -> str:
    """The text with its HTML entities decoded until none is left, in one pass however deep they are nested.

    Only entities that end in ";" count: "?a=1&copy=2" is an address.
    """
    if "&" not in text or ";" not in text:
        return text
    done: list[str] = []
    pieces = text.split(";")
    for piece in pieces[:-1]:
        done.extend(piece)
        _close_entity(done)
    done.extend(pieces[-1])
    return "".join(done)


def _close_entity(done: list[str]) -> None:
    """Add ";" to `done`; where that completes an entity, put its characters in the entity's place."""
    waiting = [";"]
    while waiting:
        done.append(waiting.pop())
        if done[-1] != ";":
            continue
        match = ENTITY_AT_END.search("".join(done[-LONGEST_ENTITY:]))
        meaning = _entity_meaning(match) if match else ""
        if match and meaning:
            del done[len(done) - len(match.group()) :]
            waiting.extend(reversed(meaning))


def _entity_meaning(match: re.Match[str]) -> str:
    decimal, hexadecimal, name = match.groups()
    if name:
        return html5.get(name + ";", "")
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number in WINDOWS_1252:
        return bytes([number]).decode("cp1252", "replace")
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return REPLACEMENT
    return chr(number)


def _shown(match: re.Match[str]) -> str:
    return _INVISIBLE[match.group()]


def _folded(match: re.Match[str]) -> str:
    return _LETTERS[match.group()]


def _fold(text: str) -> str:
    """One code point for each letter, presentation forms as the letters they show."""
    if _PRESENTATION.search(text):
        text = _BROKEN_JOIN.sub(_with_joiner, text)
    text = _LETTER.sub(_folded, text)
    if "\u0653" in text or HAMZA_ABOVE in text or "\u0655" in text:
        text = _MARKED.sub(_composed, text)
    return text


def _composed(match: re.Match[str]) -> str:
    """A letter and its hamza or madda as one; on heh the hamza stays a mark of its own; stray ones are dropped."""
    letter, mark = match.group(1), match.group(2)
    return _COMPOSED.get(letter + mark[0], letter) if letter else ""


def _with_joiner(match: re.Match[str]) -> str:
    return match.group() + ZWNJ


def _regular_joiners(text: str) -> str:
    """One ZWNJ at a time, and only within a word that has a letter beside it; a ZWJ only between symbols."""
    if ZWJ in text:
        text = _LOOSE_ZWJ.sub("", text)
    if "\u00ac" in text:
        text = _NOT_SIGN.sub(ZWNJ, text)
    if ZWNJ in text:
        text = _ZWNJS.sub(_regular_joiner, text)
    return text


def _regular_joiner(match: re.Match[str]) -> str:
    """Kept after a letter or digit and before one, where at least one of the two is a letter of the Arabic script."""
    text, start, end = match.string, match.start(), match.end()
    if start == 0 or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    if _ARABIC_LETTER.match(before):
        return ZWNJ if after.isalnum() or after == "_" else ""
    return ZWNJ if (before.isalnum() or before == "_") and _ARABIC_LETTER.match(after) else ""


def _invisible_table() -> dict[str, str]:
    """Characters that show nothing: dropped; exotic spaces: a plain space; lone surrogates: U+FFFD."""
    table: dict[int, str | None] = {}
    # Tab, line ends and the separators that str.splitlines knows are line structure: they stay.
    stays = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1C, 0x1D, 0x1E, 0x85}
    for point in [*range(0x20), *range(0x7F, 0xA0)]:
        if point not in stays:
            table[point] = None
    for point in [0xAD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200E, 0x200F, 0xFEFF, *range(0x202A, 0x202F)]:
        table[point] = None
    for point in [*range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC)]:
        table[point] = None
    for point in [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000]:
        table[point] = " "
    for point in range(0xD800, 0xE000):
        table[point] = REPLACEMENT
    return {chr(point): shown or "" for point, shown in table.items()}


def _letter_table() -> dict[str, str]:
    """Letters to their Persian code point, harakat and tatweel to nothing, presentation forms to letters."""
    marks = [*range(0x0610, 0x061B), *range(0x064B, 0x0653), *range(0x0656, 0x0660), 0x0670]
    marks += [*range(0x06D6, 0x06DD), *range(0x06DF, 0x06E9), *range(0x06EA, 0x06EE), *range(0x08D3, 0x0900)]
    table: dict[int, str | None] = dict.fromkeys([0x0640, *marks])
    letters: dict[int, str | None] = {
        0x064A: "\u06cc",  # yeh
        0x0649: "\u06cc",  # alef maksura
        0x06D2: "\u06cc",  # yeh barree
        0x0643: "\u06a9",  # kaf
        0x06AA: "\u06a9",  # swash kaf
        0x06C0: "\u0647" + HAMZA_ABOVE,  # heh with yeh above
        0x06C2: "\u0647" + HAMZA_ABOVE,
        0x0671: "\u0627",  # alef wasla
        0x0675: "\u0627" + HAMZA_ABOVE,
    }
    table.update(letters)
    for point in [*range(0xFB50, 0xFDFE), *range(0xFE70, 0xFEFD)]:
        plain = unicodedata.normalize("NFKC", chr(point))
        if plain != chr(point):
            # An isolated haraka is shown on a space or on a tatweel: neither is text.
            is_mark = plain[0] in " \u0640"
            table[point] = None if is_mark else plain.translate(table)
    return {chr(point): letters or "" for point, letters in table.items()}


def _any_of(characters: Iterable[str]) -> re.Pattern[str]:
    """One of the characters. Most text has few of them: a search is faster than translating each character."""
    return re.compile(f"[{''.join(map(re.escape, sorted(characters)))}]")


_INVISIBLE = _invisible_table()
_LETTERS = _letter_table()
_INVISIBLE_CHARACTER = _any_of(_INVISIBLE)
_LETTER = _any_of(_LETTERS)
_ARABIC_LETTER = re.compile(f"[{ARABIC_LETTERS}{HAMZA_ABOVE}]")
_ZWNJS = re.compile(f"{ZWNJ}+")
_PRESENTATION = re.compile("[\ufb50-\ufdfd\ufe70-\ufefc]")
_MARKED = re.compile("([\u0627\u0648\u06cc\u0647\u06d5]?)([\u0653-\u0655]+)")
_COMPOSED = {
    "\u0627\u0653": "\u0622",
    "\u0627\u0654": "\u0623",
    "\u0627\u0655": "\u0625",
    "\u0648\u0654": "\u0624",
    "\u06cc\u0654": "\u0626",
    "\u0647\u0654": "\u0647\u0654",
    "\u06d5\u0654": "\u0647\u0654",
}
_FINAL_FORMS = "".join(
    chr(point)
    for point in [*range(0xFB50, 0xFC00), *range(0xFE70, 0xFEFD)]
    if unicodedata.decomposition(chr(point)).startswith(("<final>", "<isolated>"))
    # A letter that never joins to the left (alef, dal, reh, waw ...) shows its final form inside a word too.
    and unicodedata.normalize("NFKC", chr(point))[-1] not in "اآأإدذرزژوؤةىء\u0688\u0691"
    and unicodedata.normalize("NFKC", chr(point))[0] not in " \u0640"
)
_BROKEN_JOIN = re.compile(f"[{_FINAL_FORMS}](?=[\ufb50-\ufbff\ufe80-\ufefc])")
_LOOSE_ZWJ = re.compile(
    f"(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]){ZWJ}+|{ZWJ}+(?![\u2190-\u2bff\U0001f000-\U0001faff])"
)
_NOT_SIGN = re.compile(f"(?<=[{ARABIC_LETTERS}{HAMZA_ABOVE}])[\u00ac{ZWNJ}]+(?=[{ARABIC_LETTERS}])")
