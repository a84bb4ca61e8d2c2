"""English number words and units, named as the Persian tables name them, so that two readings can be compared."""

from collections.abc import Sequence

from xlsum.persian.number_words import SpokenNumber
from xlsum.persian.tokens import Token

ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30, "fortieth": 40,
    "fiftieth": 50, "sixtieth": 60, "seventieth": 70, "eightieth": 80, "ninetieth": 90, "hundredth": 100,
    "thousandth": 1000, "millionth": 10**6,
}  # fmt: skip
MAGNITUDES = {
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "milliard": 10**9, "trillion": 10**12,
    "quadrillion": 10**15, "hezar": 10**3,
}  # fmt: skip
SUFFIXES = {
    "k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "bln": 10**9, "tn": 10**12,
    "trn": 10**12, "t": 10**12,
}  # fmt: skip
FRACTIONS = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fourth": 4, "fourths": 4,
    "fifth": 5, "fifths": 5, "sixth": 6, "sixths": 6, "seventh": 7, "sevenths": 7, "eighth": 8, "eighths": 8,
    "ninth": 9, "ninths": 9, "tenth": 10, "tenths": 10, "hundredth": 100, "hundredths": 100, "thousandths": 1000,
}  # fmt: skip
CARDINALS: dict[str, int] = ONES | TENS | {"hundred": 100}
ORDINAL_SUFFIXES = frozenset({"st", "nd", "rd", "th"})

_UNIT_NAMES: dict[str, str] = {
    "percent": "percent pct percents",
    "toman": "toman tomans tuman tumans touman toumans tomaan",
    "rial": "rial rials irr",
    "riyal": "riyal riyals",
    "dollar": "dollar dollars usd bucks",
    "euro": "euro euros eur",
    "pound": "pound pounds gbp sterling",
    "dirham": "dirham dirhams aed",
    "dinar": "dinar dinars",
    "lira": "lira liras lire",
    "yuan": "yuan yuans renminbi rmb",
    "ruble": "ruble rubles rouble roubles",
    "rupee": "rupee rupees",
    "yen": "yen yens",
    "won": "won",
    "franc": "franc francs",
    "afghani": "afghani afghanis",
    "krona": "krona kronor krone kroner",
    "manat": "manat manats",
    "dram": "dram drams",
    "shekel": "shekel shekels",
    "cent": "cent cents",
    "bitcoin": "bitcoin bitcoins",
    "barrel": "barrel barrels bpd",
    "person": "person persons people individual individuals",
    "degree": "degree degrees",
    "richter": "richter",
    "kilometer": "kilometer kilometers kilometre kilometres km kms",
    "meter": "meter meters metre metres",
    "centimeter": "centimeter centimeters centimetre centimetres cm",
    "millimeter": "millimeter millimeters millimetre millimetres mm",
    "micron": "micron microns",
    "nanometer": "nanometer nanometers nanometre nanometres nm",
    "mile": "mile miles",
    "foot": "foot feet ft",
    "inch": "inch inches",
    "hectare": "hectare hectares ha",
    "ton": "ton tons tonne tonnes",
    "kilogram": "kilogram kilograms kilo kilos kg kgs",
    "gram": "gram grams",
    "milligram": "milligram milligrams mg",
    "microgram": "microgram micrograms",
    "ounce": "ounce ounces oz",
    "carat": "carat carats",
    "liter": "liter liters litre litres",
    "milliliter": "milliliter milliliters millilitre millilitres ml cc",
    "megawatt": "megawatt megawatts mw",
    "kilowatt": "kilowatt kilowatts kw",
    "gigawatt": "gigawatt gigawatts gw",
    "watt": "watt watts",
    "volt": "volt volts",
    "kilovolt": "kilovolt kilovolts kv",
    "kilowatt-hour": "kwh",
    "megawatt-hour": "mwh",
    "horsepower": "horsepower hp",
    "calorie": "calorie calories",
    "kilocalorie": "kilocalorie kilocalories kcal",
    "hertz": "hertz hz",
    "megahertz": "megahertz mhz",
    "gigahertz": "gigahertz ghz",
    "byte": "byte bytes",
    "kilobyte": "kilobyte kilobytes kb",
    "megabyte": "megabyte megabytes mb",
    "gigabyte": "gigabyte gigabytes gb",
    "terabyte": "terabyte terabytes tb",
    "megabit": "megabit megabits",
    "megapixel": "megapixel megapixels",
    "year": "year years yr yrs",
    "month": "month months",
    "week": "week weeks",
    "day": "day days",
    "night": "night nights",
    "hour": "hour hours hr hrs",
    "minute": "minute minutes min mins",
    "second": "second seconds sec secs",
    "times": "times time fold",
    "decade": "decade decades",
    "century": "century centuries",
    "acre": "acre acres",
    "knot": "knot knots",
    "page": "page pages",
}
UNIT_WORDS: dict[str, str] = {word: unit for unit, words in _UNIT_NAMES.items() for word in words.split()}
_PAIRS: dict[tuple[str, str], str] = {
    ("per", "cent"): "percent", ("percentage", "points"): "percent", ("percentage", "point"): "percent",
    ("kilowatt", "hours"): "kilowatt-hour", ("megawatt", "hours"): "megawatt-hour", ("light", "years"): "light-year",
    ("omani", "rials"): "omani rial", ("us", "dollars"): "dollar", ("pounds", "sterling"): "pound",
    ("iranian", "rials"): "rial", ("iranian", "tomans"): "toman", ("saudi", "riyals"): "riyal", ("sq",
    "km"): "square kilometer",
    ("metric", "tons"): "ton", ("metric", "tonnes"): "ton", ("american", "dollars"): "dollar", ("u", "s"): "",
}  # fmt: skip
_POWERS = {"square": "square", "cubic": "cubic", "sq": "square"}
CURRENCY_CODES: dict[str, str] = {
    "usd": "dollar", "us": "dollar", "eur": "euro", "gbp": "pound", "irr": "rial", "rls": "rial", "rs": "rial",
    "aed": "dirham",
    "rmb": "yuan",
}  # fmt: skip


