# ruff: noqa: E501 - a table of what is refused reads best a row a line
"""Broken, hostile and damaged files: one line for each, and the others are read."""

import random

import pytest

from tests.test_wire_formats import DOCX, NITF, SAMPLES, TITLE, news_item, read, zip_of

LAUGHS = '<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
FILE = '<!DOCTYPE nitf [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
REFUSED = [
    pytest.param(LAUGHS + "<nitf>&b;</nitf>", "a.xml", "defines entities", id="a billion laughs"),
    pytest.param(FILE + "<nitf><body><body.content><p>&f;</p></body.content></body></nitf>", "a.nitf", "entities", id="a file entity"),
    pytest.param(LAUGHS + "<rss><channel/></rss>", "a.rss", "entities", id="entities in a feed"),
    pytest.param(NITF[: len(NITF) // 2], "a.nitf", "not well-formed XML", id="half an XML file"),
    pytest.param("<nitf>" + "<a>" * 100_000, "a.nitf", "not well-formed XML", id="100,000 open elements"),
    pytest.param("<nitf><body/></nitf>", "a.nitf", "no body.content", id="NITF without a body"),
    pytest.param("<rss><channel/></rss>", "a.rss", "no entries", id="a feed without entries"),
    pytest.param(news_item(body="<remoteContent/>").replace(TITLE, ""), "a.xml", "empty", id="an item without text"),
    pytest.param("", "a.docx", "empty: nothing in it", id="an empty file"),
    pytest.param("\ufeff \n", "a.xml", "empty: nothing in it", id="a blank file"),
    pytest.param("<html><p " + " ".join(f"a{n}='>'" for n in range(20_000)) + ">x</html>", "a.html", "1000 attributes", id="20,000 attributes"),
    pytest.param("<html><p>" + "خ" * 4_000_001, "a.html", "without a tag", id="a paragraph too long for the parser"),
    pytest.param("خ" * 1_000_000, "a.rss", "no <rss>, <feed>", id="a megabyte that is no feed"),
    pytest.param("<rss " + " ".join(f'a{n}="1"' for n in range(20_000)) + "/>", "a.rss", "1000 attributes", id="a feed of 20,000 attributes"),
    pytest.param("hello", "a.7901", "no SOH", id="an old wire without its marks"),
    pytest.param(DOCX[:200], "a.docx", "broken or locked", id="half a zip"),
    pytest.param(zip_of(a="b"), "a.docx", "not a Word file", id="a zip that is no Word file"),
    pytest.param(zip_of(a="b"), "a.odt", "not an OpenDocument", id="a zip that is no ODT"),
    pytest.param(zip_of(a="b"), "a.epub", "not an EPUB", id="a zip that is no EPUB"),
    pytest.param(zip_of(**{"word/document.xml": "\0" * 20_000_000}), "a.docx", "zip bomb", id="a zip bomb"),
    pytest.param(zip_of(**{f"m{n}": "" for n in range(10_001)}), "a.docx", "10001 files", id="a zip of 10,001 members"),
    pytest.param("%PDF-1.4 nothing", "a.pdf", "broken or locked PDF", id="a broken PDF"),
    pytest.param("Content-Type: multipart/mixed; boundary=x\n\n--x\n" * 200, "a.eml", "parts within parts", id="a mail of 200 nested parts"),
    pytest.param("{}", "a.json", "no field 'text'", id="a JSON object that is nothing"),
    pytest.param("[" * 100_000, "a.json", "not JSON", id="100,000 open brackets"),
    pytest.param("Subject: x\nMIME-Version: 1.0\nContent-Type: image/png\n\nx", "a.eml", "without a text part", id="a mail of a picture"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "name", "reason"), REFUSED)
def test_what_cannot_be_read_is_one_line(data: str | bytes, name: str, reason: str) -> None:
    documents, errors = read(data, name)
    assert not documents
    assert len(errors) == 1
    assert errors[0].startswith(f"{name}: ")
    assert reason in errors[0]
    assert "\n" not in errors[0]


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The bytes with a few changed, cut out or put in."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(changed) + 1)
        changed[place : place + dice.choice((0, 1, 40))] = dice.randbytes(dice.choice((0, 1, 10)))
    return bytes(changed)


@pytest.mark.parametrize(("data", "name", "format", "extra"), SAMPLES)
def test_a_damaged_file_is_read_or_reported_and_nothing_else(
    data: str | bytes, name: str, format: str, extra: dict[str, str]
) -> None:
    dice = random.Random(f"{name}{format}")
    for _ in range(40):
        documents, errors = read(damaged(data if isinstance(data, bytes) else data.encode(), dice), name)
        assert documents or errors or format == "epub"
        for text in [document.text for document in documents] + errors:
            text.encode()
