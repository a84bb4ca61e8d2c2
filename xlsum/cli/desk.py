"""`xlsum review`, `xlsum export` and `xlsum formats`: the page for the editor, and what newsrooms take."""

from pathlib import Path
from typing import Annotated

import typer


def formats() -> None:
    """List the formats that can be read and written. Example: xlsum formats"""
    from xlsum.formats import INPUT_FORMATS, OUTPUT_FORMATS

    print("in   (--input-format; found by the file's name or first bytes when not given)")
    for known in INPUT_FORMATS:
        suffixes = " ".join(known.suffixes)
        print(
            f"  {known.name:10} {known.summary}{f' ({suffixes})' if suffixes else ''}{'; lossy' if known.lossy else ''}"
        )
    print("out  (--format)")
    for written in OUTPUT_FORMATS:
        print(f"  {written.name:10} {written.summary} ({written.suffix})")


def review(
    results: Annotated[str, typer.Argument(metavar="RESULT.jsonl", help="Results as JSON Lines; - is standard input.")],
    output: Annotated[str, typer.Option("--output", "-o", help="The page to write; - is standard output.")] = "-",
    glossary: Annotated[str | None, typer.Option("--glossary", help="A desk's terms: TSV, CSV or TBX.")] = None,
    label: Annotated[bool, typer.Option("--label/--no-label", help="The machine-translated label on the page.")] = True,
) -> None:
    """Write one self-contained page to review results in a browser. Example: xlsum review out.jsonl -o page.html"""
    from xlsum.formats.label import without_label
    from xlsum.formats.result_json import read_results
    from xlsum.formats.review import review_page
    from xlsum.formats.writing import write_bytes
    from xlsum.persian.glossary import load_glossary

    shown = [one if label else without_label(one) for one in read_results(results)]
    page = review_page(shown, load_glossary(Path(glossary)) if glossary else None)
    write_bytes([page.encode("utf-8", "replace")], output)


def export(
    results: Annotated[str, typer.Argument(metavar="RESULT.jsonl", help="Results as JSON Lines; - is standard input.")],
    format: Annotated[str, typer.Option("--format", "-f", help="Format: `xlsum formats` lists them.")] = "ninjs",
    output: Annotated[str, typer.Option("--output", "-o", help="A file, or a folder (ending in /).")] = "-",
    reviewed_by: Annotated[
        str, typer.Option("--reviewed-by", help="Who answers for the text: label it reviewed.")
    ] = "",
    label: Annotated[bool, typer.Option("--label/--no-label", help="The machine-translated label.")] = True,
) -> None:
    """Write results, reviewed or not, in another format. Example: xlsum export reviewed.jsonl -f newsml -o out/"""
    from datetime import UTC, datetime

    from xlsum.formats import write_results
    from xlsum.formats.label import reviewed
    from xlsum.formats.result_json import read_results

    now = datetime.now(UTC).isoformat(timespec="seconds")
    read = read_results(results)
    shown = (reviewed(one, reviewed_by, now) for one in read) if reviewed_by else read
    write_results(shown, output, format, label=label)
