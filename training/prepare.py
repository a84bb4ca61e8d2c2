"""Fills a run folder: the pairs by source, the pruned tokenizer, the counts that the model card reports."""

from __future__ import annotations

import json
import lzma
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from training.config import Config
from training.corpus import Pair, read_monolingual, read_sources
from training.e5 import PackedEncoder
from training.tokenizer import Pruning, choose_pieces, count_pieces, full_tokenizer, pruned_model

PAIRS, TOKENIZER, PRUNING = "pairs.json.xz", "sentencepiece.model", "pruning.json"
# Names and places hold pieces of every language; they do not say what the pruned vocabulary needs.
UNCOUNTED = frozenset({"places", "titles"})


def prepare_pairs(data: Path, run: Path) -> dict[str, int]:
    """Writes every training pair into the run folder and returns the counts by source."""
    run.mkdir(parents=True, exist_ok=True)
    sources = read_sources(data)
    with lzma.open(run / PAIRS, "wt", encoding="utf-8", preset=1) as out:
        json.dump(sources, out, ensure_ascii=False)
    return {name: len(pairs) for name, pairs in sources.items()}


def read_pairs(run: Path) -> dict[str, list[Pair]]:
    """Returns what `prepare_pairs` wrote."""
    with lzma.open(run / PAIRS, "rt", encoding="utf-8") as lines:
        return {name: [(persian, english) for persian, english in pairs] for name, pairs in json.load(lines).items()}


def count_pairs(run: Path) -> dict[str, int]:
    """Returns how many pairs each source of the run holds."""
    return {name: len(pairs) for name, pairs in read_pairs(run).items()}


def prepare_tokenizer(data: Path, run: Path, packed: PackedEncoder, config: Config) -> Pruning:
    """Writes the pruned tokenizer and which pieces it kept."""
    pruning = prune(packed, read_pairs(run), read_monolingual(data, config.tokenizer.monolingual_every), config)
    (run / TOKENIZER).write_bytes(pruned_model(packed, pruning))
    (run / PRUNING).write_text(json.dumps(asdict(pruning)), encoding="utf-8")
    return pruning


def read_pruning(run: Path) -> Pruning:
    """Returns what `prepare_tokenizer` chose."""
    stored = json.loads((run / PRUNING).read_text(encoding="utf-8"))
    return Pruning(tuple(stored["kept"]), stored["targets"], stored["slots"])


def prune(
    packed: PackedEncoder, sources: Mapping[str, Sequence[Pair]], monolingual: Sequence[str], config: Config
) -> Pruning:
    """Returns the pieces that the sources and the stories without English need."""
    full = full_tokenizer(packed)
    counted = [pair for name, pairs in sources.items() if name not in UNCOUNTED for pair in pairs]
    persian = count_pieces(full, [*(pair[0] for pair in counted), *monolingual])
    english = count_pieces(full, [pair[1] for pair in counted])
    floors = config.tokenizer
    return choose_pieces(
        packed, persian, english, persian_floor=floors.persian_floor, english_floor=floors.english_floor
    )
