"""Segments side by side: source right to left, reference and output with the words that differ marked."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape

from xlsum.scoring.report.findings import ScoredSegment

MOST_SHOWN = 60  # of each list; the page says how many there are


def marked(reference: str, output: str) -> tuple[str, str]:
    """HTML of both texts: words only in the reference in <del>, words only in the output in <ins>."""
    left, right = reference.split(), output.split()
    matcher = SequenceMatcher(None, [_folded(w) for w in left], [_folded(w) for w in right], autojunk=False)
    old: list[str] = []
    new: list[str] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        old.append(_span("del" if kind != "equal" else "", left[a:b]))
        new.append(_span("ins" if kind != "equal" else "", right[c:d]))
    return " ".join(filter(None, old)), " ".join(filter(None, new))


def worst_to_html(system: str, segments: Sequence[ScoredSegment]) -> Iterator[str]:
    """One article for each segment of the worst of one system."""
    for one in segments[:MOST_SHOWN]:
        reference, output = marked(one.segment.references[0], one.segment.english)
        sides = [_side("Reference", reference), _side(system, output or "<i>nothing</i>")]
        yield _article("worst", system, one, f"chrF++ {one.score:.1f}", sides)


def different_to_html(systems: tuple[str, str], pairs: Sequence[tuple[ScoredSegment, ScoredSegment]]) -> Iterator[str]:
    """One article for each segment on which two systems differ most."""
    for first, second in pairs[:MOST_SHOWN]:
        reference = escape(first.segment.references[0])
        outputs = [marked(first.segment.references[0], one.segment.english)[1] for one in (first, second)]
        sides = [
            _side("Reference", reference),
            _side(f"{systems[0]}: {first.score:.1f}", outputs[0]),
            _side(f"{systems[1]}: {second.score:.1f}", outputs[1]),
        ]
        yield _article("different", systems[1], second, f"chrF++ {second.score - first.score:+.1f}", sides)


def _article(kind: str, system: str, one: ScoredSegment, score: str, sides: Sequence[str]) -> str:
    level = escape(one.segment.level, quote=True)
    flags = escape(", ".join(one.segment.flags))
    head = f"<span>{escape(one.document)} · {one.number}</span><span>{escape(score)}</span>"
    head += f'<span class="level-{level}">{level}</span><span>{flags}</span>'
    source = f'<p dir="rtl" lang="fa"><b>Source</b>{escape(one.segment.persian)}</p>'
    return (
        f'<article class="segment" data-list="{kind}" data-system="{escape(system, quote=True)}" data-level="{level}">'
        f'<header>{head}</header><div class="sides">{source}{"".join(sides)}</div></article>'
    )


def _side(title: str, html: str) -> str:
    return f'<p lang="en" dir="ltr"><b>{escape(title)}</b>{html}</p>'


def _span(tag: str, words: Sequence[str]) -> str:
    text = escape(" ".join(words))
    return f"<{tag}>{text}</{tag}>" if tag and text else text


def _folded(word: str) -> str:
    return word.lower().strip(".,;:!?\"'()“”‘’")
