"""Does the output keep what a newsroom cannot get wrong? Shares of cases, counted document by document.

Two kinds of figure, and they answer different questions. "... kept (reference)" compares the output with the reference
and knows nothing of our checks. "... unflagged (check)" is the share of sentences with such an item that
`xlsum.checks.check_segment` does not flag; a system that retries what the same checks flag is judged by its own judge
there, so read it with the calibration beside it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from xlsum.checks import check_segment
from xlsum.document import worst_level
from xlsum.persian import find_dates
from xlsum.scoring.records import OutputDocument, OutputSegment

NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{2,}(?:-[A-Z]?[a-z]+)*")  # a capital inside a sentence
PERSIAN_DIGIT = re.compile(r"[0-9۰-۹٠-٩]")
SPEECH = re.compile(r"گفت|افزود|اظهار|تصریح|به گزارش|به نقل از|اعلام کرد|تاکید کرد|تأکید کرد")
NOT_NAMES = frozenset("The This That These Those But And For With From Its His Her Their There When While".split())


@dataclass(frozen=True, slots=True)
class Share:
    """Cases of one document: how many were right, of how many."""

    right: float
    cases: float


Measure = Callable[[OutputDocument], Share]


def fidelity_measures(outputs: Sequence[OutputDocument]) -> dict[str, list[Share]]:
    """For each measure the shares of each document; a measure that no document has a case for is left out."""
    translated = any(segment.english for output in outputs for segment in output.segments)
    measures = {**(SEGMENT_MEASURES if translated else {}), **SUMMARY_MEASURES}
    table = {name: [measure(output) for output in outputs] for name, measure in measures.items()}
    return {name: shares for name, shares in table.items() if any(share.cases for share in shares)}


def with_checks(output: OutputDocument) -> OutputDocument:
    """The document with flags on its segments; what its own system flagged, or did not translate, is left as it is."""
    if any(segment.flags or segment.level for segment in output.segments) or not any(
        s.english for s in output.segments
    ):
        return output
    return replace(output, segments=tuple(_checked(segment) for segment in output.segments))


def _checked(segment: OutputSegment) -> OutputSegment:
    flags = check_segment(segment.persian, segment.english)
    kinds = tuple(dict.fromkeys(f"{flag.kind}:{flag.level}" for flag in flags))
    return replace(segment, flags=kinds, level=worst_level(tuple(flags)))


def _of_reference(pattern: re.Pattern[str]) -> Measure:
    """How many of the items of the (first) reference the output has too."""

    def measure(output: OutputDocument) -> Share:
        right = cases = 0
        for segment in output.segments:
            if not segment.references:
                continue
            wanted = Counter(item for item in pattern.findall(segment.references[0]) if item not in NOT_NAMES)
            found = Counter(pattern.findall(segment.english)) if pattern is NUMBER else None
            cases += wanted.total()
            right += (wanted & found).total() if found is not None else _named(wanted, segment.english)
        return Share(right, cases)

    return measure


def _named(wanted: Counter[str], english: str) -> int:
    words = Counter(re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", english))
    return (wanted & words).total()


def _unflagged(kind: str, applies: Callable[[str], bool]) -> Measure:
    """How many of the sentences that have such an item no flag of that kind is on."""

    def measure(output: OutputDocument) -> Share:
        of_kind = [segment for segment in output.segments if applies(segment.persian) or _flagged(segment, kind)]
        return Share(sum(not _flagged(segment, kind) for segment in of_kind), len(of_kind))

    return measure


def _flagged(segment: OutputSegment, kind: str) -> bool:
    """Whether a doubt of that kind is on the segment; what was put right and noted is none."""
    return any(flag.startswith(kind) and not flag.endswith(":ok") for flag in segment.flags)


def _present(output: OutputDocument) -> Share:
    return Share(sum(bool(segment.english.strip()) for segment in output.segments), len(output.segments))


def _at_level(*levels: str) -> Measure:
    def measure(output: OutputDocument) -> Share:
        return Share(sum(segment.level in levels for segment in output.segments), len(output.segments))

    return measure


def _supported(output: OutputDocument) -> Share:
    return Share(output.support or 0.0, 0.0 if output.support is None else 1.0)


def _summary_flagged(output: OutputDocument) -> Share:
    return Share(float(bool(output.summary_flags)), float(bool(output.summary)))


def _everywhere(text: str) -> bool:
    return True


def _novelty(order: int) -> Measure:
    """The n-grams of a summary that its story's English (the output's, else the reference's) does not have."""

    def measure(output: OutputDocument) -> Share:
        story = set(_ngrams(_words(_story(output)), order))
        summary = list(_ngrams(_words(output.summary), order))
        return Share(sum(ngram not in story for ngram in summary), len(summary)) if story else Share(0, 0)

    return measure


def _compression(output: OutputDocument) -> Share:
    words = len(_words(_story(output)))
    return Share(len(_words(output.summary)), words) if words and output.summary else Share(0, 0)


def _story(output: OutputDocument) -> str:
    translated = " ".join(segment.english for segment in output.segments)
    return translated if translated.strip() else " ".join(s.references[0] for s in output.segments if s.references)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _ngrams(words: Sequence[str], order: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + order]) for at in range(len(words) - order + 1))


SEGMENT_MEASURES: dict[str, Measure] = {
    "numbers kept (reference)": _of_reference(NUMBER),
    "names kept (reference)": _of_reference(NAME),
    "numbers unflagged (check)": _unflagged("number", lambda text: bool(PERSIAN_DIGIT.search(text))),
    "dates unflagged (check)": _unflagged("date", lambda text: bool(find_dates(text))),
    "names unflagged (check)": _unflagged("name", _everywhere),
    "quotes unflagged (check)": _unflagged("quote", lambda text: "«" in text),
    "attributions unflagged (check)": _unflagged("attribution", lambda text: bool(SPEECH.search(text))),
    "coverage unflagged (check)": _unflagged("coverage", _everywhere),
    "segments with English": _present,
    "segments flagged": _at_level("check", "do-not-use"),
    "segments not to be used": _at_level("do-not-use"),
}
SUMMARY_MEASURES: dict[str, Measure] = {
    "summary sentences supported": _supported,
    "summaries flagged": _summary_flagged,
    "summary novelty, 1-grams": _novelty(1),
    "summary novelty, 2-grams": _novelty(2),
    "summary length to story": _compression,
}
