"""Reading: what a user names, in which encoding, and one line for what cannot be read."""

import functools
import io
import json
import os
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from xlsum.document import Document
from xlsum.errors import DocumentError, NetworkError, SourceNotFoundError, UsageError
from xlsum.formats import read_bytes, read_documents

ZWNJ = "\u200c"
BOM = "\ufeff"
WIRE = f"وزیر امور خارجه ایران امروز گفت که مذاکرات در وین ادامه می{ZWNJ}یابد."


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def read_all(data: bytes | str, name: str = "wires.jsonl", **options: int) -> tuple[list[Document], list[str]]:
    errors: list[DocumentError] = []
    data = data.encode() if isinstance(data, str) else data
    documents = list(read_bytes(data, name, on_error=errors.append, **options))
    return documents, [str(error) for error in errors]


GOOD = line(id="good", text=WIRE)
BAD_LINES = [
    pytest.param('{"id": "a", "text": "برید', "not JSON", id="truncated JSON"),
    pytest.param("[1, 2]", "an array where an object", id="an array"),
    pytest.param("null", "null where an object", id="null"),
    pytest.param("17", "a number where an object", id="a number"),
    pytest.param("[" * 100_000, "not JSON", id="100,000 open brackets"),
    pytest.param('{"text":' * 100_000, "nested too deep", id="100,000 open objects"),
    pytest.param("1" * 10_000, "not JSON", id="a number of 10,000 digits"),
    pytest.param(line(id="a"), "no field 'text'", id="no text"),
    pytest.param(line(id="a", text=None), "no field 'text'", id="null text"),
    pytest.param(line(id="a", text=["x"]), "'text' is an array", id="text that is an array"),
    pytest.param(line(id={"a": 1}, text=WIRE), "'id' is an object", id="an id that is an object"),
    pytest.param(line(id="a", text=WIRE, published=[1]), "'published' is an array", id="a date that is an array"),
    pytest.param(line(id="a", text=""), "empty", id="empty text"),
    pytest.param(line(id="a", text=" \n\t "), "empty", id="blank text"),
    pytest.param(line(id="a", text="…«»"), "empty", id="punctuation only"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD_LINES)
def test_a_bad_line_is_one_error_and_the_others_are_read(bad: str, reason: str) -> None:
    documents, errors = read_all(f"{GOOD}\n{bad}\n\n{line(id='last', text=WIRE)}\n")
    assert [document.id for document in documents] == ["good", "last"]
    assert len(errors) == 1
    assert errors[0].startswith("wires.jsonl:2: ")
    assert reason in errors[0]
    assert "\n" not in errors[0]


def test_a_bad_line_raises_when_nobody_takes_errors() -> None:
    with pytest.raises(DocumentError, match=r"wires.jsonl:1: not a document"):
        list(read_bytes(b"null\n", "wires.jsonl"))


def test_every_field_of_a_line_is_kept() -> None:
    text = line(
        id=7, text=WIRE, title="تیتر", published="2024-03-19", source="ایسنا", url="u", language="prs", urgency=4
    )
    (document,), _ = read_all(text)
    assert (document.id, document.headline, document.published) == ("7", "تیتر", "2024-03-19")
    assert (document.source, document.url, document.language) == ("ایسنا", "u", "prs")
    assert document.extra["urgency"] == "4"


@pytest.mark.parametrize(
    ("given", "tag"),
    [("fa-IR", "fa"), ("per", "fa"), ("prs_Arab", "prs"), ("fa-AF", "prs"), ("FA", "fa"), ("ar", "ar"), ("", "")],
)
def test_the_tags_of_persian_and_dari_become_one_each(given: str, tag: str) -> None:
    (document,), _ = read_all(line(id="a", text=WIRE, language=given))
    assert document.language == tag


def test_a_line_without_an_id_is_named_by_its_place() -> None:
    documents, _ = read_all(line(text=WIRE) + "\n" + line(text=WIRE))
    assert [document.id for document in documents] == ["wires:1", "wires:2"]


def test_half_a_surrogate_pair_is_replaced_and_warned_of() -> None:
    (document,), errors = read_all('{"id": "a", "text": "\\ud800 متن"}')
    assert document.text == "\ufffd متن"
    assert "U+FFFD" in document.warnings[0]
    document.text.encode()
    assert not errors


def test_a_repeated_id_is_read_renamed_and_warned_of(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join([line(id="x", text=WIRE)] * 3), encoding="utf-8")
    documents = list(read_documents(tmp_path / "a.jsonl"))
    assert [document.id for document in documents] == ["x", "x#2", "x#3"]
    assert "already given" in documents[1].warnings[0]
    assert not documents[0].warnings


def test_a_line_of_a_megabyte_is_a_document() -> None:
    (document,), errors = read_all(line(id="a", text="متن " * 250_000))
    assert len(document.text) == 1_000_000
    assert not errors


def test_a_line_over_the_limit_is_one_error_and_the_others_are_read() -> None:
    long = line(id="long", text="متن " * 3_000_000)
    documents, errors = read_all(f"{GOOD}\n{long}\n{line(id='last', text=WIRE)}", max_document_bytes=2_000_000)
    assert [document.id for document in documents] == ["good", "last"]
    assert errors == ["wires.jsonl:2: a line over 2 MB: split the document or raise the document limit"]


def test_letters_without_a_space_are_read() -> None:
    (document,), errors = read_all("ا" * 20_000, "wire.txt")
    assert len(document.text) == 20_000
    assert not errors


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-8-sig"])
def test_lines_may_be_in_another_encoding(encoding: str) -> None:
    documents, errors = read_all(f"{GOOD}\n{line(id='last', text=WIRE)}\n".encode(encoding))
    assert [document.text for document in documents] == [WIRE, WIRE]
    assert not errors


@pytest.mark.parametrize(
    ("data", "name"),
    [
        pytest.param("", "a.txt", id="an empty file"),
        pytest.param(" \n\n", "a.txt", id="a blank file"),
        pytest.param(BOM, "a.txt", id="only a byte order mark"),
        pytest.param("", "a.jsonl", id="JSON Lines without a line"),
        pytest.param("", "a.html", id="an empty page"),
    ],
)
def test_nothing_to_read_is_an_error(data: str, name: str) -> None:
    documents, errors = read_all(data, name)
    assert not documents
    assert len(errors) == 1
    assert "empty" in errors[0] or "no article" in errors[0]


def test_line_ends_become_one_kind() -> None:
    (document,), _ = read_all("یک\r\nدو\rسه", "a.txt")
    assert document.text == "یک\nدو\nسه"


PAGE = f"""<!doctype html><html lang="fa"><head><title>خبر | خبرگزاری</title>
<meta charset="utf-8"><meta property="article:published_time" content="2024-03-19T10:00:00+03:30">
<meta property="og:site_name" content="خبرگزاری نمونه"><link rel="canonical" href="https://example.com/1"></head>
<body><nav><a href="/">خانه</a> <a href="/s">ورزش</a></nav><article><h1>گفت{ZWNJ}وگوی دو وزیر</h1>
<p>{WIRE} این گفت{ZWNJ}وگو درباره سازمان&zwnj;های منطقه{ZWNJ}ای بود و دو ساعت ادامه یافت.</p>
<p>وی افزود که همکاری{ZWNJ}ها در سال آینده نیز ادامه می&#x200c;یابد و گسترش خواهد یافت.</p></article>
<script>alert("x")</script><footer>همه حقوق محفوظ است</footer></body></html>"""


def test_a_page_gives_its_article_with_half_spaces() -> None:
    (document,), errors = read_all(PAGE, "page.html")
    assert not errors
    assert document.headline == f"گفت{ZWNJ}وگوی دو وزیر"
    assert document.text.count(ZWNJ) == 6
    assert f"سازمان{ZWNJ}های" in document.text
    assert document.text.count("\n\n") == 1
    assert "حقوق" not in document.text
    assert "alert" not in document.text
    assert (document.published, document.source) == ("2024-03-19T10:00:00+03:30", "خبرگزاری نمونه")
    assert (document.url, document.language) == ("https://example.com/1", "fa")


def test_a_page_with_the_sentinel_of_its_own_keeps_it() -> None:
    (document,), _ = read_all(PAGE.replace("دو ساعت", "\u2016 دو ساعت"), "page.html")
    assert "\u2016 دو ساعت" in document.text
    assert document.text.count(ZWNJ) == 6


def test_a_page_in_a_code_page_is_read_by_its_letters() -> None:
    data = PAGE.replace("utf-8", "iso-8859-1").replace("ی", "ي").encode("cp1256", "ignore")
    (document,), _ = read_all(data, "page.html")
    assert document.extra["encoding"] == "windows-1256"
    assert "marked as iso-8859-1" in document.warnings[0]
    assert "وزير امور خارجه" in document.text


def make_folder(folder: Path) -> Path:
    (folder / "b").mkdir()
    (folder / "a.txt").write_text(WIRE, encoding="utf-8")
    (folder / "b" / "a.txt").write_text(WIRE, encoding="utf-8")
    (folder / "b" / "c.jsonl").write_text(GOOD, encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    (folder / "z.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    return folder


def test_a_folder_is_read_below_in_order_and_its_pictures_are_reported(tmp_path: Path) -> None:
    errors: list[DocumentError] = []
    documents = list(read_documents(make_folder(tmp_path), on_error=errors.append))
    assert [document.id for document in documents] == ["a", "b/a", "good"]
    assert [error.where for error in errors] == [str(tmp_path / "z.png")]


def test_a_glob_and_several_sources_are_read(tmp_path: Path) -> None:
    make_folder(tmp_path)
    documents = list(read_documents([str(tmp_path / "**" / "*.txt"), tmp_path / "b" / "c.jsonl"]))
    assert [document.id for document in documents] == ["a", "a#2", "good"]


def test_standard_input_is_read_and_its_kind_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(GOOD + "\n"))
    (document,) = read_documents("-")
    assert (document.id, document.format, document.path) == ("good", "jsonl", "")
    monkeypatch.setattr("sys.stdin", io.StringIO(WIRE))
    (document,) = read_documents("-")
    assert (document.id, document.format) == ("stdin", "text")


@pytest.mark.parametrize("name", ["missing.txt", "missing/*.txt", "missing/"])
def test_a_missing_source_is_wrong_use_and_said_at_once(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceNotFoundError, match="no such file") as caught:
        read_documents([str(tmp_path / name)])
    assert caught.value.exit_code == 2


def test_an_empty_name_is_not_the_folder_one_stands_in() -> None:
    with pytest.raises(SourceNotFoundError, match="empty name"):
        read_documents("")


def test_an_empty_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no files in the folder"):
        read_documents(tmp_path)


def test_an_unreadable_folder_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(SourceNotFoundError, match="cannot be read: Permission denied"):
        read_documents(tmp_path)


def test_an_unreadable_file_is_a_document_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(WIRE, encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("xlsum.formats.sources.open_stream", refuse)
    with pytest.raises(DocumentError, match=r"a.txt: cannot be read: Permission denied"):
        list(read_documents(tmp_path / "a.txt"))


def test_an_unknown_format_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="one of auto, text, jsonl, html"):
        read_documents("-", "jsnol")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A web server of this machine that serves a folder."""
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_web_address_is_read(site: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "news").write_text(PAGE.replace('<link rel="canonical" href="https://example.com/1">', ""), "utf-8")
    (document,) = read_documents(f"{site}/news?id=1")
    assert document.headline == f"گفت{ZWNJ}وگوی دو وزیر"
    assert (document.id, document.url) == ("news", f"{site}/news?id=1")
    with pytest.raises(NetworkError, match=r"/missing: the server answers 404 .*; check the address"):
        list(read_documents(f"{site}/missing"))


def test_an_address_that_cannot_be_reached_is_one_line() -> None:
    with pytest.raises(NetworkError, match=r"cannot be reached: .*; check the address") as caught:
        list(read_documents("http://127.0.0.1:9/feed.xml"))
    assert "\n" not in str(caught.value)


def test_an_address_that_cannot_be_reached_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WIRE, encoding="utf-8")
    errors: list[DocumentError] = []
    documents = list(read_documents(["http://127.0.0.1:9/feed.xml", tmp_path / "a.txt"], on_error=errors.append))
    assert [document.id for document in documents] == ["a"]
    assert str(errors[0]).startswith("http://127.0.0.1:9/feed.xml: cannot be reached")


def test_a_missing_reader_is_one_error_among_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.rss").write_text("<rss/>", encoding="utf-8")
    (tmp_path / "b.txt").write_text(WIRE, encoding="utf-8")
    monkeypatch.setitem(sys.modules, "feedparser", None)
    errors: list[DocumentError] = []
    assert [document.id for document in read_documents(tmp_path, on_error=errors.append)] == ["b"]
    assert "pip install 'xlsum[desk]'" in str(errors[0])
