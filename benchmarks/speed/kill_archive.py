"""Kill an archive run at random instants, go on, and compare what comes out with an undisturbed run.

    python -m benchmarks.speed.kill_archive --documents 5000 --kills 100
    python -m benchmarks.speed.kill_archive --documents 60 --kills 6 --longest 30 --pipeline embedded

The pipeline is the tests' fake one, whose English names the window that decoded a sentence: a window cut anywhere
else, a sentence remembered from another window, a document lost or done twice all show in the comparison. SIGKILL goes
to the run; its worker must notice by itself. Prints one JSON object; exits 1 when anything differs.
"""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from xlsum.archive.export import export_lines
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import PIPELINE, ArchiveSettings, SilentListener
from xlsum.archive.status import read_status
from xlsum.archive.windows import WindowLimits
from xlsum.settings import Settings

FACTORY = "tests.archive_fakes:open_fake"
WINDOW = WindowLimits(documents=16)
TIMES = re.compile(r'"created": "[^"]*"')


@dataclass(frozen=True, slots=True)
class Killing:
    """What the kills did: how many hit a run at work, and whether the outcome is the undisturbed one."""

    documents: int
    kills: int
    archives: int
    same_export: bool
    same_parts: bool
    exported: int
    failed: int
    seconds: float


def write_documents(path: Path, count: int, seed: int = 6) -> None:
    """Documents of a few sentences: a third are re-filed, one in forty is no document, one in 500 is refused."""
    draw = random.Random(seed)
    lines: list[str] = []
    for number in range(count):
        text = "\n".join(f"جمله {draw.randrange(count)} از خبر" for _ in range(draw.randrange(2, 7)))
        if lines and draw.random() < 1 / 3:
            text = json.loads(draw.choice(lines))["text"]
        text = "REFUSED" if number % 500 == 250 else text
        lines.append(json.dumps({"id": f"wire-{number}", "text": text}, ensure_ascii=False))
    bad = [line if number % 40 else "{not a document" for number, line in enumerate(lines, 1)]
    path.write_text("\n".join(bad) + "\n", encoding="utf-8")


def run_once(source: Path, out: Path, pace: float, pipeline: str = "fake") -> None:
    """One run in this process, to its end."""
    settings = ArchiveSettings(
        out, (str(source),), factory=FACTORY, window=WINDOW, options={"seconds_a_document": pace}
    )
    if pipeline == "embedded":
        options = {field.name: getattr(Settings(), field.name) for field in fields(Settings)}
        settings = replace(settings, factory=PIPELINE, options=options)
    run_archive(settings, SilentListener(), threading.Event())


def kill_and_compare(
    documents: int, kills: int, folder: Path, *, pace: float, longest: float, seed: int, pipeline: str = "fake"
) -> Killing:
    """Kill runs at random instants until there were `kills`, finishing each archive, and compare every one."""
    started = time.perf_counter()
    source, calm = folder / "wires.jsonl", folder / "calm"
    write_documents(source, documents)
    run_once(source, calm, 0.0, pipeline)
    draw, killed, archives = random.Random(seed), 0, 0
    same_export = same_parts = True
    while killed < kills:
        archives += 1
        out = folder / f"killed-{archives}"
        while killed < kills and kill_one_run([str(source), str(out), str(pace), pipeline], draw.uniform(0.0, longest)):
            killed += 1
        run_once(source, out, 0.0, pipeline)
        same_export &= exported(out) == exported(calm)
        same_parts &= parts_of(out) == parts_of(calm)
    counts = read_status(calm).counts
    seconds = round(time.perf_counter() - started, 1)
    return Killing(documents, killed, archives, same_export, same_parts, counts.finished, counts.failed, seconds)


def kill_one_run(once: Sequence[str], after_seconds: float) -> bool:
    """Start a run and kill it; False when it came to its end first."""
    command = [sys.executable, "-m", "benchmarks.speed.kill_archive", "--once", *once]
    process = subprocess.Popen(command)
    try:
        process.wait(after_seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return True
    return False


def exported(out: Path) -> list[str]:
    """What `xlsum batch export` prints, without times."""
    return [TIMES.sub("", line) for line in export_lines(out)]


def parts_of(out: Path) -> dict[str, str]:
    """Name and content of every part, without times."""
    from xlsum.archive.parts import read_part

    names = sorted(path.relative_to(out).as_posix() for path in (out / "parts").rglob("*") if path.is_file())
    return {name: TIMES.sub("", "\n".join(read_part(out, name))) for name in names}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pace", type=float, default=0.004, help="seconds that the fake engine takes for a document")
    parser.add_argument("--longest", type=float, default=2.0, help="a run is killed after at most so many seconds")
    parser.add_argument("--pipeline", choices=("fake", "embedded"), default="fake")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--once", nargs=4, metavar=("SOURCE", "OUT", "PACE", "PIPELINE"), help="one run (used by the script itself)"
    )
    given = parser.parse_args(arguments)
    if given.once:
        run_once(Path(given.once[0]), Path(given.once[1]), float(given.once[2]), given.once[3])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XLSUM_HOME"] = folder  # checkpoints that come and go meanwhile must not change what is chosen
        found = kill_and_compare(
            given.documents,
            given.kills,
            Path(folder),
            pace=given.pace,
            longest=given.longest,
            seed=given.seed,
            pipeline=given.pipeline,
        )
    print(json.dumps({name: getattr(found, name) for name in Killing.__slots__}))
    return 0 if found.same_export and found.same_parts else 1


if __name__ == "__main__":
    sys.exit(main())
