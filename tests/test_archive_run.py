"""Runs: every document once, whatever happens in between. The pipeline is a fake one, in a real worker process."""

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.speed.kill_archive import exported, kill_and_compare
from tests.archive_fakes import FACTORY
from xlsum.archive import parts
from xlsum.archive.command import command_of, settings_of
from xlsum.archive.configuration import Change
from xlsum.archive.estimate import estimate_run
from xlsum.archive.export import export_lines
from xlsum.archive.forget import forget_document
from xlsum.archive.intake import Shard
from xlsum.archive.ledger import Counts
from xlsum.archive.report import write_report
from xlsum.archive.retry import last_command, reopen_failed
from xlsum.archive.runner import run_archive
from xlsum.archive.settings import ArchiveSettings, Report, SilentListener
from xlsum.archive.status import failed_documents, read_status
from xlsum.archive.verify import repair_archive, verify_archive
from xlsum.archive.windows import Finished, WindowLimits
from xlsum.errors import OutputError, UsageError

SMALL = WindowLimits(documents=4)


class Recorder(SilentListener):
    """Remembers what a run said, and interrupts it after so many windows."""

    def __init__(self, interrupt_after: int = 0) -> None:
        self.change = Change(0, ())
        self.windows: list[Finished] = []
        self.interrupt, self._after = threading.Event(), interrupt_after

    def starting(self, counts: Counts, change: Change, introduction: Sequence[str]) -> None:
        self.change = change

    def recorded(self, finished: Finished, counts: Counts, *, reading: bool) -> None:
        self.windows.append(finished)
        if len(self.windows) == self._after:
            self.interrupt.set()


def archive_of(folder: Path, texts: Sequence[str], name: str = "wires.jsonl") -> ArchiveSettings:
    """Settings for a file of these texts, whose ids are w0, w1, ..."""
    source = folder / name
    lines = [json.dumps({"id": f"w{number}", "text": text}) for number, text in enumerate(texts)]
    source.write_text("\n".join(lines) + "\n")
    return ArchiveSettings(folder / "out", (str(source),), factory=FACTORY, window=SMALL, backoff_seconds=0.01)


def run(settings: ArchiveSettings, recorder: Recorder | None = None) -> Report:
    recorder = recorder or Recorder()
    return run_archive(replace(settings, command=command_of(settings)), recorder, recorder.interrupt)


def ids(out: Path) -> list[str]:
    return [json.loads(line)["id"] for line in export_lines(out)]


def test_every_document_comes_out_once_in_source_order_and_copies_say_so(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["alef", "be", "alef", "pe", "te", "alef"])
    report = run(settings)
    assert report.counts == Counts(waiting=0, done=4, copies=2, failed=0)
    results = [json.loads(line) for line in export_lines(settings.out)]
    assert [result["id"] for result in results] == ["w0", "w1", "w2", "w3", "w4", "w5"]
    assert results[5]["translation"] == results[0]["translation"]
    assert "copy of 'w0'" in results[5]["source"]["warnings"][0]


def test_a_sentence_of_an_earlier_window_is_not_decoded_again(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, [f"boilerplate\nnews {number}" for number in range(8)])
    run(settings)
    english = [json.loads(line)["translation"]["text"] for line in export_lines(settings.out)]
    assert all("English of boilerplate (1)" in text for text in english)
    run(replace(settings, out=tmp_path / "forgetful", memory_windows=0))
    assert "boilerplate (0)" in next(iter(export_lines(tmp_path / "forgetful")))


def test_archives_share_a_translation_memory_and_forget_in_it(tmp_path: Path) -> None:
    shared = str(tmp_path / "memory.sqlite")
    first = replace(archive_of(tmp_path, ["boilerplate\nfirst"]), translation_memory=shared)
    run(first)
    second = archive_of(tmp_path, ["boilerplate", "none of it", "more", "and more", "boilerplate\nlast"], "b.jsonl")
    run(replace(second, out=tmp_path / "second", translation_memory=shared, window=WindowLimits(documents=1)))
    english = [json.loads(line)["translation"]["text"] for line in export_lines(tmp_path / "second")]
    assert english[-1] == "English of boilerplate (1) English of last (5)"
    forget_document(first.out, "w0")
    with sqlite3.connect(shared) as connection:
        values = [value.decode() for (value,) in connection.execute("SELECT value FROM sentences")]
    assert len(values) == 4
    assert not any("boilerplate" in value or "first" in value for value in values)


def test_a_second_run_does_nothing_and_new_lines_are_added(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["a", "b"])
    run(settings)
    recorder = Recorder()
    assert run(settings, recorder).done == 0
    assert recorder.windows == []
    archive_of(tmp_path, ["a", "b", "c"])
    assert run(settings).done == 1
    assert ids(settings.out) == ["w0", "w1", "w2"]


