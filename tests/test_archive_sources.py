"""Sources: what is read, what is refused, and where each bad document is said to be."""

import gzip
import io
import json
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import pytest
import zstandard

from xlsum.archive.limits import Limits
from xlsum.archive.listing import check_sources, list_sources
from xlsum.archive.reading import Reading, read_source
from xlsum.archive.records import (
    Record,
    Unreadable,
    content_key,
    document_from_json,
    document_to_json,
    pack,
    shard_of,
    unpack,
)
from xlsum.archive.tables import FieldMapping
from xlsum.document import Document
from xlsum.errors import MissingExtraError, SourceNotFoundError
from xlsum.formats.origin import Origin

WIRE = "وزیر نیرو از سفر خود گفت."
LINE = json.dumps({"id": "w1", "text": WIRE}, ensure_ascii=False).encode() + b"\n"


def read(path: Path, reading: Reading | None = None) -> list[Document | Unreadable]:
    return [record for source in list_sources([str(path)]) for record in read_source(source, reading or Reading())]


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # the mode is a row of the table
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("make", "identity"),
    [
        pytest.param(lambda f: written(f / "a.jsonl", LINE), "w1", id="json lines"),
        pytest.param(lambda f: written(f / "a.jsonl.gz", gzip.compress(LINE)), "w1", id="gzip"),
        pytest.param(lambda f: written(f / "a.jsonl.zst", zstandard.compress(LINE)), "w1", id="zstandard"),
        pytest.param(lambda f: written(f / "a.txt.gz", gzip.compress(WIRE.encode())), "a", id="a compressed text"),
        pytest.param(lambda f: written(f / "a.csv", f"id,text\nw1,{WIRE}\n".encode()), "w1", id="csv"),
        pytest.param(
            lambda f: written(f / "a.tsv", f"\ufeffid\ttext\nw1\t{WIRE}\n".encode()), "w1", id="tsv with a mark"
        ),
        pytest.param(lambda f: zipped(f / "a.zip", {"b/c.txt": WIRE.encode()}), "b/c", id="zip"),
        pytest.param(lambda f: zipped(f / "a.zip", {"b.jsonl": LINE}), "w1", id="json lines in a zip"),
        pytest.param(lambda f: tarred(f / "a.tar", {"b/c.txt": WIRE.encode()}), "b/c", id="tar"),
        pytest.param(lambda f: tarred(f / "a.tar.gz", {"c.txt": WIRE.encode()}, "w:gz"), "c", id="tar.gz"),
        pytest.param(
            lambda f: tarred(f / "a.tgz", {"c.jsonl.gz": gzip.compress(LINE)}, "w:gz"), "w1", id="gzip in tgz"
        ),
        pytest.param(
            lambda f: written(
                f / "a.tar.zst", zstandard.compress(tarred(f / ".t", {"c.txt": WIRE.encode()}).read_bytes())
            ),
            "c",
            id="tar.zst",
        ),
    ],
)
def test_a_document_is_read_from(make: Callable[[Path], Path], identity: str, tmp_path: Path) -> None:
    (document,) = read(make(tmp_path))
    assert isinstance(document, Document)
    assert (document.id, document.text) == (identity, WIRE)


