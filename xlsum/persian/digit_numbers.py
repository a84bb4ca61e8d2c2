"""Clusters of digits as numbers: ۱۲٬۵۰۰, ۱.۲۵۰.۰۰۰, ۱/۵, ۳٫۷۵, ۲-۳.

Clock times, phone numbers and versions are none.
"""

import re
from decimal import Decimal
from typing import NamedTuple

LONGEST_NUMBER = 18  # digits; what is longer is an identifier

_CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_THOUSANDS = re.compile(r"\d{1,3}([,،٬'’.٫])\d{3}(?:\1\d{3})*(?:[./٫,]\d+)?")
_LONG_THOUSANDS = re.compile(r"\d{1,3}(?:([.٫/])\d{3})(?:\1\d{3})+")
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}[./]\d{3}")
_ZERO_GROUP = re.compile(r"[1-9]\d{0,2}[./]000")  # nobody writes twenty as 20.000
_DECIMAL = re.compile(r"\d+[./٫]\d{1,9}")
_COMMA_DECIMAL = re.compile(r"\d+[,٬](?:\d{1,2}|\d{4,9})")
_SPLIT = re.compile(r"[-–:،,]")


class Digits(NamedTuple):
    """A number of a cluster, `start` and `end` counting from the cluster's beginning."""

    value: Decimal
    start: int
    end: int


def read_digits(
    cluster: str, *, slash_is_decimal: bool = True, measured: bool = False, whole: bool = False
) -> list[Digits]:
    """The numbers of a folded cluster: one, two of a range or list, none when it is a time, a phone or a version.

    `slash_is_decimal`: 1/5 is 1.5 (Persian digits), else a fraction. `measured`: a unit or magnitude follows, so
    «۳,۵» is a decimal. `whole`: the unit has no parts (tomans, people), so «۱۲.۵۰۰» is twelve thousand five hundred.
    """
    if len(cluster) > 4 * LONGEST_NUMBER or _CLOCK.fullmatch(cluster):
        return []
    value = _one_number(cluster, slash_is_decimal, measured, whole)
    if value is not None:
        return [Digits(value, 0, len(cluster))]
    if not _SPLIT.search(cluster) or _is_phone(cluster):
        return []
    found: list[Digits] = []
    place = 0
    for part in _SPLIT.split(cluster):
        value = _one_number(part, slash_is_decimal, measured, whole)
        if value is None:
            return []
        found.append(Digits(value, place, place + len(part)))
        place += len(part) + 1
    return found


def _one_number(text: str, slash_is_decimal: bool, measured: bool, whole: bool) -> Decimal | None:
    if text.isdecimal():
        return None if len(text) > LONGEST_NUMBER or (text[0] == "0" and len(text) > 2) else Decimal(text)
    grouped = _LONG_THOUSANDS.fullmatch(text) or (whole and _ONE_GROUP.fullmatch(text))
    if grouped or (_ZERO_GROUP.fullmatch(text) and (slash_is_decimal or "/" not in text)):
        return Decimal(re.sub(r"\D", "", text))
    thousands = _THOUSANDS.fullmatch(text)
    if thousands and text[0] != "0" and (thousands[1] not in ".٫" or len(re.findall(r"\D", text)) > 1):
        head, mark, tail = text.rpartition(thousands[1])
        tail, _, fraction = re.sub("[./٫,]", ".", tail).partition(".")
        return Decimal(re.sub(r"\D", "", head + mark + tail) + (f".{fraction}" if fraction else ""))
    if "/" in text and not slash_is_decimal and _DECIMAL.fullmatch(text):
        above, _, below = text.partition("/")
        return Decimal(above) / Decimal(below) if int(below) else None
    if _DECIMAL.fullmatch(text) or (measured and _COMMA_DECIMAL.fullmatch(text)):
        return Decimal(re.sub(r"\D", ".", text))
    return None


def _is_phone(cluster: str) -> bool:
    parts = re.split(r"\D", cluster)
    return (
        len(parts) > 3
        or sum(map(len, parts)) > 12
        or any(len(part) > 2 and part[0] == "0" for part in parts)
        or (any(len(part) >= 6 for part in parts) and len({len(part) for part in parts}) > 1)
    )