def read_english_unit(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The unit at `tokens[at]`, a hyphen before it included («25-year-old»), and the token after it.

    ("", at) if none.
    """
    here = at + (at + 1 < len(tokens) and tokens[at].word == "-")
    if here >= len(tokens):
        return "", at
    words = [token.word.lower() for token in tokens[here : here + 3]]
    pair = _PAIRS.get((words[0], words[1])) if len(words) > 1 else None
    if pair:
        return pair, here + 2
    if len(words) > 1 and words[0] in _POWERS and words[1] in UNIT_WORDS:
        return f"{_POWERS[words[0]]} {UNIT_WORDS[words[1]]}", here + 2
    unit = UNIT_WORDS.get(words[0], "")
    return (unit, here + 1) if unit else ("", at)


def read_english_words(tokens: Sequence[Token], at: int) -> SpokenNumber | None:
    """The cardinal or ordinal below a thousand said at `tokens[at]`: "seventy-seven", "two hundred and fifth"."""
    from decimal import Decimal

    total, bound, here = 0, 1000, at
    while here < len(tokens):
        word = tokens[here].word.lower()
        if word == "hundred" and 0 < total < 10 and bound != 1000:
            total, bound, here = total * 100, 100, here + 1
        elif word in {"hundredth", "thousandth"} and not total:
            return SpokenNumber(Decimal(ORDINALS[word]), here + 1, ordinal=True)
        elif word in ORDINALS and ORDINALS[word] < bound and word not in {"hundredth", "thousandth"}:
            return SpokenNumber(Decimal(total + ORDINALS[word]), here + 1, ordinal=True)
        elif word in CARDINALS and CARDINALS[word] < bound:
            value = CARDINALS[word]
            total, bound, here = total + value, 10 if value in TENS.values() else 1 if value < 100 else 100, here + 1
        else:
            break
        here = _past_joint(tokens, here, bound)
    while here > at and tokens[here - 1].word.lower() in {"-", "and"}:
        here -= 1
    return SpokenNumber(Decimal(total), here) if total else None


def _past_joint(tokens: Sequence[Token], here: int, bound: int) -> int:
    """Past the hyphen of "seventy-seven" and the "and" of "two hundred and five"."""
    if here + 1 >= len(tokens):
        return here
    joint, following = tokens[here].word.lower(), tokens[here + 1].word.lower()
    value = CARDINALS.get(following) or ORDINALS.get(following, 1000)
    hyphen = joint == "-" and (value < bound or following == "hundred")
    return here + (hyphen or (joint == "and" and bound == 100 and value < bound))
