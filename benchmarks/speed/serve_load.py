"""The server under load at 1, 8 and 32 clients, against the same engine behind a plain one-request-at-a-time loop.

    python -m benchmarks.speed.serve_load [--rounds 2] [--requests 10] [--loads sentences wires] [--clients 1 8 32]

The plain loop is the least a user would write: a handler of the standard library that takes one request, translates it
with the same translator and settings (checks and retries too), answers, and takes the next. Each server is a process
of its own; they are measured in turn, A B A B, with the same requests: `--requests` for each client, at least 96
sentences or 24 wires. `sentences` are headlines and single sentences of wire-mini, `wires` whole wires as one string.
No two requests that are under way at once are the same. Not timed: loading, and a warm-up round. CPU-ms a request are
those of the server's process; on a machine that others use they are the figures to trust. The clients (threads of this
process) take their share of the machine.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from multiprocessing.connection import Connection
from pathlib import Path

WIRES = Path(__file__).parents[1] / "data" / "wire-mini" / "wires.jsonl"
FEWEST = {"sentences": 96, "wires": 24}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, and its process."""

    name: str
    address: str
    process: int


@dataclass(frozen=True, slots=True)
class Round:
    """What one round gave. Latencies in milliseconds."""

    rate: float
    median_ms: float
    p99_ms: float
    cpu_ms: float
    failed: int


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=2, help="rounds of each server")
    parser.add_argument("--requests", type=int, default=10, help="requests of each client in a round")
    parser.add_argument("--loads", nargs="+", choices=FEWEST, default=list(FEWEST))
    parser.add_argument("--clients", nargs="+", type=int, default=[1, 8, 32])
    chosen = parser.parse_args()
    servers = [_started("batched", _serve_batched), _started("plain loop", _serve_plainly)]
    print(
        "| load | clients | server | requests/s | median ms | p99 ms | CPU-ms a request | failed | throughput ratio |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for load in chosen.loads:
        texts = _texts(load)
        for server in servers:
            _round(server, texts[:16], 4)
        for clients in chosen.clients:
            count = max(FEWEST[load], chosen.requests * clients)
            asked = [texts[at % len(texts)] for at in range(count)]
            rounds = [[_round(server, asked, clients) for server in servers] for _ in range(chosen.rounds)]
            _report(load, clients, servers, rounds)


def _started(name: str, run: Callable[[Connection], None]) -> Server:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=run, args=(theirs,), daemon=True)
    process.start()
    return Server(name, f"http://127.0.0.1:{ours.recv()}", process.pid or 0)


def _serve_batched(told: Connection) -> None:
    import uvicorn

    from xlsum import load_pipeline
    from xlsum.serve.app import build_app
    from xlsum.serve.config import ServerConfig

    app = build_app(load_pipeline(summarizer=None), ServerConfig())
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", http="h11"))
    threading.Thread(target=_tell_port, args=(server, told), daemon=True).start()
    server.run()


def _tell_port(server: "uvicorn.Server", told: Connection) -> None:  # type: ignore[name-defined]  # noqa: F821
    while not server.started:
        time.sleep(0.1)
    told.send(server.servers[0].sockets[0].getsockname()[1])


def _serve_plainly(told: Connection) -> None:
    from xlsum import load_pipeline
    from xlsum.serve.workshop import TextJob, TranslatedText, Workshop

    workshop = Workshop(load_pipeline(summarizer=None))

    class Plain(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            [answer] = workshop.work([TextJob(asked["q"], asked["source"])])
            assert isinstance(answer, TranslatedText)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"translatedText": answer.text}).encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    HTTPServer.request_queue_size = 256
    server = HTTPServer(("127.0.0.1", 0), Plain)
    told.send(server.server_port)
    server.serve_forever()


def _texts(load: str) -> list[str]:
    wires = [json.loads(line) for line in WIRES.read_text(encoding="utf-8").splitlines()]
    if load == "wires":
        return [f"{wire['headline']}\n{wire['text']}" for wire in wires]
    return list(dict.fromkeys(text for wire in wires for text in (wire["headline"], *wire["segments"])))


def _round(server: Server, texts: Sequence[str], clients: int) -> Round:
    """Every text asked for once, by clients that each wait for their answer before they ask again."""
    waiting, lock = iter(texts), threading.Lock()
    cpu, start = _cpu_ms(server.process), time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        of_clients = pool.map(lambda _: list(_client(server.address, waiting, lock)), range(clients))
        times = [seconds for of_client in of_clients for seconds in of_client]
    elapsed = time.perf_counter() - start
    good = sorted(1000 * seconds for seconds in times if seconds >= 0) or [0.0]
    p99 = good[min(len(good) - 1, int(0.99 * len(good)))]
    spent = _cpu_ms(server.process) - cpu
    failed = len(texts) - len(good)
    return Round(len(good) / elapsed, statistics.median(good), p99, spent / len(texts), failed)


def _client(address: str, waiting: Iterator[str], lock: threading.Lock) -> Iterator[float]:
    while True:
        with lock:
            text = next(waiting, None)
        if text is None:
            return
        yield _asked(address, text)


def _asked(address: str, text: str) -> float:
    """Seconds that one request took, or -1 when it failed."""
    body = json.dumps({"q": text, "source": "fa", "target": "en"}).encode()
    request = urllib.request.Request(f"{address}/translate", body, {"Content-Type": "application/json"})
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            answer.read()
    except OSError:
        return -1.0
    return time.perf_counter() - start


def _cpu_ms(process: int) -> float:
    """CPU time of a process and its threads so far (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / TICKS


def _report(load: str, clients: int, servers: Sequence[Server], rounds: Sequence[Sequence[Round]]) -> None:
    ratio = statistics.median(batched.rate / max(plain.rate, 1e-9) for batched, plain in rounds)
    for at, server in enumerate(servers):
        of_server = [both[at] for both in rounds]
        rate, median, p99, cpu = (
            statistics.median(getattr(one, field) for one in of_server)
            for field in ("rate", "median_ms", "p99_ms", "cpu_ms")
        )
        failed, shown = sum(one.failed for one in of_server), f"{ratio:.2f}" if at == 0 else ""
        print(
            f"| {load} | {clients} | {server.name} | {rate:.1f} | {median:.0f} | {p99:.0f} | {cpu:.0f} | {failed} "
            f"| {shown} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
