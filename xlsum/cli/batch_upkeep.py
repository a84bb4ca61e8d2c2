"""Looking after an archive: what is done, what failed, what is damaged, what must be forgotten."""

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

Archive = Annotated[Path, typer.Argument(help="The folder that `batch run -o` wrote.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="JSON on standard output.")]


def status(archive: Archive, as_json: AsJson = False) -> None:
    """How far an archive is. Example: xlsum batch status archive"""
    from xlsum.archive.status import read_status

    found = read_status(archive)
    print(json.dumps(_status_values(found), ensure_ascii=False) if as_json else _status_text(found))


def failed(archive: Archive, as_json: AsJson = False) -> None:
    """List what failed: id, place and reason, with tabs between. Example: xlsum batch failed archive --json"""
    from xlsum.archive.status import failed_documents

    for one in failed_documents(archive):
        values = {"id": one.id, "place": one.place, "reason": one.reason, "attempts": one.attempts}
        print(json.dumps(values, ensure_ascii=False) if as_json else f"{one.id}\t{one.place}\t{one.reason}")


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


def export(
    archive: Archive,
    to: Annotated[str, typer.Option("--to", help="A file, folder or address (s3://...) for the results.")] = "",
    format: Annotated[
        str,
        typer.Option("--format", "-f", help="jsonl, shards (.jsonl.zst), sqlite, parquet, or one of `xlsum formats`."),
    ] = "jsonl",
    gist: Annotated[bool, typer.Option("--gist", help="Also those of which only headline and lead are done.")] = False,
) -> None:
    """Print every finished result as JSON Lines, in source order. Example: xlsum batch export archive"""
    from xlsum.archive.export import export_lines
    from xlsum.cli.batch_run import write_export

    if to:
        print(f"xlsum: {write_export(export_lines(archive, gist=gist), to, format)} results in {to}", file=sys.stderr)
        return
    if format != "jsonl":
        raise UsageError(f"--format {format}: name a file or folder for it with --to")
    for line in export_lines(archive, gist=gist):
        sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


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
