"""Numbers: every value of the source is in the English with its magnitude, and the English has no other.

Values are compared, not spellings: «۲۰ هزار میلیارد تومان» is "20 trillion tomans", «هفتاد و هفت درصد» is "77 percent".
A small number in words may go («هر دو» is "both"), a number in digits may not.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from xlsum.checks.pair import Pair, shorten
from xlsum.checks.readings import Readings, read_both
from xlsum.document import Flag, Level
from xlsum.persian.numbers import FoundNumber
from xlsum.persian.tokens import fold

KIND = "numbers"
HALF = Decimal("0.5")
LONG_DIGITS = 7  # a telephone number or a code, compared as it is written
MOST_IN_WORDS = 10  # a number in words up to this may be said otherwise: "both", "a couple", "bilateral", "decade"
_GLUED_LETTER = re.compile(r"(\d+)[A-Za-z]")
_ROUND_OF = re.compile(
    r"\b(?:round|last|best|top|group|stage) of (?:the )?(?:8|16|32|64|sixteen|eight)\b|\b(?:3|three|2|two|4|"
    r"four)-?\s?D\b|dimension",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![A-Za-z\d.,])[0-9]{4}(?![A-Za-z\d]|[.,]\d)|(?<=['’])[0-9]{2}(?![\ds])")  # 6398, '97
_HALF_DAY = re.compile(r"\b[ap]\.?m\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:several|few|some|tens of|dozens of|hundreds of|thousands of|multi)[- ](?:hundred |thousand )?(thousand|"
    r"million|billion|trillion)s?\b",
    re.IGNORECASE,
)
_MAGNITUDES = {
    "thousand": "هزار",
    "million": "میلیون",
    "billion": "میلیارد|بیلیون",
    "trillion": "تریلیون|هزار\\s?میلیارد|همت",
}
_LONG_DIGITS = re.compile(rf"\d{{{LONG_DIGITS},}}")
_ALL_DAY = re.compile(r"\b(?:a?round[- ]the[- ]clock|day and night|all day)\b", re.IGNORECASE)
_ROMAN = re.compile(r"\b[IVX]+\b")
_LETTER_NAMES = re.compile(
    "(?<![\u0621-\u06d5])(?:بی|ان|اف|ام|ای|پی|تی|دی|اچ|ال|اس|کی|جی|آی|یو|می|وی|سی)[. \u200c]*سی|"
    "سی[. \u200c]+(?:ان|سی|پی|تی|دی|آی|ام|وی|اس)"
)
_WHOLLY = re.compile("صد[\u200c ]?د?ر?[\u200c ]?درصد|صددرصد|صدردرصد|نیم|نصف")


def check_numbers(pair: Pair) -> list[Flag]:
    """Flag values that are lost, changed or made up."""
    readings = read_both(pair)
    lost, strange = find_differences(readings)
    lost = [number for number in lost if not _is_explained(number, pair)]
    strange = [number for number in strange if not _may_come(number, pair)]
    flags = []
    for source in list(lost):
        english = _closest(source, strange)
        if english is None:
            continue
        lost.remove(source)
        strange.remove(english)
        flags.append(Flag(KIND, "do-not-use", _describe_changed(source, english)))
    flags += [_flag_lost(number) for number in lost if not _is_small_word(number)]
    if not flags:
        flags = _check_codes(pair) or _check_times(readings) or _check_unread(pair, readings) or _check_vague(pair)
    flags += [_flag_strange(number) for number in strange if not _is_small_word(number)]
    return flags


def _check_codes(pair: Pair) -> list[Flag]:
    """Telephone numbers and codes: long runs of digits, compared as they are written."""
    persian, english = (frozenset(_LONG_DIGITS.findall(fold(text))) for text in (pair.persian, pair.english))
    strange = sorted(english - persian)
    if not strange or not persian - english:
        return []
    detail = f"The source has the number {sorted(persian - english)[0]}; the English has {strange[0]}."
    return [Flag(KIND, "do-not-use", detail)]


def _check_times(readings: Readings) -> list[Flag]:
    """A value said more often than the source says it, while another is said less often: «۲۳ - ۲۵» as "23-23"."""
    persian = Counter(n.value for n in readings.persian_numbers if n.value > 2 and n.text[-1].isdigit())
    english = Counter(n.value for n in readings.english_numbers if n.value > 2 and n.text[-1].isdigit())
    more, less = english - persian, persian - english
    if not more or not less or sum(persian.values()) != sum(english.values()):
        return []
    lost = next((value for value in less if value in english), None)
    strange = next((value for value in more if value in persian), None)
    if lost is None or strange is None:
        return []
    detail = f"The source says {say_value(lost)} once more than the English, which says {say_value(strange)} instead."
    return [Flag(KIND, "do-not-use", detail)]


def _check_unread(pair: Pair, readings: Readings) -> list[Flag]:
    """Digits of the English that are part of no number and no date, and stand nowhere in the source: a year 6398."""
    if _HALF_DAY.search(pair.english):
        return []  # "6:30 p.m." is «۱۸:۳۰»
    known = readings.persian_digits | values_of_dates(readings.persian_dates) | values_of_dates(readings.english_dates)
    known |= {int(n.value) for n in (*readings.persian_numbers, *readings.english_numbers) if abs(n.value) < 10**18}
    for cluster in _YEAR.findall(pair.english):
        if int(cluster) not in known:
            return [Flag(KIND, "do-not-use", f"The English has “{cluster}”; the source does not.")]
    return []


def _check_vague(pair: Pair) -> list[Flag]:
    """A vague amount whose magnitude the source does not name: «چند میلیارد» as "several million"."""
    for found in _VAGUE.finditer(pair.english):
        names = _MAGNITUDES[found[1].lower()]
        if re.search("میلی|هزار|تریلی", pair.folded) and not re.search(names, pair.folded):
            return [Flag(KIND, "do-not-use", f"The English has “{found[0]}”; the source names another magnitude.")]
    return []


def find_differences(readings: Readings) -> tuple[list[FoundNumber], list[FoundNumber]]:
    """The source's numbers that the English lacks, and the English ones that the source lacks."""
    dated = values_of_dates(readings.persian_dates), values_of_dates(readings.english_dates)
    persian, english = readings.persian_numbers, readings.english_numbers
    lost = _without(persian, english, readings.english_digits | dated[1])
    strange = _without(english, persian, readings.persian_digits | dated[0])
    for number in list(strange):
        parts = _find_parts(number, lost, persian)
        if parts:
            strange.remove(number)
            lost = [other for other in lost if other not in parts]
    return lost, strange


