"""A running server answers the clients that exist, survives what is thrown at it, and ends gracefully."""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")
pytestmark = pytest.mark.slow
PERSIAN = "وزیر امور خارجه ایران وارد مسکو شد."


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """`xlsum serve` in a process of its own, with the embedded checkpoints."""
    port = free_port()
    server = subprocess.Popen([sys.executable, "-m", "xlsum", "serve", "--port", str(port)], stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            break
        except OSError:
            time.sleep(0.2)
    yield address
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=60) in (0, -signal.SIGTERM)


def test_libretranslatepy_works_unchanged(address: str) -> None:
    from libretranslatepy import LibreTranslateAPI

    client = LibreTranslateAPI(address)
    assert client.translate(PERSIAN, "fa", "en").isascii()
    assert client.detect(PERSIAN)[0]["language"] == "fa"
    assert "fa" in {language["code"] for language in client.languages()}


def test_deep_translator_works_unchanged(address: str) -> None:
    from deep_translator import LibreTranslator

    english = LibreTranslator(source="auto", target="en", api_key="any", custom_url=f"{address}/").translate(PERSIAN)
    assert english.isascii()


def test_broken_senders_do_not_bring_it_down(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    for bytes_sent in (
        b"GET / HT",
        b"\x00\xff\x00",
        b"POST /translate HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n",
    ):
        with socket.create_connection((host, int(port)), timeout=10) as broken:
            broken.sendall(bytes_sent)
    slow = [socket.create_connection((host, int(port)), timeout=10) for _ in range(100)]
    answer = json.loads(urllib.request.urlopen(f"{address}/health", timeout=30).read())
    assert answer == {"status": "ok"}
    for one in slow:
        one.close()


def test_a_body_of_100_megabytes_is_refused_in_words(address: str) -> None:
    request = urllib.request.Request(f"{address}/translate", b"x", {"Content-Length": "100000000"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=30)
    assert refused.value.code == 413
    assert "bytes" in json.loads(refused.value.read())["error"]
