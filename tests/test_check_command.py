"""`xlsum check`, the stress suite and the planted-error study, as a user starts them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from benchmarks import planted_errors, stress
from xlsum.cli import app

GOOD = "تجارت ۷۷ درصد رشد کرد.\tTrade grew by 77 percent."
BAD = "تجارت ۷۷ درصد رشد کرد.\tTrade grew by 7 percent."


def write_pair(folder: Path, rows: list[str], *, as_json: bool = False) -> list[str]:
    """The two aligned files of tab-separated rows."""
    names = []
    for column, (suffix, field) in enumerate((("fa", "source"), ("en", "english"))):
        cells = [row.split("\t")[column] for row in rows]
        path = folder / (f"{suffix}.jsonl" if as_json else f"wire.{suffix}")
        lines = [json.dumps({field: cell}, ensure_ascii=False) if as_json else cell for cell in cells]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        names.append(str(path))
    return names


@pytest.mark.parametrize("as_json", [pytest.param(False, id="text"), pytest.param(True, id="json-lines")])
def test_a_translation_that_must_not_be_used_exits_1_and_says_why(tmp_path: Path, as_json: bool) -> None:
    result = CliRunner().invoke(app, ["check", *write_pair(tmp_path, [GOOD, BAD], as_json=as_json)])
    assert result.exit_code == 1
    assert result.stdout.startswith("2 do-not-use numbers: The source says 77 percent")


def test_a_good_translation_exits_0_and_prints_nothing(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", *write_pair(tmp_path, [GOOD])])
    assert (result.exit_code, result.stdout) == (0, "")


def test_the_json_report_has_one_object_a_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["check", "--format", "json", *write_pair(tmp_path, [GOOD, BAD])])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["level"] for line in lines] == ["ok", "do-not-use"]
    assert lines[1]["flags"][0]["kind"] == "numbers"


def test_files_of_different_length_are_wrong_use(tmp_path: Path) -> None:
    source, translation = write_pair(tmp_path, [GOOD, BAD])
    Path(translation).write_text("One line.\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", source, translation])
    assert "has 2 lines" in str(result.exception)


def test_the_stress_suite_has_its_cases_and_passes_most_of_every_class() -> None:
    outcomes = [stress.run_case(case) for case in stress.read_cases()]
    assert len(outcomes) >= 300
    assert len({outcome.case.id for outcome in outcomes}) == len(outcomes)
    for kind in stress.CLASSES:
        own = [outcome.passed for outcome in outcomes if outcome.case.kind == kind]
        assert sum(own) >= 0.9 * len(own), kind


def test_a_planted_number_is_caught_and_a_sound_pair_is_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pairs = tmp_path / "pairs.tsv"
    pairs.write_text(GOOD + "\n", encoding="utf-8")
    assert planted_errors.main(["--pairs", str(pairs), "--count", "80"]) == 0
    printed = capsys.readouterr().out
    assert "| digit changed | 10 | 100.0 % | 100.0 % |" in printed
    assert "False alarms on 1 untouched references: 0.0 %" in printed


def test_a_study_without_its_file_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert planted_errors.main(["--pairs", "none.tsv"]) == 2
    assert "none.tsv: no such file" in capsys.readouterr().err
