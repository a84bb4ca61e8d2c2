"""Where the bytes of a document came from, and what a reader does with what it cannot read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from xlsum.document import Document
from xlsum.errors import DocumentError

ErrorReport = Callable[[DocumentError], None]
LineReport = Callable[[int], None]
MAX_DOCUMENT_BYTES = 50_000_000


def raise_error(error: DocumentError) -> None:
    """The report of a caller who gave none: a bad document stops the reading."""
    raise error


def ignore_line(line: int) -> None:
    """What a caller does with the lines of documents who has no use for them."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A file, a member of an archive or standard input. `name` is shown in errors; `stem` begins the ids.

    `locate` is told the line (or row) of a document before the document is given, where a format has lines.
    """

    name: str
    path: str = ""
    stem: str = ""
    report: ErrorReport = raise_error
    max_document_bytes: int = MAX_DOCUMENT_BYTES
    locate: LineReport = ignore_line

    @property
    def id(self) -> str:
        """The id of a document that brings none."""
        return self.stem or PurePath(self.name).stem or self.name

    def error(self, reason: str, *, line: int = 0) -> DocumentError:
        """An error at this origin, or at a line of it: `wires.jsonl:17: not a document: no field 'text'`."""
        return DocumentError(f"{self.name}:{line}" if line else self.name, reason)


def check_not_empty(document: Document, origin: Origin, *, line: int = 0) -> Document:
    """The document itself; raises DocumentError when it has no letter or digit to translate."""
    if any(character.isalnum() for character in document.text) or document.headline.strip():
        return document
    raise origin.error("empty: no text to translate; leave it out or give its text", line=line)
