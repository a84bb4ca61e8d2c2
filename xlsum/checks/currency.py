"""Currency: tomans stay tomans and rials rials (1 toman is 10 rial), dollars dollars and euros euros."""

import re

from xlsum.checks.pair import Pair, shorten
from xlsum.checks.readings import read_both
from xlsum.document import Flag

KIND = "currency"
CURRENCIES = frozenset(
    "toman rial dollar euro pound sterling dirham dinar lira yuan ruble rupee yen won franc afghani krona manat "
    "dram shekel cent".split()
)
_PERSIAN_NAMES = {
    "toman": "تومان|تومن|همت", "rial": "ریال", "dollar": "دلار", "euro": "یورو", "pound": "پوند", "dirham": "درهم",
    "dinar": "دینار", "lira": "لیره?", "yuan": "یوان", "ruble": "روبل", "yen": "ین", "franc": "فرانک",
}  # fmt: skip
_ENGLISH_NAMES = {
    "toman": r"tom[ao]ns?|h?em+ats?", "rial": r"ri[ay]ls?|irr", "dollar": r"dollars?|\$|usd", "euro": r"euros?|€|eur",
    "pound": r"pounds?|£|sterling|gbp", "dirham": r"dirhams?|aed", "dinar": r"dinars?|iqd", "lira": r"liras?|lire",
    "yuan": r"yuan|renminbi|rmb", "ruble": r"r[uo]u?bles?", "yen": r"yens?|¥", "franc": r"francs?",
}  # fmt: skip
_PERSIAN = {
    unit: re.compile(f"(?<![\u0621-\u06d5])(?:{names})(?:[یهای\u200c]*)(?![\u0621-\u06d5])")
    for unit, names in _PERSIAN_NAMES.items()
}
_ENGLISH = {
    unit: re.compile(rf"(?<![a-z])(?:{names})(?![a-z])", re.IGNORECASE) for unit, names in _ENGLISH_NAMES.items()
}
_ANY_PERSIAN = re.compile("|".join(_PERSIAN_NAMES.values()))
_ANY_ENGLISH = re.compile("|".join(_ENGLISH_NAMES.values()), re.IGNORECASE)


def check_currency(pair: Pair) -> list[Flag]:
    """Flag an amount whose currency changed, and a currency of the English that the source does not name."""
    if not (_ANY_PERSIAN.search(pair.folded) and _ANY_ENGLISH.search(pair.english)):
        return []
    readings = read_both(pair)
    swapped = _find_swapped(pair)
    flags = []
    for source in readings.persian_numbers:
        if source.unit not in CURRENCIES:
            continue
        same = [n for n in readings.english_numbers if n.value == source.value and n.unit in CURRENCIES]
        if same and not any(_is_same(source.unit, n.unit) or _names(source.unit, n.text) for n in same):
            detail = (
                f"The source says {source.unit}s («{shorten(source.text)}»); the English has “{shorten(same[0].text)}”."
            )
            flags.append(Flag(KIND, "do-not-use", detail))
    return flags or swapped


def _is_same(persian: str, english: str) -> bool:
    return persian == english or {persian, english} <= {"pound", "sterling", "lira"}


def _names(unit: str, text: str) -> bool:
    """Whether the text itself has the currency: "3 dollars and 20 cents"."""
    return unit in _ENGLISH and _ENGLISH[unit].search(text) is not None


def _find_swapped(pair: Pair) -> list[Flag]:
    """A currency that only the English names while one that only the source names is gone."""
    persian = {unit for unit, pattern in _PERSIAN.items() if pattern.search(pair.folded)}
    english = {unit for unit, pattern in _ENGLISH.items() if pattern.search(pair.english)}
    lost, strange = sorted(persian - english), sorted(english - persian)
    if not lost or not strange:
        return []
    return [Flag(KIND, "do-not-use", f"The source speaks of {lost[0]}s; the English of {strange[0]}s.")]
