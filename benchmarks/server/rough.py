"""A running server under rough treatment: does it stay up, and does it say why it refuses?

    python -m benchmarks.server.rough [--connections 10000]

Slow senders (slow loris), a body of 100 MB, broken JSON, thousands of silent connections, and SIGTERM under load. Each
line says what was done and what came of it; exit 1 when the server did not do what it should. No options of the server
are changed but the time that a sender has, which is 3 seconds here instead of 20.
"""

import argparse
import contextlib
import http.client
import json
import resource
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.server.running import Running, running_server
from xlsum.serve.config import ServerConfig

SENTENCE = "وزیر امور خارجه ایران روز دوشنبه وارد مسکو شد."
READ_SECONDS = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the server did what it should, and what it did in words."""

    good: bool
    words: str


def main() -> None:
    """Run every trial and print its outcome."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--connections", type=int, default=10_000)
    chosen = parser.parse_args()
    with running_server("--read-timeout", str(READ_SECONDS)) as server:
        print(f"started: answers {server.seconds_to_start:.1f} s after its start, {server.resident_megabytes:.0f} MB")
        trials: dict[str, Callable[[Running], Outcome]] = {
            "broken JSON": broken_json,
            "a body of 100 MB, told beforehand": large_body,
            "a body of 100 MB, in chunks": large_chunked_body,
            "slow headers": slow_headers,
            "slow headers on a connection used before": slow_second_headers,
            "a slow body": slow_body,
            f"{chosen.connections} silent connections": lambda s: many_connections(s, chosen.connections),
            "SIGTERM under load of 32 clients": ended_under_load,
        }
        outcomes = [_told(name, trial(server), server) for name, trial in trials.items()]
    sys.exit(0 if all(outcomes) else 1)


def _told(name: str, outcome: Outcome, server: Running) -> bool:
    memory = f", {server.resident_megabytes:.0f} MB" if server.process.poll() is None else ""
    print(f"{'ok ' if outcome.good else 'BAD'} {name}: {outcome.words}{memory}", flush=True)
    return outcome.good


def broken_json(server: Running) -> Outcome:
    """Bodies that are no JSON object are refused with 400 and a reason."""
    bodies = (b"{", b"[" * 100_000, b'{"q": "\xff"}', b"[1]", b'{"q": {"a": 1}}', b"\x00" * 1000)
    statuses = [_asked(server, body)[0] for body in bodies]
    _, words = _asked(server, bodies[0])
    return Outcome(statuses == [400] * len(bodies), f"{statuses}, {words}")


def large_body(server: Running, megabytes: int = 100) -> Outcome:
    """A body that is too large is refused with 413, and the sender can read so."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("POST", "/translate", (b"x" * 1_000_000 for _ in range(megabytes)), _length(megabytes * 10**6))
    return _refusal(connection, 413)


def large_chunked_body(server: Running, megabytes: int = 100) -> Outcome:
    """The same for a body that does not tell its size."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    pieces = (b"x" * 1_000_000 for _ in range(megabytes))
    connection.request("POST", "/translate", pieces, {"Content-Type": "application/json"}, encode_chunked=True)
    return _refusal(connection, 413)


def slow_headers(server: Running, senders: int = 200, seconds: float = READ_SECONDS) -> Outcome:
    """Connections that send a letter at a time are told 408 and closed; others are answered meanwhile."""
    with contextlib.ExitStack() as stack:
        slow = [_connected(server, stack) for _ in range(senders)]
        end, latencies = time.perf_counter() + seconds + 2, []
        while time.perf_counter() < end:
            for one in slow:
                with contextlib.suppress(OSError):
                    one.sendall(b"G")
            latencies.append(_health_seconds(server))
            time.sleep(0.3)
        answers = [_received(one) for one in slow]
    told = sum(b" 408 " in answer for answer in answers)
    worst = max(latencies)
    return Outcome(
        told == senders and worst < 10, f"{told} of {senders} were told 408; /health took {worst:.2f} s at most"
    )


