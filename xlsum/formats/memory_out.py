"""Translation memories and tables for CAT tools and spreadsheets: TMX 1.4, XLIFF 2.1, TSV."""

from collections.abc import Iterable, Iterator
from html import escape

from xlsum import __version__
from xlsum.document import Result, TranslatedSegment
from xlsum.errors import OutputError
from xlsum.formats.label import english_language, is_labelled, is_rejected, source_language, visible_line
from xlsum.formats.xml import Element
from xlsum.formats.xml_writing import DECLARATION, add, add_if, clean, to_bytes, tree

XLIFF = "urn:oasis:names:tc:xliff:document:2.0"
COLUMNS = ("id", "segment", "source", "english", "level", "score", "flags", "label")
STATES = {"ok": "translated", "check": "translated", "do-not-use": "initial"}


def write_tmx(results: Iterable[Result]) -> Iterator[bytes]:
    """A TMX 1.4 memory: a unit for every sentence that has English and is not marked do-not-use."""
    header = (
        f'<header creationtool="xlsum" creationtoolversion="{__version__}" segtype="sentence" o-tmf="xlsum" '
        'adminlang="en" srclang="fa" datatype="plaintext"/>'
    )
    yield DECLARATION + f'<tmx version="1.4">{header}<body>\n'.encode()
    for result in results:
        for segment in result.translation.segments:
            if segment.english and segment.level != "do-not-use":
                yield to_bytes(_unit(result, segment), declaration=False)
    yield b"</body></tmx>\n"


def write_xliff(results: Iterable[Result]) -> Iterator[bytes]:
    """An XLIFF 2.1 document: a file for each result, a unit for each paragraph, its doubts as notes.

    The document has one source language, the first result's: a result in another raises OutputError.
    """
    language = ""
    for place, result in enumerate(results, 1):
        if not language:
            language = source_language(result)
            yield DECLARATION + _xliff_head(language)
        if source_language(result) != language:
            raise OutputError(
                f"{result.id}: its language is {source_language(result)}, and an XLIFF document holds one ({language}):"
                " give -o a folder, as in -o out/"
            )
        yield to_bytes(_file(result, place), declaration=False)
    yield (b"" if language else DECLARATION + _xliff_head("fa")) + b"</xliff>\n"


def _xliff_head(language: str) -> bytes:
    return f'<xliff xmlns="{XLIFF}" version="2.1" srcLang="{escape(language)}" trgLang="en">\n'.encode()


def write_tsv(results: Iterable[Result]) -> Iterator[bytes]:
    """A table of sentences with a header; tabs and line ends inside a cell become spaces."""
    yield ("\t".join(COLUMNS) + "\n").encode()
    for result in results:
        for segment in result.translation.segments:
            yield (_row(result, segment) + "\n").encode("utf-8", "replace")


def _unit(result: Result, segment: TranslatedSegment) -> Element:
    unit = tree("tu", tuid=f"{result.id}#{segment.id}", srclang=source_language(result))
    if is_labelled(result):
        add(unit, "note", visible_line(result))
    add(unit, "prop", english_language(result), type="x-language")
    add(unit, "prop", result.source.sha256, type="x-source-sha256")
    add(add(unit, "tuv", lang=source_language(result)), "seg", segment.source)
    add(add(unit, "tuv", lang="en"), "seg", segment.english)
    return unit


def _file(result: Result, place: int) -> Element:
    file = tree("file", XLIFF, id=f"f{place}", original=result.id or f"document {place}")
    if is_labelled(result):
        notes = add(file, "notes")
        add(notes, "note", visible_line(result), category="machine-translated")
        add(notes, "note", result.source.sha256, category="source-sha256")
    for number, paragraph in enumerate(result.translation.paragraphs, 1):
        if not paragraph:
            continue
        unit = add(file, "unit", id=f"p{number}")
        flags = [(segment.id, flag) for segment in paragraph for flag in segment.flags]
        if flags:
            notes = add(unit, "notes")
            for identity, flag in flags:
                add(notes, "note", f"{identity}: {flag.detail}", category=f"{flag.level}:{flag.kind}")
        for segment in paragraph:
            _add_segment(unit, result, segment)
    return file


def _add_segment(unit: Element, result: Result, segment: TranslatedSegment) -> None:
    is_reviewed = bool(result.provenance.reviewed_by) and not is_rejected(segment)
    state = "reviewed" if is_reviewed else STATES[segment.level]
    piece = add(unit, "segment", id=segment.id, state=state if segment.english else "initial")
    if is_labelled(result) and not result.provenance.reviewed_by:
        piece.set("subState", "xlsum:machine-translated")
    add(piece, "source", segment.source)
    add_if(piece, "target", segment.english)


def _row(result: Result, segment: TranslatedSegment) -> str:
    score = "" if segment.score is None else f"{segment.score:.4f}"
    flags = "; ".join(f"{flag.level} {flag.kind}: {flag.detail}" for flag in segment.flags)
    cells = (result.id, segment.id, segment.source, segment.english, segment.level, score, flags, visible_line(result))
    return "\t".join(_cell(cell) for cell in cells)


def _cell(text: str) -> str:
    """One line; a leading =, +, - or @ is quoted, which a spreadsheet would take for a formula."""
    line = " ".join(clean(text).split())
    return f"'{line}" if line[:1] in {"=", "+", "@"} or (line[:1] == "-" and not _is_number(line)) else line


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
