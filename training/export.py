"""Writes a checkpoint folder that the product loads: int8 weights, vocabularies, tokenizer, manifest; whole or not at
all.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.average import AVERAGE
from training.calibrate import calibrate
from training.card import LICENCE, Facts, write_card
from training.ct2_model import encoder_weights, save_encoder, save_translator
from training.e5 import Array, PackedEncoder, read_packed_encoder
from training.model import Shape
from training.prepare import TOKENIZER, count_pairs, read_pruning
from training.state import STATE, load_weights
from training.tokenizer import Pruning, load_tokenizer
from xlsum.engines.adequacy import AdequacyScorer
from xlsum.engines.manifest import MANIFEST, describe_files
from xlsum.engines.protocol import DecodingOptions

TRANSLATOR, ADEQUACY = "compact-fa-en", "compact-adequacy"
DETAILS, CARD = "details.json", "MODEL_CARD.md"
CALIBRATION_PAIRS = 700
ADEQUACY_POSITIONS = 256


def export_translator(
    run: Path, weights: Path, folder: Path, details: Mapping[str, Any], quantization: str | None = "int8"
) -> None:
    """Writes the translator of a run from the masters in `weights`; `details` goes into its manifest."""
    stored = load_weights(weights)
    masters: dict[str, Array] = {name: value.numpy() for name, value in stored["masters"].items()}
    pruning, pieces = read_pruning(run), pieces_of(run)
    with Replacement(folder) as part:
        shape = shape_of(masters, pruning)
        save_translator(masters, shape, pieces, pieces[: pruning.targets], part, quantization)
        shutil.copyfile(run / TOKENIZER, part / TOKENIZER)
        count = sum(value.size for value in masters.values())
        facts = Facts(count_pairs(run), stored["progress"], len(pieces), pruning.targets, count, details)
        (part / CARD).write_text(write_card(facts), encoding="utf-8")
        training = {"training": stored["progress"], **details}
        write_translator_manifest(part, training, quantization or "float32", pruning.slots)


def export_adequacy(run: Path, packed: PackedEncoder, folder: Path, calibration: Mapping[str, Any]) -> None:
    """Writes the untrained encoder, pruned to the run's pieces, as the scorer of adequacy."""
    weights = encoder_weights(packed, read_pruning(run))
    weights["encoder_positions.weight"] = weights["encoder_positions.weight"][:ADEQUACY_POSITIONS]
    with Replacement(folder) as part:
        save_encoder(weights, packed.sizes.heads, pieces_of(run), part, "int8")
        shutil.copyfile(run / TOKENIZER, part / TOKENIZER)
        write_adequacy_manifest(part, calibration)


def export_all(data: Path, run: Path, encoder: Path, out: Path, threads: int) -> dict[str, object]:
    """Writes both checkpoints with their calibration and model card into `out`, and returns their sizes in bytes.

    Scores and examples are read from `details.json` in the run folder, where `evaluate` puts them; decoding options,
    version and the day of the training may be written there by hand.
    """
    packed = read_packed_encoder(encoder)
    plain = {"thresholds": {"check": 0.0, "do_not_use": 0.0}}
    export_adequacy(run, packed, out / ADEQUACY, plain)
    scorer = AdequacyScorer.load(out / ADEQUACY, threads=threads)
    export_adequacy(run, packed, out / ADEQUACY, calibrate(data, scorer, CALIBRATION_PAIRS))
    weights = run / AVERAGE if (run / AVERAGE).exists() else run / STATE
    export_translator(run, weights, out / TRANSLATOR, read_details(run))
    return {path.parent.name + "/" + path.name: path.stat().st_size for path in sorted(out.glob("*/*"))}


def read_details(run: Path) -> dict[str, Any]:
    """Returns what the run folder says of decoding, scores and version, for the manifest; it may say nothing."""
    path = run / DETAILS
    details: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return details


def add_details(run: Path, found: Mapping[str, Any]) -> dict[str, Any]:
    """Puts what was measured into `details.json`, where the next export finds it, and returns all that stands there."""
    details = {**read_details(run), **found}
    (run / DETAILS).write_text(json.dumps(details, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return details


class Replacement:
    """A folder made beside `folder` that takes its name when the block ends without an error."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.part = folder.with_name(f".{folder.name}.part")

    def __enter__(self) -> Path:
        shutil.rmtree(self.part, ignore_errors=True)
        self.part.mkdir(parents=True)
        return self.part

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            old = self.folder.with_name(f".{self.folder.name}.old")
            shutil.rmtree(old, ignore_errors=True)
            if self.folder.exists():
                os.replace(self.folder, old)
            os.replace(self.part, self.folder)
            shutil.rmtree(old, ignore_errors=True)


def shape_of(masters: Mapping[str, Array], pruning: Pruning) -> Shape:
    """Returns the sizes that the weights themselves show."""
    layers = {
        side: len({n.split(".")[1] for n in masters if n.startswith(f"{side}.")}) for side in ("encoder", "decoder")
    }
    width = masters["embedding.weight"].shape[1]
    inner = masters["encoder.0.feed_forward.first.weight"].shape[0]
    return Shape(len(pruning.kept), pruning.targets, width, inner, width // 32, layers["encoder"], layers["decoder"])


def pieces_of(run: Path) -> list[str]:
    """Returns the pieces of the run's tokenizer in the order of their ids."""
    tokenizer = load_tokenizer(run / TOKENIZER)
    return [tokenizer.id_to_piece(number) for number in range(len(tokenizer))]


def write_translator_manifest(folder: Path, details: Mapping[str, Any], quantization: str, slots: int) -> None:
    """Writes the translator's manifest over the files that are in `folder` now."""
    _write_manifest(
        folder,
        {
            "name": TRANSLATOR,
            "task": "translate",
            "architecture": "bart",
            "licence": LICENCE,
            "source_prefix": ["<s>"],
            "source_suffix": ["</s>"],
            "target_prefix": [],
            "source_languages": ["fa", "prs"],
            "target_language": "en",
            "number_slots": bool(slots),
            "max_input_tokens": 150,
            "max_positions": 512,
            "decoding": asdict(DecodingOptions(beam_size=4, length_penalty=1.4, max_output_tokens=200)),
            "quantization": quantization,
            **details,
        },
    )


def write_adequacy_manifest(folder: Path, calibration: Mapping[str, Any]) -> None:
    """Writes the scorer's manifest over the files that are in `folder` now."""
    _write_manifest(
        folder,
        {
            "name": ADEQUACY,
            "task": "adequacy",
            "architecture": "encoder",
            "licence": "MIT",
            "version": "1",
            "pooling": "mean",
            "prefix": "query: ",
            "max_input_tokens": ADEQUACY_POSITIONS - 2,
            "source_languages": ["fa", "en"],
            "quantization": "int8",
            "calibration": calibration,
        },
    )


def _write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    files = {name: asdict(record) for name, record in describe_files(folder).items()}
    text = json.dumps({**content, "files": files}, ensure_ascii=False, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")
