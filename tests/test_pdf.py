"""PDF: Persian in reading order whichever way the file holds it, and one line for what has no text."""

import base64
import io
from pathlib import Path

import pytest

from tests.browser import needs_browser, start_browser
from xlsum.errors import DocumentError
from xlsum.formats import read_bytes
from xlsum.formats.origin import Origin
from xlsum.formats.pdf import LOSSY, _document
from xlsum.formats.pdf_lines import Glyph, _line
from xlsum.formats.pdf_paragraphs import Line, join_lines, text_of_lines

ZWNJ = "\u200c"


def on_page(text: str, *places: float) -> list[Glyph]:
    return [Glyph(character, place) for character, place in zip(text, places, strict=True)]


@pytest.mark.parametrize(
    ("glyphs", "expected"),
    [
        pytest.param(on_page("گاز", 9, 8, 7), "گاز", id="a word as it is read"),
        pytest.param(on_page("زاگ", 7, 8, 9), "گاز", id="a word held back to front"),
        pytest.param(on_page("اب 12", 8, 9, 7, 1, 2), "با 12", id="a number keeps its digits"),
        pytest.param(on_page("اب ۱۲.", 8, 9, 7, 1, 2, 0), "با ۱۲.", id="so does a Persian one"),
        pytest.param(on_page("نم وت", 1, 2, 3, 4, 5), "تو من", id="a whole line held back to front"),
        pytest.param(
            on_page("وا AB CD نم", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "من AB CD او", id="Latin words inside it"
        ),
        pytest.param(on_page("ﺳﻼم", 9, 8, 7), "سلام", id="presentation forms"),
        pytest.param(on_page("oil, gas", *range(8)), "oil, gas", id="a Latin line"),
        pytest.param([], "", id="an empty line"),
    ],
)
def test_a_line_is_put_into_reading_order(glyphs: list[Glyph], expected: str) -> None:
    assert _line(glyphs) == expected


def texts(pages: list[list[Line]]) -> list[str]:
    return [text_of_lines(paragraph) for paragraph in join_lines(pages)]


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        pytest.param([[Line("a b", 90, 10, 50), Line("c.", 78, 10, 20)]], ["a b c."], id="wrapped lines"),
        pytest.param(
            [[Line("a.", 90, 10, 50), Line("b", 78, 10, 50), Line("c", 40, 10, 50)]], ["a. b", "c"], id="a wide gap"
        ),
        pytest.param(
            [[Line("a a", 90, 10, 50), Line("b.", 78, 10, 20), Line("c", 66, 10, 50)]],
            ["a a b.", "c"],
            id="a short end",
        ),
        pytest.param([[Line("a", 90, 20, 50), Line("b", 78, 10, 50)]], ["a", "b"], id="a heading"),
        pytest.param([[Line("a", 20, 10, 50), Line("b", 90, 10, 50)]], ["a b"], id="on in the next column"),
        pytest.param(
            [[Line("a", 20, 10, 50)], [Line("b.", 90, 10, 50)], [Line("c", 90, 10, 50)]], ["a b.", "c"], id="pages"
        ),
        pytest.param([[Line("trans-", 20, 10, 50), Line("lation", 8, 10, 50)]], ["translation"], id="a cut word"),
        pytest.param([[], []], [], id="empty pages"),
    ],
)
def test_lines_are_joined_into_paragraphs(pages: list[list[Line]], expected: list[str]) -> None:
    assert texts(pages) == expected


def test_running_heads_are_left_out_and_named_but_not_inside_the_text() -> None:
    page = [
        Line("Example News 1", 100, 10, 50),
        Line("text", 88, 10, 50),
        Line("12", 76, 10, 50),
        Line("more.", 64, 10, 50),
    ]
    pages = [[Line(f"Example News {number}", 100, 10, 50), *page[1:]] for number in range(3)]
    document = _document(pages, {}, 0, Origin("a.pdf"))
    assert "Example News" not in document.text
    assert document.text.count("12") == 3
    assert "Example News" in document.warnings[1]


def test_a_scan_is_named_as_one() -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    pdf, buffer = pypdfium2.PdfDocument.new(), io.BytesIO()
    pdf.new_page(200, 200)
    pdf.save(buffer)
    with pytest.raises(DocumentError, match=r"a.pdf: a scan: none of its 1 pages holds text; run OCR over it first"):
        list(read_bytes(buffer.getvalue(), "a.pdf"))


PAGE = f"""<html dir=rtl lang=fa><meta charset=utf-8><title>t</title><style>@page {{ size: 12cm 20cm }}</style>
<h1>تولید گاز در سال{ZWNJ}های آینده</h1>
<p>وزیر نفت گفت تولید گاز ۷۷ درصد افزایش دارد و شرکت Total آن را 2500 واحد دانست.</p>
<div style="column-count:2"><p>ستون نخست با چند واژه نوشته شد تا ترتیب دیده شود.</p>
<p>ستون دوم نیز با چند واژه نوشته شد تا ترتیب دیده شود.</p></div>"""


@needs_browser
@pytest.mark.slow
def test_a_printed_page_is_read_in_order_and_marked_as_lossy(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    driver = start_browser(tmp_path)
    try:
        driver.get((tmp_path / "page.html").as_uri())
        printed = driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    finally:
        driver.quit()
    (document,) = read_bytes(base64.b64decode(printed), "a.pdf")
    assert document.headline == "تولید گاز در سالهای آینده"  # the half-space is not in the file
    assert document.text.split("\n\n") == [
        "وزیر نفت گفت تولید گاز ۷۷ درصد افزایش دارد و شرکت Total آن را 2500 واحد دانست.",
        "ستون نخست با چند واژه نوشته شد تا ترتیب دیده شود.",
        "ستون دوم نیز با چند واژه نوشته شد تا ترتیب دیده شود.",
    ]
    assert LOSSY in document.warnings