@pytest.mark.parametrize(
    ("make", "where", "reason"),
    [
        pytest.param(lambda f: written(f / "a.jsonl", LINE + b"{oops\n"), "a.jsonl:2", "not JSON", id="broken line"),
        pytest.param(
            lambda f: written(f / "a.jsonl.gz", gzip.compress(LINE + b"[]\n")), "a.jsonl.gz:2", "array", id="line in gz"
        ),
        pytest.param(
            lambda f: written(f / "a.jsonl.gz", gzip.compress(LINE * 99)[:60]), "a.jsonl.gz", "cannot", id="cut gz"
        ),
        pytest.param(lambda f: written(f / "a.jsonl.zst", b"no"), "a.jsonl.zst", "cannot be read", id="not zstandard"),
        pytest.param(
            lambda f: written(f / "a.csv", b"id,body2\nw1,x\n"), "a.csv:2", "no field 'text'", id="no text column"
        ),
        pytest.param(lambda f: written(f / "a.zip", b"PK no"), "a.zip", "not a zip", id="not a zip"),
        pytest.param(lambda f: written(f / "a.tar", b"no tar" * 200), "a.tar", "not a tar", id="not a tar"),
        pytest.param(
            lambda f: zipped(f / "a.zip", {"../b.txt": b"x"}), "a.zip!../b.txt", "leaves", id="zip path escape"
        ),
        pytest.param(
            lambda f: tarred(f / "a.tar", {"/etc/b.txt": b"x"}), "a.tar!/etc/b.txt", "leaves", id="tar path escape"
        ),
        pytest.param(lambda f: zipped(f / "a.zip", {"b.txt": b"0" * 40_000_000}), "a.zip!b.txt", "bomb", id="zip bomb"),
        pytest.param(
            lambda f: written(f / "a.txt.gz", gzip.compress(b"0" * 40_000_000)), "a.txt.gz", "bomb", id="gzip bomb"
        ),
        pytest.param(
            lambda f: zipped(f / "a.zip", {"b.zip": zipped(f / "b.zip", {"c.zip": b"PK"}).read_bytes()}).rename(
                f / "n.zip"
            ),
            "n.zip!b.zip!c.zip",
            "unpack it first",
            id="archive in archive in archive",
        ),
        pytest.param(lambda f: written(f / "a.parquet", b"no"), "a.parquet", "not a Parquet", id="not parquet"),
        pytest.param(lambda f: written(f / "a.txt", b""), "a.txt", "empty", id="empty text"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(
    make: Callable[[Path], Path], where: str, reason: str, tmp_path: Path
) -> None:
    if "arquet" in reason:
        pytest.importorskip("pyarrow")
    path = make(tmp_path)
    bad = [record for record in read(path) if isinstance(record, Unreadable)]
    assert [one.where.removeprefix(f"{tmp_path}/") for one in bad] == [where]
    assert reason in bad[0].reason


def test_a_link_in_a_tar_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tarred(tmp_path / "a.tar", {"good.txt": WIRE.encode()})
    with tarfile.open(path, "a") as archive:
        link = tarfile.TarInfo("passwords.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    good, bad = read(path)
    assert isinstance(good, Document)
    assert isinstance(bad, Unreadable)
    assert "link" in bad.reason


def test_columns_of_other_names_are_mapped(tmp_path: Path) -> None:
    mapping = FieldMapping(text="matn", id="shomare", headline="titr")
    path = written(tmp_path / "a.csv", f"shomare,titr,matn,text\n7,تیتر,{WIRE},دیگر\n".encode())
    (document,) = read(path, Reading(mapping))
    assert isinstance(document, Document)
    assert (document.id, document.headline, document.text) == ("7", "تیتر", WIRE)
    line = json.dumps({"shomare": 7, "matn": WIRE}).encode() + b"\n"
    (document,) = read(written(tmp_path / "b.jsonl", line), Reading(mapping))
    assert isinstance(document, Document)
    assert (document.id, document.text) == ("7", WIRE)


def test_parquet_rows_are_documents(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"id": ["w1", "w2"], "text": [WIRE, None]}), tmp_path / "a.parquet")
    good, bad = read(tmp_path / "a.parquet")
    assert isinstance(good, Document)
    assert good.text == WIRE
    assert isinstance(bad, Unreadable)


def test_a_folder_is_listed_the_same_way_again_and_hidden_files_stay_out(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/1.txt", "c.txt", ".hidden.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(WIRE)
    assert [source.id for source in list_sources([str(tmp_path)])] == ["a/1", "b/2", "c"]
    assert [source.id for source in list_sources([f"{tmp_path}/*/*.txt"])] == ["1", "2"]


@pytest.mark.parametrize("named", ["nowhere", "no*where"])
def test_a_source_that_does_not_exist_is_wrong_use(named: str, tmp_path: Path) -> None:
    with pytest.raises(SourceNotFoundError, match="no such"):
        check_sources([str(tmp_path / named)])


def test_an_address_is_read_through_fsspec() -> None:
    fsspec = pytest.importorskip("fsspec")
    with fsspec.open("memory://wires/a.jsonl.gz", "wb") as file:
        file.write(gzip.compress(LINE))
    records = [r for s in list_sources(["memory://wires/a.jsonl.gz"]) for r in read_source(s, Reading())]
    assert [record.id for record in records if isinstance(record, Document)] == ["w1"]


def test_a_stream_that_grows_within_the_limit_is_read_and_beyond_it_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "a.jsonl.gz", gzip.compress(LINE * 500))
    size = path.stat().st_size
    assert len(read(path)) == 500
    tight = Reading(limits=Limits(ratio=len(LINE) * 250 // size, ratio_from_bytes=0))
    assert any(isinstance(record, Unreadable) and "bomb" in record.reason for record in read(path, tight))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        pytest.param(Document("b", "كتاب  او\u200f"), True, id="Arabic kaf, spaces and marks"),
        pytest.param(Document("b", "کتاب او", url="https://example.org"), True, id="another address"),
        pytest.param(Document("b", "کتاب او", published="2024-03-20"), False, id="another day"),
        pytest.param(Document("b", "کتاب او", headline="تیتر"), False, id="a headline"),
        pytest.param(Document("b", "کتاب\nاو"), False, id="another line"),
    ],
)
def test_documents_have_one_key_when_their_result_must_be_one(other: Document, same: bool) -> None:
    assert (content_key(Document("a", "کتاب او")) == content_key(other)) is same


def test_a_packed_document_comes_back() -> None:
    document = Document("i", "متن\u2028", "تیتر", "2024-03-19", "ایسنا", extra={"urgency": "1"}, warnings=("odd",))
    assert unpack(pack(document)) == document
    assert document_from_json(document_to_json(document)) == document


def test_shards_share_out_every_key_once() -> None:
    keys = [content_key(Document("", str(number))) for number in range(300)]
    counts = [sum(shard_of(key, 4) == shard for key in keys) for shard in range(1, 5)]
    assert sum(counts) == 300
    assert min(counts) > 40


def read_standard_input(path: Path, mapping: FieldMapping, monkeypatch: pytest.MonkeyPatch) -> list[Record]:
    with path.open() as file:
        monkeypatch.setattr("sys.stdin", file)
        return [record for source in list_sources(["-"]) for record in read_source(source, Reading(mapping))]


@pytest.mark.parametrize(
    ("data", "identities"),
    [
        pytest.param(f"shomare,matn\n7,{WIRE}\n8,{WIRE}\n".encode(), ["7", "8"], id="csv"),
        pytest.param(f"\ufeffshomare\tmatn\n7\t{WIRE}\n".encode(), ["7"], id="tsv"),
        pytest.param(json.dumps({"shomare": 7, "matn": WIRE}).encode(), ["7"], id="json lines"),
    ],
)
def test_columns_of_standard_input_are_mapped(
    data: bytes, identities: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = FieldMapping(text="matn", id="shomare")
    records = read_standard_input(written(tmp_path / "in", data), mapping, monkeypatch)
    assert [record.id for record in records if isinstance(record, Document)] == identities


def test_standard_input_without_the_column_that_was_named_is_no_document(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "in", f"id,text\n7,{WIRE}\n".encode())
    (bad,) = read_standard_input(path, FieldMapping(text="matn"), monkeypatch)
    assert isinstance(bad, Unreadable)
    assert "no column matn" in bad.reason


@pytest.fixture
def web(tmp_path: Path) -> Iterator[str]:
    """The address of a web server of this machine that has `a.jsonl`."""
    written(tmp_path / "a.jsonl", LINE)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_web_address_is_read(web: str) -> None:
    records = [r for s in list_sources([f"{web}/a.jsonl"]) for r in read_source(s, Reading())]
    assert [record.id for record in records if isinstance(record, Document)] == ["w1"]
    (bad,) = [r for s in list_sources([f"{web}/nothing.xml"]) for r in read_source(s, Reading())]
    assert isinstance(bad, Unreadable)
    assert (bad.where, "404" in bad.reason) == (f"{web}/nothing.xml", True)


def test_an_object_that_changed_is_read_again_and_one_that_did_not_is_passed_over() -> None:
    fsspec = pytest.importorskip("fsspec")
    address, stamps = "memory://wires/changing.jsonl", []
    for data in (b"one", b"two"):
        with fsspec.open(address, "wb") as file:
            file.write(data)
        stamps += [source.stamp for _ in range(2) for source in list_sources([address])]
    assert stamps[0] == stamps[1] != stamps[2] == stamps[3]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        pytest.param(RuntimeError("no idea"), "cannot be read: RuntimeError: no idea", id="a reader taken by surprise"),
        pytest.param(MissingExtraError("pypdfium2", "desk"), "pip install 'xlsum[desk]'", id="a missing package"),
    ],
)
def test_what_a_reader_raises_is_said_of_its_file_and_the_next_member_is_read(
    error: Exception, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(chosen: object, head: BinaryIO, origin: Origin, reading: Reading) -> Iterator[Document]:
        if "bad" in origin.name:
            raise error
        yield Document(origin.id, "text")

    monkeypatch.setattr("xlsum.archive.reading._documents", failing)
    bad, good = read(zipped(tmp_path / "a.zip", {"bad.txt": b"x", "good.txt": b"x"}))
    assert isinstance(bad, Unreadable)
    assert reason in bad.reason
    assert isinstance(good, Document)
