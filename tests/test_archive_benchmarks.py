"""The archive benchmarks: what a re-filed archive is, what a table says, and that a soak runs to its end."""

from pathlib import Path

import pytest

from benchmarks.speed.archive_report import Timing, rows
from benchmarks.speed.archive_soak import slope, soak
from benchmarks.speed.refiled import make_archive
from xlsum.document import Document


def wires(count: int) -> list[Document]:
    return [
        Document(f"w{number}", f"وزیر {number} گفت کار {number} آغاز شد. او رفت. شهر {number} آرام است.")
        for number in range(count)
    ]


def test_a_third_of_the_archive_is_refiled_every_other_one_with_one_sentence_changed() -> None:
    archive = make_archive(wires(40), 30)
    assert len(archive) == len({document.id for document in archive}) == 30
    texts = [document.text for document in archive]
    assert len(set(texts)) == 25
    again = [document for document in archive if "again" in document.id]
    originals = {document.id: document.text.split(". ") for document in archive}
    changed = [
        sum(
            one != other
            for one, other in zip(document.text.split(". "), originals[document.id.split("-")[0]], strict=True)
        )
        for document in again
    ]
    assert sorted(changed) == [0] * 5 + [1] * 5


def test_a_small_source_gives_a_smaller_archive_with_a_third_refiled() -> None:
    archive = make_archive(wires(8), 60)
    assert len(archive) == 12


def test_the_table_compares_with_a_run_and_with_the_engine_alone() -> None:
    timings = [
        Timing("xlsum batch run", 11.0, 20.0),
        Timing("the engine alone", 10.0, 18.0),
        Timing("xlsum run", 22.0, 30.0),
        Timing("xlsum batch run", 13.0, 22.0),
    ]
    batch, engine, run = rows(timings, 60)
    assert batch.documents_per_hour == 18000
    assert batch.wall_spread == (11.0, 13.0)
    assert (batch.times_run_wall, batch.above_engine_wall) == (pytest.approx(1.833), pytest.approx(0.2))
    assert (engine.above_engine_wall, run.times_run_cpu) == (0, 1)


def test_a_soak_goes_on_where_it_was_broken_off(tmp_path: Path) -> None:
    first = soak(150, 70, "fake", tmp_path)
    assert first.outcome == "done"
    assert first.run.peak_mib >= first.run.early_peak_mib > 0
    assert soak(150, 70, "fake", tmp_path).documents == 0


def test_the_slope_is_that_of_the_line() -> None:
    assert slope([(0, 5), (10, 25), (20, 45)]) == pytest.approx(2.0)
