"""PDF: Persian in reading order whichever way the file holds it, and one line for what has no text."""

import base64
import io
from pathlib import Path

import pytest

from tests.browser import needs_browser, start_browser
from xlsum.errors import DocumentError
from xlsum.formats import read_bytes
from xlsum.formats.pdf import LOSSY
from xlsum.formats.pdf_lines import Glyph, _line

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
    words = " ".join(document.text.split())
    assert "وزیر نفت گفت تولید گاز ۷۷ درصد افزایش دارد و شرکت Total آن را 2500 واحد دانست." in words
    assert words.index("ستون نخست با چند واژه نوشته شد تا ترتیب دیده شود.") < words.index("ستون دوم نیز")
    assert LOSSY in document.warnings
