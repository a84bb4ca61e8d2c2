"""What goes wrong in a run: documents, workers and disks. The good documents are done, the bad ones listed."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.robustness.malformed import KINDS, mix_and_run
from tests.archive_fakes import FACTORY
from tests.archive_runs import archive_of, ids, run
from xlsum.archive.command import settings_of
from xlsum.archive.ledger import Counts
from xlsum.archive.retry import last_command, reopen_failed
from xlsum.archive.status import failed_documents
from xlsum.errors import UsageError


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
def test_malformed_inputs_of_every_kind_are_listed_and_the_good_ones_among_them_are_done(tmp_path: Path) -> None:
    for package in ("pyarrow", "pypdfium2"):
        pytest.importorskip(package)
    found = mix_and_run(60, len(KINDS), tmp_path)
    assert (found.done, found.failed) == (60, len(KINDS))
    assert (found.missing_good, found.not_listed, found.listed_without_need) == ((), (), ())


def test_a_transient_error_is_tried_again(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["good", "FLAKY"])
    report = run(replace(settings, options={"tries": str(tmp_path / "tries")}))
    assert report.counts == Counts(done=2)


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


def test_two_runs_do_not_write_one_archive(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["a"])
    from xlsum.archive.ledger import locked

    with locked(settings.out), pytest.raises(UsageError, match="another"):
        run(settings)


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        pytest.param("a.jsonl", '{"text": "good"}\n\n{"text": "BUG"}\n', 3, id="json lines, a blank one among them"),
        pytest.param("a.csv", 'text\n"good,\non two lines"\nBUG\n', 4, id="csv with a field of two lines"),
        pytest.param("a.tsv", "text\ngood\nBUG\n", 3, id="tsv"),
    ],
)
def test_a_document_that_fails_in_the_pipeline_is_named_with_its_line(
    name: str, content: str, line: int, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    run(replace(archive_of(tmp_path, []), sources=(str(tmp_path / name),)))
    (failed,) = failed_documents(tmp_path / "out")
    assert failed.place == f"{tmp_path / name}:{line}"
    assert failed.reason.startswith("ZeroDivisionError")


def test_a_row_of_parquet_and_a_line_within_an_archive_are_named_too(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"text": ["good", "BUG"]}), tmp_path / "a.parquet")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("c.jsonl", '{"text": "good too"}\n{"text": "REFUSED"}\n')
    run(replace(archive_of(tmp_path, []), sources=(str(tmp_path / "a.parquet"), str(tmp_path / "b.zip"))))
    places = [one.place for one in failed_documents(tmp_path / "out")]
    assert places == [f"{tmp_path / 'a.parquet'}:2", f"{tmp_path / 'b.zip'}!c.jsonl:2"]
