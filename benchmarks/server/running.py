"""`xlsum serve` in a process of its own, for scripts and tests."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 60
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers, and how long that took from its start."""

    process: "subprocess.Popen[bytes]"
    port: int
    seconds_to_start: float

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def resident_megabytes(self) -> float:
        """Memory of the process (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def end(self, sent: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal, wait, and give the exit code."""
        self.process.send_signal(sent)
        return self.process.wait(timeout=120)


@contextlib.contextmanager
def running_server(*options: str, folder: Path | None = None) -> Iterator[Running]:
    """A server with these options of `xlsum serve`, on a free port, started in that folder and ended afterwards."""
    port, start = _free_port(), time.perf_counter()
    command = [sys.executable, "-m", "xlsum", "serve", "--port", str(port), *options]
    found = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])}
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=folder, env=found)
    try:
        _wait(process, port, start + START_SECONDS)
        yield Running(process, port, time.perf_counter() - start)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=120)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: "subprocess.Popen[bytes]", port: int, until: float) -> None:
    while time.perf_counter() < until and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=10).close()
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
