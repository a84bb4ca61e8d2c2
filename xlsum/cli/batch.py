"""`xlsum batch`: archives of any size, with a ledger; stop it any way, give the same command again, it goes on."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlsum.cli import run as single
from xlsum.errors import UsageError

if TYPE_CHECKING:
    from xlsum.archive.status import Status

app = typer.Typer(help="Archives: one command, any size; pull the plug and go on.", no_args_is_help=True)

Sources = Annotated[
    list[str],
    typer.Argument(
        help="Files, folders, globs, URLs, or - for standard input: JSON Lines, CSV, TSV, Parquet, feeds, texts, tar "
        "and zip of these, .gz and .zst.",
        show_default=False,
    ),
]
Out = Annotated[Path, typer.Option("--output", "-o", help="The folder of the archive: ledger and parts.")]
Archive = Annotated[Path, typer.Argument(help="The folder that `batch run -o` wrote.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


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
    from xlsum.cli.batch_run import (
        Showing,
        options_of,
        read_engine,
        read_priority,
        read_shard,
        read_time,
        read_workers,
        run_and_report,
        shard_folder,
    )
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
        shard_folder(output, part),
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
    raise typer.Exit(run_and_report(settings, Showing(quiet, json_progress, nice, dry_run)))


@app.command()
def status(archive: Archive, as_json: AsJson = False) -> None:
    """How far an archive is. Example: xlsum batch status archive"""
    from xlsum.archive.status import read_status

    found = read_status(archive)
    print(json.dumps(_status_values(found), ensure_ascii=False) if as_json else _status_text(found))


@app.command()
def failed(archive: Archive, as_json: AsJson = False) -> None:
    """List what failed: id, place and reason, with tabs between. Example: xlsum batch failed archive --json"""
    from xlsum.archive.status import failed_documents

    for one in failed_documents(archive):
        values = {"id": one.id, "place": one.place, "reason": one.reason, "attempts": one.attempts}
        print(json.dumps(values, ensure_ascii=False) if as_json else f"{one.id}\t{one.place}\t{one.reason}")


@app.command()
def retry(archive: Archive, quiet: single.Quiet = False) -> None:
    """Do the failed documents again, as the last run did. Example: xlsum batch retry archive"""
    from xlsum.archive.command import settings_of
    from xlsum.archive.export import archives_of
    from xlsum.archive.retry import last_command, reopen_failed
    from xlsum.cli.batch_run import Showing, run_and_report

    codes = []
    for folder in archives_of(archive):
        command = last_command(folder)
        print(f"xlsum: {folder}: {reopen_failed(folder)} failed documents are done again", file=sys.stderr)
        codes.append(run_and_report(settings_of(command, folder), Showing(quiet)))
    raise typer.Exit(max(codes))


@app.command()
def export(
    archive: Archive,
    to: Annotated[Path | None, typer.Option("--to", help="A file or folder instead of standard output.")] = None,
    format: Annotated[
        str,
        typer.Option("--format", "-f", help="jsonl, shards (.jsonl.zst), sqlite, parquet, or one of `xlsum formats`."),
    ] = "jsonl",
    gist: Annotated[bool, typer.Option("--gist", help="Also those of which only headline and lead are done.")] = False,
) -> None:
    """Print every finished result as JSON Lines, in source order. Example: xlsum batch export archive"""
    from xlsum.archive.export import export_lines
    from xlsum.cli.batch_run import write_export

    if to is not None:
        print(f"xlsum: {write_export(export_lines(archive, gist=gist), to, format)} results in {to}", file=sys.stderr)
        return
    if format != "jsonl":
        raise UsageError(f"--format {format}: name a file or folder for it with --to")
    for line in export_lines(archive, gist=gist):
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


@app.command()
def verify(
    archive: Archive,
    repair: Annotated[bool, typer.Option("--repair", help="Let the documents of damaged parts wait again.")] = False,
) -> None:
    """Compare ledger and parts, word for word. Example: xlsum batch verify archive"""
    from xlsum.archive.export import archives_of
    from xlsum.archive.verify import repair_archive, verify_archive

    damages = [(folder, damage) for folder in archives_of(archive) for damage in verify_archive(folder)]
    for folder, damage in damages:
        print(f"{folder / damage.where}\t{damage.problem}")
    if repair:
        waiting = sum(repair_archive(folder) for folder in archives_of(archive))
        print(f"xlsum: {waiting} documents wait again; `xlsum batch run` does them", file=sys.stderr)
    elif not damages:
        print("xlsum: all there, nothing damaged", file=sys.stderr)
    raise typer.Exit(1 if damages and not repair else 0)


@app.command()
def forget(archive: Archive, ids: Annotated[list[str], typer.Argument(help="Ids of documents.")]) -> None:
    """Take documents down everywhere: ledger, parts, memory. Example: xlsum batch forget archive politics"""
    from xlsum.archive.forget import forget_document

    for identity in ids:
        gone = forget_document(archive, identity)
        print(f"xlsum: {identity}: {gone.documents} taken down, {gone.sentences} sentences forgotten", file=sys.stderr)
        if gone.same_text:
            print(f"xlsum: the same text stays under {', '.join(gone.same_text)}", file=sys.stderr)


def _status_values(found: Status) -> dict[str, object]:
    counts = found.counts
    return {
        "documents": counts.all,
        "waiting": counts.waiting,
        "done": counts.done,
        "copies": counts.copies,
        "near_duplicates": found.near,
        "failed": counts.failed,
        "windows": found.windows,
        "tokens": found.tokens,
        "work_seconds": round(found.work_seconds, 3),
        "part_bytes": found.part_bytes,
        "flags": found.flags,
        "sessions": [
            {"started": one.started, "ended": one.ended, "outcome": one.outcome or "cut off or running"}
            for one in found.sessions
        ],
    }


def _status_text(found: Status) -> str:
    counts = found.counts
    lines = [
        f"documents  {counts.all}",
        f"done       {counts.done}",
        f"copies     {counts.copies}  done as a copy of another",
        f"near       {found.near}  nearly the same as another (with --near-duplicates)",
        f"failed     {counts.failed}",
        f"waiting    {counts.waiting}",
        f"parts      {found.windows}  {found.part_bytes / 1e6:.1f} MB",
    ]
    lines += [f"flag       {kind}  {number}" for kind, number in found.flags.items()]
    lines += [
        f"run        {one.started}  {one.ended or '-'}  {one.outcome or 'cut off or running'}" for one in found.sessions
    ]
    return "\n".join(lines)
