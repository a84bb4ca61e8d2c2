"""Pulling from a hub, adding from a folder, the store's promises. The hub is ours, its client the real one."""

from __future__ import annotations

import multiprocessing
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fake_hub import COMMIT, FakeHub, serve
from tests.fixtures.toy_news import sentences
from xlsum.catalogue import ModelCard, load_catalogue
from xlsum.engines.cards import manifest_of_card
from xlsum.engines.convert import Conversion
from xlsum.engines.install import add_checkpoint, convert_to_folder
from xlsum.engines.loader import load_engine
from xlsum.engines.locations import store_folder
from xlsum.engines.protocol import DecodingOptions
from xlsum.engines.pull import choose_files, pull_checkpoint
from xlsum.engines.store import PARTIAL, installed_checkpoints, remove_checkpoint
from xlsum.errors import CheckpointError, NetworkError, OutputError, UnknownModelError, UsageError

pytest.importorskip("torch", reason="pulling converts, which needs the extra hf")
pytest.importorskip("huggingface_hub", reason="pulling needs the extra hf")

NLLB = Path(__file__).parent / "fixtures" / "nllb_tiny"
REPO = "makers/tiny"
HOW = Conversion()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeHub]:
    files = {path.name: path.read_bytes() for path in NLLB.iterdir()}
    files |= {"README.md": b"# words", "modeling_evil.py": b"raise SystemExit", "pytorch_model.bin": b"a pickle"}
    with serve(FakeHub(REPO, files)) as served:
        monkeypatch.setenv("HF_ENDPOINT", served.url)
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield served


def card(**changes: object) -> ModelCard:
    known = load_catalogue().card("nllb-200-distilled-600M")
    return replace(known, **{"name": "tiny", "repo": REPO, "revision": COMMIT, "download_bytes": 10, **changes})  # type: ignore[arg-type]


def translated(name: str) -> str:
    engine = load_engine(name, "translate", threads=1)
    return engine.generate([sentences()[0].persian], DecodingOptions(max_output_tokens=40))[0][0].text


@pytest.mark.slow
def test_pull_downloads_what_is_needed_converts_and_translates(hub: FakeHub) -> None:
    said: list[str] = []
    installed = pull_checkpoint(card(), HOW, report=said.append)
    assert installed.folder == store_folder() / "tiny"
    assert installed.manifest.revision == COMMIT
    assert installed.manifest.pruning["tokens"] < installed.manifest.pruning["of_tokens"]
    assert {"ctranslate2", "transformers", "torch", "xlsum"} <= set(installed.manifest.converter)
    assert "model.safetensors" in installed.manifest.source_files
    assert COMMIT in said[0]
    fetched = {
        request.rsplit("/", 1)[-1] for request in hub.requests if request.startswith("GET") and "/resolve/" in request
    }
    assert "model.safetensors" in fetched
    assert not {"README.md", "modeling_evil.py", "pytorch_model.bin"} & fetched
    assert translated("tiny") == sentences()[0].english
    assert not list((store_folder() / PARTIAL).glob("tiny.*"))


@pytest.mark.slow
def test_a_broken_transfer_is_mended_and_what_is_there_is_not_fetched_again(hub: FakeHub) -> None:
    hub.cut_after = 300_000
    try:
        pull_checkpoint(card(), HOW, keep=True)
    except NetworkError:
        assert not (store_folder() / "tiny").exists()
        pull_checkpoint(card(), HOW, keep=True)
    assert hub.cut_after is None
    assert translated("tiny") == sentences()[0].english
    pull_checkpoint(card(), replace(HOW, prune=False), replace=True)
    fetched = [request for request in hub.requests if request.startswith("GET") and request.endswith("/config.json")]
    assert len(fetched) == 1


def test_an_unpinned_card_records_and_prints_the_commit_it_got(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    installed = pull_checkpoint(
        card(revision="", revision_unverified=True), replace(HOW, prune=False), report=said.append
    )
    assert installed.manifest.revision == COMMIT
    assert f"{REPO} at {COMMIT} (not pinned: recorded as fetched)" in said[0]


def test_the_token_of_the_environment_is_sent(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    hub.files = {}
    with pytest.raises(CheckpointError):
        pull_checkpoint(card(), HOW)
    assert "Bearer hf_secret" in hub.tokens


@pytest.mark.parametrize("name", ["../evil.json", "/etc/config.json", "a/../../config.json", "..\\config.json"])
def test_a_file_name_that_leaves_the_folder_is_refused(hub: FakeHub, name: str) -> None:
    hub.listed = [name, *hub.files]
    with pytest.raises(CheckpointError, match="leaves the folder"):
        pull_checkpoint(card(), HOW)
    assert not any("/resolve/" in request for request in hub.requests)


def test_weights_are_fetched_once_and_code_never() -> None:
    offered = [
        "config.json",
        "model.safetensors",
        "pytorch_model.bin",
        "tf_model.h5",
        "spiece.model",
        "run.py",
        "x/config.json",
    ]
    assert choose_files(offered) == ("config.json", "spiece.model", "model.safetensors")
    assert choose_files(["config.json", "pytorch_model.bin"]) == ("config.json", "pytorch_model.bin")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"repo": "makers/other"}, "has no makers/other", id="no such repository"),
        pytest.param({"revision": "f" * 40}, "no revision", id="no such commit"),
    ],
)
def test_what_the_hub_does_not_have_is_one_line(hub: FakeHub, changes: dict[str, str], told: str) -> None:
    with pytest.raises(NetworkError, match=told) as caught:
        pull_checkpoint(card(**changes), HOW)
    assert "\n" not in str(caught.value)


