"""A running server answers the clients that exist, survives what is thrown at it, and ends gracefully."""

import json
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator

import pytest

pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

from benchmarks.server import rough
from benchmarks.server.running import Running, running_server

pytestmark = pytest.mark.slow
PERSIAN = "وزیر امور خارجه ایران وارد مسکو شد."
PUNCTUATION = "“”‘’"


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    """`xlsum serve` in a process of its own, with the embedded checkpoints."""
    with running_server("--read-timeout", "1") as running:
        yield running


def is_english(text: str) -> bool:
    return bool(text) and text.translate(dict.fromkeys(map(ord, PUNCTUATION))).isascii()


def test_the_socket_opens_within_30_seconds(server: Running) -> None:
    assert server.seconds_to_start < 30


def test_libretranslatepy_works_unchanged(server: Running) -> None:
    from libretranslatepy import LibreTranslateAPI

    client = LibreTranslateAPI(server.address, api_key="none is configured")
    assert is_english(client.translate(PERSIAN, "fa", "en"))
    assert client.detect(PERSIAN)[0]["language"] == "fa"
    assert "fa" in {language["code"] for language in client.languages()}


def test_deep_translator_works_unchanged(server: Running) -> None:
    from deep_translator import LibreTranslator

    client = LibreTranslator(source="auto", target="en", api_key="any", custom_url=f"{server.address}/")
    assert is_english(client.translate(PERSIAN))
    assert all(map(is_english, client.translate_batch([PERSIAN, "او رفت."])))


def test_a_query_string_is_enough_and_utf_8_comes_back_as_it_went(server: Running) -> None:
    asked = urllib.parse.urlencode({"q": "café — ‘é’ 日本", "source": "auto", "target": "en"})
    with urllib.request.urlopen(f"{server.address}/translate?{asked}", timeout=30) as answer:
        assert json.loads(answer.read())["translatedText"] == "café — ‘é’ 日本"


def test_a_file_is_translated_and_fetched_where_the_answer_says(server: Running) -> None:
    import httpx

    sent = {"file": ("wire.txt", PERSIAN.encode(), "text/plain")}
    answer = httpx.post(
        f"{server.address}/translate_file", files=sent, data={"source": "fa", "target": "en"}, timeout=60
    )
    assert is_english(httpx.get(answer.json()["translatedFileUrl"]).text)


@pytest.mark.parametrize(
    "trial",
    [
        pytest.param(rough.broken_json, id="broken JSON"),
        pytest.param(lambda server: rough.large_body(server, megabytes=8), id="a large body"),
        pytest.param(lambda server: rough.large_chunked_body(server, megabytes=8), id="a large body in chunks"),
        pytest.param(lambda server: rough.slow_headers(server, senders=20, seconds=1), id="slow headers"),
        pytest.param(lambda server: rough.slow_second_headers(server, seconds=1), id="slow headers, second request"),
        pytest.param(lambda server: rough.slow_body(server, seconds=1), id="a slow body"),
        pytest.param(lambda server: rough.many_connections(server, 700), id="more connections than there is room for"),
    ],
)
def test_rough_senders_are_told_why_and_the_server_stays_up(
    server: Running, trial: Callable[[Running], rough.Outcome]
) -> None:
    outcome = trial(server)
    assert outcome.good, outcome.words
    assert server.process.poll() is None


def test_bytes_that_are_no_http_do_not_bring_it_down(server: Running) -> None:
    for sent in (b"GET / HT", b"\x00\xff\x00", b"POST /translate HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), timeout=10) as broken:
            broken.sendall(sent)
    assert json.loads(urllib.request.urlopen(f"{server.address}/health", timeout=30).read()) == {"status": "ok"}


def test_sigterm_under_load_loses_no_request(server: Running) -> None:
    """The last of the module: the server is gone afterwards."""
    outcome = rough.ended_under_load(server, clients=12, seconds=1)
    assert outcome.good, outcome.words


def test_an_interrupted_server_exits_with_130_and_a_line() -> None:
    with running_server("--translator", "compact-fa-en") as running:
        assert running.end(signal.SIGINT) == 130


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(
            ("--port", "{taken}"), "Address already in use; choose another --host or --port", id="port in use"
        ),
        pytest.param(("--host", "256.1.1.1"), "choose another --host or --port", id="bad host"),
        pytest.param(("--watch", "/nowhere", "--port", "0"), "/nowhere: nothing there to watch", id="nothing to watch"),
    ],
)
def test_a_server_that_cannot_start_says_so_in_one_line(options: tuple[str, ...], said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        given = [option.format(taken=taken.getsockname()[1]) for option in options]
        ran = subprocess.run([sys.executable, "-m", "xlsum", "serve", *given], capture_output=True, timeout=60)
    assert ran.returncode == 2
    assert said in ran.stderr.decode()
    assert len(ran.stderr.decode().strip().splitlines()) == 1