def slow_second_headers(server: Running, seconds: float = READ_SECONDS) -> Outcome:
    """The clock runs for the second request of a connection too."""
    with contextlib.ExitStack() as stack:
        one = _connected(server, stack)
        one.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
        one.recv(65536)
        end = time.perf_counter() + seconds + 2
        while time.perf_counter() < end:
            with contextlib.suppress(OSError):
                one.sendall(b"G")
            time.sleep(0.3)
        told = b" 408 " in _received(one)
    return Outcome(told, "told 408" if told else "kept")


def slow_body(server: Running, seconds: float = READ_SECONDS) -> Outcome:
    """A body that does not arrive in time is refused with 408."""
    with contextlib.ExitStack() as stack:
        one = _connected(server, stack)
        one.sendall(b"POST /translate HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{")
        answer = _received(one, seconds + 20)
    return Outcome(b" 408 " in answer, answer.rpartition(b"\r\n")[2].decode())


def many_connections(server: Running, count: int) -> Outcome:
    """However many connections stand open and say nothing, who asks is answered, and who is sent away is told why."""
    _allow_open_files(count + 100)
    with contextlib.ExitStack() as stack:
        opened, refused = [], 0
        for _ in range(count):
            try:
                opened.append(_connected(server, stack))
            except OSError:
                refused += 1
        latency, (status, words) = _health_seconds(server), _asked(server, json.dumps({"q": SENTENCE}).encode())
        told = sum(b" 503 " in _waiting(one) for one in opened)
    words = f"{len(opened)} opened, {refused} not accepted, {told} told 503"
    words += f"; then /health in {latency:.2f} s, /translate {status}"
    return Outcome(status == 200 and not refused and told >= count - ServerConfig().max_connections, words)


def ended_under_load(server: Running, clients: int = 32, seconds: float = 4.0) -> Outcome:
    """After SIGTERM each request that was taken is answered; new connections are refused."""
    counts, lock = {"answered": 0, "told 503": 0, "lost": 0}, threading.Lock()

    def ask() -> None:
        while (kind := _kind(server)) != "not taken":
            with lock:
                counts[kind] += 1

    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    code = server.end()
    for thread in threads:
        thread.join()
    return Outcome(code == 0 and not counts["lost"] and counts["answered"] > 0, f"{counts}, exit code {code}")


def _kind(server: Running) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    try:
        connection.connect()
    except OSError:
        return "not taken"
    try:
        connection.request("POST", "/translate", json.dumps({"q": SENTENCE, "source": "fa"}).encode(), _json())
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        return "lost"
    finally:
        connection.close()
    return "answered" if answer.status == 200 else "told 503"


def _asked(server: Running, body: bytes) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("POST", "/translate", body, _json())
    answer = connection.getresponse()
    return answer.status, answer.read().decode()[:200]


def _refusal(connection: http.client.HTTPConnection, status: int) -> Outcome:
    answer = connection.getresponse()
    return Outcome(answer.status == status, f"{answer.status}, {answer.read().decode()}")


def _json() -> dict[str, str]:
    return {"Content-Type": "application/json"}


def _length(size: int) -> dict[str, str]:
    return {**_json(), "Content-Length": str(size)}


def _connected(server: Running, stack: contextlib.ExitStack) -> socket.socket:
    return stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=30))


def _received(one: socket.socket, seconds: float = 5.0) -> bytes:
    one.settimeout(seconds)
    return b"".join(_pieces(one))


def _pieces(one: socket.socket) -> Iterator[bytes]:
    with contextlib.suppress(OSError):
        while piece := one.recv(65536):
            yield piece


def _waiting(one: socket.socket) -> bytes:
    """What has come already."""
    one.setblocking(False)
    with contextlib.suppress(OSError):
        return one.recv(65536)
    return b""


def _health_seconds(server: Running) -> float:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", "/health")
    connection.getresponse().read()
    return time.perf_counter() - start


def _allow_open_files(wanted: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))


if __name__ == "__main__":
    main()