def test_offline_pull_says_what_could_not_be_reached_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("urllib.request.getproxies", dict)
    with pytest.raises(NetworkError) as caught:
        pull_checkpoint(card(), HOW)
    line = str(caught.value)
    assert "\n" not in line
    assert all(words in line for words in ("http://127.0.0.1:9", REPO, "models add", "embedded default"))


def test_a_file_that_the_card_does_not_know_is_refused(hub: FakeHub) -> None:
    with pytest.raises(CheckpointError, match=r"config\.json is not the file"):
        pull_checkpoint(card(files={"config.json": "0" * 64}), HOW)


def test_a_full_disk_is_told_before_the_download(hub: FakeHub) -> None:
    with pytest.raises(OutputError, match="GB needed"):
        pull_checkpoint(card(download_bytes=10**18), HOW)
    assert not any("/resolve/" in request for request in hub.requests)


def test_what_ships_with_the_package_is_not_pulled() -> None:
    with pytest.raises(UsageError, match="ships with the package"):
        pull_checkpoint(load_catalogue().card("compact-fa-en"), HOW)


def manifest_named(name: str) -> object:
    return replace(manifest_of_card(card()), name=name)


def _add(home: str, name: str) -> str:
    import os

    os.environ["XLSUM_HOME"] = home
    return str(add_checkpoint(NLLB, manifest_named(name), HOW, replace=True).folder)  # type: ignore[arg-type]


@pytest.mark.slow
def test_two_processes_may_add_at_once(own_home: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        folders = pool.starmap(_add, [(str(own_home), "twice")] * 2)
    assert folders == [str(store_folder() / "twice")] * 2
    assert translated("twice") == sentences()[0].english
    assert not list((store_folder() / PARTIAL).glob("twice.*"))


def test_an_interrupted_conversion_leaves_nothing_under_the_final_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("xlsum.engines.install.convert_checkpoint", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add_checkpoint(NLLB, manifest_named("half"), HOW)  # type: ignore[arg-type]
    assert [found.manifest.name for found in installed_checkpoints(embedded=False)] == []
    assert not list((store_folder() / PARTIAL).glob("half.*"))


def test_what_a_killed_process_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    stale = store_folder() / PARTIAL / "tiny.12345"
    stale.mkdir(parents=True)
    (stale / "model.bin").write_bytes(b"half")
    add_checkpoint(NLLB, manifest_named("tiny"), replace(HOW, prune=False))  # type: ignore[arg-type]
    assert not stale.exists()
    with pytest.raises(UsageError, match="in the store already"):
        add_checkpoint(NLLB, manifest_named("tiny"), HOW)  # type: ignore[arg-type]
    assert remove_checkpoint("tiny") > 100_000
    with pytest.raises(UnknownModelError):
        remove_checkpoint("tiny")


def test_a_converted_folder_is_carried_to_another_machine(tmp_path: Path) -> None:
    convert_to_folder(NLLB, tmp_path / "carried", manifest_named("carried"), HOW)  # type: ignore[arg-type]
    added = add_checkpoint(tmp_path / "carried", None, HOW)
    assert added.folder == store_folder() / "carried"
    (tmp_path / "carried" / "model.bin").write_bytes(b"other")
    with pytest.raises(CheckpointError, match="bytes"):
        add_checkpoint(tmp_path / "carried", None, HOW, replace=True)
    with pytest.raises(UsageError, match="exists already"):
        convert_to_folder(NLLB, tmp_path / "carried", manifest_named("carried"), HOW)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        pytest.param("config.json", b'{"model_type": "gpt2"}', "not supported", id="another kind of network"),
        pytest.param("config.json", b'{"model_type": "mt5", "auto_map": {}}', "auto_map", id="code of its own"),
        pytest.param("config.json", b"{", "cannot be read", id="a broken config"),
        pytest.param("model.safetensors", None, "no weights", id="no weights"),
        pytest.param("model.safetensors", b"\x00" * 64, "nllb", id="weights that are none"),
        pytest.param("sentencepiece.bpe.model", None, "no SentencePiece model", id="no tokenizer"),
        pytest.param("sentencepiece.bpe.model", b"\x08", "no SentencePiece model", id="a broken tokenizer"),
    ],
)  # fmt: skip
def test_a_bad_checkpoint_is_refused_in_one_line(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    folder = tmp_path / "nllb"
    shutil.copytree(NLLB, folder)
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(CheckpointError, match=told) as caught:
        add_checkpoint(folder, manifest_named("bad"), HOW)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)
    assert not (store_folder() / "bad").exists()


@pytest.mark.filterwarnings("ignore:Detected pickle protocol")
def test_a_pickle_that_runs_code_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pickle

    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "nllb"
    shutil.copytree(NLLB, folder)
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps({"x": _Evil()}))
    with pytest.raises(CheckpointError):
        add_checkpoint(folder, manifest_named("evil"), HOW)  # type: ignore[arg-type]
    assert not (tmp_path / "ran").exists()


class _Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return (eval, ("open('ran', 'w')",))