def test_a_changed_document_is_done_again_and_its_copy_stands_alone(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["first", "second", "first"])
    run(settings)
    archive_of(tmp_path, ["first, corrected", "second", "first"])
    assert run(settings).done == 2
    texts = [json.loads(line)["translation"]["text"] for line in export_lines(settings.out)]
    assert [text.split(" (")[0] for text in texts] == [
        "English of first, corrected",
        "English of second",
        "English of first",
    ]


@pytest.mark.slow
def test_runs_killed_at_random_instants_give_what_an_undisturbed_one_gives(tmp_path: Path) -> None:
    found = kill_and_compare(200, 6, tmp_path, pace=0.02, longest=3.0, seed=3)
    assert found.same_export
    assert found.same_parts
    assert found.kills == 6


def test_bad_documents_are_listed_with_a_reason_and_the_good_ones_are_done(tmp_path: Path) -> None:
    texts = [f"good {number}" for number in range(20)]
    texts[3], texts[9], texts[14] = "POISON", "BUG", "REFUSED"
    settings = archive_of(tmp_path, texts)
    with Path(settings.sources[0]).open("a") as file:
        file.write("{broken\n")
    report = run(settings)
    assert report.counts == Counts(done=17, failed=4)
    reasons = {one.id: one.reason for one in failed_documents(settings.out)}
    place = f"{settings.sources[0]}:21"
    assert "exit code 9" in reasons["w3"]
    assert "ZeroDivisionError" in reasons["w9"]
    assert reasons["w14"] == "no text to translate"
    assert "not JSON" in reasons[place]
    assert len(ids(settings.out)) == 17


@pytest.mark.slow
def test_two_hundred_bad_documents_among_two_thousand_good_ones_are_all_listed(tmp_path: Path) -> None:
    settings = replace(archive_of(tmp_path, [f"good {n}" for n in range(2000)]), window=WindowLimits())
    source = Path(settings.sources[0])
    lines, bad = source.read_text().splitlines(), ["{", "[]", "null", '{"text": 7}', '{"id": "x"}', '{"text": " "}']
    for number in range(200):
        lines.insert(number * 11, bad[number % len(bad)])
    lines[-1] = json.dumps({"id": "w1999", "text": "REFUSED"})
    source.write_text("\n".join(lines))
    report = run(settings)
    assert report.counts == Counts(done=1999, failed=201)
    assert all(one.reason and one.place for one in failed_documents(settings.out))
    assert len(ids(settings.out)) == 1999


def test_a_transient_error_is_tried_again(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["good", "FLAKY"])
    report = run(replace(settings, options={"tries": str(tmp_path / "tries")}))
    assert report.counts == Counts(done=2)


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


def test_what_a_changed_option_affects_is_done_again_and_said_first(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["a", "b", "a"])
    run(replace(settings, options={"beam_size": 1}))
    recorder = Recorder()
    report = run(replace(settings, options={"beam_size": 4}), recorder)
    assert recorder.change == Change(2, ("translate beam_size: 1 -> 4",))
    assert report.done == 2
    assert report.counts == Counts(done=2, copies=1)
    assert len(ids(settings.out)) == 3
    assert len(list((settings.out / "parts").rglob("*.zst"))) == 1


def test_the_newest_document_is_done_first_when_asked(tmp_path: Path) -> None:
    source = tmp_path / "wires.jsonl"
    days = [3, 1, 4, 2]
    lines = [json.dumps({"id": f"day {day}", "text": str(day), "published": f"2024-03-0{day}"}) for day in days]
    source.write_text("\n".join(lines))
    settings = ArchiveSettings(tmp_path / "out", (str(source),), factory=FACTORY, max_documents=2, priority="newest")
    run(settings)
    assert ids(settings.out) == ["day 3", "day 4"]


def test_gists_come_first_and_are_replaced_by_the_whole(tmp_path: Path) -> None:
    settings = replace(archive_of(tmp_path, ["head\nlead\nbody", "short"]), gist_first=True, max_documents=2)
    run(settings)
    assert ids(settings.out) == []
    (first, _) = [json.loads(line) for line in export_lines(settings.out, gist=True)]
    assert "body" not in first["translation"]["text"]
    assert "headline and lead" in first["source"]["warnings"][0]
    assert run(replace(settings, max_documents=None)).counts == Counts(done=2)
    (first, _) = [json.loads(line) for line in export_lines(settings.out)]
    assert "body" in first["translation"]["text"]
    assert first["source"]["warnings"] == []


def test_near_duplicates_are_found_and_counted(tmp_path: Path) -> None:
    pytest.importorskip("datasketch")
    words = [f"word{number}" for number in range(120)]
    near = [*words[:60], "changed", *words[61:]]
    other = [f"other{number}" for number in range(120)]
    settings = replace(archive_of(tmp_path, [" ".join(w) for w in (words, other, near)]), near_duplicates=True)
    run(settings)
    assert read_status(settings.out).near == 1


