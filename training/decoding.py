"""Finds how to decode: beams and penalties on a slice of wire-dev, and what int8 loses against float32.

The shipped checkpoint on the 200 sentences (BLEU / chrF++): greedy 40.7 / 62.7, beam 2 42.7 / 64.3, beam 4 43.6 / 64.8;
beam 4 with length penalty 0.6 43.4 / 64.6, with 1.4 43.8 / 65.0, with coverage penalty 0.2 43.7 / 65.1, with repetition
penalty 1.1 42.9 / 64.5, with no repeated 4-gram 43.5 / 65.0. Beam 4 in float32 43.7 / 64.9: int8 loses nothing. So
beam 4 and length penalty 1.4 ship.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.evaluate import TestText, measure, read_test_texts
from xlsum.engines.protocol import DecodingOptions

SLICE = 200
MAX_OUTPUT_TOKENS = 200
TRIED = (
    DecodingOptions(beam_size=1),
    DecodingOptions(beam_size=2),
    DecodingOptions(beam_size=4),
    DecodingOptions(beam_size=4, length_penalty=0.6),
    DecodingOptions(beam_size=4, length_penalty=1.4),
    DecodingOptions(beam_size=4, coverage_penalty=0.2),
    DecodingOptions(beam_size=4, repetition_penalty=1.1),
    DecodingOptions(beam_size=4, no_repeat_ngram_size=4),
)


def tune_decoding(data: Path, folder: Path, threads: int) -> list[dict[str, Any]]:
    """Returns one row for each way of decoding, on every seventh sentence of wire-dev, 200 of them."""
    wire = read_test_texts(data)[0]
    part = TestText("wire-dev slice", wire.persian[::7][:SLICE], wire.english[::7][:SLICE])
    options = [_bounded(tried) for tried in TRIED]
    rows = [measure(folder, part, one, threads)[0] for one in options]
    rows.append(measure(folder, part, options[2], threads, "float32")[0])
    return [asdict(row) for row in rows]


def _bounded(options: DecodingOptions) -> DecodingOptions:
    return DecodingOptions(**{**asdict(options), "max_output_tokens": MAX_OUTPUT_TOKENS})
