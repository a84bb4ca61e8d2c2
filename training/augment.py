"""Varies the source of an example as scraped wires vary it; the English never changes."""

from __future__ import annotations

from random import Random

from training.config import AugmentConfig

ZWNJ = "\u200c"


def augment(persian: str, random: Random, config: AugmentConfig) -> str:
    """Returns `persian` with its half-spaces kept, all lost (words glued), or some lost, and at times no end mark."""
    draw = random.random()
    if draw < config.lost_half_spaces:
        share = random.choice((1.0, 1.0, 0.5))
        persian = "".join(c for c in persian if c != ZWNJ or random.random() >= share)
    elif draw < config.lost_half_spaces + config.spaced_half_spaces:
        persian = persian.replace(ZWNJ, " ")
    if random.random() < config.dropped_end_mark:
        persian = persian.rstrip(".")
    return persian
