"""Bytes as text: the encoding that is found, reported, and doubted where it is a guess."""

import random

import pytest

from tests.test_formats_in import BOM, WIRE, read_all
from xlsum.formats.encodings import NotTextError, decode

ARABIC_LETTERS = "وزير امور خارجه ايران امروز كفت كه مذاكرات در وين ادامه دارد."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        pytest.param(WIRE.encode(), "utf-8", id="utf-8"),
        pytest.param((BOM + WIRE).encode(), "utf-8", id="utf-8 with a mark"),
        pytest.param((BOM + WIRE).encode("utf-16-le"), "utf-16-le", id="utf-16 little-endian with a mark"),
        pytest.param((BOM + WIRE).encode("utf-16-be"), "utf-16-be", id="utf-16 big-endian with a mark"),
        pytest.param(WIRE.encode("utf-16-le"), "utf-16-le", id="utf-16 little-endian, unmarked"),
        pytest.param(WIRE.encode("utf-16-be"), "utf-16-be", id="utf-16 big-endian, unmarked"),
        pytest.param(WIRE.replace("ی", "ي").encode("cp1256"), "windows-1256", id="windows-1256"),
        pytest.param(ARABIC_LETTERS.encode("iso8859_6"), "iso-8859-6", id="iso-8859-6"),
        pytest.param(ARABIC_LETTERS.encode("cp720"), "cp720", id="cp720"),
        pytest.param(b"Prices rose 5 percent.", "utf-8", id="ascii"),
        pytest.param("Où est le café de la gare, déjà fermé ?".encode("cp1252"), "windows-1252", id="accented Latin"),
    ],
)
def test_the_encoding_is_found_and_reported(data: bytes, encoding: str) -> None:
    (document,), errors = read_all(data, "wire.txt")
    assert document.extra["encoding"] == encoding
    assert BOM not in document.text
    guessed = encoding in {"windows-1256", "iso-8859-6", "cp720", "windows-1252"}
    assert bool(document.warnings) == guessed
    assert not errors


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6", "cp720"])
def test_a_code_page_gives_its_letters_back(encoding: str) -> None:
    assert decode(ARABIC_LETTERS.encode(encoding)).text == ARABIC_LETTERS


def test_a_wrong_mark_of_the_encoding_is_named() -> None:
    decoded = decode(WIRE.encode(), "windows-1256")
    assert decoded.text == WIRE
    assert decoded.warning == "marked as windows-1256 but read as utf-8"


def test_a_few_broken_bytes_stay_in_utf8_and_are_counted() -> None:
    decoded = decode(WIRE.encode() + b" \xff\xfe")
    assert decoded.encoding == "utf-8"
    assert decoded.text.startswith(WIRE)
    assert "2 places" in decoded.warning


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", id="a PNG"),
        pytest.param(WIRE.encode() + b"\0" + WIRE.encode(), id="a NUL"),
        pytest.param(bytes(range(256)) * 40, id="every byte"),
        pytest.param(random.Random(1).randbytes(4096), id="noise"),
    ],
)
def test_what_is_not_text_is_refused(data: bytes) -> None:
    with pytest.raises(NotTextError):
        decode(data)
    documents, errors = read_all(data, "picture.txt")
    assert not documents
    assert len(errors) == 1
    assert errors[0].startswith("picture.txt: not text: ")
