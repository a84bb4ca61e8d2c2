"""The learning rate as a share of its height, over the share of the time that has passed."""

from __future__ import annotations

import math


def rate_share(progress: float, warmup: float, flat_until: float) -> float:
    """Returns 0..1: a linear rise, a plateau, then a cosine down to 1 % at the end."""
    if progress < warmup:
        return max(progress / warmup, 0.01)
    if progress < flat_until:
        return 1.0
    falling = min((progress - flat_until) / (1 - flat_until), 1.0)
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * falling))
