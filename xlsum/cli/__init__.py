"""The command line: arguments in, one library call, exit code out."""

from __future__ import annotations

import sys

import typer

from xlsum.cli import batch, bench, check, desk, doctor, models, run, serve, watch
from xlsum.cli.endings import Commands, told_endings
from xlsum.errors import XlsumError

app = typer.Typer(
    name="xlsum",
    cls=Commands,
    help="Persian newswire in, a checked English translation and an English summary out.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from xlsum import __version__

        print(f"xlsum {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: bool = typer.Option(False, "--version", callback=_print_version, is_eager=True, help="Print the version."),
) -> None:
    """Persian newswire in, a checked English translation and an English summary out."""


def main() -> None:
    """Run the app. Exit 0 all done, 1 some documents failed, 2 wrong use, 130 interrupted, 141 nobody reads on."""
    try:
        with told_endings():
            app(prog_name="xlsum")
    except XlsumError as error:
        print(f"xlsum: {error}", file=sys.stderr)
        sys.exit(error.exit_code)


# A command group lives in a module of its own and is attached here, one line each, in the order of `xlsum --help`.
app.command("run")(run.run)
app.command("translate")(run.translate)
app.command("summarize")(run.summarize)
app.add_typer(models.app, name="models")
app.command("doctor")(doctor.doctor)
app.add_typer(batch.app, name="batch")
app.add_typer(bench.app, name="bench")
app.command("check")(check.check)
app.command("review")(desk.review)
app.command("export")(desk.export)
app.command("formats")(desk.formats)
app.command("serve")(serve.serve)
app.command("watch")(watch.watch)
