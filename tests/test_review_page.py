"""The review page as a file: what stands in it, its colours, and the command that writes it."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.results_for_tests import make_result
from xlsum.cli import app
from xlsum.document import TranslatedSegment, Translation
from xlsum.errors import DataError
from xlsum.formats import write_results
from xlsum.formats.result_json import read_results
from xlsum.formats.review import review_page
from xlsum.persian.glossary import Glossary, Term

TERMS = Glossary([Term("مجلس", ("Majlis",)), Term("تورم", ("inflation",))])
NASTY = (
    "</script><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> \u2028 {{script}}"
)


def nasty_translation() -> Translation:
    return Translation(((TranslatedSegment("p1s1", NASTY, NASTY, NASTY, -0.1),),))


def test_the_page_asks_for_nothing_from_elsewhere() -> None:
    page = review_page([make_result()])
    addresses = re.findall(r"(?:src|href|url|import|fetch)\s*[=(]\s*[\"']?\s*(?:https?:)?//", page)
    assert not addresses
    assert "default-src 'none'" in page
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|innerHTML|eval)\b", page)


def test_the_words_of_a_wire_cannot_leave_the_data() -> None:
    page = review_page([make_result("</title><b>", translation=nasty_translation(), headline=None)])
    assert page.count("<script") == 2
    assert page.count("</script>") == 2
    assert "<img" not in page
    assert "</title><b>" not in page
    data = re.search(r'id="data">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1])["results"][0]["translation"]["paragraphs"][0][0]["english"] == NASTY


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_text_colour_has_contrast_enough_in_both_themes() -> None:
    style = re.search(r"<style>(.*?)</style>", review_page([make_result()]), re.DOTALL)
    assert style
    themes = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block))
        for block in re.split(r"\{\s+color-scheme: ", style[1])[1:]
    ]
    assert len(themes) == 3
    pairs = [("ink", "paper"), ("ink", "page"), ("quiet", "paper"), ("quiet", "page"), ("accent-ink", "accent")]
    pairs += [(name, f"{name}-paper") for name in ("check", "stop", "fine")]
    pairs += [("ink", "link"), ("ink", "mark")]
    for theme in themes:
        for text, ground in pairs:
            lighter, darker = sorted((luminance(theme[text]), luminance(theme[ground])), reverse=True)
            assert (lighter + 0.05) / (darker + 0.05) >= 4.5, (text, ground)  # WCAG 2.2, 1.4.3


def test_the_command_writes_a_page_and_says_what_is_wrong(tmp_path: Path) -> None:
    write_results([make_result()], tmp_path / "out.jsonl")
    page = tmp_path / "page.html"
    ran = CliRunner().invoke(app, ["review", str(tmp_path / "out.jsonl"), "-o", str(page)])
    assert ran.exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    (tmp_path / "bad.jsonl").write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"bad.jsonl:1: not a result of xlsum: no field 'source'"):
        list(read_results(str(tmp_path / "bad.jsonl")))
    assert CliRunner().invoke(app, ["review", str(tmp_path / "missing.jsonl")]).exit_code != 0
