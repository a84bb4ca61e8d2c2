"""Runs that end early, by limit, by Ctrl-C or by SIGKILL, and go on."""

import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.speed.kill_archive import exported, kill_and_compare
from tests.archive_runs import Recorder, archive_of, run
from xlsum.archive.status import read_status


@pytest.mark.slow
def test_runs_killed_at_random_instants_give_what_an_undisturbed_one_gives(tmp_path: Path) -> None:
    found = kill_and_compare(200, 6, tmp_path, pace=0.02, longest=3.0, seed=3)
    assert found.same_export
    assert found.same_parts
    assert found.kills == 6


def test_an_interrupted_run_finishes_what_is_in_hand_and_goes_on_later(tmp_path: Path) -> None:
    settings = replace(archive_of(tmp_path, [str(n) for n in range(40)]), options={"seconds_a_document": 0.02})
    report = run(settings, Recorder(interrupt_after=2))
    assert report.outcome == "interrupted"
    assert report.counts.done % 4 == 0
    assert 8 <= report.counts.done < 40
    assert run(settings).outcome == "done"
    calm = replace(settings, out=tmp_path / "calm")
    run(calm)
    assert exported(settings.out) == exported(calm.out)


@pytest.mark.parametrize(
    ("limit", "outcome"),
    [
        pytest.param({"max_documents": 6}, "max-documents", id="documents"),
        pytest.param({"max_failures": 0}, "max-failures", id="failures"),
        pytest.param({"until": datetime.now().astimezone() - timedelta(hours=1)}, "until", id="time"),
    ],
)
def test_a_run_stops_at_its_limit_and_says_which(limit: dict[str, object], outcome: str, tmp_path: Path) -> None:
    texts = ["REFUSED", *(str(n) for n in range(60))]
    settings = replace(archive_of(tmp_path, texts), **limit, options={"seconds_a_document": 0.02})  # type: ignore[arg-type]
    report = run(settings)
    assert report.outcome == outcome
    assert report.counts.waiting > 0
    if outcome == "max-documents":
        assert report.done + report.failed == 6


DRIVER = """
import sys
from pathlib import Path
from xlsum.archive.settings import ArchiveSettings
from xlsum.archive.windows import WindowLimits
from xlsum.cli.batch_run import Showing, run_and_report
settings = ArchiveSettings(Path(sys.argv[2]), (sys.argv[1],), factory="tests.archive_fakes:open_fake",
                           options={"seconds_a_document": float(sys.argv[3])}, window=WindowLimits(documents=4))
sys.exit(run_and_report(settings, Showing(json_progress=True)))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("signals", "said"),
    [
        pytest.param(1, "stopped (interrupted)", id="once"),
        pytest.param(2, "stopped at once", id="twice"),
    ],
)
def test_control_c_says_how_to_go_on_and_exits_130(signals: int, said: str, tmp_path: Path) -> None:
    settings = archive_of(tmp_path, [str(number) for number in range(400)])
    command = [sys.executable, "-c", DRIVER, settings.sources[0], str(settings.out), "0.2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    heard = [process.stderr.readline() for _ in range(2)]  # the start, and a window
    for _ in range(signals):
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
    rest = process.stderr.read()
    assert process.wait() == 130
    assert '"event": "window"' in heard[1]
    assert said in rest
    assert "give the same command again" in rest
    assert 0 < read_status(settings.out).counts.done < 400