def test_an_estimate_counts_without_writing(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["a", "b", "a"])
    with Path(settings.sources[0]).open("a") as file:
        file.write("{broken\n")
    found = estimate_run(settings)
    assert (found.documents, found.copies, found.unreadable, found.sampled) == (3, 1, 1, 2)
    assert found.bytes > 0
    assert not settings.out.exists()


def test_the_report_escapes_what_documents_say(tmp_path: Path) -> None:
    source = tmp_path / "wires.jsonl"
    source.write_text(json.dumps({"id": "<script>alert(1)</script>", "text": "BUG | 1"}))
    settings = ArchiveSettings(tmp_path / "out", (str(source),), factory=FACTORY)
    run(settings)
    markdown, page = write_report(settings.out)
    assert "<script>" not in page.read_text() + markdown.read_text()
    assert "ZeroDivisionError" in page.read_text()


def test_the_report_forgets_too(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["good", "BUG"])
    run(settings)
    markdown, page = write_report(settings.out)
    assert "w1" in markdown.read_text()
    forget_document(settings.out, "w1")
    assert "w1" not in markdown.read_text() + page.read_text()


def test_shards_together_are_the_whole(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, [f"text {number % 20}" for number in range(30)])
    run(settings)
    together = tmp_path / "shards"
    for number in (1, 2, 3):
        run(replace(settings, out=together / f"shard-{number:05d}-of-00003", shard=Shard(number, 3)))
    assert ids(together) == ids(settings.out)
    assert read_status(together).counts == read_status(settings.out).counts


def test_two_workers_give_the_same_documents_in_the_same_order(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, [f"text {number}" for number in range(30)])
    run(replace(settings, workers=2))
    assert ids(settings.out) == [f"w{number}" for number in range(30)]


def test_a_worker_that_hangs_is_ended_and_its_document_recorded(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["good", "HANG", "good too"])
    report = run(replace(settings, document_seconds=0.4))
    assert report.counts == Counts(done=2, failed=1)
    assert next(failed_documents(settings.out)).reason.startswith("no answer")


def test_failed_documents_are_done_again_as_the_last_run_did(tmp_path: Path) -> None:
    tries = tmp_path / "tries"
    settings = replace(archive_of(tmp_path, ["good", "UNLUCKY"]), options={"tries": str(tries)})
    assert run(settings).counts.failed == 1
    assert reopen_failed(settings.out) == 1
    tries.write_text("lucky")
    again = settings_of(last_command(settings.out), settings.out, FACTORY)
    assert run(again).counts == Counts(done=2)


def test_a_document_taken_down_is_nowhere_and_does_not_come_back(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["a", "secret\nb", "c", "secret\nb"])
    run(settings)
    gone = forget_document(settings.out, "w1")
    assert (gone.documents, gone.same_text) == (1, ("w3",))
    assert gone.sentences >= 2
    assert list(verify_archive(settings.out)) == []
    forget_document(settings.out, "w3")
    assert run(settings).done == 0
    assert ids(settings.out) == ["w0", "w2"]
    files = [path.read_bytes() for path in settings.out.rglob("*") if path.suffix != ".zst" and path.is_file()]
    assert not any(b"secret" in data for data in files)
    with pytest.raises(UsageError, match="no document"):
        forget_document(settings.out, "w1")


def test_a_damaged_part_is_found_and_its_documents_are_done_again(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, [str(number) for number in range(10)])
    run(settings)
    assert list(verify_archive(settings.out)) == []
    before = exported(settings.out)
    part = sorted((settings.out / "parts").rglob("*.zst"))[1]
    part.write_bytes(part.read_bytes()[:-3])
    (damage,) = verify_archive(settings.out)
    assert damage.where.endswith(part.name)
    assert repair_archive(settings.out) == 4
    run(settings)
    assert list(verify_archive(settings.out)) == []
    assert len(exported(settings.out)) == len(before)


def test_a_full_disk_is_one_line_and_the_run_goes_on_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = archive_of(tmp_path, [str(number) for number in range(20)])
    write, written = parts._write_durably, [0]

    def full(path: Path, data: bytes) -> None:
        written[0] += 1
        if written[0] > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, data)

    monkeypatch.setattr(parts, "_write_durably", full)
    with pytest.raises(OutputError, match=r"No space left.*free some space"):
        run(settings)
    monkeypatch.undo()
    assert read_status(settings.out).counts.done == 8
    run(settings)
    calm = replace(settings, out=tmp_path / "calm")
    run(calm)
    assert exported(settings.out) == exported(calm.out)


def test_an_output_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings = replace(archive_of(tmp_path, ["a"]), out=tmp_path / "file" / "out")
    with pytest.raises(OutputError, match="give the same command again"):
        run(settings)


def test_two_runs_do_not_write_one_archive(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["a"])
    from xlsum.archive.ledger import locked

    with locked(settings.out), pytest.raises(UsageError, match="another"):
        run(settings)


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
