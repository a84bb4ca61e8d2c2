"""Where results and figures go: files, folders, object stores; each appears under its name when it is whole."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from typer.testing import CliRunner

from tests.archive_runs import Recorder, archive_of, run
from xlsum.archive.ledger import Counts
from xlsum.archive.remote import write_remote
from xlsum.archive.sinks import write_lines
from xlsum.archive.windows import Finished
from xlsum.cli import app
from xlsum.cli.batch_metrics import MetricsListener
from xlsum.errors import OutputError, UsageError

COMMANDS = CliRunner()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two documents."""
    settings = archive_of(tmp_path_factory.mktemp("archive"), ["one 1", "two 2"])
    run(settings)
    return settings.out


@pytest.fixture
def store() -> Iterator[Any]:
    """An object store in memory, as fsspec gives it."""
    fsspec = pytest.importorskip("fsspec")
    store = fsspec.filesystem("memory")
    yield store
    store.store.clear()


def export(archive: Path, address: str, format: str) -> None:
    outcome = COMMANDS.invoke(app, ["batch", "export", str(archive), "--to", address, "--format", format])
    assert outcome.exit_code == 0, outcome.output


@pytest.mark.parametrize(
    ("format", "address", "found"),
    [
        pytest.param("jsonl", "memory://out/all.jsonl.zst", ["/out/all.jsonl.zst"], id="compressed lines"),
        pytest.param("shards", "memory://out/parts", ["/out/parts/results-00000.jsonl.zst"], id="shards"),
        pytest.param("sqlite", "memory://out/all.sqlite", ["/out/all.sqlite"], id="sqlite"),
        pytest.param("parquet", "memory://out/all.parquet", ["/out/all.parquet"], id="parquet"),
        pytest.param("text", "memory://out/texts", ["/out/texts/w0.txt", "/out/texts/w1.txt"], id="a folder of texts"),
    ],
)
def test_results_are_written_to_an_address(
    format: str, address: str, found: list[str], archive: Path, store: Any
) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow")
    export(archive, address, format)
    assert sorted(store.find("/out")) == found
    assert store.cat_file(found[0])


def test_what_is_in_the_store_is_what_export_prints_and_can_be_read_again(archive: Path, store: Any) -> None:
    export(archive, "memory://out/all.jsonl.zst", "jsonl")
    lines = zstandard.ZstdDecompressor().stream_reader(store.cat_file("/out/all.jsonl.zst")).read().decode()
    assert lines == COMMANDS.invoke(app, ["batch", "export", str(archive)]).stdout


def test_a_file_address_is_a_file(archive: Path, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    export(archive, f"file://{tmp_path}/deep/all.sqlite", "sqlite")
    with sqlite3.connect(tmp_path / "deep" / "all.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM results").fetchone() == (2,)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["all.sqlite"]


def test_an_object_that_is_not_whole_does_not_appear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fsspec")

    def broken(source: object, target: Any, length: int = 0) -> None:
        target.write(b"half")
        raise OSError("the network is gone")

    monkeypatch.setattr("shutil.copyfileobj", broken)
    with pytest.raises(OutputError, match="the network is gone"):
        write_remote(iter(["{}"]), f"file://{tmp_path}/all.jsonl", write_lines)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["run", "x.jsonl", "-o", "s3://bucket/out"], "stays in a folder of this machine", id="a ledger"),
        pytest.param(["export", "ARCHIVE", "--to", "nowhere://x"], "no driver", id="an unknown protocol"),
    ],
)
def test_an_address_that_cannot_be_used_is_one_line(arguments: list[str], said: str, archive: Path) -> None:
    pytest.importorskip("fsspec")
    given = [str(archive) if word == "ARCHIVE" else word for word in arguments]
    outcome = COMMANDS.invoke(app, ["batch", *given])
    assert isinstance(outcome.exception, UsageError)
    assert said in str(outcome.exception)


def read_metrics(path: Path) -> dict[str, float]:
    """The samples of a textfile, without the archive's label."""
    parser = pytest.importorskip("prometheus_client.parser")
    samples = [s for family in parser.text_string_to_metric_families(path.read_text()) for s in family.samples]
    return {f"{s.name} {' '.join(v for k, v in s.labels.items() if k != 'archive')}".strip(): s.value for s in samples}


def test_prometheus_finds_the_figures_of_a_run(tmp_path: Path) -> None:
    pytest.importorskip("prometheus_client")
    path = tmp_path / "archive.prom"
    listener = MetricsListener(Recorder(), path, "out")
    settings = archive_of(tmp_path, ["one 1", "one 1", "BUG", "two 2"])
    report = run(settings, listener)
    found = read_metrics(path)
    assert found["xlsum_batch_running"] == 1
    listener.ended(report.outcome, report.counts)
    found = read_metrics(path)
    states = [found[f"xlsum_batch_documents {state}"] for state in ("waiting", "done", "copy", "failed")]
    assert states == [0, 2, 1, 1]
    assert found["xlsum_batch_flags number"] == 2
    assert (found["xlsum_batch_running"], found["xlsum_batch_ended done"]) == (0, 1)
    assert found["xlsum_batch_tokens"] == 4
    assert [other.name for other in tmp_path.glob("*.prom*")] == ["archive.prom"]


def test_figures_that_cannot_be_written_are_known_before_the_run(tmp_path: Path) -> None:
    pytest.importorskip("prometheus_client")
    with pytest.raises(OutputError, match="--metrics"):
        run(archive_of(tmp_path, ["a"]), MetricsListener(Recorder(), tmp_path / "no" / "a.prom", "out"))


def test_figures_that_cannot_be_written_later_do_not_end_the_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("prometheus_client")
    (tmp_path / "here").mkdir()
    listener = MetricsListener(Recorder(), tmp_path / "here" / "a.prom", "out")
    listener.starting(Counts(), Recorder().change, ())
    (tmp_path / "here" / "a.prom").unlink()
    (tmp_path / "here").rmdir()
    listener.recorded(Finished(1, (), (), (), (), 0.0, 0, {}), Counts(), reading=False)
    listener.ended("done")
    assert "not up to date" in capsys.readouterr().err
