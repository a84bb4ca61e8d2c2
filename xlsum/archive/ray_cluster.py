"""A Ray cluster as a run finds it: how to join it, and which actors fit it."""

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from xlsum.archive.protocol import WorkerSettings
from xlsum.archive.settings import ArchiveSettings
from xlsum.errors import MissingExtraError, XlsumError

CORES_A_WORKER = 4


@dataclass(frozen=True, slots=True)
class Pool:
    """How many actors there are, at least and at most, and what each takes of its machine."""

    least: int
    most: int
    cores: int
    gpus: int


def connect() -> None:
    """Join the cluster of RAY_ADDRESS, or start one on this machine. Raises MissingExtraError."""
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtraError("ray[data]", "ray") from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    if ray.is_initialized():
        return
    address = os.environ.get("RAY_ADDRESS")
    try:
        with _own_signals():
            ray.init(address, include_dashboard=False, log_to_driver=False, logging_level=logging.WARNING)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise XlsumError(f"no Ray cluster at {address or 'this machine'}: {first_line(error)}") from error


def pool_of(settings: ArchiveSettings) -> Pool:
    """The actors that the settings and the cluster as it is now ask for."""
    import ray

    resources = ray.cluster_resources()
    cores, gpus = int(resources.get("CPU", 1)), int(resources.get("GPU", 0))
    on_gpus = gpus > 0 and settings.options.get("device", "auto") != "cpu"
    wanted = int(settings.options.get("threads", 0)) or min(CORES_A_WORKER, cores // max(1, settings.workers) or 1)
    fitting = gpus if on_gpus else cores // wanted
    least = settings.workers or 1
    most = settings.most_workers or settings.workers or fitting
    return Pool(least, max(least, most), 1 if on_gpus else wanted, int(on_gpus))


def worker_settings(settings: ArchiveSettings, pool: Pool) -> WorkerSettings:
    """What an actor's worker is started with: as many threads as the actor has cores, unless the user said."""
    options = {**settings.options, "threads": settings.options.get("threads") or (0 if pool.gpus else pool.cores)}
    return WorkerSettings(
        settings.out, settings.factory, options, memory=False, document_seconds=settings.document_seconds
    )


@contextmanager
def _own_signals() -> Iterator[None]:
    """Ray takes SIGTERM when it starts: give it back to the run, which finishes what is in hand."""
    here = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if here:
            signal.signal(signal.SIGTERM, before)


def first_line(error: BaseException) -> str:
    """The first line of an error that says something."""
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
