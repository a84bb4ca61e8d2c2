"""Bytes -> text, with the encoding that was chosen and why an editor may doubt it."""

import re
from dataclasses import dataclass
from math import log

# Share of each letter in Persian newswire, per thousand letters (counted over 500 agency wires). Text decoded with
# the wrong code page has the same bytes as other letters, and so another mix.
LETTER_SHARES = {
    "ا": 147, "ی": 101, "ر": 84, "ن": 68, "د": 68, "ه": 60, "م": 56, "و": 55, "ت": 49, "ب": 42, "س": 32, "ک": 29,
    "ل": 26, "ش": 25, "ز": 22, "ف": 14, "گ": 13, "ع": 11, "خ": 11, "ق": 10, "ج": 10, "ح": 9, "پ": 8, "،": 7,
    "آ": 6, "ص": 6, "ط": 5, "ض": 3, "چ": 3, "ئ": 2, "غ": 2, "ظ": 2, "ذ": 2, "ژ": 1, "ث": 1, "؛": 1, "؟": 1,
    "ي": 101, "ك": 29, "أ": 0.6, "ؤ": 0.3, "ء": 0.3, "ة": 0.3, "ى": 0.3, "إ": 0.1, "ً": 0.4, "َ": 0.2, "ِ": 0.2,
}  # fmt: skip
NEUTRAL = re.compile(r"[\x00-\x7f\u200c\u200f\u200e«»“”‘’…–—\xa0۰-۹٠-٩٪×]")
ACCENTED_LATIN = re.compile(r"[\u00c0-\u024f]")
SINGLE_BYTE = ("cp1256", "iso8859_6", "cp720")
NAMES = {"cp1256": "windows-1256", "iso8859_6": "iso-8859-6", "cp720": "cp720", "cp1252": "windows-1252"}
BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SIGNATURES = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"\x7fELF",
    b"PK\x03\x04",
    b"%PDF",
    b"\x00\x00\x00\x0cjP",
)
CONTROLS = re.compile("[\x00\x05-\x08\x0e-\x19\x1c-\x1f]")  # SOH, STX, ETX, EOT, SUB and ESC occur in old wires
SAMPLE_BYTES = 65536  # enough letters for a sure choice; the rest is decoded with what the sample chose
GOOD_FOR_EACH_BAD = 4  # UTF-8 letters for each broken place: text of a code page has next to none
LIKELY = -5.0  # mean log share a letter: Persian in the right page scores about -3.2, in a wrong one below -5.5


class NotTextError(ValueError):
    """The bytes are not text; `str(error)` says what they look like."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the encoding it was in, and a sentence when the choice is a guess or lost something (else "")."""

    text: str
    encoding: str
    warning: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Read bytes as UTF-8, UTF-16, UTF-32 or an Arabic code page, whichever they are.

    `declared` is what a header or `<meta>` claims: believed among the code pages when its text reads as well as the
    best, and named in the warning when the bytes say otherwise. Raises NotTextError for binary data.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _with_losses(data[len(mark) :], encoding)
    if data.startswith(SIGNATURES):
        raise NotTextError("a binary file")
    wide = _wide_encoding(data)
    decoded = _with_losses(data, wide) if wide else _utf8(data) or _code_page(data, declared)
    if CONTROLS.search(decoded.text[:SAMPLE_BYTES]) or "\0" in decoded.text:
        raise NotTextError("control characters, so perhaps a binary file")
    return _mention_mislabel(decoded, declared)


def persian_score(text: str) -> float:
    """Mean log share of the letters of `text` in Persian news: about -3.2 for Persian, lower the stranger."""
    letters = [character for character in text if not NEUTRAL.match(character)]
    if not letters:
        return -20.0
    return sum(log(LETTER_SHARES.get(letter, 0.001) / 1000) for letter in letters) / len(letters)


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: every other byte is then 0 (Latin, spaces) or 6 (Arabic letters)."""
    sample = data[:SAMPLE_BYTES]
    half = len(sample) // 2
    if half < 2:
        return ""
    high = {"utf-16-be": sample[0::2], "utf-16-le": sample[1::2]}
    for encoding, column in high.items():
        if column.count(0) + column.count(6) >= 0.8 * half and sample.count(0) + sample.count(6) < 1.2 * half:
            return encoding
    return ""


def _utf8(data: bytes) -> Decoded | None:
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    if bad * GOOD_FOR_EACH_BAD > good:
        return None
    return Decoded(text, "utf-8", f"{bad} places were not UTF-8 and are shown as U+FFFD")


def _code_page(data: bytes, declared: str) -> Decoded:
    sample = data[:SAMPLE_BYTES]
    scores = {page: persian_score(sample.decode(page, "replace")) for page in SINGLE_BYTE}
    best = max(SINGLE_BYTE, key=lambda page: scores[page])
    claimed = _codec(declared)
    if claimed in scores and scores[claimed] >= scores[best] - 0.1:
        best = claimed
    if scores[best] < LIKELY:
        return _western(data)
    doubt = "" if declared else f"no encoding was marked: read as {NAMES[best]} by its letters"
    decoded = _with_losses(data, best)
    return Decoded(decoded.text, NAMES[best], "; ".join(filter(None, (doubt, decoded.warning))))


def _western(data: bytes) -> Decoded:
    text = data.decode("cp1252", "replace")
    letters = sum((character.isascii() and character.isprintable()) or character in "\r\n\t" for character in text)
    if letters < 0.7 * len(text):
        raise NotTextError("neither UTF-8, UTF-16 nor an Arabic code page")
    return Decoded(text, "windows-1252", "read as windows-1252 by its letters: the accents may be wrong")


def _with_losses(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    name = NAMES.get(encoding, encoding)
    return Decoded(text, name, f"{lost} places were not {name} and are shown as U+FFFD" if lost else "")


def _codec(declared: str) -> str:
    name = declared.strip().lower().replace("-", "").replace("_", "")
    return {"windows1256": "cp1256", "cp1256": "cp1256", "iso88596": "iso8859_6", "cp720": "cp720"}.get(name, name)


def _mention_mislabel(decoded: Decoded, declared: str) -> Decoded:
    if not declared or _codec(declared) == _codec(decoded.encoding):
        return decoded
    if _codec(declared) in {"usascii", "ascii"}:
        return decoded
    note = f"marked as {declared} but read as {decoded.encoding}"
    return Decoded(decoded.text, decoded.encoding, "; ".join(filter(None, (note, decoded.warning))))
