"""Looking after an archive: estimate, report, verify, forget, shared memory."""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.speed.kill_archive import exported
from tests.archive_fakes import FACTORY
from tests.archive_runs import archive_of, ids, run
from xlsum.archive.estimate import estimate_run
from xlsum.archive.export import export_lines
from xlsum.archive.forget import forget_document
from xlsum.archive.ledger import Counts, Ledger
from xlsum.archive.report import write_report
from xlsum.archive.retry import reopen_failed
from xlsum.archive.settings import ArchiveSettings
from xlsum.archive.status import failed_documents, read_status
from xlsum.archive.verify import repair_archive, verify_archive
from xlsum.archive.windows import WindowLimits
from xlsum.errors import OutputError, UsageError


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


def test_near_duplicates_are_found_and_counted(tmp_path: Path) -> None:
    pytest.importorskip("datasketch")
    words = [f"word{number}" for number in range(120)]
    near = [*words[:60], "changed", *words[61:]]
    other = [f"other{number}" for number in range(120)]
    settings = replace(archive_of(tmp_path, [" ".join(w) for w in (words, other, near)]), near_duplicates=True)
    run(settings)
    assert read_status(settings.out).near == 1


def test_a_ledger_of_the_first_schema_is_read_and_gone_on_with(tmp_path: Path) -> None:
    settings = archive_of(tmp_path, ["a", "b", "BUG"])
    run(settings)
    with sqlite3.connect(settings.out / "ledger.sqlite") as connection:
        connection.execute("ALTER TABLE documents DROP COLUMN source_line")
        connection.execute("PRAGMA user_version = 1")
    assert [one.place for one in failed_documents(settings.out)] == [settings.sources[0]]
    assert read_status(settings.out).counts == Counts(done=2, failed=1)
    archive_of(tmp_path, ["a", "b", "BUG", "c"])
    assert run(settings).done == 1
    assert ids(settings.out) == ["w0", "w1", "w3"]
    assert [one.place for one in failed_documents(settings.out)] == [f"{settings.sources[0]}:3"]


@pytest.mark.parametrize("use", [pytest.param(read_status, id="read"), pytest.param(reopen_failed, id="written")])
def test_a_ledger_of_a_later_schema_is_refused(use: Callable[[Path], object], tmp_path: Path) -> None:
    Ledger.create(tmp_path).close()
    with sqlite3.connect(tmp_path / "ledger.sqlite") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(OutputError, match="upgrade xlsum"):
        use(tmp_path)
