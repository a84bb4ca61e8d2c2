"""Archives on a Ray cluster: what local workers give, also when an actor dies in mid-run."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.test_archive_run import archive_of, run
from xlsum.archive.export import export_lines
from xlsum.archive.ledger import Counts
from xlsum.archive.status import failed_documents


@pytest.mark.slow
def test_a_ray_cluster_of_two_gives_what_a_local_worker_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent), prepend=":")
    monkeypatch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    texts = [f"text {number % 17}" for number in range(40)]
    texts[11], texts[23] = "POISON", "DIES ONCE"
    local = replace(archive_of(tmp_path, texts), memory_windows=0, options={"tries": str(tmp_path / "tries")})
    assert run(local).counts.failed == 1
    (tmp_path / "tries").unlink()
    on_ray = replace(local, out=tmp_path / "ray", engine="ray", workers=2)
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        report = run(on_ray)
    finally:
        ray.shutdown()
    assert report.counts == Counts(done=report.counts.done, copies=report.counts.copies, failed=1)
    assert (tmp_path / "tries").exists()
    assert [one.id for one in failed_documents(on_ray.out)] == ["w11"]
    assert _without_times(on_ray.out) == _without_times(local.out)


def _without_times(out: Path) -> list[str]:
    from benchmarks.speed.kill_archive import TIMES

    return [TIMES.sub("", line) for line in export_lines(out)]
