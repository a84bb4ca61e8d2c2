"""From a name or a folder to an engine: what `auto` takes, and what is refused, in one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from xlsum.catalogue import load_catalogue
from xlsum.engines.hardware import choose_compute_type, choose_device, supported_compute_types
from xlsum.engines.loader import choose_model, load_engine
from xlsum.engines.locations import WEIGHTS, store_folder
from xlsum.engines.manifest import MANIFEST, Manifest, read_manifest, write_manifest
from xlsum.engines.verify import verify_folder
from xlsum.errors import CheckpointError, UnknownLanguageError, UnknownModelError, UsageError


def checkpoint(folder: Path, **changes: object) -> Path:
    """A folder with files that are none, for what never reaches an engine."""
    folder.mkdir(parents=True)
    for name in ("model.bin", "config.json", "sentencepiece.model"):
        (folder / name).write_bytes(name.encode() * 100)
    known = Manifest(name=folder.name, task="translate", architecture="m2m100", licence="MIT", files={})
    write_manifest(folder, replace(known, **changes))  # type: ignore[arg-type]
    return folder


def test_a_manifest_written_and_read_is_the_same(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "a", source_prefix=("{source_language}",), source_languages=("fa",), scores=())
    found = read_manifest(folder)
    assert (found.source_prefix, found.source_languages) == (("{source_language}",), ("fa",))
    assert found.files["model.bin"].bytes == 900


def test_scores_measured_in_training_are_read_for_the_default_decoding(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "a", quantization="int8")
    record = json.loads((folder / MANIFEST).read_text("utf-8"))
    row = {"text": "wire-dev", "sentences": 500, "compute_type": "int8", "bleu": 20.5, "chrf": 45.25}
    record["measured"] = [row | {"decoding": {"beam_size": beam}} for beam in (1, 4)]
    record["scores"] = [{"benchmark": "FLORES-200 dev", "metric": "BLEU", "value": 7, "signature": "unknown here"}]
    (folder / MANIFEST).write_text(json.dumps(record), "utf-8")
    found = [(score.benchmark, score.metric, score.value) for score in read_manifest(folder).scores]
    assert found == [("FLORES-200 dev", "BLEU", 7.0), ("wire-dev", "BLEU", 20.5), ("wire-dev", "chrF++", 45.25)]


def test_auto_takes_the_embedded_checkpoint_until_a_better_one_is_installed() -> None:
    assert choose_model("auto", "translate").name == "compact-fa-en"
    checkpoint(store_folder() / "nllb-200-distilled-600M")
    checkpoint(store_folder() / "nllb-200-distilled-1.3B")
    checkpoint(store_folder() / "stranger")
    assert choose_model("auto", "translate").name == "nllb-200-distilled-1.3B"


def test_auto_summarizes_without_weights_until_a_summarizer_is_installed() -> None:
    chosen = choose_model("auto", "summarize")
    assert (chosen.name, chosen.folder) == ("extractive", None)
    checkpoint(store_folder() / "stranger", task="summarize", architecture="mt5")
    assert choose_model("auto", "summarize").name == "extractive"
    checkpoint(store_folder() / "mT5_m2o_english_crossSum", task="summarize", architecture="mt5")
    assert choose_model("auto", "summarize").name == "mT5_m2o_english_crossSum"


def test_a_checkpoint_without_a_card_says_itself_what_it_reads(tmp_path: Path) -> None:
    folder = checkpoint(tmp_path / "own", task="summarize", architecture="mt5", reads="source")
    assert choose_model(str(folder), "summarize").card.reads == "source"


@pytest.mark.parametrize(
    ("name", "stage", "error", "told"),
    [
        pytest.param("nllb-200-distilled-600m", "translate", UnknownModelError, "did you mean", id="no such card"),
        pytest.param("nlb", "translate", UnknownModelError, "did you mean", id="the start of a name"),
        pytest.param("./nowhere", "translate", UnknownModelError, "no such folder", id="no such folder"),
        pytest.param("nllb-200-3.3B", "translate", CheckpointError, "models pull nllb-200-3.3B", id="not installed"),
        pytest.param("compact-fa-en", "summarize", UsageError, "cannot summarize", id="of the other stage"),
        pytest.param("lead", "translate", UsageError, "cannot translate", id="a summarizer asked to translate"),
        pytest.param("../compact-fa-en", "translate", UnknownModelError, "no such folder", id="a path that climbs"),
    ],
)  # fmt: skip
def test_what_cannot_be_loaded_is_one_line(name: str, stage: str, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told) as caught:
        load_engine(name, stage)
    assert "\n" not in str(caught.value)


def flip_a_byte(folder: Path) -> None:
    path = folder / "model.bin"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def cut_short(folder: Path) -> None:
    path = folder / "model.bin"
    path.write_bytes(path.read_bytes()[:-1])


def lose_the_tokenizer(folder: Path) -> None:
    (folder / "sentencepiece.model").unlink()


def break_the_manifest(folder: Path) -> None:
    (folder / MANIFEST).write_text("{", "utf-8")


def lead_out_of_the_folder(folder: Path) -> None:
    record = json.loads((folder / MANIFEST).read_text("utf-8"))
    record["files"]["../escape"] = {"sha256": "0" * 64, "bytes": 1}
    (folder / MANIFEST).write_text(json.dumps(record), "utf-8")


def forget_the_task(folder: Path) -> None:
    record = json.loads((folder / MANIFEST).read_text("utf-8"))
    del record["task"]
    (folder / MANIFEST).write_text(json.dumps(record), "utf-8")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        pytest.param(flip_a_byte, "corrupted", id="a byte flipped"),
        pytest.param(cut_short, "are due", id="cut short"),
        pytest.param(lose_the_tokenizer, "missing", id="a file missing"),
        pytest.param(break_the_manifest, "cannot be read", id="a broken manifest"),
        pytest.param(lead_out_of_the_folder, "leaves the folder", id="a file name that climbs"),
        pytest.param(forget_the_task, "task", id="a manifest without its task"),
    ],
)
def test_a_corrupted_checkpoint_is_refused_in_one_line(
    tmp_path: Path, damage: Callable[[Path], None], told: str
) -> None:
    folder = checkpoint(tmp_path / "a")
    verify_folder(folder, read_manifest(folder))  # it was whole once: the stamp must not hide the damage
    damage(folder)
    with pytest.raises(CheckpointError, match=told) as caught:
        load_engine(str(folder), "translate")
    assert "\n" not in str(caught.value)


def test_files_that_only_the_manifest_calls_whole_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="SentencePiece"):
        load_engine(str(checkpoint(tmp_path / "a")), "translate")


def test_damage_that_hides_behind_the_same_time_and_size_is_found_by_verify(tmp_path: Path) -> None:
    import os

    folder = checkpoint(tmp_path / "a")
    manifest = read_manifest(folder)
    verify_folder(folder, manifest)
    before = (folder / "model.bin").stat()
    flip_a_byte(folder)
    os.utime(folder / "model.bin", ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(CheckpointError, match="corrupted"):
        verify_folder(folder, manifest, thorough=True)


def test_verified_files_are_not_hashed_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = checkpoint(tmp_path / "a")
    verify_folder(folder, read_manifest(folder))
    monkeypatch.setattr("xlsum.engines.verify.sha256_of", lambda path: pytest.fail(f"{path} was hashed again"))
    verify_folder(folder, read_manifest(folder))


@pytest.mark.slow
def test_the_embedded_checkpoint_speaks_and_says_who_it_is(tmp_path: Path) -> None:
    engine = load_engine("auto", "translate", threads=1)
    found = engine.generate(["قیمت نفت ۲ درصد افزایش یافت.", ""], engine.default_options)
    assert "2 percent" in found[0][0].text
    assert found[0][0].score < 0
    assert found[1][0].text == ""
    assert (engine.identity.id, engine.identity.stage) == ("compact-fa-en", "translate")
    assert len(engine.identity.sha256) == 64
    with pytest.raises(UnknownLanguageError, match="valid codes are"):
        engine.generate(["متن"], engine.default_options, source_language="de")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("float17", "cpu", "bart"), "not supported here"), (("float64", "cpu", "mt5"), "float32")],
)
def test_a_compute_type_that_the_machine_has_not_is_refused(arguments: tuple[str, str, str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        choose_compute_type(*arguments)


@pytest.mark.parametrize(
    ("device", "architecture", "machine", "chosen"),
    [
        pytest.param("cpu", "m2m100", {"float32", "int8", "int8_float32"}, "int8", id="a CPU with int8"),
        pytest.param("cpu", "m2m100", {"float32"}, "float32", id="a CPU without"),
        pytest.param("cuda", "m2m100", {"float16", "int8_float16", "float32"}, "int8_float16", id="a GPU"),
        pytest.param("cuda", "mt5", {"float16", "int8_float16", "bfloat16", "float32"}, "bfloat16", id="mT5 on a GPU"),
        pytest.param("cuda", "t5", {"float16", "float32"}, "float32", id="T5 on an old GPU"),
    ],
)  # fmt: skip
def test_the_compute_type_follows_the_machine(
    monkeypatch: pytest.MonkeyPatch, device: str, architecture: str, machine: set[str], chosen: str
) -> None:
    monkeypatch.setattr("xlsum.engines.hardware.supported_compute_types", lambda _: machine)
    assert choose_compute_type("auto", device, architecture) == chosen


def test_the_device_is_what_the_machine_has() -> None:
    assert choose_device("cpu") == "cpu"
    assert "float32" in supported_compute_types("cpu")
    with pytest.raises(UsageError, match="auto, cpu or cuda"):
        choose_device("tpu")


def test_every_embedded_checkpoint_has_a_card_and_its_licence_agrees() -> None:
    for folder in WEIGHTS.iterdir():
        if (folder / MANIFEST).is_file():
            known, card = read_manifest(folder), load_catalogue().card(folder.name)
            assert (known.name, known.task, known.licence) == (card.name, card.task, card.licence)
