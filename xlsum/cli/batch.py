"""`xlsum batch`: archives of any size, with a ledger; stop it any way, give the same command again, it goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xlsum.cli import batch_upkeep
from xlsum.cli import run as single

app = typer.Typer(help="Archives: one command, any size; pull the plug and go on.", no_args_is_help=True)

Sources = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, globs, URLs, or - for standard input: JSON Lines, CSV, TSV, Parquet, feeds, texts, tar "
        "and zip of these, .gz and .zst.",
        show_default=False,
    ),
]
Out = Annotated[str, typer.Option("--output", "-o", help="The folder of the archive: ledger and parts.")]


@app.command()
def run(
    sources: Sources,
    output: Out,
    text_field: Annotated[str, typer.Option("--text-field", help="Column of the text.")] = "",
    id_field: Annotated[str, typer.Option("--id-field", help="Column of the id.")] = "",
    headline_field: Annotated[str, typer.Option("--headline-field", help="Column of the headline.")] = "",
    published_field: Annotated[str, typer.Option("--published-field", help="Column of the date.")] = "",
    shard: Annotated[
        str, typer.Option("--shard", help="3/64 does the third of 64 parts, into OUT/shard-00003-of-00064.")
    ] = "",
    priority: Annotated[str, typer.Option("--priority", help="source, newest, oldest or shortest first.")] = "source",
    gist_first: Annotated[
        bool, typer.Option("--gist-first", help="Headline and lead of everything first, bodies after.")
    ] = False,
    near_duplicates: Annotated[
        bool, typer.Option("--near-duplicates", help="Find and count near-duplicates (extra `archive`).")
    ] = False,
    max_failures: Annotated[
        int | None, typer.Option("--max-failures", min=0, help="Stop after more than these.")
    ] = None,
    max_documents: Annotated[int | None, typer.Option("--max-documents", min=1, help="Do so many now.")] = None,
    until: Annotated[str, typer.Option("--until", help="Stop at this time: 06:30, or 2025-01-31T06:30.")] = "",
    nice: Annotated[int, typer.Option("--nice", min=0, max=19, help="Give way to other programs.")] = 0,
    engine: Annotated[str, typer.Option("--engine", help="local, or ray: actors of a Ray cluster.")] = "local",
    workers: Annotated[
        str,
        typer.Option("--workers", help="Processes, each with its checkpoints; of ray 8, or 2-16 as needed."),
    ] = "",
    window: Annotated[
        int, typer.Option("--window", min=1, help="Documents that are worked on, and redone, at once.")
    ] = 64,
    memory: Annotated[int, typer.Option("--memory", min=0, help="Windows back that sentences are remembered.")] = 2000,
    translation_memory: Annotated[
        str,
        typer.Option("--translation-memory", help="A file of sentences that other archives decoded, and take these."),
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Count, and estimate time and disk; change nothing.")
    ] = False,
    json_progress: Annotated[bool, typer.Option("--json-progress", help="Progress as JSON Lines on stderr.")] = False,
    metrics: Annotated[
        Path | None, typer.Option("--metrics", help="A .prom file for Prometheus' node exporter (textfile).")
    ] = None,
    translator: single.TranslatorName = None,
    summarizer: single.SummarizerName = None,
    beam: single.Beam = None,
    batch_tokens: single.BatchTokens = None,
    device: single.Device = None,
    compute_type: single.ComputeType = None,
    threads: single.Threads = None,
    glossary: single.GlossaryFile = None,
    language: single.Language = None,
    length: single.Length = None,
    summary_from: single.SummaryFrom = None,
    dates: single.Dates = None,
    repair_half_spaces: single.HalfSpaces = None,
    unsupported: single.Unsupported = None,
    loaded_terms: single.LoadedTerms = None,
    config: single.Config = None,
    quiet: single.Quiet = False,
) -> None:
    """Translate and summarize an archive, or go on with it. Example: xlsum batch run examples -o archive"""
    from xlsum.archive.reading import Reading
    from xlsum.archive.settings import ArchiveSettings
    from xlsum.archive.tables import FieldMapping
    from xlsum.archive.windows import WindowLimits
    from xlsum.cli.batch_options import (
        options_of,
        read_engine,
        read_folder,
        read_priority,
        read_shard,
        read_time,
        read_workers,
        shard_folder,
    )
    from xlsum.cli.batch_run import Showing, run_and_report
    from xlsum.settings import load_settings

    given: dict[str, str | int | bool | None] = {
        "translator": translator, "summarizer": summarizer, "beam": beam, "batch_tokens": batch_tokens,
        "device": device, "compute_type": compute_type, "threads": threads, "glossary": glossary,
        "language": language, "length": length, "summary_from": summary_from, "dates": dates,
        "repair_half_spaces": repair_half_spaces, "unsupported": unsupported, "loaded_terms": loaded_terms,
    }  # fmt: skip
    part = read_shard(shard)
    least, most = read_workers(workers, engine)
    settings = ArchiveSettings(
        shard_folder(read_folder(output), part),
        tuple(sources),
        Reading(FieldMapping(text_field, id_field, headline_field, published_field)),
        options_of(load_settings(given, config=config)),
        window=WindowLimits(documents=window),
        engine=read_engine(engine),
        workers=least,
        most_workers=most,
        memory_windows=memory,
        translation_memory=translation_memory,
        shard=part,
        priority=read_priority(priority),
        gist_first=gist_first,
        near_duplicates=near_duplicates,
        max_failures=max_failures,
        max_documents=max_documents,
        until=read_time(until),
    )
    raise typer.Exit(run_and_report(settings, Showing(quiet, json_progress, nice, dry_run, metrics)))


app.command("status")(batch_upkeep.status)
app.command("failed")(batch_upkeep.failed)
app.command("retry")(batch_upkeep.retry)
app.command("export")(batch_upkeep.export)
app.command("verify")(batch_upkeep.verify)
app.command("forget")(batch_upkeep.forget)
