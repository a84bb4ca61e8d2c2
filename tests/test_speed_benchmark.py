"""The speed benchmark on tiny networks: it runs from end to end and its table says what its figures say."""

import json
from pathlib import Path

import pytest

from benchmarks.speed.report import Timing, markdown, ratios
from benchmarks.speed.shapes import words

NAIVE, FAIR, OURS = "transformers, naive", "transformers, fair", "xlsum (CTranslate2)"


def timings() -> list[Timing]:
    rows = [(NAIVE, 40.0), (FAIR, 12.0), (OURS, 4.0), (NAIVE, 44.0), (FAIR, 12.0), (OURS, 4.4)]
    single = [Timing(system, "one wire", 1, seconds, seconds / 2) for system, seconds in rows]
    return [*single, Timing(OURS, "64 wires", 64, 128.0, 64.0)]


def test_the_table_has_median_spread_and_ratio() -> None:
    lines = markdown(timings()).splitlines()
    assert lines[2] == f"| {NAIVE} | one wire | 42.00 (40.00 to 44.00) | 2 | 1.0 |"
    assert lines[-1] == f"| {OURS} | 64 wires | 2.00 (2.00 to 2.00) | 1 | 21.0 |"


def test_ratios_are_those_of_medians() -> None:
    assert ratios(timings()) == {
        f"one wire: {NAIVE}": 10.0,
        f"one wire: {FAIR}": 2.86,
        f"pooled: {NAIVE}": 21.0,
    }


def test_made_up_words_are_all_different() -> None:
    assert len(set(words(5000))) == 5000


@pytest.mark.slow
def test_the_benchmark_runs_on_tiny_networks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("torch", reason="the benchmark compares with transformers")
    from benchmarks.speed.__main__ import main

    main(
        [
            "--tiny",
            "--threads",
            "1",
            "--rounds",
            "1",
            "--pool",
            "2",
            "--pool-rounds",
            "1",
            "--cache",
            str(tmp_path / "c"),
            "--results",
            str(tmp_path),
        ]
    )
    assert capsys.readouterr().out.count("\n") == 6
    record = json.loads(next(tmp_path.glob("speed-*.json")).read_text("utf-8"))
    assert len(record["timings"]) == 4
