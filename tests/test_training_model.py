"""The trained model itself: its loss, its resumption, its averages, and what CTranslate2 makes of its export."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the recipe needs torch: the extra hf")

from tests.test_training import PAIRS, make_run, tiny_config, tiny_encoder  # noqa: E402
from training.average import average_snapshots  # noqa: E402
from training.batches import PAD  # noqa: E402
from training.ct2_model import encoder_weights, save_encoder, save_translator  # noqa: E402
from training.export import export_translator, pieces_of, shape_of  # noqa: E402
from training.helper import batch_loss  # noqa: E402
from training.loss import SmoothedLoss, smoothed_loss  # noqa: E402
from training.model import Shape, start_from_encoder  # noqa: E402
from training.prepare import read_pruning  # noqa: E402
from training.state import load_weights  # noqa: E402
from training.tokenizer import load_tokenizer  # noqa: E402
from training.train import Trainer  # noqa: E402
from xlsum.engines.ct2 import Ct2Engine  # noqa: E402
from xlsum.engines.manifest import read_manifest  # noqa: E402
from xlsum.engines.verify import verify_folder  # noqa: E402

pytestmark = pytest.mark.slow


def trainer_of(run: Path, helped: bool = False) -> Trainer:
    torch.manual_seed(1)
    return Trainer(run, tiny_config(), tiny_encoder(), "cpu", None, helped)


def some_steps(trainer: Trainer, count: int) -> list[float]:
    steps = trainer._steps()
    return [trainer.step(next(steps)) for _ in range(count)]


def test_the_loss_and_its_gradient_are_those_of_torch() -> None:
    logits, target = torch.randn(70, 30, requires_grad=True), torch.randint(2, 30, (70,))
    target[:9] = PAD
    ours = SmoothedLoss.apply(logits, target, 0.1, PAD)
    theirs = torch.nn.functional.cross_entropy(logits, target, label_smoothing=0.1, ignore_index=PAD)
    assert ours.item() == pytest.approx(theirs.item(), rel=1e-5)
    pairs = [torch.autograd.grad(loss, logits)[0] for loss in (ours, theirs)]
    assert torch.allclose(*pairs, atol=1e-7)


def test_a_run_that_was_cut_goes_on_to_the_same_weights(tmp_path: Path) -> None:
    whole = trainer_of(make_run(tmp_path / "whole", tiny_encoder()))
    losses = some_steps(whole, 6)
    cut = trainer_of(make_run(tmp_path / "cut", tiny_encoder()))
    before = some_steps(cut, 3)
    cut.save()
    resumed = trainer_of(tmp_path / "cut")
    resumed.resume()
    assert resumed.progress == cut.progress
    assert before + some_steps(resumed, 3) == pytest.approx(losses, abs=1e-6)
    assert all(torch.equal(whole.masters[name], value) for name, value in resumed.masters.items())


def test_it_learns_and_an_average_of_one_snapshot_is_that_snapshot(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", tiny_encoder())
    trainer = trainer_of(run)
    trainer.progress.seconds = 600.0
    losses = some_steps(trainer, 40)
    assert losses[-1] < losses[0]
    trainer.snapshot()
    stored = load_weights(average_snapshots(run, 3))
    assert all(torch.equal(stored["masters"][name], value) for name, value in trainer.masters.items())


def test_a_helper_adds_the_gradients_of_its_half_and_ends_when_told(tmp_path: Path) -> None:
    alone = trainer_of(make_run(tmp_path / "alone", tiny_encoder()))
    helped = trainer_of(make_run(tmp_path / "helped", tiny_encoder()), helped=True)
    assert helped.helper
    both = next(helped._steps())
    assert len(both) == 2
    counts = [int((batch.target[:, 1:] != PAD).sum()) for batch in both]
    losses = [batch_loss(alone.model, batch, 0, 0.1, 1.0, "cpu").item() for batch in both]
    mean = sum(count * loss for count, loss in zip(counts, losses, strict=True)) / sum(counts)
    assert helped.step(both) == pytest.approx(mean, rel=0.02)
    helped.helper.close()
    assert not helped.helper.process.is_alive()


def test_ctranslate2_gives_the_first_step_of_torch(tmp_path: Path) -> None:
    run, encoder = make_run(tmp_path / "run", tiny_encoder()), tiny_encoder()
    pruning = read_pruning(run)
    shape = Shape(len(pruning.kept), pruning.targets, 32, 128, 1, 2, 2)
    model = start_from_encoder(shape, encoder, pruning, 0.0).eval()
    masters = {name: value.detach().numpy() for name, value in model.named_parameters()}
    assert shape_of(masters, pruning) == shape
    pieces = pieces_of(run)
    save_translator(masters, shape, pieces, pieces[: shape.targets], tmp_path / "ct2", None)
    ids = load_tokenizer(run / "sentencepiece.model").encode(PAIRS[3][0])
    source = torch.tensor([[0, *ids, 2]])
    with torch.no_grad():
        expected = model(source, torch.tensor([[0]]))[0, 0].log_softmax(-1).numpy()
    found = _first_step(tmp_path / "ct2", [pieces[number] for number in source[0]])
    assert np.abs(found - expected).max() < 1e-3


def _first_step(folder: Path, source: list[str]) -> np.ndarray:
    import ctranslate2

    translator = ctranslate2.Translator(str(folder), compute_type="float32")
    [result] = translator.translate_batch(
        [source], beam_size=1, max_decoding_length=1, min_decoding_length=0, return_logits_vocab=True
    )
    logits = np.array(result.logits[0][0])
    return np.asarray(logits - np.log(np.exp(logits).sum()))


def test_the_exported_encoder_pools_what_torch_encodes(tmp_path: Path) -> None:
    import ctranslate2

    run, encoder = make_run(tmp_path / "run", tiny_encoder()), tiny_encoder()
    pruning = read_pruning(run)
    save_encoder(encoder_weights(encoder, pruning), 1, pieces_of(run), tmp_path / "encoder", None)
    ids = [0, 5, 6, 7, 2]
    hidden = ctranslate2.Encoder(str(tmp_path / "encoder"), compute_type="float32").forward_batch([ids])
    model = start_from_encoder(Shape(len(pruning.kept), pruning.targets, 32, 128, 1, 2, 1), encoder, pruning, 0.0)
    with torch.no_grad():
        expected = model.encode(torch.tensor([ids]))[0].numpy()
    assert np.abs(np.array(hidden.last_hidden_state) - expected).max() < 1e-3


def test_an_export_is_whole_and_runs_in_the_products_engine(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", tiny_encoder())
    trainer = trainer_of(run)
    some_steps(trainer, 1)
    trainer.save()
    folder = tmp_path / "out" / "compact-fa-en"
    export_translator(run, run / "state.pt", folder, {"version": "test"})
    manifest = read_manifest(folder)
    verify_folder(folder, manifest, thorough=True)
    answers = Ct2Engine(folder, manifest, device="cpu", threads=1).generate(["سلام کتاب", ""], manifest.decoding)
    assert len(answers) == 2
    assert "## Training" in (folder / "MODEL_CARD.md").read_text("utf-8")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["compact-fa-en"]


def test_padding_counts_nothing() -> None:
    logits = torch.randn(1, 3, 9)
    short = smoothed_loss(logits[:, :2], torch.tensor([[4, 5]]), 0.1, PAD)
    padded = smoothed_loss(logits, torch.tensor([[4, 5, PAD]]), 0.1, PAD)
    assert short.item() == pytest.approx(padded.item(), rel=1e-6)
