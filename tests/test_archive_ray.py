"""Archives on a Ray cluster: what local workers give, also when a worker or an actor dies in mid-run."""

import asyncio
import json
import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.speed.kill_archive import exported, parts_of
from tests.archive_fakes import FACTORY
from tests.archive_runs import Recorder, archive_of, run
from xlsum.archive.ledger import Counts
from xlsum.archive.messages import finished_from_json, finished_to_json, window_from_json, window_to_json
from xlsum.archive.protocol import WorkerSettings
from xlsum.archive.ray_actors import WindowActor, WindowDesk
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import PIPELINE, ArchiveSettings, SilentListener
from xlsum.archive.status import failed_documents
from xlsum.archive.windows import Failure, Finished, Waiting, Window
from xlsum.document import Document
from xlsum.errors import UsageError


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


@pytest.mark.slow
def test_a_run_that_was_interrupted_on_a_cluster_goes_on_without_it(tmp_path: Path, cluster: None) -> None:
    local = replace(archive_of(tmp_path, [f"text {number}" for number in range(100)]), memory_windows=0)
    run(local)
    there = replace(on_two_actors(local, tmp_path / "ray"), options={"seconds_a_document": 0.02})
    report = run(there, Recorder(interrupt_after=2))
    assert report.outcome == "interrupted"
    assert 0 < report.counts.done < 100
    assert run(replace(local, out=there.out)).outcome == "done"
    assert parts_of(there.out) == parts_of(local.out)


def window(number: int, *texts: str) -> Window:
    return Window(number, tuple(Waiting(row, Document(f"w{row}", text)) for row, text in enumerate(texts)))


def test_the_desk_gives_each_window_at_its_place_though_calls_come_in_any_order() -> None:
    async def through() -> list[str | None]:
        desk = WindowDesk()
        reading = asyncio.ensure_future(desk.read(0))
        await desk.add(1, "second")
        await desk.add(0, "first")
        found = [await reading, await desk.read(1), await desk.read(0)]
        await desk.forget(0, 1)
        return [*found, await desk.read(0), await desk.read(1)]

    assert asyncio.run(through()) == ["first", "second", "first", "", "second"]


def test_what_nobody_has_read_is_taken_back() -> None:
    async def through() -> tuple[int, str | None, str | None]:
        desk = WindowDesk()
        for place in range(4):
            await desk.add(place, f"window {place}")
        await desk.read(1)
        waiting = asyncio.ensure_future(desk.read(9))
        await asyncio.sleep(0)
        return await desk.take_back(), await desk.read(2), await waiting

    assert asyncio.run(through()) == (2, None, None)


class Haunted(WindowActor):
    """An actor whose windows were begun so often before."""

    begun = 0

    def _begin(self, number: int) -> int:
        return self.begun


@pytest.mark.parametrize(
    ("begun", "failed"), [pytest.param(3, 0, id="a third time"), pytest.param(4, 2, id="a fourth")]
)
def test_a_window_that_takes_actor_after_actor_with_it_ends(begun: int, failed: int, tmp_path: Path) -> None:
    actor = Haunted(WorkerSettings(tmp_path, FACTORY, {}, memory=False), None, 0.0)
    actor.begun = begun
    (answer,) = actor({"window": [window_to_json(window(7, "a", "b"))]})["answer"]
    found = finished_from_json(json.loads(answer))
    assert (found.number, len(found.failures), len(found.lines)) == (7, failed, 2 - failed)
    assert all("died 3 times" in one.reason for one in found.failures)


def test_a_pipeline_that_does_not_start_is_told_not_raised(tmp_path: Path) -> None:
    actor = WindowActor(WorkerSettings(tmp_path, PIPELINE, {"translator": "no"}), None, 0.0)
    (answer,) = actor({"window": [window_to_json(Window(0, ()))]})["answer"]
    assert set(json.loads(answer)) == {"error", "exit_code"}


def test_windows_and_what_became_of_them_survive_the_way() -> None:
    sent = Window(3, window(3, "متن\u2028", "b").documents, gist=True)
    assert window_from_json(window_to_json(sent)) == sent
    finished = Finished(3, (0,), ('{"id": "w0"}',), (Failure(1, "no", 2),), (), 1.5, 7, {"number": 1}, gist=True)
    assert finished_from_json(json.loads(json.dumps(finished_to_json(finished)))) == finished


def test_a_translation_memory_of_this_machine_is_refused_on_a_cluster(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--translation-memory"):
        run(replace(archive_of(tmp_path, ["a"]), engine="ray", translation_memory=str(tmp_path / "memory")))
