"""Which agency the English attributes a story to, and the source's own put in its place.

A translator trained on one agency's wires writes that agency's name for the others': ours wrote "According to ISNA" for
«به گزارش ایرنا». Only the name behind "according to", "quoting" or "citing" is looked at.
"""

import re
from functools import lru_cache

from xlsum.persian.agencies import find_attributions, load_agencies

_ANNOUNCED = r"(?i:\b(?:according to|quoting|quoted by|citing))\s+(?:the\s+)?"


def attributed_agency(english: str) -> str:
    """The one agency to which the English attributes, "" when it is none or several."""
    named = {match["name"] for match in _attribution().finditer(english)}
    return named.pop() if len(named) == 1 else ""


def name_agency(persian: str, english: str) -> tuple[str, list[str]]:
    """The English with the agency that the Persian attributes to, where it has another; the change as "ISNA -> IRNA".

    Nothing is changed when the Persian names several agencies, or the one that the English has.
    """
    other = attributed_agency(english)
    wanted = {found.agency for found in find_attributions(persian)} if other else set()
    if len(wanted) != 1 or other in wanted or _is_named(other, persian):
        return english, []
    [name] = wanted
    worded = _attribution().sub(lambda match: match[0].replace(match["name"], name), english)
    return worded, [f"{other} -> {name}"]


def _is_named(agency: str, persian: str) -> bool:
    return any(name in persian for one in load_agencies() if one.english == agency for name in one.names)


@lru_cache(maxsize=1)
def _attribution() -> re.Pattern[str]:
    names = sorted((agency.english for agency in load_agencies() if not agency.is_word), key=len, reverse=True)
    return re.compile(f"{_ANNOUNCED}(?P<name>{'|'.join(map(re.escape, names))})(?![\\w-])")
