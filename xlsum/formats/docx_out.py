"""DOCX out: English and source in two columns of a table, a row for each sentence, doubts below the English."""

import io
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from xlsum.document import Result, TranslatedSegment
from xlsum.errors import MissingExtraError
from xlsum.formats.label import source_language, source_language_name, visible_line
from xlsum.formats.story import english_headline, facts, summary_text
from xlsum.formats.xml_writing import clean

Docx = Any  # python-docx ships no types
COLOURS = {"check": "7A4A00", "do-not-use": "A3161F", "ok": "565A60"}
WORDS = {"check": "Check", "do-not-use": "Do not use", "ok": "Note"}


def write_docx(results: Iterable[Result]) -> Iterator[bytes]:
    """A Word file of the results, each on a page of its own."""
    try:
        import docx
    except ImportError as error:
        raise MissingExtraError("python-docx", "desk") from error

    document = docx.Document()
    for place, result in enumerate(results):
        if place:
            document.add_page_break()
        _add_result(document, result)
    buffer = io.BytesIO()
    document.save(buffer)
    yield buffer.getvalue()


def _add_result(document: Docx, result: Result) -> None:
    document.core_properties.title = clean(english_headline(result) or result.id)[:255]
    document.core_properties.created = _moment(result.provenance.created)
    document.core_properties.author = clean(result.source.extra.get("byline", ""))[:255]
    document.core_properties.comments = clean(visible_line(result))[:255]
    document.add_heading(clean(english_headline(result) or result.id), 1)
    for caution in result.source.warnings:
        _add_doubt(document.add_paragraph(), "check", caution)
    if facts(result):
        document.add_paragraph(clean(" · ".join(facts(result))))
    if visible_line(result):
        document.add_paragraph().add_run(clean(visible_line(result))).italic = True
    if summary_text(result):
        document.add_heading("Summary", 2)
        document.add_paragraph(clean(summary_text(result)))
        for flag in result.summary.flags if result.summary else ():
            _add_doubt(document.add_paragraph(), flag.level, flag.detail)
    table = document.add_table(rows=1, cols=2)
    table.style = "Table Grid"
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "English", source_language_name(result)
    for segment in result.translation.segments:
        _fill_row(table.add_row().cells, segment, source_language(result))
    for reason in result.coverage.left_out:
        _add_doubt(document.add_paragraph(), "ok", f"left out: {reason}")


def _moment(created: str) -> datetime:
    try:
        return datetime.fromisoformat(created)
    except ValueError:
        return datetime.now(UTC)


def _fill_row(cells: Docx, segment: TranslatedSegment, language: str) -> None:
    cells[0].paragraphs[0].add_run(clean(segment.english) or "(not translated)")
    for flag in segment.flags:
        _add_doubt(cells[0].add_paragraph(), flag.level, flag.detail)
    _write_right_to_left(cells[1].paragraphs[0], clean(segment.source), language)


def _add_doubt(paragraph: Docx, level: str, detail: str) -> None:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(clean(f"{WORDS[level]}: {detail}"))
    run.font.size, run.font.color.rgb = Pt(8), RGBColor.from_string(COLOURS[level])


def _write_right_to_left(paragraph: Docx, text: str, language: str) -> None:
    """Word needs both: the paragraph's direction (w:bidi), and the run's (w:rtl) for punctuation and digits."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    run = paragraph.add_run(text)
    properties = run._r.get_or_add_rPr()
    properties.append(OxmlElement("w:rtl"))
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:bidi"), "fa-IR" if language == "fa" else language)
    properties.append(spoken)
