"""All checks of a document: its segments, that none is missing, one spelling a name, the summary's support."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from xlsum.checks.names import find_spellings
from xlsum.checks.segment import check_segment
from xlsum.checks.support import find_support
from xlsum.document import Flag, Result, TranslatedSegment
from xlsum.english import split_english_sentences

PERSIAN = ("fa", "prs", "")


@dataclass(frozen=True, slots=True)
class NameSpellings:
    """A Persian name with its English spellings in a batch, each with the ids of the documents that have it."""

    persian: str
    spellings: tuple[tuple[str, tuple[str, ...]], ...]


def check_result(result: Result) -> list[Flag]:
    """Flags of a document and its segments, document first; empty when nothing is wrong."""
    flags = [*_check_coverage(result), *_check_names(result), *_check_dates(result), *_check_summary(result)]
    for segment in result.translation.segments:
        if segment.language in PERSIAN:
            flags += check_segment(segment.fed or segment.source, segment.english)
    return list(dict.fromkeys(flags))


def names_consistency(results: Iterable[Result]) -> list[NameSpellings]:
    """The Persian names that a batch of documents spells in more than one way in English."""
    found: dict[str, dict[str, list[str]]] = {}
    for result in results:
        for persian, spelling in _spellings(result.translation.segments):
            documents = found.setdefault(persian, {}).setdefault(spelling, [])
            if result.id not in documents:
                documents.append(result.id)
    return [
        NameSpellings(persian, tuple((spelling, tuple(ids)) for spelling, ids in sorted(spellings.items())))
        for persian, spellings in sorted(found.items())
        if len(spellings) > 1
    ]


def _check_coverage(result: Result) -> list[Flag]:
    flags = []
    for segment in result.translation.segments:
        if any(c.isalnum() for c in segment.source) and not segment.english.strip():
            flags.append(Flag("coverage", "do-not-use", f"{segment.id} has no English: nothing of it was translated."))
    coverage = result.coverage
    if coverage.segments_out < coverage.segments_in and not flags:
        lost = coverage.segments_in - coverage.segments_out
        flags.append(Flag("coverage", "do-not-use", f"{lost} of {coverage.segments_in} sentences have no English."))
    if coverage.truncated_tokens or coverage.left_out:
        what = f"{len(coverage.left_out)} sentences" if coverage.left_out else f"{coverage.truncated_tokens} tokens"
        flags.append(Flag("coverage", "check", f"The summary was written without {what} that did not fit."))
    return flags


def _check_names(result: Result) -> list[Flag]:
    found: dict[str, list[str]] = {}
    for persian, spelling in _spellings(result.translation.segments):
        if spelling not in found.setdefault(persian, []):
            found[persian].append(spelling)
    return [
        Flag("names", "check", f"«{persian}» is spelled in {len(spellings)} ways: {', '.join(spellings)}.")
        for persian, spellings in found.items()
        if len(spellings) > 1
    ]


def _spellings(segments: Sequence[TranslatedSegment]) -> list[tuple[str, str]]:
    return [pair for s in segments if s.language in PERSIAN for pair in find_spellings(s.fed or s.source, s.english)]


def _check_dates(result: Result) -> list[Flag]:
    return [Flag("dates", "check", f"«{d.text}»: {d.problem}") for d in result.dates if d.problem]


def _check_summary(result: Result) -> list[Flag]:
    if result.summary is None or not result.summary.text.strip():
        return []
    supported = find_support(split_english_sentences(result.summary.text), result.translation.segments)
    return [
        Flag("support", "do-not-use", f"“{s.sentence}” states what the story does not: {', '.join(s.unsupported)}")
        for s in supported
        if s.unsupported
    ]
