"""Spread an archive over a SLURM cluster with submitit, wait for it, and say what came of it.

    pip install submitit
    python -m benchmarks.cluster.submit_shards /data/wires -o /scratch/archive --shards 64 --cores 8 --hours 24

A shard that SLURM stops (its time is over, its machine is wanted) goes into the queue again, and goes on where it was.
`--cluster local` runs the shards as processes of this machine, to try it out. The merged results come from
`xlsum batch export OUT`. submitit pickles the job into OUT/jobs: let nobody else write there.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ShardJob:
    """One shard. Called again, it goes on."""

    sources: tuple[str, ...]
    out: str
    number: int
    of: int
    cores: int
    options: tuple[str, ...]

    def command(self) -> list[str]:
        """What runs on the machine."""
        return [
            *(sys.executable, "-m", "xlsum", "batch", "run", *self.sources, "-o", self.out),
            *("--shard", f"{self.number}/{self.of}", "--workers", str(self.cores), "--threads", "1", *self.options),
        ]

    def __call__(self) -> int:
        """The exit code of the run."""
        return subprocess.run(self.command(), check=False).returncode

    def checkpoint(self) -> Any:  # Any: submitit ships no types
        """What submitit puts into the queue when SLURM takes the machine: the same again."""
        import submitit

        return submitit.helpers.DelayedSubmission(self)


def jobs_of(given: argparse.Namespace) -> list[ShardJob]:
    """A job for each shard."""
    options = tuple(given.options)
    return [
        ShardJob(tuple(given.sources), given.output, number, given.shards, given.cores, options)
        for number in range(1, given.shards + 1)
    ]


def run_jobs(jobs: Sequence[ShardJob], given: argparse.Namespace) -> list[int]:
    """Submit the jobs as one array and wait; their exit codes."""
    import submitit

    executor = submitit.AutoExecutor(folder=str(Path(given.output) / "jobs"), cluster=given.cluster)
    executor.update_parameters(
        name="xlsum", timeout_min=given.hours * 60, cpus_per_task=given.cores, mem_gb=given.gigabytes
    )
    if given.cluster == "slurm":
        executor.update_parameters(slurm_array_parallelism=given.at_once or given.shards)
    with executor.batch():  # one array; each job is the callable itself, whose `checkpoint` submitit looks for
        submitted = [executor.submit(job) for job in jobs]
    return [int(job.result()) for job in submitted]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("sources", nargs="+")
    parser.add_argument("-o", "--output", required=True, help="a folder that all machines see")
    parser.add_argument("--shards", type=int, default=64)
    parser.add_argument("--cores", type=int, default=8, help="cores of a shard, a worker on each")
    parser.add_argument("--gigabytes", type=int, default=12)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--at-once", type=int, default=0, help="shards that run at the same time; 0 is all")
    parser.add_argument("--cluster", choices=("slurm", "local"), default="slurm")
    parser.add_argument("--options", nargs=argparse.REMAINDER, default=[], help="the rest goes to `xlsum batch run`")
    given = parser.parse_args(arguments)
    codes = run_jobs(jobs_of(given), given)
    subprocess.run([sys.executable, "-m", "xlsum", "batch", "status", given.output], check=False)
    unfinished = [number for number, code in enumerate(codes, 1) if code not in (0, 1)]
    if unfinished:
        print(f"shards that did not end: {unfinished}; give the same command again", file=sys.stderr)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
