"""Archives on a Ray cluster: what local workers give, also when a worker or an actor dies in mid-run."""

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.speed.kill_archive import exported, parts_of
from tests.archive_runs import archive_of, run
from xlsum.archive.ledger import Counts
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import ArchiveSettings, SilentListener
from xlsum.archive.status import failed_documents
from xlsum.archive.windows import Finished


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """A cluster of two cores on this machine, which finds the tests' pipeline."""
    ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
    patch = pytest.MonkeyPatch()
    patch.setenv("PYTHONPATH", str(Path(__file__).parent.parent), prepend=":")
    patch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()
    patch.undo()


class ActorKiller(SilentListener):
    """Kills an actor of the pool once a window is recorded."""

    def __init__(self) -> None:
        self.killed: list[int] = []

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        if not self.killed and (actors := actor_processes()):
            os.kill(actors[0], signal.SIGKILL)
            self.killed.append(actors[0])


def actor_processes() -> list[int]:
    """Processes of this machine that hold an actor: those of Ray whose child is one of our workers."""
    commands = {path.name: _read(path / "cmdline") for path in Path("/proc").glob("[0-9]*")}
    parents = {
        _read(Path("/proc") / process / "stat").rpartition(")")[2].split()[1]
        for process, command in commands.items()
        if "xlsum.archive.worker" in command
    }
    return [int(process) for process in parents if commands.get(process, "").startswith("ray::")]


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:  # it ended meanwhile
        return ") Z 0"


def on_two_actors(local: ArchiveSettings, out: Path) -> ArchiveSettings:
    return replace(local, out=out, engine="ray", workers=2, most_workers=2)


@pytest.mark.slow
def test_a_cluster_gives_what_a_local_worker_gives_though_documents_kill_its_workers(
    tmp_path: Path, cluster: None
) -> None:
    texts = [f"text {number % 17}" for number in range(40)]
    texts[11], texts[23], texts[30] = "POISON", "DIES ONCE", "REFUSED"
    local = replace(archive_of(tmp_path, texts), memory_windows=0, options={"tries": str(tmp_path / "tries")})
    assert run(local).counts.failed == 2
    (tmp_path / "tries").unlink()
    there = on_two_actors(local, tmp_path / "ray")
    run(there)
    assert (tmp_path / "tries").exists()
    assert [one.id for one in failed_documents(there.out)] == ["w11", "w30"]
    assert exported(there.out) == exported(local.out)
    assert parts_of(there.out) == parts_of(local.out)


@pytest.mark.slow
def test_an_actor_that_is_killed_in_mid_run_takes_nothing_with_it(tmp_path: Path, cluster: None) -> None:
    texts = [f"text {number}" for number in range(60)]
    local = replace(archive_of(tmp_path, texts), memory_windows=0)
    run(local)
    there = replace(on_two_actors(local, tmp_path / "ray"), options={"seconds_a_document": 0.05})
    killer = ActorKiller()
    assert run_archive(there, killer, threading.Event()).outcome == "done"
    assert killer.killed
    assert parts_of(there.out) == parts_of(local.out)
