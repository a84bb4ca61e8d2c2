"""The server under load: throughput and latency at 1, 8 and 32 clients, batched against one request at a time.

    python -m benchmarks.speed.serve_load [--seconds 20] [--pairs 3]

Both servers run the same application and checkpoint on this machine; the plain one may batch a single request only
(`batch_items=1`). They are measured in turn, A B A B. Each request asks for the English of one sentence of the example
wires, all different within a round, so that nothing is answered from memory. Not timed: loading and a warm-up round.
"""

import argparse
import json
import statistics
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import uvicorn

from xlsum import load_pipeline
from xlsum.persian import split_sentences
from xlsum.serve.app import build_app
from xlsum.serve.config import ServerConfig

CLIENTS = (1, 8, 32)
EXAMPLES = Path(__file__).parents[2] / "examples"


@dataclass(frozen=True, slots=True)
class Load:
    """What one round gave: requests a second, and the median and 99th percentile of latency in milliseconds."""

    rate: float
    median_ms: float
    p99_ms: float
    failed: int


def main() -> None:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=20.0, help="length of a round")
    parser.add_argument("--pairs", type=int, default=3, help="rounds of each server")
    chosen = parser.parse_args()
    addresses = {"batched": _start(ServerConfig()), "one at a time": _start(ServerConfig(batch_items=1))}
    print("| clients | server | requests/s | median ms | p99 ms | failed | batched / one at a time |")
    print("|---|---|---|---|---|---|---|")
    for clients in CLIENTS:
        _report(clients, _measure(addresses, clients, chosen.seconds, chosen.pairs))


def _start(config: ServerConfig) -> str:
    """A server of its own in a thread; its address."""
    app = build_app(load_pipeline(summarizer=None), replace(config, max_waiting=256))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.1)
    return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"


def _measure(addresses: dict[str, str], clients: int, seconds: float, pairs: int) -> dict[str, list[Load]]:
    loads: dict[str, list[Load]] = {name: [] for name in addresses}
    for number in range(pairs + 1):
        for name, address in addresses.items():
            load = _round(address, clients, seconds if number else min(3.0, seconds), number)
            if number:  # the first round warms up
                loads[name].append(load)
    return loads


def _round(address: str, clients: int, seconds: float, number: int) -> Load:
    end = time.perf_counter() + seconds
    with ThreadPoolExecutor(clients) as pool:
        times = [t for of in pool.map(lambda client: _client(address, client, number, end), range(clients)) for t in of]
    good = sorted(t for t in times if t >= 0)
    milliseconds = [1000 * t for t in good] or [0.0]
    p99 = milliseconds[min(len(milliseconds) - 1, int(0.99 * len(milliseconds)))]
    return Load(len(good) / seconds, statistics.median(milliseconds), p99, len(times) - len(good))


def _client(address: str, client: int, number: int, end: float) -> list[float]:
    sentences, times = _sentences(), list[float]()
    while time.perf_counter() < end:
        place = len(times)
        text = f"{sentences[(client * 7 + place) % len(sentences)]} {number}{client:02d}{place:04d}"
        times.append(_asked(address, text))
    return times


def _asked(address: str, text: str) -> float:
    """Seconds that one request took, or -1 when it failed."""
    body = json.dumps({"q": text, "source": "fa", "target": "en"}).encode()
    request = urllib.request.Request(f"{address}/translate", body, {"Content-Type": "application/json"})
    start = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            answer.read()
    except OSError:
        return -1.0
    return time.perf_counter() - start


def _sentences() -> list[str]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("*.txt"))]
    return [segment.text.strip() for text in texts for segment in split_sentences(text) if segment.text.strip()]


def _report(clients: int, loads: dict[str, list[Load]]) -> None:
    pairs = zip(loads["batched"], loads["one at a time"], strict=True)
    ratio = statistics.median(batched.rate / max(plain.rate, 1e-9) for batched, plain in pairs)
    for name, rounds in loads.items():
        median = [
            statistics.median(getattr(load, field) for load in rounds) for field in ("rate", "median_ms", "p99_ms")
        ]
        failed = sum(load.failed for load in rounds)
        shown = f"{ratio:.2f}" if name == "batched" else ""
        print(f"| {clients} | {name} | {median[0]:.1f} | {median[1]:.0f} | {median[2]:.0f} | {failed} | {shown} |")


if __name__ == "__main__":
    main()