def _find_parts(english: FoundNumber, lost: Sequence[FoundNumber], persian: Sequence[FoundNumber]) -> list[FoundNumber]:
    """Lost numbers that the English one adds up («۵۹ هزار ۸۷۲», «دو روز و نیم»), or of which it says the magnitude
    that the source leaves to the far end of a range («۱۱ تا ۱۱ هزار و ۵۰۰»)."""
    for number in lost:
        rest = english.value - number.value
        others = [other for other in lost if other is not number and other.value == rest]
        if others or rest == HALF:
            return [number, *others]
    near = [
        n for n in persian if 0 < n.value < 1000 and english.value in (n.value * 1000, n.value * 10**6, n.value * 10**9)
    ]
    bound = [n for n in near if any(0 < other.start - n.end <= 8 and other.value >= english.value for other in persian)]
    return bound[:1]


def _without(
    numbers: Iterable[FoundNumber], others: Sequence[FoundNumber], digits: frozenset[int]
) -> list[FoundNumber]:
    """The numbers whose value no other has and whose digits stand nowhere."""
    values = {abs(other.value) for other in others}
    return [number for number in numbers if abs(number.value) not in values and not _is_written(number, digits)]


def _is_written(number: FoundNumber, digits: frozenset[int]) -> bool:
    """Whether a plain whole number stands as digits in some other reading: a year, a model, a score."""
    if (
        number.value == number.value.to_integral_value()
        and abs(number.value) < 10_000
        and abs(int(number.value)) in digits
    ):
        return True
    named = _GLUED_LETTER.fullmatch(number.text)  # "3D", "RQ-4B"
    return named is not None and int(named.group(1)) in digits


