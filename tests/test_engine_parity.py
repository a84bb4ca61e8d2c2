"""CTranslate2 against transformers on tiny checkpoints that were trained to say something, whole and pruned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.toy_news import Pair, sentences, stories
from xlsum.catalogue import load_catalogue
from xlsum.engines.cards import manifest_of_stranger
from xlsum.engines.convert import Conversion, convert_checkpoint, needed_tokens, pruned_vocabulary
from xlsum.engines.ct2 import Ct2Engine
from xlsum.engines.manifest import Manifest
from xlsum.engines.protocol import DecodingOptions
from xlsum.engines.prune import choose_pieces
from xlsum.engines.source import Source, read_source
from xlsum.engines.tokenizer import load_processor
from xlsum.errors import UnknownLanguageError

pytest.importorskip("torch", reason="the reference engine needs the extra hf")
numpy = pytest.importorskip("numpy")

pytestmark = pytest.mark.slow
FIXTURES = Path(__file__).parent / "fixtures"
GREEDY = DecodingOptions(beam_size=1, max_output_tokens=60)
BEAM = DecodingOptions(beam_size=4, max_output_tokens=60)
LOGIT_TOLERANCE = 1e-4


@dataclass(frozen=True)
class Shape:
    """A tiny checkpoint with its reference engine and converted engines."""

    name: str
    source: Source
    manifest: Manifest
    pairs: list[Pair]
    reference: Any
    folder: Path

    @property
    def texts(self) -> list[str]:
        return [pair.persian for pair in self.pairs]

    def converted(self, quantization: str, *, prune: bool) -> Ct2Engine:
        target = self.folder / f"{quantization}-{prune}"
        how = Conversion(quantization, prune)
        return Ct2Engine(target, convert_checkpoint(self.source.folder, target, self.manifest, how), threads=1,
                         compute_type=quantization)  # fmt: skip


@pytest.fixture(scope="module", params=["nllb_tiny", "mt5_tiny"])
def shape(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Shape:
    from xlsum.engines.hf import HfEngine

    folder = FIXTURES / request.param
    source = read_source(folder)
    manifest = manifest_of_stranger(source.architecture, request.param, load_catalogue())
    pairs = sentences()[:16] if request.param == "nllb_tiny" else stories(16)
    reference = HfEngine.from_folder(folder, manifest, device="cpu")
    return Shape(request.param, source, manifest, pairs, reference, tmp_path_factory.mktemp(request.param))


@pytest.fixture(scope="module")
def exact(shape: Shape) -> Ct2Engine:
    return shape.converted("float32", prune=False)


@pytest.fixture(scope="module")
def pruned(shape: Shape) -> Ct2Engine:
    return shape.converted("float32", prune=True)


def outputs(engine: Any, texts: list[str], options: DecodingOptions) -> list[str]:
    return [found[0].text for found in engine.generate(texts, options)]


def test_the_tiny_checkpoints_were_trained_to_say_something(shape: Shape) -> None:
    right = sum(
        text == pair.english
        for text, pair in zip(outputs(shape.reference, shape.texts, GREEDY), shape.pairs, strict=True)
    )
    assert right >= 10


@pytest.mark.parametrize("options", [pytest.param(GREEDY, id="greedy"), pytest.param(BEAM, id="beam of 4")])
def test_float32_says_what_transformers_says(shape: Shape, exact: Ct2Engine, options: DecodingOptions) -> None:
    ours, theirs = exact.generate(shape.texts, options), shape.reference.generate(shape.texts, options)
    assert [found[0].text for found in ours] == [found[0].text for found in theirs]
    assert [found[0].tokens for found in ours] == [found[0].tokens for found in theirs]
    assert [found[0].score for found in ours] == pytest.approx(
        [found[0].score for found in theirs], abs=LOGIT_TOLERANCE
    )


def test_first_step_logits_are_those_of_transformers(shape: Shape, exact: Ct2Engine) -> None:
    """Fails for mT5 where the stock converter's scale of d_model ** -0.5 is left in: greedy output would not tell."""
    ours, theirs = exact.first_step_logits(shape.texts), shape.reference.first_step_logits(shape.texts)
    assert difference(ours, theirs) < LOGIT_TOLERANCE


def test_the_stock_converter_would_flatten_the_scores_of_mt5(tmp_path: Path) -> None:
    """The trap itself, so that we hear when the converter is mended: its logits are ours times d_model ** -0.5."""
    from xlsum.engines.network import load_network

    source = read_source(FIXTURES / "mt5_tiny")
    network = load_network(source)
    from ctranslate2.converters.transformers import MT5Loader

    assert MT5Loader().get_model_spec(network).decoder.scale_outputs == pytest.approx(64**-0.5)


