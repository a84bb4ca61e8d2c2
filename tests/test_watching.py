"""Watching: what is new is done once, a new version decodes only what changed, notices reach their story."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.conftest import FakeEngine
from xlsum.archive.watching import Watcher
from xlsum.engines.protocol import DecodingOptions
from xlsum.errors import DocumentError
from xlsum.pipeline import Pipeline
from xlsum.translate import Translator

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>خبر</title><item><guid>w1</guid><title>دیدار وزیران در تهران</title>
<description>وزیر خارجه وارد تهران شد. او با همتای خود دیدار کرد.</description></item></channel></rss>"""


def refuse(error: DocumentError) -> None:
    raise AssertionError(str(error))


def watcher(source: str | Path, out: Path, engine: FakeEngine) -> Watcher:
    pipeline = Pipeline(Translator(engine, DecodingOptions(), retry=False), None)
    return Watcher(str(source), out, pipeline, refuse)


def wire(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    wire(tmp_path / "in", "a.txt", "دیدار وزیران خارجه در تهران\nوزیر آمد. او رفت.")
    return tmp_path / "in"


def test_a_story_is_done_once_and_a_restart_goes_on_where_it_stopped(folder: Path, tmp_path: Path) -> None:
    engine, out = FakeEngine(), tmp_path / "out.jsonl"
    assert [arrival.result.id for arrival in watcher(folder, out, engine).poll()] == ["a"]
    again = watcher(folder, out, engine)
    assert list(again.poll()) == []
    assert len(out.read_text(encoding="utf-8").splitlines()) == 1


def test_a_new_version_decodes_only_what_changed_and_shows_the_difference(folder: Path, tmp_path: Path) -> None:
    engine = FakeEngine()
    watched = watcher(folder, tmp_path / "out.jsonl", engine)
    list(watched.poll())
    engine.asked.clear()
    wire(folder, "a.txt", "دیدار وزیران خارجه در تهران\nوزیر آمد. او ماند.")
    [arrival] = watched.poll()
    assert engine.asked == [["او ماند."]]
    assert arrival.version == 2
    assert arrival.reused == 2
    assert arrival.changes == (("p2s2", "English of او رفت.", "English of او ماند."),)


def test_a_half_written_line_is_dropped_at_a_restart(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    list(watcher(folder, out, FakeEngine()).poll())
    whole = out.read_bytes()
    out.write_bytes(whole + whole[:100])
    assert list(watcher(folder, out, FakeEngine()).poll()) == []
    assert out.read_bytes() == whole


def test_stories_of_long_ago_are_forgotten_but_not_done_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xlsum.archive.watching.MOST_REMEMBERED", 2)
    for number in range(5):
        wire(folder, f"w{number}.txt", f"خبر شماره {number}\nوزیر آمد.")
    watched = watcher(folder, tmp_path / "out.jsonl", FakeEngine())
    assert len(list(watched.poll())) == 6
    assert list(watched.stories) == list(watched.latest) == ["w3", "w4"]
    assert list(watched.poll()) == []
    assert list(watcher(folder, tmp_path / "out.jsonl", FakeEngine()).poll()) == []


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        pytest.param("ابطال خبر: دیدار وزیران خارجه در تهران\nاین خبر درست نیست.", "kill", "do-not-use", id="kill"),
        pytest.param("اصلاحیه دیدار وزیران خارجه در تهران\nنام وزیر درست شد.", "correction", "check", id="correction"),
    ],
)
def test_a_notice_reaches_the_story_that_it_concerns(
    folder: Path, tmp_path: Path, text: str, kind: str, level: str
) -> None:
    out = tmp_path / "out.jsonl"
    watched = watcher(folder, out, FakeEngine())
    list(watched.poll())
    wire(folder, "b.txt", text)
    arrivals = list(watched.poll())
    assert [arrival.result.id for arrival in arrivals] == ["b", "a"]
    assert (
        f"{'withdraws' if kind == 'kill' else 'corrects'} the story a" in arrivals[0].result.document_flags[-1].detail
    )
    flag = arrivals[1].result.document_flags[-1]
    assert (flag.kind, flag.level) == (kind, level)
    assert json.loads(out.read_text(encoding="utf-8").splitlines()[-1])["id"] == "a"


@pytest.fixture
def feed_address() -> Iterator[str]:
    class Feed(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml")
            self.end_headers()
            self.wfile.write(FEED.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/feed"
    server.shutdown()


def test_a_feed_is_read_over_http(feed_address: str, tmp_path: Path) -> None:
    [arrival] = watcher(feed_address, tmp_path / "out.jsonl", FakeEngine()).poll()
    assert arrival.result.headline is not None
    assert arrival.result.headline.source == "دیدار وزیران در تهران"


def test_a_feed_that_cannot_be_reached_is_reported_and_looked_at_again(tmp_path: Path) -> None:
    reported: list[str] = []
    pipeline = Pipeline(Translator(FakeEngine(), DecodingOptions(), retry=False), None)
    watched = Watcher(
        "http://127.0.0.1:1/feed", tmp_path / "out.jsonl", pipeline, lambda error: reported.append(str(error))
    )
    assert list(watched.poll()) == list(watched.poll()) == []
    assert len(reported) == 2
    assert "cannot be reached" in reported[0]
