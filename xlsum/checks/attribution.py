"""Attribution: "according to ..." in the source leaves somebody to whom the English attributes it."""

import re

from xlsum.checks.names import is_present
from xlsum.checks.pair import Pair, shorten
from xlsum.document import Flag
from xlsum.persian.agency_names import attributed_agency
from xlsum.persian.folding import find_words
from xlsum.persian.glossary import load_names

KIND = "attribution"
_NAMES = '[\u0621-\u06d5\u200c\\w«»"() ]'
_SOURCED = re.compile(
    f"(?:ب[هر]\\s?(?:گزارش|نقل از|اساس گزارش|گفته)|بنا\\s?به\\s?(?:گزارش|گفته|اعلام)|بنابر (?:گزارش|گفته|"
    f"اعلام))\\s+({_NAMES}{{2,40}})"
)
FEWEST_WORDS = 3  # behind "according to", where an agency would stand
_UNNAMED = re.compile(r"\b(?:the|this|our) (?:news )?agency\b|\bnews agency\b", re.IGNORECASE)
_ATTRIBUTED = re.compile(
    r"\b(according|report(?:s|ed|edly|ing|er|ers)?|quot(?:e|es|ed|ing)|cit(?:e|es|ed|ing)|said|says|saying|say|"
    r"told|tells|"
    r"announc\w+|stat(?:e|es|ed|ing|ement)|wrote|writes|writing|correspondent|as per|based on|per|relay(?:s|ed|ing)|"
    r"publish\w*|added|words? of|account|information|from|via|by)\b",
    re.IGNORECASE,
)


def check_attribution(pair: Pair) -> list[Flag]:
    """Flag an attribution of the source of which the English shows no trace."""
    found = _SOURCED.search(pair.folded)
    if found is None:
        return []
    agencies = [term for term in load_names().find(find_words(found.group(1))[:FEWEST_WORDS]) if term.kind == "agency"]
    if agencies and not is_present(agencies[0], pair.english) and not _UNNAMED.search(pair.english):
        said = f"The source attributes this to {agencies[0].english[0]}; the English"
        other = attributed_agency(pair.english)
        if other:
            return [Flag(KIND, "do-not-use", f"{said} to {other}.")]
        return [_flag(f"{said} does not name it.")]
    if _ATTRIBUTED.search(pair.english):
        return []
    who = shorten(found.group(0), 40)
    return [_flag(f"The source attributes this («{who}»); the English attributes it to nobody.")]


def _flag(detail: str) -> Flag:
    return Flag(KIND, "check", detail)
