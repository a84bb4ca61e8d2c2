"""How good an installed checkpoint is known to be, in one line."""

from xlsum.catalogue import load_catalogue
from xlsum.engines.manifest import Score, read_manifest
from xlsum.engines.store import find_checkpoint
from xlsum.errors import CheckpointError


def known_quality(name: str) -> str:
    """The scores of a checkpoint, "BLEU 20.1, chrF++ 47.2 on wire-dev"; "" where none is recorded."""
    folder = find_checkpoint(name)
    if folder is None:
        return ""
    try:
        scores = read_manifest(folder).scores
    except CheckpointError:
        return ""
    card = load_catalogue().get(name)
    if not scores and card is not None and card.embedded:
        scores = card.scores
    return "; ".join(_line(benchmark, scores) for benchmark in dict.fromkeys(score.benchmark for score in scores))


def _line(benchmark: str, scores: tuple[Score, ...]) -> str:
    figures = [f"{score.metric} {score.value:.1f}" for score in scores if score.benchmark == benchmark]
    return f"{', '.join(figures)} on {benchmark}"
