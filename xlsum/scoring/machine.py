"""What a run ran on, and what it cost: processor, memory, peak memory, CPU time, energy where it can be read."""

import os
import platform
import sys
import time
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("sacrebleu", "rouge-score", "ctranslate2", "sentencepiece", "torch", "transformers")
ENERGY = Path("/sys/class/powercap/intel-rapl:0/energy_uj")
MICROJOULES = 1e-6


def describe_machine() -> Mapping[str, str]:
    """Processor, cores and memory, in words; no host name."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count() or 1),
        "memory_gib": f"{_memory_bytes() / 2**30:.1f}",
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def installed_versions() -> Mapping[str, str]:
    """The versions of xlsum and of the packages that decide outputs and scores, where installed."""
    from xlsum import __version__

    found = {"xlsum": __version__}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def peak_memory_mib() -> float:
    """The largest resident set of this process so far, in MiB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def energy_joules() -> float | None:
    """The processor's energy counter in joules, None where it cannot be read. Only differences mean something."""
    try:
        return int(ENERGY.read_text(encoding="ascii")) * MICROJOULES
    except (OSError, ValueError):
        return None


class Stopwatch:
    """Seconds, CPU seconds of all threads, and joules since it was made."""

    def __init__(self) -> None:
        self._started = (time.perf_counter(), time.process_time(), energy_joules())

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._started[0]

    @property
    def cpu_seconds(self) -> float:
        return time.process_time() - self._started[1]

    @property
    def joules(self) -> float | None:
        before, now = self._started[2], energy_joules()
        return None if before is None or now is None or now < before else now - before


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory_bytes() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError, AttributeError):
        return 0