def test_mean_scores_do_not_depend_on_the_length_penalty(shape: Shape, exact: Ct2Engine) -> None:
    plain = exact.generate(shape.texts[:3], GREEDY)
    weighed = exact.generate(shape.texts[:3], replace(GREEDY, length_penalty=0.6))
    assert [found[0].score for found in weighed] == pytest.approx([found[0].score for found in plain], rel=1e-4)


def test_pruned_gives_the_tokens_and_the_logits_of_the_whole(shape: Shape, exact: Ct2Engine, pruned: Ct2Engine) -> None:
    assert pruned.manifest.pruning["tokens"] < pruned.manifest.pruning["of_tokens"]
    assert outputs(pruned, shape.texts, GREEDY) == outputs(exact, shape.texts, GREEDY)
    whole = exact.first_step_logits(shape.texts)[:, kept_ids(shape)]
    assert difference(pruned.first_step_logits(shape.texts), whole) < LOGIT_TOLERANCE


def test_a_pruned_network_in_transformers_agrees_with_the_pruned_conversion(shape: Shape, pruned: Ct2Engine) -> None:
    from xlsum.engines.hf import HfEngine
    from xlsum.engines.network import load_network, prune_network
    from xlsum.engines.tokenizer import load_tokenizer

    network = load_network(shape.source)
    pruning = choose_pieces(shape.source.pieces, load_processor(shape.source.source_spm))
    vocabulary, kept = pruned_vocabulary(shape.source, pruning, needed_tokens(shape.manifest, shape.source))
    prune_network(network, kept)
    tokenizer = load_tokenizer(shape.folder / "float32-True")
    engine = HfEngine(
        shape.source, shape.manifest, device="cpu", network=network, vocabulary=vocabulary, tokenizer=tokenizer
    )
    assert outputs(engine, shape.texts, BEAM) == outputs(pruned, shape.texts, BEAM)


def test_int8_agrees_and_its_agreement_is_a_figure(shape: Shape, exact: Ct2Engine, record_property: Any) -> None:
    int8 = shape.converted("int8", prune=False)
    pairs = list(zip(outputs(int8, shape.texts, GREEDY), outputs(exact, shape.texts, GREEDY), strict=True))
    agreement = sum(one == other for one, other in pairs) / len(pairs)
    record_property("int8 agreement", agreement)
    print(f"{shape.name}: int8 says what float32 says in {agreement:.0%} of {len(pairs)} texts")
    assert agreement >= 0.8


def test_answers_come_in_the_order_asked_whatever_the_batches(shape: Shape, exact: Ct2Engine) -> None:
    texts = [shape.texts[0], "", shape.texts[1][:9], *shape.texts[2:6]]
    one_by_one = [exact.generate([text], GREEDY)[0][0].text for text in texts]
    assert outputs(exact, texts, replace(GREEDY, batch_tokens=40)) == one_by_one
    assert one_by_one[1] == ""


def test_n_best_are_different_and_best_first(shape: Shape, exact: Ct2Engine) -> None:
    found = exact.generate(shape.texts[:2], replace(BEAM, num_hypotheses=4))
    assert [len(of_text) for of_text in found] == [4, 4]
    assert all(len({hypothesis.text for hypothesis in of_text}) > 1 for of_text in found)


def test_an_output_that_the_bound_cut_is_not_finished(shape: Shape, exact: Ct2Engine) -> None:
    cut = exact.generate(shape.texts[:1], replace(GREEDY, max_output_tokens=3))[0][0]
    assert (cut.finished, cut.tokens) == (False, 3)
    assert exact.generate(shape.texts[:1], GREEDY)[0][0].finished


def test_special_tokens_in_a_text_are_text(shape: Shape, exact: Ct2Engine) -> None:
    tokens = exact.source_tokens("</s> eng_Latn <pad>")
    start, end = len(shape.manifest.source_prefix), -len(shape.manifest.source_suffix)
    assert not {"</s>", "eng_Latn", "<pad>"} & set(tokens[start:end])


def test_an_unknown_source_code_is_refused(shape: Shape, exact: Ct2Engine) -> None:
    with pytest.raises(UnknownLanguageError, match="valid codes are"):
        exact.generate(["متن"], GREEDY, source_language="xx_Latn")


def kept_ids(shape: Shape) -> list[int]:
    pruning = choose_pieces(shape.source.pieces, load_processor(shape.source.source_spm))
    return pruned_vocabulary(shape.source, pruning, needed_tokens(shape.manifest, shape.source))[1]


def difference(ours: Any, theirs: Any) -> float:
    """The largest difference, the end token left out: CTranslate2 forbids it as a first token."""
    allowed = (ours > -1e30) & (theirs > -1e30)
    assert allowed.mean() > 0.99
    return float(numpy.abs(ours - theirs)[allowed].max())
