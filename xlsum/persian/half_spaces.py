"""Half-spaces (ZWNJ) that a scraped wire has lost, put back."""

import re
from dataclasses import dataclass

from xlsum.persian.normalize import ZWNJ

# First version: verb prefixes and the plural where the glued form can be nothing else.
_SPACED = re.compile(r"(?<!\w)(ن?می) (?=[\u0621-\u06cc]{2})|(?<=[\u0621-\u06cc]{2}) (?=(?:ها|های|هایی)(?!\w))")
_PLURAL = re.compile("(?<![\\w\u200c])([\u0621-\u06cc]{4,}[بپتثجچحخسشصضطظعغفقکگلمنی])(ها(?:یی|ی)?)(?!\\w)")
_KEPT = frozenset("انتها انتهای انتهایی شانگهای تنهای تنهایی".split())


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text with its half-spaces back, and each change as (before, after), in order."""

    text: str
    changes: tuple[tuple[str, str], ...] = ()


def repair_half_spaces(text: str) -> str:
    """The text with the half-spaces that it lost."""
    return repair(text).text


def repair(text: str, mode: str = "auto") -> Repaired:
    """Put half-spaces back: `on` everywhere, `auto` as the text needs, `off` nowhere."""
    if mode == "off":
        return Repaired(text)
    changes: list[tuple[str, str]] = []

    def plural(match: re.Match[str]) -> str:
        if match.group() in _KEPT:
            return match.group()
        changes.append((match.group(), match.group(1) + ZWNJ + match.group(2)))
        return changes[-1][1]

    text = _SPACED.sub(lambda match: (match.group(1) or "") + ZWNJ, text)
    return Repaired(_PLURAL.sub(plural, text), tuple(changes))
