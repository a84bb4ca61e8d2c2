"""The stress suite: what xlsum must read right in Persian and prove or flag in English, class by class.

    python -m benchmarks.stress              # pass rates as a Markdown table
    python -m benchmarks.stress --failed     # and every case that fails

A case is a JSON object with `id`, `class`, `persian`, `expect` (the readings) and, where a class has them, `english`
(a right translation, on which the checks must be silent), `wrong` (a spoilt one) and `flag` (the kinds of which one
must be raised).
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from xlsum.checks import check_segment
from xlsum.persian import find_dates, find_numbers, identify_language, repair, split_sentences

DATA = Path(__file__).parent / "data" / "stress"
CLASSES = (
    "dates", "numbers", "money", "half_spaces", "names", "quotes", "attribution", "negation", "splitting", "languages",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One case; `expect` is None where only the English is proved."""

    id: str
    kind: str
    persian: str
    expect: object
    english: str = ""
    wrong: str = ""
    flag: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether a case passed, and if not what came instead."""

    case: Case
    passed: bool
    got: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; exit 0 whatever the rates are, 2 when there is no suite."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stress", description=__doc__.split("\n")[0])
    parser.add_argument("--failed", action="store_true", help="list the cases that fail")
    options = parser.parse_args(arguments)
    cases = read_cases()
    if not cases:
        print(f"stress: no cases in {DATA}; run it from a checkout", file=sys.stderr)
        return 2
    outcomes = [run_case(case) for case in cases]
    print(format_table(outcomes))
    for outcome in outcomes if options.failed else ():
        if not outcome.passed:
            print(f"{outcome.case.id}: {outcome.got}")
    return 0


def read_cases(folder: Path = DATA) -> list[Case]:
    """The cases of every class, in the order of `CLASSES`."""
    return [_read_case(line) for kind in CLASSES for line in _lines(folder / f"{kind}.jsonl")]


def run_case(case: Case) -> Outcome:
    """Read the Persian, then prove the English: right is silent, wrong is flagged."""
    if case.expect is not None and case.kind in READERS:
        got = READERS[case.kind](case.persian)
        wanted = _wanted(case)
        if got != wanted:
            return Outcome(case, False, f"read {got}, not {wanted}")
    if case.english and (flags := check_segment(case.persian, case.english)):
        return Outcome(case, False, f"false alarm: {flags[0].kind}: {flags[0].detail}")
    if case.wrong and not {flag.kind for flag in check_segment(case.persian, case.wrong)} & set(case.flag):
        return Outcome(case, False, f"not flagged: {case.wrong}")
    return Outcome(case, True)


def format_table(outcomes: Sequence[Outcome]) -> str:
    """Cases and pass rate of each class and of all, as Markdown."""
    rows = ["| class | cases | passed |", "|---|---|---|"]
    for kind in CLASSES:
        rows.append(_row(kind.replace("_", "-"), [o for o in outcomes if o.case.kind == kind]))
    return "\n".join([*rows, _row("all", outcomes)])


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    passed = sum(outcome.passed for outcome in outcomes)
    return f"| {name} | {len(outcomes)} | {100 * passed / max(len(outcomes), 1):.1f} % |"


def _read_dates(persian: str) -> object:
    found = [date for date in find_dates(persian) if date.kind not in ("relative", "weekday") and date.span]
    return [
        (date.text, date.gregorian.isoformat() if date.gregorian else "", () if date.gregorian else _iso(date.span))
        for date in found
    ]


def _iso(span: object) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in span) if isinstance(span, tuple) else ()


def _read_numbers(persian: str) -> object:
    return [(f"{number.value.normalize():f}", number.unit) for number in find_numbers(persian)]


def _split(persian: str) -> object:
    return [segment.text.strip() for segment in split_sentences(persian) if segment.text.strip()]


def _repair(persian: str) -> object:
    return repair(persian, "on").text


READERS: Mapping[str, Callable[[str], object]] = {
    "dates": _read_dates,
    "numbers": _read_numbers,
    "money": _read_numbers,
    "half_spaces": _repair,
    "splitting": _split,
    "languages": identify_language,
}


def _wanted(case: Case) -> object:
    """`expect` in the form that the class's reader gives."""
    if not isinstance(case.expect, list):
        return case.expect
    if case.kind == "dates":
        return [(d["text"], d.get("gregorian", ""), tuple(d.get("span", ()))) for d in case.expect]
    if case.kind in ("numbers", "money"):
        return [(number["value"], number["unit"]) for number in case.expect]
    return case.expect


def _read_case(line: str) -> Case:
    fields = json.loads(line)
    return Case(
        fields["id"], fields["class"], fields["persian"], fields["expect"], fields.get("english", ""),
        fields.get("wrong", ""), tuple(fields.get("flag", ())),
    )  # fmt: skip


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


if __name__ == "__main__":
    sys.exit(main())
