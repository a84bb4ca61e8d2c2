"""Results -> a file, a folder or standard output, in one of the formats out."""

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from xlsum.document import Result
from xlsum.errors import OutputError, UsageError
from xlsum.formats.docx_out import write_docx
from xlsum.formats.feed_out import write_atom, write_rss
from xlsum.formats.label import without_label
from xlsum.formats.memory_out import write_tmx, write_tsv, write_xliff
from xlsum.formats.newsml_out import write_newsml
from xlsum.formats.ninjs_out import write_ninjs
from xlsum.formats.nitf_out import write_nitf
from xlsum.formats.readable import markdown_of_results, texts_of_results
from xlsum.formats.result_json import result_to_line

Renderer = Callable[[Iterable[Result]], Iterator[bytes]]
UNSAFE = re.compile(r"[^\w.\-]+")
MAX_NAME_BYTES = 120  # a file name holds 255 bytes; the suffix and a number still have to fit


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """A format out: `render` gives the bytes of a file that holds the results. `single` holds one document only."""

    name: str
    summary: str
    suffix: str
    render: Renderer
    single: bool = False
    binary: bool = False


def _lines_of_results(results: Iterable[Result]) -> Iterator[bytes]:
    for result in results:
        yield (result_to_line(result) + "\n").encode()


OUTPUT_FORMATS = (
    OutputFormat("text", "readable text with numbered notes", ".txt", texts_of_results),
    OutputFormat("markdown", "Markdown with footnotes", ".md", markdown_of_results),
    OutputFormat("jsonl", "JSON Lines, the whole result", ".jsonl", _lines_of_results),
    OutputFormat("ninjs", "ninjs 3.2 with the source as an association", ".json", write_ninjs),
    OutputFormat("newsml", "NewsML-G2, a newsItem or a newsMessage", ".xml", write_newsml),
    OutputFormat("nitf", "NITF 3.6, one story a file", ".nitf", write_nitf, single=True),
    OutputFormat("rss", "RSS 2.0 with the full English", ".rss", write_rss),
    OutputFormat("atom", "Atom with the full English", ".atom", write_atom),
    OutputFormat("docx", "a Word file, English and source in two columns", ".docx", write_docx, binary=True),
    OutputFormat("tmx", "TMX 1.4 for translation memories", ".tmx", write_tmx),
    OutputFormat("xliff", "XLIFF 2.1 for CAT tools", ".xlf", write_xliff),
    OutputFormat("tsv", "a table of sentences", ".tsv", write_tsv),
)


def output_format(name: str) -> OutputFormat:
    """The format of that name; raises UsageError that lists the names."""
    for known in OUTPUT_FORMATS:
        if known.name == name:
            return known
    raise UsageError(f"{name}: not a format that can be written; one of {', '.join(f.name for f in OUTPUT_FORMATS)}")


def write_results(
    results: Iterable[Result], out: str | os.PathLike[str] | None = None, format: str = "jsonl", *, label: bool = True
) -> int:
    """Write results to a file, a folder (one file a document) or standard output (None or "-"); how many were written.

    A file takes its name only when it is whole. `label=False` leaves out the machine-translated label.
    Raises UsageError for an unknown format, OutputError when the output cannot be written.
    """
    chosen = output_format(format)
    counted = _Counted(results if label else map(without_label, results))
    if out is not None and (os.path.isdir(out) or os.fspath(out).endswith(("/", os.sep))):
        with _one_line_errors(os.fspath(out)):
            _write_folder(counted, chosen, Path(out))
    else:
        write_bytes(chosen.render(_at_most_one(counted) if chosen.single else counted), out, binary=chosen.binary)
    return counted.count


def write_bytes(pieces: Iterable[bytes], out: str | os.PathLike[str] | None, *, binary: bool = False) -> None:
    """Write pieces to a file that takes its name when it is whole, or to standard output (None or "-").

    Raises OutputError when the output cannot be written, UsageError for a binary format on a terminal.
    """
    target = "" if out is None or os.fspath(out) == "-" else os.fspath(out)
    with _one_line_errors(target or "standard output"):
        if target:
            _write_file(pieces, Path(target))
        elif binary and sys.stdout.isatty():
            raise UsageError("a binary format on a terminal: give -o FILE")
        else:
            _write_stream(pieces, sys.stdout.buffer)


def file_name(identity: str, suffix: str) -> str:
    """A name inside the folder for any id: no separators, no leading dot, not over 255 bytes."""
    name = UNSAFE.sub("_", identity).strip("._") or "document"
    return name.encode()[:MAX_NAME_BYTES].decode("utf-8", "ignore") + suffix


class _Counted:
    """Results on their way out, counted."""

    def __init__(self, results: Iterable[Result]) -> None:
        self._results, self.count = results, 0

    def __iter__(self) -> Iterator[Result]:
        for result in self._results:
            self.count += 1
            yield result


@contextmanager
def _one_line_errors(where: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{where}: cannot be written: {error.strerror or error}; choose another -o") from error


def _write_stream(pieces: Iterable[bytes], stream: BinaryIO) -> None:
    for piece in pieces:
        stream.write(piece)
        stream.flush()


def _write_file(pieces: Iterable[bytes], path: Path) -> None:
    if path.exists() and not path.is_file():  # a named pipe or a device takes the bytes as they come
        with path.open("wb") as stream:
            return _write_stream(pieces, stream)
    descriptor, part = tempfile.mkstemp(prefix=f".{path.name[:60]}.", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            _write_stream(pieces, stream)
        os.chmod(part, 0o666 & ~_umask())
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def _write_folder(results: Iterable[Result], format: OutputFormat, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    for result in results:
        name = file_name(result.id, format.suffix)
        number = 2
        while name.lower() in taken:
            name = file_name(f"{result.id}-{number}", format.suffix)
            number += 1
        taken.add(name.lower())
        _write_file(format.render([result]), folder / name)


def _at_most_one(results: Iterable[Result]) -> Iterator[Result]:
    for place, result in enumerate(results):
        if place:
            raise UsageError("this format holds one document a file: give -o a folder, as in -o out/")
        yield result


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
