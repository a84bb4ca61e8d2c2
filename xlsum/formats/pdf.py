"""PDF: the text layer in reading order. Lossy: half-spaces and paragraphs are often not in the file."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from xlsum.document import Document
from xlsum.errors import MissingExtraError
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.pdf_lines import lines_of_page
from xlsum.formats.pdf_paragraphs import Line, heading_of, join_lines, text_of_lines
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
            pages = [_page_lines(pdf[number]) for number in range(min(len(pdf), MAX_PAGES))]
            about = pdf.get_metadata_dict()
            skipped = len(pdf) - len(pages)
    except pypdfium2.PdfiumError as error:
        raise origin.error(f"a broken or locked PDF: {error}; save it again without a password") from error
    if not any(character.isalnum() for page in pages for line in page for character in line.text):
        raise origin.error(f"a scan: none of its {len(pages)} pages holds text; run OCR over it first")
    yield check_not_empty(_document(pages, about, skipped, origin), origin)


def _document(pages: list[list[Line]], about: dict[str, str], skipped: int, origin: Origin) -> Document:
    heads = _running_heads(pages)
    paragraphs = join_lines([_without_heads(page, heads) for page in pages])
    heading = heading_of(paragraphs)
    warnings = [LOSSY]
    warnings += [f"lines on every page were left out: {'; '.join(sorted(heads.values()))}"] if heads else []
    warnings += [f"the last {skipped} pages were not read: over {MAX_PAGES}"] if skipped > 0 else []
    return Document(
        id=origin.id,
        text="\n\n".join(map(text_of_lines, paragraphs[1:] if heading else paragraphs)),
        headline=heading,
        published=published_as_iso(_pdf_date(about.get("CreationDate", ""))),
        path=origin.path,
        format="pdf",
        extra=kept(byline=about.get("Author", ""), title=about.get("Title", ""), pages=str(len(pages))),
        warnings=tuple(warnings),
    )


def _page_lines(page: Pdf) -> list[Line]:
    text_page = page.get_textpage()
    try:
        return lines_of_page(text_page)
    finally:
        text_page.close()
        page.close()


def _running_heads(pages: list[list[Line]]) -> dict[str, str]:
    """First and last lines that come on at least three pages, page numbers apart: shape -> the line."""
    edges = [line.text for page in pages if len(page) > 2 for line in (page[0], page[-1])]
    counts = Counter(map(_shape, edges))
    often = max(REPEATS_OF_A_RUNNING_HEAD, len(pages) / 2)
    return {_shape(line): line for line in edges if counts[_shape(line)] >= often}


def _without_heads(page: list[Line], heads: dict[str, str]) -> list[Line]:
    """The page without its first and last line where these are running heads; the same words elsewhere stay."""
    first = 1 if len(page) > 2 and _shape(page[0].text) in heads else 0
    last = len(page) - 1 if len(page) > 2 and _shape(page[-1].text) in heads else len(page)
    return page[first:last]


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip())


def _pdf_date(given: str) -> str:
    found = re.match(r"D:(\d{4})(\d{2})(\d{2})(\d{2})?(\d{2})?", given)
    return f"{found[1]}-{found[2]}-{found[3]}T{found[4] or '00'}:{found[5] or '00'}" if found else ""
