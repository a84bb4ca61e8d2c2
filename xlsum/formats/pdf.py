"""PDF: the text layer in reading order. Lossy: half-spaces and paragraphs are often not in the file."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from xlsum.document import Document
from xlsum.errors import MissingExtraError
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.pdf_lines import lines_of_page
from xlsum.formats.publication import published_as_iso
from xlsum.formats.xml import kept

Pdf = Any  # pypdfium2 ships no types
MAX_PAGES = 2000
REPEATS_OF_A_RUNNING_HEAD = 3
LOSSY = "read from a PDF: half-spaces, paragraphs and columns may be wrong; check against the page"


def read_pdf(data: bytes, origin: Origin) -> Iterator[Document]:
    """The one document of a PDF. Raises DocumentError for a scan, a locked or a broken file."""
    try:
        import pypdfium2
    except ImportError as error:
        raise MissingExtraError("pypdfium2", "desk") from error
    try:
        with pypdfium2.PdfDocument(data) as pdf:
            pages = [_page_text(pdf[number]) for number in range(min(len(pdf), MAX_PAGES))]
            about = pdf.get_metadata_dict()
            skipped = len(pdf) - len(pages)
    except pypdfium2.PdfiumError as error:
        raise origin.error(f"a broken or locked PDF: {error}; save it again without a password") from error
    if not any(character.isalnum() for page in pages for character in page):
        raise origin.error(f"a scan: none of its {len(pages)} pages holds text; run OCR over it first")
    yield check_not_empty(_document(pages, about, skipped, origin), origin)


def _document(pages: list[str], about: dict[str, str], skipped: int, origin: Origin) -> Document:
    heads = _running_heads(pages)
    lines = [[line for line in page.split("\n") if _shape(line) not in heads] for page in pages]
    warnings = [LOSSY]
    warnings += [f"lines on every page were left out: {'; '.join(sorted(heads.values()))}"] if heads else []
    warnings += [f"the last {skipped} pages were not read: over {MAX_PAGES}"] if skipped > 0 else []
    return Document(
        id=origin.id,
        text="\n\n".join("\n".join(page).strip("\n") for page in lines if any(page)),
        published=published_as_iso(_pdf_date(about.get("CreationDate", ""))),
        path=origin.path,
        format="pdf",
        extra=kept(byline=about.get("Author", ""), title=about.get("Title", ""), pages=str(len(pages))),
        warnings=tuple(warnings),
    )


def _page_text(page: Pdf) -> str:
    text_page = page.get_textpage()
    try:
        return "\n".join(lines_of_page(text_page))
    finally:
        text_page.close()
        page.close()


def _running_heads(pages: list[str]) -> dict[str, str]:
    """First and last lines that come on at least three pages, page numbers apart: shape -> the line."""
    edges = [line for page in pages for line in _edges(page)]
    counts = Counter(_shape(line) for line in edges)
    return {
        _shape(line): line
        for line in edges
        if counts[_shape(line)] >= REPEATS_OF_A_RUNNING_HEAD and counts[_shape(line)] >= len(pages) / 2
    }


def _edges(page: str) -> list[str]:
    lines = [line.strip() for line in page.split("\n") if line.strip()]
    return [lines[0], lines[-1]] if len(lines) > 2 else []


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _pdf_date(given: str) -> str:
    found = re.match(r"D:(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?", given)
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4] or '00'}:{found[5] or '00'}" if found else ""
