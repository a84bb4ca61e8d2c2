"""Varies the source of an example as scraped wires vary it, and puts slots for the numbers that both sides carry."""

from __future__ import annotations

from random import Random

from training.config import AugmentConfig
from xlsum.engines.number_slots import FOUR_DIGITS, OTHERS, TWO_DIGITS, assign_slots, numbers_of, replace_numbers

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


def slot_numbers(persian: str, english: str, random: Random) -> tuple[str, str]:
    """Returns the pair with a slot, drawn at random from its kind, for every number that stands on both sides.

    A number that the English writes otherwise ("17,000" for 17 hezar) keeps its digits on both.
    """
    carried = set(numbers_of(persian)) & set(numbers_of(english))
    free = {kind: iter(random.sample(kind, len(kind))) for kind in (TWO_DIGITS, FOUR_DIGITS, OTHERS)}
    slots = assign_slots((number for number in numbers_of(persian) if number in carried), free)
    return replace_numbers(persian, slots), replace_numbers(english, slots)
