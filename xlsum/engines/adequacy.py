"""How alike a Persian and an English sentence are in meaning, by the embedded cross-lingual encoder.

It sees a sentence that belongs elsewhere and most halves that went missing. It does not see a wrong name, number or
negation: those leave the vector almost where it was, and have checks of their own.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsum.engines.allocator import keep_freed_memory
from xlsum.engines.hardware import available_threads
from xlsum.engines.tokenizer import Tokenizer, load_tokenizer
from xlsum.errors import CheckpointError

MANIFEST = "manifest.json"
BATCH_TOKENS = 512  # 25,600 tokens took 6.2 CPU seconds in batches of 512, 7.6 in batches of 4096
Vector = tuple[float, ...]
Window = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How vectors become a likeness: centres taken away, the cosine stretched about the threshold `check`.

    Below `check` a translation is to be read again, below `do_not_use` not to be used; `false_alarm_rate` of correct
    translations lie below `check`.
    """

    check: float
    do_not_use: float
    false_alarm_rate: float = 0.0
    scale: float = 1.0
    centred_check: float = 0.0
    persian_centre: Vector = ()
    english_centre: Vector = ()

    def likeness(self, cosine: float) -> float:
        """The centred cosine on the scale of the thresholds, at most 1."""
        return min(1.0, self.check + self.scale * (cosine - self.centred_check))


@dataclass(frozen=True, slots=True)
class AdequacyScorer:
    """Sentence vectors of Persian and English in one space. Make it with `load`."""

    calibration: Calibration
    prefix: str
    max_input_tokens: int
    tokenizer: Tokenizer
    encoder: Any  # ctranslate2.Encoder, which ships no types

    @classmethod
    def load(cls, folder: Path, *, threads: int = 0, workers: int = 1) -> AdequacyScorer:
        """The scorer of a folder, on `threads` CPU threads (0: all) shared by `workers` batches at a time.

        Raises CheckpointError.
        """
        manifest = _read_manifest(folder)
        return cls(
            calibration=_read_calibration(folder, manifest["calibration"]),
            prefix=str(manifest["prefix"]),
            max_input_tokens=int(manifest["max_input_tokens"]),
            tokenizer=load_tokenizer(folder),
            encoder=_load_encoder(folder, threads, workers),
        )

    def similarity(self, persian: Sequence[str], english: Sequence[str]) -> list[float]:
        """The likeness of each pair: about 0.9 for a faithful translation, 0.79 for another sentence of the story."""
        vectors, known = self.embed([*persian, *english]), self.calibration
        sources = [_centred(vector, known.persian_centre) for vector in vectors[: len(persian)]]
        targets = [_centred(vector, known.english_centre) for vector in vectors[len(persian) :]]
        pairs = zip(sources, targets, strict=True)
        return [known.likeness(sum(map(float.__mul__, one, other))) for one, other in pairs]

    def embed(self, texts: Sequence[str]) -> list[Vector]:
        """A vector of unit length for each text, in the order given; a text of any length is read whole."""
        import numpy

        windows = [window for number, text in enumerate(texts) for window in self._windows(number, text)]
        sums = numpy.zeros((len(texts), 0), numpy.float32)
        for batch in _batches(windows):
            hidden = numpy.array(self.encoder.forward_batch([tokens for _, tokens in batch]).last_hidden_state)
            if not sums.shape[1]:
                sums = numpy.zeros((len(texts), hidden.shape[2]), numpy.float32)
            for (number, tokens), states in zip(batch, hidden, strict=True):
                sums[number] += states[: len(tokens)].sum(axis=0)
        lengths = numpy.linalg.norm(sums, axis=1, keepdims=True)
        return [tuple(row) for row in (sums / numpy.maximum(lengths, 1e-12)).tolist()]

    def _windows(self, number: int, text: str) -> Iterator[Window]:
        pieces = self.tokenizer.encode([self.prefix + text])[0]
        for at in range(0, max(len(pieces), 1), self.max_input_tokens):
            yield number, ["<s>", *pieces[at : at + self.max_input_tokens], "</s>"]


def _batches(windows: Sequence[Window]) -> Iterator[list[Window]]:
    """Windows of like length together, at most `BATCH_TOKENS` with their padding."""
    batch: list[Window] = []
    for window in sorted(windows, key=lambda w: len(w[1])):
        if batch and len(window[1]) * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


def _centred(vector: Vector, centre: Vector) -> Vector:
    if not centre:
        return vector
    moved = tuple(map(float.__sub__, vector, centre))
    length = math.sqrt(sum(value * value for value in moved)) or 1.0
    return tuple(value / length for value in moved)


def _read_calibration(folder: Path, record: Mapping[str, Any]) -> Calibration:
    try:
        centres = record.get("centres", {})
        return Calibration(
            **record["thresholds"],
            scale=float(record.get("scale", 1.0)),
            centred_check=float(record.get("centred_check", record["thresholds"]["check"])),
            persian_centre=tuple(map(float, centres.get("persian", ()))),
            english_centre=tuple(map(float, centres.get("english", ()))),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"{folder / MANIFEST}: not a calibration ({error}): reinstall xlsum") from error


def _read_manifest(folder: Path) -> Mapping[str, Any]:  # Any: JSON as it came
    path = folder / MANIFEST
    try:
        manifest: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path}: cannot be read ({error}): reinstall xlsum") from error
    if manifest.get("task") != "adequacy" or not {"prefix", "max_input_tokens", "calibration"} <= manifest.keys():
        raise CheckpointError(f"{path}: not the manifest of an adequacy scorer: reinstall xlsum")
    return manifest


def _load_encoder(folder: Path, threads: int, workers: int) -> Any:
    import ctranslate2

    keep_freed_memory()
    each = max(1, (threads or available_threads()) // workers)
    compute_type = "int8" if "int8" in ctranslate2.get_supported_compute_types("cpu") else "default"
    try:
        return ctranslate2.Encoder(
            str(folder), device="cpu", compute_type=compute_type, inter_threads=workers, intra_threads=each
        )
    except (RuntimeError, ValueError) as error:
        raise CheckpointError(f"{folder}: CTranslate2 cannot load it ({error}): reinstall xlsum") from error
