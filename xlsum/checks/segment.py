"""All checks of one segment, the gravest flag first."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from xlsum.checks.adequacy import Scorer, check_adequacy
from xlsum.checks.attribution import check_attribution
from xlsum.checks.copied import check_copied
from xlsum.checks.coverage import check_coverage
from xlsum.checks.currency import check_currency
from xlsum.checks.dates import check_dates
from xlsum.checks.language import check_language
from xlsum.checks.names import check_names
from xlsum.checks.negation import check_negation
from xlsum.checks.numbers import check_numbers
from xlsum.checks.pair import Pair, read_pair
from xlsum.checks.quotes import check_quotes
from xlsum.checks.repetition import check_repetition
from xlsum.checks.truncated import check_truncated
from xlsum.checks.untranslated import check_untranslated
from xlsum.document import LEVELS, Flag, worst_level
from xlsum.persian.glossary import Glossary

Check = Callable[[Pair], list[Flag]]
FORM_KINDS = ("language", "copied")
FORM_CHECKS: tuple[Check, ...] = (check_language, check_copied)
CONTENT_CHECKS: tuple[Check, ...] = (
    check_numbers,
    check_currency,
    check_dates,
    check_untranslated,
    check_repetition,
    check_coverage,
    check_truncated,
    check_negation,
    check_quotes,
    check_attribution,
)


def rerank(
    persian: str, candidates: Sequence[str], *, glossary: Glossary | None = None, adequacy: Scorer | None = None
) -> int:
    """The place of the candidate with the mildest flags: by gravest level, then by their number, then as they came."""
    if not candidates:
        raise ValueError("rerank: no candidates to choose from")
    return min(
        range(len(candidates)),
        key=lambda at: _gravity(check_segment(persian, candidates[at], glossary=glossary, adequacy=adequacy)),
    )


def _gravity(flags: Sequence[Flag]) -> tuple[int, int]:
    return LEVELS.index(worst_level(tuple(flags))), len(flags)


def check_segment(
    persian: str, english: str, *, glossary: Glossary | None = None, adequacy: Scorer | None = None
) -> list[Flag]:
    """Flags of one pair, gravest first; empty when nothing is wrong. Never raises, whatever the strings."""
    if not persian.strip():
        return []
    flags = list(_check_pair(persian, english))
    if not any(flag.level == "do-not-use" and flag.kind in FORM_KINDS for flag in flags):
        flags += _without_agencies(check_names(read_pair(persian, english), glossary), flags)
        flags += check_adequacy(persian, english, adequacy)
    return sorted(flags, key=lambda flag: -LEVELS.index(flag.level))


def _without_agencies(named: list[Flag], flags: Sequence[Flag]) -> list[Flag]:
    """The flags on names, without that of an agency which the attribution check has told of."""
    told = " ".join(flag.detail for flag in flags if flag.kind == "attribution")
    return [flag for flag in named if not told or _name_in(flag) not in told]


def _name_in(flag: Flag) -> str:
    """The name a flag on a lost name speaks of."""
    return flag.detail.removeprefix("The source names ").partition(" («")[0]


@lru_cache(maxsize=4096)
def _check_pair(persian: str, english: str) -> tuple[Flag, ...]:
    """The flags that need neither glossary nor scorer; kept, for a document is checked again as a whole."""
    pair = read_pair(persian, english)
    flags = [flag for check in FORM_CHECKS for flag in check(pair)]
    if not any(flag.level == "do-not-use" for flag in flags):
        flags += [flag for check in CONTENT_CHECKS for flag in check(pair)]
    return tuple(flags)
