"""Runs: every document once, in order, and what is done again. The pipeline is a fake one, in a real worker process."""

import json
from dataclasses import replace
from pathlib import Path

from tests.archive_fakes import FACTORY
from tests.archive_runs import Recorder, archive_of, ids, run
from xlsum.archive.configuration import Change
from xlsum.archive.export import export_lines
from xlsum.archive.ledger import Counts
from xlsum.archive.settings import ArchiveSettings


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


def test_two_workers_give_the_same_documents_in_the_same_order(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, [f"text {number}" for number in range(30)])
    run(replace(settings, workers=2))
    assert ids(settings.out) == [f"w{number}" for number in range(30)]
