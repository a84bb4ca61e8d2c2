"""Writes the summarizer's checkpoint folder, which the product runs by the very code that runs the translator."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from training.average import AVERAGE
from training.card import LICENCE
from training.ct2_model import save_translator
from training.e5 import Array
from training.export import CARD, Replacement, pieces_of, shape_of
from training.prepare import TOKENIZER, count_pairs, read_pruning
from training.state import STATE, load_weights
from xlsum.engines.manifest import Manifest, write_manifest
from xlsum.engines.protocol import DecodingOptions

SUMMARIZER = "compact-summary-fa-en"
DECODING = DecodingOptions(beam_size=4, no_repeat_ngram_size=4, max_output_tokens=150, min_output_tokens=50)
POSITIONS = 512  # of the encoder that all came from
_CARD = """# {name}

A compact cross-lingual summarizer: a Persian news story in, two or three English sentences out. It starts from the
weights of compact-fa-en. `python -m training evaluate-summaries --summarizer FOLDER` measures it beside the extractive
summarizer.

- Learned from: {pairs}; {steps} steps, {stories} stories read, {minutes:.0f} minutes.
- Reads: {read_tokens} tokens of a story: its lead and its most central sentences; the rest is counted, not read.
- Licence of the weights: {licence}; the data's own terms are those of compact-fa-en's card.
- Failures: it can name whom the story does not name and give figures that are not there; the support check drops such
  sentences, and what it cannot see stays.
"""


def export_summarizer(run: Path, read_tokens: int) -> dict[str, int]:
    """Writes the checkpoint beside the run's state, from the average where there is one; returns its sizes in bytes."""
    stored = load_weights(run / AVERAGE if (run / AVERAGE).exists() else run / STATE)
    masters: dict[str, Array] = {name: value.numpy() for name, value in stored["masters"].items()}
    pruning, pieces = read_pruning(run), pieces_of(run)
    folder = run / SUMMARIZER
    with Replacement(folder) as part:
        save_translator(masters, shape_of(masters, pruning), pieces, pieces[: pruning.targets], part, "int8")
        shutil.copyfile(run / TOKENIZER, part / TOKENIZER)
        (part / CARD).write_text(_card(run, stored["progress"], read_tokens), encoding="utf-8")
        write_manifest(part, _manifest(read_tokens, slots=pruning.slots > 0))
    return {path.name: path.stat().st_size for path in sorted(folder.iterdir())}


def _manifest(read_tokens: int, *, slots: bool) -> Manifest:
    return Manifest(
        name=SUMMARIZER,
        task="summarize",
        architecture="bart",
        licence=LICENCE,
        files={},
        source_prefix=("<s>",),
        source_suffix=("</s>",),
        source_languages=("fa", "prs"),
        target_language="en",
        reads="source",
        number_slots=slots,
        max_input_tokens=read_tokens,
        max_positions=POSITIONS,
        decoding=DECODING,
        quantization="int8",
    )


def _card(run: Path, progress: Mapping[str, Any], read_tokens: int) -> str:
    return _CARD.format(
        name=SUMMARIZER,
        pairs=", ".join(f"{count} {name}" for name, count in count_pairs(run).items()),
        steps=progress["steps"],
        stories=progress["pairs"],
        minutes=progress["seconds"] / 60,
        read_tokens=read_tokens,
        licence=LICENCE,
    )
