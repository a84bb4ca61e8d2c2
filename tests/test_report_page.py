"""The report and the rating sheet in a real browser: the script runs, the filter counts, nothing is fetched."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.test_bench import ENGLISH, WORSE, data, run_outputs
from xlsum.scoring.rating import items_to_html, make_items
from xlsum.scoring.report.page import report_to_html

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
__all__ = ["data"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed: apt-get install chromium"),
]


def browse(page: Path, *options: str) -> str:
    """The page's elements after its script has run."""
    own = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={page.parent}/chromium",
    ]
    command = [CHROMIUM, *own, *options, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.fixture
def page(data: Path, tmp_path: Path) -> Path:
    records = [run_outputs(data, tmp_path / "results", name, lines) for name, lines in (("a", ENGLISH), ("b", WORSE))]
    path = tmp_path / "report.html"
    path.write_text(report_to_html(records), encoding="utf-8")
    (tmp_path / "rate.html").write_text(items_to_html(make_items(records, 4), "Rating"), encoding="utf-8")
    return path


def test_the_pages_run_their_scripts(page: Path) -> None:
    assert ">12 of 12<" in browse(page, "--dump-dom")
    assert ">0 of 8 rated<" in browse(page.parent / "rate.html", "--dump-dom")


@pytest.mark.parametrize(("name", "size"), [("desk", "1100,3000"), ("phone", "412,3000")])
def test_the_page_is_drawn_at_the_size_of_a_desk_and_of_a_phone(page: Path, name: str, size: str) -> None:
    """Screenshots go to the folder XLSUM_ARTEFACTS, where that is set, for people to look at."""
    folder = Path(os.environ.get("XLSUM_ARTEFACTS", page.parent))
    picture = folder / f"report-{name}.png"
    browse(page, f"--window-size={size}", f"--screenshot={picture}")
    assert picture.read_bytes().startswith(b"\x89PNG")
