"""A result for people: plain text and Markdown, every flag shown where it belongs."""

import re
import textwrap
from collections.abc import Iterable, Iterator

from xlsum.document import Flag, Result, Summary, TranslatedSegment
from xlsum.formats.label import visible_line
from xlsum.formats.story import facts

MARKS = {"ok": "", "check": "[?]", "do-not-use": "[!]"}
WORDS = {"ok": "note", "check": "check", "do-not-use": "do not use"}
MARKDOWN_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # a wire must not steer the terminal
WIDTH = 100


def text_of_result(result: Result) -> str:
    """The result as lines for a terminal: headline, translation with numbered marks, summary, notes, label."""
    number = {note: place for place, note in enumerate(_notes(result), 1)}
    parts = [_wrapped(" · ".join(facts(result)))] if facts(result) else []
    parts += [_wrapped(f"CAUTION: {caution}") for caution in result.source.warnings]
    parts += [_wrapped(" ".join(_marked(s, number) for s in part)) for part in result.translation.paragraphs if part]
    if result.summary and result.summary.text:
        parts.append(f"SUMMARY ({result.summary.method})\n" + _wrapped(_marked(result.summary, number)))
    if number:
        parts.append(
            "NOTES\n" + "\n".join(_wrapped(f"{MARKS[f.level] or '[i]'}{n} {_note(f)}") for f, n in number.items())
        )
    parts += [line for line in (_coverage_line(result), _wrapped(visible_line(result))) if line]
    return f"== {CONTROLS.sub('', result.id)} ==\n\n" + "\n\n".join(parts) + "\n"


def markdown_of_result(result: Result, first_note: int = 1) -> str:
    """The result as Markdown: the headline a heading, flags as footnotes numbered from `first_note`."""
    names = {flag: f"[^{place}]" for place, flag in enumerate(_notes(result), first_note)}
    paragraphs = list(result.translation.paragraphs)
    lines = []
    if result.headline and paragraphs:
        lines.append(f"# {_escaped(' '.join(s.english for s in paragraphs.pop(0)))}")
    lines += [f"*{_escaped(visible_line(result))}*"] if visible_line(result) else []
    lines += [_escaped(" · ".join(facts(result)))] if facts(result) else []
    lines += [f"**Caution:** {_escaped(caution)}" for caution in result.source.warnings]
    if result.summary and result.summary.text:
        lines.append(f"> **Summary** ({_escaped(result.summary.method)}): {_footnoted(result.summary, names)}")
    lines += [" ".join(_footnoted(segment, names) for segment in paragraph) for paragraph in paragraphs if paragraph]
    if result.headline:
        lines += _headline_notes(result, names)
    lines += [f"{names[f]}: **{WORDS[f.level]}** ({_escaped(f.kind)}): {_escaped(f.detail)}" for f in _notes(result)]
    coverage = _coverage_line(result)
    return "\n\n".join([*lines, *([_escaped(coverage)] if coverage else [])]) + "\n"


def texts_of_results(results: Iterable[Result]) -> Iterator[bytes]:
    """One result after another as text."""
    for place, result in enumerate(results):
        yield (("\n" if place else "") + text_of_result(result)).encode("utf-8", "replace")


def markdown_of_results(results: Iterable[Result]) -> Iterator[bytes]:
    """One result after another as Markdown, the footnotes numbered through."""
    notes = 0
    for place, result in enumerate(results):
        yield (("\n---\n\n" if place else "") + markdown_of_result(result, notes + 1)).encode("utf-8", "replace")
        notes += len(_notes(result))


def _headline_notes(result: Result, names: dict[Flag, str]) -> list[str]:
    marks = [names[flag] for segment in result.translation.paragraphs[0] for flag in segment.flags]
    return [f"On the headline: {' '.join(marks)}"] if marks else []


def _notes(result: Result) -> list[Flag]:
    """Every doubt once, in reading order: two sentences with the same one share its note."""
    return list(dict.fromkeys(result.flags))


def _marked(piece: TranslatedSegment | Summary, number: dict[Flag, int]) -> str:
    text = _english(piece)
    return text + "".join(f" {MARKS[flag.level] or '[i]'}{number[flag]}" for flag in piece.flags)


def _footnoted(piece: TranslatedSegment | Summary, names: dict[Flag, str]) -> str:
    return _escaped(_english(piece)) + "".join(names[flag] for flag in piece.flags)


def _english(piece: TranslatedSegment | Summary) -> str:
    if isinstance(piece, Summary):
        return piece.text
    return piece.english or f"[not translated: {piece.source}]"


def _note(flag: Flag) -> str:
    return f"{WORDS[flag.level]} ({flag.kind}): {flag.detail}"


def _coverage_line(result: Result) -> str:
    coverage = result.coverage
    lost = [f"{coverage.segments_in - coverage.segments_out} sentences not translated"] * (
        coverage.segments_in != coverage.segments_out
    )
    lost += [f"{coverage.truncated_tokens} tokens cut"] * bool(coverage.truncated_tokens)
    left_out = list(coverage.left_out)
    return f"Left out: {'; '.join(lost + left_out)}" if lost or left_out else ""


def _wrapped(text: str) -> str:
    return textwrap.fill(CONTROLS.sub("", text), WIDTH, break_long_words=False, break_on_hyphens=False)


def _escaped(text: str) -> str:
    return MARKDOWN_SPECIAL.sub(r"\\\1", " ".join(CONTROLS.sub("", text).split()))
