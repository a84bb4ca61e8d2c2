"""`xlsum check`: the checks over anybody's translation."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ReportFormat(StrEnum):
    """How the report is written."""

    text = "text"
    json = "json"


def check(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="Persian, a sentence a line; - is standard input.")],
    translation: Annotated[str, typer.Argument(metavar="TRANSLATION", help="Its English, line for line.")],
    report: Annotated[
        ReportFormat, typer.Option("--format", help="text, or json: one object a line.")
    ] = ReportFormat.text,
    glossary: Annotated[str | None, typer.Option("--glossary", help="A desk's terms: TSV, CSV or TBX.")] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Any flag fails, not only do-not-use.")] = False,
) -> None:
    """Check a translation line by line; exit 1 when a line must not be used. Example: xlsum check wire.fa wire.en"""
    from xlsum.checks.aligned import check_aligned, format_line, line_to_json
    from xlsum.persian.glossary import load_glossary

    terms = load_glossary(Path(glossary)) if glossary else None
    lines = flagged = unusable = 0
    for checked in check_aligned(source, translation, glossary=terms):
        lines += 1
        flagged += bool(checked.flags)
        unusable += checked.level == "do-not-use"
        if report is ReportFormat.json:
            print(line_to_json(checked))
        elif checked.flags:
            print(format_line(checked))
    print(f"{lines} lines, {flagged} flagged, {unusable} not to be used", file=sys.stderr)
    if unusable or (strict and flagged):
        raise typer.Exit(1)
