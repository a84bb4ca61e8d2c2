"""The other kinds of the catalogue convert too: Marian (OPUS-MT), T5 (MADLAD), mT5 told its language (CrossSum m2m)."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.toy_news import sentences
from xlsum.catalogue import load_catalogue
from xlsum.engines.cards import manifest_of_card
from xlsum.engines.convert import Conversion, convert_checkpoint
from xlsum.engines.ct2 import Ct2Engine
from xlsum.engines.manifest import Manifest
from xlsum.engines.protocol import DecodingOptions
from xlsum.engines.source import read_source
from xlsum.errors import CheckpointError

torch = pytest.importorskip("torch", reason="converting needs the extra hf")
transformers = pytest.importorskip("transformers", reason="converting needs the extra hf")
numpy = pytest.importorskip("numpy")

pytestmark = pytest.mark.slow
FIXTURES = Path(__file__).parent / "fixtures"
EXACT = Conversion("float32")
GREEDY = DecodingOptions(max_output_tokens=12)
TEXTS = [pair.persian for pair in sentences()[:3]]


def save(network: Any, folder: Path, **config: object) -> Path:
    network.eval().save_pretrained(str(folder))
    record = json.loads((folder / "config.json").read_text("utf-8")) | config
    (folder / "config.json").write_text(json.dumps(record), "utf-8")
    return folder


def both(folder: Path, manifest: Manifest, how: Conversion, out: Path) -> tuple[Ct2Engine, Any]:
    from xlsum.engines.hf import HfEngine

    engine = Ct2Engine(out, convert_checkpoint(folder, out, manifest, how), compute_type="float32", threads=1)
    return engine, HfEngine.from_folder(folder, manifest, device="cpu")


def agree(engine: Ct2Engine, reference: Any) -> None:
    ours, theirs = engine.first_step_logits(TEXTS), reference.first_step_logits(TEXTS)[:, : engine_size(engine)]
    allowed = (ours > -1e30) & (theirs > -1e30)
    assert float(numpy.abs(ours - theirs)[allowed].max()) < 1e-4
    said = [[found[0].text for found in e.generate(TEXTS, GREEDY)] for e in (engine, reference)]
    assert said[0] == said[1]


def engine_size(engine: Ct2Engine) -> int:
    return int(engine.first_step_logits(TEXTS[:1]).shape[1])


@pytest.fixture
def marian(tmp_path: Path) -> Path:
    torch.manual_seed(1)
    spm = FIXTURES / "mt5_tiny" / "spiece.model"
    import sentencepiece

    processor = sentencepiece.SentencePieceProcessor(model_proto=spm.read_bytes())
    pieces = [processor.id_to_piece(at) for at in range(3, len(processor))]
    vocabulary = {token: at for at, token in enumerate(["</s>", "<unk>", *pieces, "<pad>"])}
    size = len(vocabulary)
    config = transformers.MarianConfig(
        vocab_size=size, decoder_vocab_size=size, d_model=32, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=48,
        decoder_ffn_dim=48, encoder_attention_heads=2, decoder_attention_heads=2, max_position_embeddings=64,
        pad_token_id=size - 1, eos_token_id=0, bos_token_id=0, decoder_start_token_id=size - 1, forced_eos_token_id=0,
        scale_embedding=True, activation_function="swish",
    )  # fmt: skip
    network = transformers.MarianMTModel(config)
    network.final_logits_bias = torch.randn(1, size)
    network.final_logits_bias[0, -1] = -1e9  # <pad> is never said; the real checkpoints forbid it as a "bad word"
    folder = save(network, tmp_path / "marian")
    (folder / "vocab.json").write_text(json.dumps(vocabulary), "utf-8")
    shutil.copyfile(spm, folder / "source.spm")
    shutil.copyfile(spm, folder / "target.spm")
    return folder


def test_marian_converts_with_its_two_tokenizers(marian: Path, tmp_path: Path) -> None:
    manifest = manifest_of_card(load_catalogue().card("opus-mt-fa-en"))
    engine, reference = both(marian, manifest, EXACT, tmp_path / "out")
    agree(engine, reference)
    assert engine.manifest.max_positions == 64
    assert engine.manifest.pruning == {}
    assert {"source.spm", "target.spm"} <= set(engine.manifest.files)


@pytest.fixture
def madlad(tmp_path: Path) -> Path:
    """T5 with an output layer of its own and the target language as a token of the source."""
    torch.manual_seed(2)
    folder = tmp_path / "madlad"
    spm = (FIXTURES / "mt5_tiny" / "spiece.model").read_bytes()
    size = len(read_source(FIXTURES / "mt5_tiny").pieces.pieces)
    config = transformers.T5Config(
        vocab_size=size, d_model=32, d_kv=16, d_ff=48, num_layers=1, num_decoder_layers=1, num_heads=2,
        feed_forward_proj="gated-gelu", tie_word_embeddings=False, decoder_start_token_id=0, dropout_rate=0.0,
    )  # fmt: skip
    network = transformers.T5ForConditionalGeneration(config)
    network.lm_head.weight = torch.nn.Parameter(torch.randn_like(network.lm_head.weight))
    save(network, folder, tie_word_embeddings=False)
    (folder / "spiece.model").write_bytes(spm)
    return folder


@pytest.mark.parametrize("prune", [False, True])
def test_t5_with_an_output_layer_of_its_own_converts(madlad: Path, tmp_path: Path, prune: bool) -> None:
    known = manifest_of_card(load_catalogue().card("madlad400-3b-mt"))
    manifest = replace(known, source_prefix=())  # the tiny vocabulary has no <2en>
    engine, reference = both(madlad, manifest, replace(EXACT, prune=prune), tmp_path / "out")
    if prune:
        assert engine.manifest.pruning["tokens"] < engine.manifest.pruning["of_tokens"]
        assert len(engine.generate(TEXTS, GREEDY)) == len(TEXTS)
    else:
        agree(engine, reference)


def test_a_checkpoint_without_the_tokens_that_its_card_uses_is_refused(madlad: Path, tmp_path: Path) -> None:
    manifest = manifest_of_card(load_catalogue().card("madlad400-3b-mt"))
    with pytest.raises(CheckpointError, match="<2en>"):
        convert_checkpoint(madlad, tmp_path / "out", manifest, EXACT)


def test_crosssum_starts_from_the_token_of_its_target_language(tmp_path: Path) -> None:
    folder = tmp_path / "m2m"
    shutil.copytree(FIXTURES / "mt5_tiny", folder)
    config = json.loads((folder / "config.json").read_text("utf-8"))
    token = read_source(folder).vocabulary.tokens[-3]
    config["task_specific_params"] = {"langid_map": {"english": [0, token], "persian": [1, "x"]}}
    (folder / "config.json").write_text(json.dumps(config), "utf-8")
    manifest = manifest_of_card(load_catalogue().card("mT5_m2m_crossSum"))
    for name, how in (("whole", EXACT), ("pruned", Conversion("float32", True))):
        out = tmp_path / name
        convert_checkpoint(folder, out, manifest, how)
        assert json.loads((out / "config.json").read_text("utf-8"))["decoder_start_token"] == token
        assert token in json.loads((out / "shared_vocabulary.json").read_text("utf-8"))


def test_weights_in_torch_files_are_read_without_pickle(tmp_path: Path) -> None:
    """CrossSum's checkpoints come as pytorch_model.bin only."""
    from safetensors.torch import load_file

    folder = tmp_path / "bin"
    shutil.copytree(FIXTURES / "mt5_tiny", folder)
    torch.save(load_file(str(folder / "model.safetensors")), str(folder / "pytorch_model.bin"))
    (folder / "model.safetensors").unlink()
    manifest = manifest_of_card(load_catalogue().card("mT5_m2o_english_crossSum"))
    engine, reference = both(folder, manifest, replace(EXACT, prune=False), tmp_path / "out")
    agree(engine, reference)


def test_a_library_that_ties_the_output_layer_unasked_is_found_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from xlsum.engines.network import load_network

    load = transformers.MT5ForConditionalGeneration.from_pretrained

    def tied(*arguments: Any, **options: Any) -> Any:
        network = load(*arguments, **options)
        network.lm_head.weight = network.shared.weight
        return network

    monkeypatch.setattr(transformers.MT5ForConditionalGeneration, "from_pretrained", tied)
    with pytest.raises(CheckpointError, match="replaced its output layer"):
        load_network(read_source(FIXTURES / "mt5_tiny"))
