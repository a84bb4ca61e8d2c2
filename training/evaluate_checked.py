"""What an editor gets: the stories of wire-dev through the whole pipeline, numbers kept, flags raised, time and memory.

A number of the source counts as kept when its digits, its value with its magnitude ("17 hezar" as "17,000") or, for two
digits, the Solar Hijri year they may stand for ("97" as "1397") stand in the English; as proved when it is kept or its
segment carries a flag. What is neither was lost in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from training.corpus import read_wire_dev_stories
from training.evaluate import NUMBER, plain_number
from xlsum.document import Document, TranslatedSegment
from xlsum.persian import find_numbers
from xlsum.persian.digits import latin_digits
from xlsum.persian.english_numbers import find_english_numbers
from xlsum.pipeline import load_pipeline
from xlsum.scoring.machine import Stopwatch, peak_memory_mib


@dataclass(frozen=True, slots=True)
class Checked:
    """Shares are of the numbers written in digits (`numbers`) and of the segments, 0 to 1; megabytes at their peak."""

    wires: int
    segments: int
    ok: float
    check: float
    do_not_use: float
    flags: dict[str, int]
    numbers: int
    kept: float
    kept_where_ok: float
    proved: float
    seconds_per_wire: float
    cpu_seconds_per_wire: float
    megabytes: float


def measure_checked(data: Path, translator: Path, threads: int) -> Checked:
    """Runs every story of wire-dev through translation, checks and summary, and counts what came out."""
    pipeline = load_pipeline(str(translator), threads=threads)
    documents = list(read_documents(data))
    watch = Stopwatch()
    results = list(pipeline.run(documents))
    wall, cpu = watch.seconds, watch.cpu_seconds
    segments = [segment for result in results for segment in result.translation.segments]
    kept = Counter(number for segment in segments for number in _judged(segment))
    levels = Counter(segment.level for segment in segments)
    asked = sum(kept.values())
    return Checked(
        wires=len(results),
        segments=len(segments),
        ok=_share(levels["ok"], len(segments)),
        check=_share(levels["check"], len(segments)),
        do_not_use=_share(levels["do-not-use"], len(segments)),
        flags=dict(Counter(kind for segment in segments for kind in {f.kind for f in segment.flags}).most_common()),
        numbers=asked,
        kept=_share(kept[True, True] + kept[True, False], asked),
        kept_where_ok=_share(kept[True, True], kept[True, True] + kept[False, True]),
        proved=_share(asked - kept[False, True], asked),
        seconds_per_wire=round(wall / len(results), 3),
        cpu_seconds_per_wire=round(cpu / len(results), 3),
        megabytes=round(peak_memory_mib(), 1),
    )


def read_documents(data: Path) -> Iterable[Document]:
    """Yields the stories of wire-dev, headline and sentences, as one document each."""
    for story, rows in groupby(read_wire_dev_stories(data), key=lambda row: row[0]):
        headline, *body = (sentence for _, sentence in rows)
        yield Document(story, "\n".join(body), headline=headline)


def kept_numbers(source: str, english: str) -> list[bool]:
    """Tells of each number written in digits in `source`, in order, whether `english` has it, each at most once."""
    given = Counter(plain_number(number) for number in NUMBER.findall(english))
    values = Counter(number.value for number in find_english_numbers(english))
    read = {number.start: number.value for number in find_numbers(source)}
    kept = []
    for found in NUMBER.finditer(latin_digits(source)):
        digits, value = plain_number(found[0]), read.get(found.start())
        written = next((one for one in (digits, f"13{digits}", f"14{digits}") if given[one] > 0), "")
        as_digits, as_value = bool(written), value is not None and values[value] > 0
        given[written] -= as_digits
        if value is not None and as_value:
            values[value] -= 1
        kept.append(as_digits or as_value)
    return kept


def _judged(segment: TranslatedSegment) -> Sequence[tuple[bool, bool]]:
    """For each number of the segment: is it kept, and does the segment pass as ok."""
    return [(kept, segment.level == "ok") for kept in kept_numbers(segment.source, segment.english)]


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
