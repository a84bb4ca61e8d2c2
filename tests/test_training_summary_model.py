"""The abstractive summarizer starts from a translator's weights and ends as a checkpoint that the product runs."""

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the recipe needs torch: the extra hf")

from tests.test_training import make_run, tiny_config, tiny_encoder  # noqa: E402
from tests.test_training_summaries import write_data  # noqa: E402
from training.config import DEFAULT_PATH  # noqa: E402
from training.state import STATE, load_weights, save_atomically  # noqa: E402
from training.summary_config import trainer_settings  # noqa: E402
from training.summary_export import SUMMARIZER, export_summarizer  # noqa: E402
from training.summary_prepare import prepare_summarizer  # noqa: E402
from training.train import Trainer  # noqa: E402
from xlsum.document import TranslatedSegment  # noqa: E402
from xlsum.settings import Settings  # noqa: E402
from xlsum.stages import load_summarizer  # noqa: E402
from xlsum.summarize import Story  # noqa: E402

pytestmark = pytest.mark.slow


def prepared_run(folder: Path) -> Path:
    """A summarizer's run folder that starts from a translator which has trained nothing."""
    data = folder / "data"
    data.mkdir()
    write_data(data, "train")
    translator = Trainer(
        make_run(folder / "translator", tiny_encoder()), tiny_config(), tiny_encoder(), "cpu", None, False
    )
    translator.save()
    prepare_summarizer(data, folder / "translator" / STATE, folder / "run", DEFAULT_PATH)
    return folder / "run"


def test_training_starts_from_the_translators_weights_at_the_summarizers_rates(tmp_path: Path) -> None:
    run = prepared_run(tmp_path)
    trainer = Trainer(run, tiny_config(), tiny_encoder(), "cpu", None, False)
    with torch.no_grad():
        trainer.masters["bias"].add_(1)
    trainer.resume()
    start = load_weights(tmp_path / "translator" / STATE)["masters"]
    assert all(torch.equal(start[name], value) for name, value in trainer.masters.items())
    settings = trainer_settings(DEFAULT_PATH).train
    heights = [group["height"] for group in trainer.optimizer.param_groups]
    assert heights == [settings.encoder_rate, settings.decoder_rate]


def test_a_training_that_has_begun_is_not_started_over(tmp_path: Path) -> None:
    run = prepared_run(tmp_path)
    state = load_weights(run / STATE)
    state["progress"]["steps"] = 7
    save_atomically(state, run / STATE)
    prepare_summarizer(tmp_path / "data", tmp_path / "translator" / STATE, run, DEFAULT_PATH)
    assert load_weights(run / STATE)["progress"]["steps"] == 7


def test_the_exported_summarizer_reads_the_persian_and_its_summary_is_proved(tmp_path: Path) -> None:
    run = prepared_run(tmp_path)
    assert export_summarizer(run, 224)["model.bin"] > 0
    summarizer = load_summarizer(Settings(summarizer=str(run / SUMMARIZER), threads=1))
    story = Story((TranslatedSegment("p2s1", "سلام کتاب", "سلام کتاب", "Hello book."),))
    [(summary, draft)] = summarizer.summarize([story])
    assert draft.method == SUMMARIZER
    assert summary.text
