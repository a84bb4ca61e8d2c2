"""The planted-error study: how many of the errors planted in right translations do the checks catch?

python -m benchmarks.planted_errors                      # the shipped reference pairs
python -m benchmarks.planted_errors --pairs FILE.tsv     # `persian<TAB>english`, or `id<TAB>persian<TAB>english`
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.planting import PLANTERS, Planted, Reference
from xlsum.checks import check_segment
from xlsum.errors import DataError, SourceNotFoundError, XlsumError

DATA = Path(__file__).parent / "data"
TRIES = 50  # planting a kind of error needs a sentence that can hold it


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of the planted errors of a kind were flagged, and how many gravely."""

    kind: str
    planted: int
    caught: int
    grave: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Print caught rates per kind and the false alarms as a Markdown table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.planted_errors", description=__doc__.split("\n")[0])
    parser.add_argument("--pairs", type=Path, help="pairs to spoil instead of the shipped ones")
    parser.add_argument("--count", type=int, default=2000, help="errors to plant, spread evenly over the kinds")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=Path, help="write the errors nobody caught to this file, JSON Lines")
    options = parser.parse_args(arguments)
    try:
        references = read_pairs(options.pairs) if options.pairs else read_shipped()
        planted = list(plant(references, options.count, options.seed))
    except XlsumError as error:
        print(f"planted_errors: {error}", file=sys.stderr)
        return error.exit_code
    missed = [error for error in planted if not check_segment(error.persian, error.english)]
    if options.missed:
        lines = (
            json.dumps({"kind": e.kind, "persian": e.persian, "english": e.english}, ensure_ascii=False) for e in missed
        )
        options.missed.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    print(format_report(count_caught(planted), references))
    return 0


def read_pairs(path: Path) -> list[Reference]:
    """The pairs of a TSV file of two columns, or of three with an id "story.sentence" first."""
    if not path.exists():
        raise SourceNotFoundError(f"{path}: no such file; --pairs takes a TSV of Persian and English")
    return [_read_line(path, number, line) for number, line in enumerate(_lines(path), 1)]


def read_shipped() -> list[Reference]:
    """The Persian and reference English of the stress suite, and of the shipped news set where there is one."""
    references = []
    for path in sorted((DATA / "stress").glob("*.jsonl")):
        for line in _lines(path):
            case = json.loads(line)
            if case.get("english"):
                references.append(Reference(case["persian"], case["english"], path.stem))
    if not references:
        raise SourceNotFoundError(f"{DATA / 'stress'}: no reference pairs; run it from a checkout or give --pairs")
    return references


def plant(references: Sequence[Reference], count: int, seed: int) -> Iterator[Planted]:
    """About `count` errors, as many of each kind as the pairs can hold."""
    chance = random.Random(seed)
    for planter in PLANTERS.values():
        wanted = count // len(PLANTERS)
        for _ in range(wanted * TRIES):
            if wanted == 0:
                break
            place = chance.randrange(len(references))
            error = planter(references, place, chance)
            if error is not None and error.english != references[place].english:
                wanted -= 1
                yield error


def count_caught(planted: Sequence[Planted]) -> list[Tally]:
    """One tally a kind, in the order of `PLANTERS`."""
    return [_tally(kind, [error for error in planted if error.kind == kind]) for kind in PLANTERS]


def format_report(tallies: Sequence[Tally], references: Sequence[Reference]) -> str:
    """The Markdown table and the line on false alarms."""
    rows = ["| error | planted | caught | do-not-use |", "|---|---|---|---|"]
    total = Tally("all", *(sum(getattr(t, name) for t in tallies) for name in ("planted", "caught", "grave")))
    for tally in (*tallies, total):
        share = [_percent(part, tally.planted) for part in (tally.caught, tally.grave)]
        rows.append(f"| {tally.kind} | {tally.planted} | {share[0]} | {share[1]} |")
    flagged = [check_segment(reference.persian, reference.english) for reference in references]
    alarms = sum(map(bool, flagged))
    grave = sum(any(flag.level == "do-not-use" for flag in flags) for flags in flagged)
    rows.append("")
    rows.append(
        f"False alarms on {len(references)} untouched references: {_percent(alarms, len(references))} "
        f"(do-not-use: {_percent(grave, len(references))})"
    )
    return "\n".join(rows)


def _tally(kind: str, planted: Sequence[Planted]) -> Tally:
    flagged = [check_segment(error.persian, error.english) for error in planted]
    grave = sum(any(flag.level == "do-not-use" for flag in flags) for flags in flagged)
    return Tally(kind, len(planted), sum(map(bool, flagged)), grave)


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _read_line(path: Path, number: int, line: str) -> Reference:
    cells = line.split("\t")
    if len(cells) == 3:
        return Reference(cells[1], cells[2], cells[0].split(".")[0])
    if len(cells) == 2:
        return Reference(cells[0], cells[1], str(path))
    raise DataError(
        f"{path}:{number}: {len(cells)} columns; a line is `persian<TAB>english` or `id<TAB>persian<TAB>english`"
    )


if __name__ == "__main__":
    sys.exit(main())
