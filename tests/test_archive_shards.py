"""Shards: the same documents however the sources are listed, merged to the whole; the scripts that spread them."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.archive_runs import archive_of, ids, run
from xlsum.archive.intake import Shard
from xlsum.archive.settings import ArchiveSettings
from xlsum.archive.status import failed_documents, read_status

ROOT = Path(__file__).parent.parent
SBATCH = ROOT / "benchmarks" / "cluster" / "array.sbatch"


def run_shard(settings: ArchiveSettings, out: Path, number: int, of: int) -> None:
    run(replace(settings, out=out / f"shard-{number:05d}-of-{of:05d}", shard=Shard(number, of)))


def test_shards_together_are_the_whole(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, [f"text {number % 20}" for number in range(30)])
    run(settings)
    for number in (1, 2, 3):
        run_shard(settings, tmp_path / "shards", number, 3)
    assert ids(tmp_path / "shards") == ids(settings.out)
    assert read_status(tmp_path / "shards").counts == read_status(settings.out).counts


def test_shards_that_list_the_sources_otherwise_and_elsewhere_are_the_whole_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = archive_of(tmp_path, [f"text {number}" for number in range(12)], "a.jsonl")
    other = tmp_path / "b.jsonl"
    other.write_text("".join(f'{{"id": "v{n}", "text": "other {n}"}}\n{{bad\n' for n in range(12)))
    sources = (*settings.sources, str(other))
    for number, listed in enumerate((sources, sources[::-1], (str(tmp_path / "[ab].jsonl"),)), 1):
        (tmp_path / f"cwd{number}").mkdir()
        monkeypatch.chdir(tmp_path if number == 1 else tmp_path / f"cwd{number}")
        run_shard(replace(settings, sources=listed), tmp_path / "shards", number, 3)
    assert sorted(ids(tmp_path / "shards")) == sorted(f"{kind}{number}" for kind in "wv" for number in range(12))
    assert len(list(failed_documents(tmp_path / "shards"))) == 12


@pytest.fixture
def cluster(tmp_path: Path) -> dict[str, str]:
    """An environment in which `srun` runs its arguments, and `xlsum` and `scontrol` note theirs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in {
        "srun": 'exec "$@"',
        "xlsum": 'echo "xlsum $*" >> "$NOTES"; exit "$CODE"',
        "scontrol": 'echo "scontrol $*" >> "$NOTES"',
    }.items():
        (programs / name).write_text(f"#!/bin/bash\n{text}\n")
        (programs / name).chmod(0o755)
    slurm = {"SLURM_ARRAY_TASK_ID": "3", "SLURM_ARRAY_TASK_COUNT": "64", "SLURM_ARRAY_JOB_ID": "77"}
    own = {"SLURM_CPUS_PER_TASK": "8", "WIRES": "/data/wires", "OUT": "/scratch/out", "NOTES": str(tmp_path / "notes")}
    return {**os.environ, **slurm, **own, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}


@pytest.mark.parametrize(
    ("code", "exits", "requeued"),
    [
        pytest.param(0, 0, False, id="all done"),
        pytest.param(1, 1, False, id="some failed"),
        pytest.param(130, 0, True, id="stopped: into the queue again"),
        pytest.param(2, 2, False, id="wrong use"),
    ],
)
def test_the_array_script_runs_its_shard(
    code: int, exits: int, requeued: bool, cluster: dict[str, str], tmp_path: Path
) -> None:
    ran = subprocess.run(["bash", str(SBATCH), "--quiet"], env={**cluster, "CODE": str(code)}, check=False)
    assert ran.returncode == exits
    first, *rest = (tmp_path / "notes").read_text().splitlines()
    assert first == "xlsum batch run /data/wires -o /scratch/out --shard 3/64 --workers 8 --threads 1 --quiet"
    assert rest == (["scontrol requeue 77_3"] if requeued else [])


@pytest.mark.slow
def test_the_submitit_script_does_an_archive_in_two_shards(tmp_path: Path) -> None:
    pytest.importorskip("submitit")
    texts = [f"جلسه شماره {number} برگزار شد." for number in range(1, 6)]
    lines = [json.dumps({"id": f"w{number}", "text": text}) for number, text in enumerate(texts)]
    (tmp_path / "wires.jsonl").write_text("\n".join(lines))
    script = [sys.executable, "-m", "benchmarks.cluster.submit_shards", str(tmp_path / "wires.jsonl")]
    given = ["-o", str(tmp_path / "out"), "--shards", "2", "--cores", "1", "--cluster", "local", "--options", "--quiet"]
    ran = subprocess.run([*script, *given], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "done       5" in ran.stdout
    assert sorted(ids(tmp_path / "out")) == [f"w{number}" for number in range(5)]
    assert {folder.name for folder in (tmp_path / "out").glob("shard-*")} == {
        "shard-00001-of-00002",
        "shard-00002-of-00002",
    }


def test_a_job_that_is_stopped_is_submitted_as_it_was() -> None:
    submitit = pytest.importorskip("submitit")
    from benchmarks.cluster.submit_shards import ShardJob

    job = ShardJob(("/data/wires",), "/scratch/out", 3, 64, 8, ("--quiet",))
    again = job.checkpoint()
    assert isinstance(again, submitit.helpers.DelayedSubmission)
    assert again.function == job
    assert (
        job.command()[2:]
        == "xlsum batch run /data/wires -o /scratch/out --shard 3/64 --workers 8 --threads 1 --quiet".split()
    )
