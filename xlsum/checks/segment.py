"""All checks of one segment, the gravest flag first."""

from collections.abc import Callable, Sequence
from typing import Protocol

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
from xlsum.document import LEVELS, Flag
from xlsum.persian.glossary import Glossary

Check = Callable[[Pair], list[Flag]]
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


class Scorer(Protocol):
    """Tells how alike the meanings of Persian sentences and their English are."""

    def similarity(self, persian: Sequence[str], english: Sequence[str]) -> Sequence[float]:
        """The cosine of each pair, from -1 to 1."""
        ...


def check_segment(
    persian: str, english: str, *, glossary: Glossary | None = None, adequacy: Scorer | None = None
) -> list[Flag]:
    """Flags of one pair, gravest first; empty when nothing is wrong. Never raises, whatever the strings."""
    if not persian.strip():
        return []
    pair = read_pair(persian, english)
    flags = [flag for check in FORM_CHECKS for flag in check(pair)]
    if not any(flag.level == "do-not-use" for flag in flags):
        flags += [flag for check in CONTENT_CHECKS for flag in check(pair)]
        flags += check_names(pair, glossary)
    return sorted(flags, key=lambda flag: -LEVELS.index(flag.level))
