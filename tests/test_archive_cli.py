"""`xlsum batch`: what the commands print, and their exit codes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.archive_fakes import FACTORY
from tests.archive_runs import archive_of, run
from xlsum.cli import app
from xlsum.cli.batch_options import read_priority, read_shard, read_time, read_workers, shard_folder
from xlsum.errors import UsageError

COMMANDS = CliRunner()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of three documents: one done, one a copy, one failed."""
    assert FACTORY
    settings = archive_of(tmp_path_factory.mktemp("archive"), ["one 1", "one 1", "BUG"])
    run(settings)
    return settings.out


def test_status_counts_by_state(archive: Path) -> None:
    found = json.loads(COMMANDS.invoke(app, ["batch", "status", str(archive), "--json"]).stdout)
    states = ("documents", "waiting", "done", "copies", "failed")
    assert [found[name] for name in states] == [3, 0, 1, 1, 1]
    assert found["sessions"][0]["outcome"] == "done"
    assert "copies     1" in COMMANDS.invoke(app, ["batch", "status", str(archive)]).stdout


def test_failed_lists_id_place_and_reason(archive: Path) -> None:
    line = COMMANDS.invoke(app, ["batch", "failed", str(archive)]).stdout.rstrip("\n").split("\t")
    assert (line[0], line[2]) == ("w2", "ZeroDivisionError: division by zero")
    found = json.loads(COMMANDS.invoke(app, ["batch", "failed", str(archive), "--json"]).stdout)
    assert set(found) == {"id", "place", "reason", "attempts"}


def test_export_prints_json_lines(archive: Path) -> None:
    lines = COMMANDS.invoke(app, ["batch", "export", str(archive)]).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["w0", "w1"]


@pytest.mark.parametrize(
    ("format", "name"),
    [
        pytest.param("jsonl", "all.jsonl.zst", id="compressed lines"),
        pytest.param("shards", "shards/results-00000.jsonl.zst", id="shards"),
        pytest.param("sqlite", "all.sqlite", id="sqlite"),
        pytest.param("parquet", "all.parquet", id="parquet"),
        pytest.param("text", "texts", id="a folder of texts"),
    ],
)
def test_results_are_written_to(format: str, name: str, archive: Path, tmp_path: Path) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow")
    target = tmp_path / (name.split("/")[0])
    done = COMMANDS.invoke(app, ["batch", "export", str(archive), "--to", str(target), "--format", format])
    assert done.exit_code == 0, done.output
    assert (tmp_path / name).exists()
    assert [path.name for path in tmp_path.rglob(".*")] == []


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["export", "ARCHIVE", "--format", "docx2", "--to", "x"], id="an unknown format"),
        pytest.param(["export", "ARCHIVE", "--format", "sqlite"], id="a file format to standard output"),
        pytest.param(["status", "nowhere"], id="no ledger"),
        pytest.param(["forget", "ARCHIVE", "nobody"], id="an unknown id"),
        pytest.param(["run", "nowhere.jsonl", "-o", "out"], id="a source that does not exist"),
        pytest.param(["run", "ARCHIVE", "-o", "out", "--shard", "0/3"], id="a shard that does not exist"),
    ],
)
def test_wrong_use_is_an_error_of_its_own(arguments: list[str], archive: Path, tmp_path: Path) -> None:
    given = [str(archive) if word == "ARCHIVE" else word for word in arguments]
    given = [str(tmp_path / word) if word in {"x", "out", "nowhere", "nowhere.jsonl"} else word for word in given]
    outcome = COMMANDS.invoke(app, ["batch", *given])
    assert isinstance(outcome.exception, UsageError)


def test_verify_finds_nothing_wrong(archive: Path) -> None:
    outcome = COMMANDS.invoke(app, ["batch", "verify", str(archive)])
    assert (outcome.exit_code, outcome.stdout) == (0, "")


def test_shards_count_from_one_and_have_folders_of_their_own(tmp_path: Path) -> None:
    shard = read_shard("3/64")
    assert (shard.number, shard.of) == (3, 64)
    assert shard_folder(tmp_path, shard).name == "shard-00003-of-00064"
    assert shard_folder(tmp_path, read_shard("")) == tmp_path
    for wrong in ("0/4", "5/4", "4", "a/b", "1/0"):
        with pytest.raises(UsageError):
            read_shard(wrong)


def test_times_and_orders_are_read() -> None:
    moment = read_time("2030-01-31T06:30")
    assert moment is not None
    assert (moment.year, moment.hour, moment.tzinfo is not None) == (2030, 6, True)
    assert read_time("") is None
    assert read_priority("newest") == "newest"
    for wrong in ("tomorrow", "2020-01-01T00:00"):
        with pytest.raises(UsageError):
            read_time(wrong)
    with pytest.raises(UsageError):
        read_priority("best")


@pytest.mark.parametrize(
    ("text", "engine", "found"),
    [
        pytest.param("", "local", (1, 1), id="one process"),
        pytest.param("", "ray", (0, 0), id="what the cluster has"),
        pytest.param("4", "local", (4, 4), id="four processes"),
        pytest.param("2-16", "ray", (2, 16), id="a range of actors"),
    ],
)
def test_workers_are_a_number_or_a_range(text: str, engine: str, found: tuple[int, int]) -> None:
    assert read_workers(text, engine) == found


@pytest.mark.parametrize(("text", "engine"), [("2-16", "local"), ("16-2", "ray"), ("-3", "ray"), ("many", "local")])
def test_other_numbers_of_workers_are_wrong_use(text: str, engine: str) -> None:
    with pytest.raises(UsageError, match="--workers"):
        read_workers(text, engine)
