"""Plain text: one file, one document."""

from collections.abc import Iterator
from dataclasses import replace

from xlsum.document import Document
from xlsum.formats.encodings import Decoded, NotTextError, decode
from xlsum.formats.origin import Origin, check_not_empty


def read_text(data: bytes, origin: Origin) -> Iterator[Document]:
    """The one document of a text file. Line ends become "\\n"; nothing else is touched."""
    decoded = decode_or_refuse(data, origin)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    yield check_not_empty(with_encoding(Document(origin.id, text, path=origin.path), decoded), origin)


def decode_or_refuse(data: bytes, origin: Origin, declared: str = "") -> Decoded:
    """Decode the bytes; raises DocumentError for what is not text or longer than a document may be."""
    if len(data) > origin.max_document_bytes:
        raise origin.error(f"over {origin.max_document_bytes / 1e6:.0f} MB: split it or raise the document limit")
    try:
        return decode(data, declared)
    except NotTextError as error:
        raise origin.error(f"not text: {error}; give a text file or name its --input-format") from error


def with_encoding(document: Document, decoded: Decoded) -> Document:
    """The document with the chosen encoding in `extra` and the doubt about it among its warnings."""
    warnings = (*document.warnings, decoded.warning) if decoded.warning else document.warnings
    return replace(document, extra={**document.extra, "encoding": decoded.encoding}, warnings=warnings)
