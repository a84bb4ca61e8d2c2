"""How a command ends when its reader goes away or its user interrupts it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from typer.core import TyperGroup

READER_GONE = 141  # 128 + SIGPIPE: what a shell reports of a Unix tool that wrote to a closed pipe
INTERRUPTED = 130  # 128 + SIGINT
KEPT = "files that were whole are kept, an unfinished one was not left behind"


class Commands(TyperGroup):
    """The top group: typer itself ends with 1 at a closed pipe and without a word at Ctrl-C."""

    def make_context(self, *args: Any, **options: Any) -> Any:  # the types are those of typer's own click
        with told_endings():
            return super().make_context(*args, **options)

    def invoke(self, ctx: Any) -> Any:
        with told_endings():
            answer = super().invoke(ctx)
            sys.stdout.flush()  # here, where a closed pipe can still be told from a failure
            return answer


@contextmanager
def told_endings() -> Iterator[None]:
    """End quietly with 141 when the reader of standard output is gone (`| head -1`), with a line and 130 at Ctrl-C.

    The text of a KeyboardInterrupt, where it has one, says what was kept.
    """
    try:
        yield
    except BrokenPipeError as error:
        _close_standard_output()
        raise SystemExit(READER_GONE) from error
    except SystemExit as end:
        if isinstance(end.__context__, BrokenPipeError):  # rich, which prints the help, has seen the closed pipe
            raise SystemExit(READER_GONE) from end
        raise
    except KeyboardInterrupt as interrupt:
        print(f"\nxlsum: interrupted: {str(interrupt) or KEPT}", file=sys.stderr)
        raise SystemExit(INTERRUPTED) from interrupt


@contextmanager
def kept_when_interrupted(told: Callable[[], str]) -> Iterator[None]:
    """Let a Ctrl-C inside carry what `told` says was kept."""
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(told()) from None


def _close_standard_output() -> None:
    """Send what is still buffered nowhere, so that Python does not complain of it at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