def values_of_dates(dates: Iterable[object]) -> frozenset[int]:
    values: set[int] = set()
    for found in dates:
        for name in ("year", "month", "day", "last_day", "last_year"):
            value = getattr(found, name)
            if value is not None:
                values |= {value, value % 100}
    return frozenset(values)


def _closest(source: FoundNumber, strange: Sequence[FoundNumber]) -> FoundNumber | None:
    """The English number that most probably stands for the source's: of its unit, then of its digits, then any."""
    if not strange:
        return None
    return min(
        strange,
        key=lambda english: (
            _is_small_word(english),
            source.unit != english.unit,
            _coefficient(source) != _coefficient(english),
        ),
    )


def _coefficient(number: FoundNumber) -> str:
    return "".join(c for c in f"{number.value.normalize():f}" if c.isdigit()).strip("0")


def _describe_changed(source: FoundNumber, english: FoundNumber) -> str:
    said = f"The source says {_say(source)}; the English has “{shorten(english.text)}”"
    ratio = english.value / source.value if source.value else Decimal(0)
    if ratio > 0 and ratio != 1 and _coefficient(source) == _coefficient(english):
        times = f"{max(ratio, 1 / ratio):,.0f} times too {'large' if ratio > 1 else 'small'}"
        return f"{said}, {times}."
    return f"{said}."


def _say(number: FoundNumber) -> str:
    """The value in an editor's words with the Persian behind it: 77 percent («۷۷ درصد»)."""
    return f"{say_value(number.value)}{_say_unit(number)} («{shorten(number.text)}»)"


def say_value(value: Decimal) -> str:
    """12,500 or 20 trillion."""
    for name, size in (("trillion", 10**12), ("billion", 10**9), ("million", 10**6)):
        if abs(value) >= size and (value / size * 1000) % 1 == 0:
            return f"{(value / size).normalize():f} {name}"
    return f"{value.normalize():,f}" if value == value.to_integral_value() else f"{value:.6g}"


def _say_unit(number: FoundNumber) -> str:
    if number.unit in ("", "ordinal"):
        return " (an ordinal)" if number.unit else ""
    plural = "" if number.unit in ("percent", "yuan", "yen", "won") or number.value == 1 else "s"
    return f" {'people' if number.unit == 'person' and plural else number.unit + plural}"


def _is_small_word(number: FoundNumber) -> bool:
    in_words = not any(c.isdigit() for c in number.text)
    return in_words and (number.value <= MOST_IN_WORDS or number.unit == "ordinal")


def _is_explained(number: FoundNumber, pair: Pair) -> bool:
    """Whether English says it without a number: a round of a cup, a Roman numeral, letters read as «سی»."""
    if number.value < 1 and _ROUND_OF.search(pair.english):
        return True
    if number.value == 24 and _ALL_DAY.search(pair.english):
        return True
    if number.text == "سی" and _LETTER_NAMES.search(pair.folded):
        return True
    return number.value <= 20 and _ROMAN.search(pair.english) is not None and len(number.text) <= 2


def _may_come(number: FoundNumber, pair: Pair) -> bool:
    """Whether the source says it without a number: «یک‌هشتم نهایی», «صددرصد», «سه‌بعدی»."""
    around = pair.english[max(0, number.start - 14) : number.end + 12]
    if _ROUND_OF.search(around):
        return True
    return _WHOLLY.search(pair.folded) is not None and number.value in (100, HALF, 50)


def _flag_lost(number: FoundNumber) -> Flag:
    level: Level = "do-not-use" if any(c.isdigit() for c in number.text) else "check"
    return Flag(KIND, level, f"The source says {_say(number)}; the English does not have it.")


def _flag_strange(number: FoundNumber) -> Flag:
    return Flag(KIND, "do-not-use", f"The English has “{shorten(number.text)}”; the source does not.")
