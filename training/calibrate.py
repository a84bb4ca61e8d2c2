"""Finds where the adequacy scorer should raise an alarm, on real pairs against planted errors.

Raw cosines of e5 crowd between 0.8 and 0.95, and a false alarm rate of 1 % lets four neighbouring sentences in ten
pass. With the mean vector of each language taken away the same rate lets one in ten pass, so the shipped scorer
centres (900 pairs, wire-train). The centred cosine is then moved so that the alarm always stands at `CHECK`, and
drawn together by `SCALE` so that correct pairs keep to about 0.9 as plain e5 cosines do; `DO_NOT_USE` lies under
every correct pair but one or two in a thousand.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from training.corpus import WIRE, WIRE_DEV, read_rows
from training.e5 import Array
from xlsum.engines.adequacy import AdequacyScorer

CHECK, DO_NOT_USE, SCALE = 0.835, 0.815, 0.25
FALSE_ALARMS = 0.01  # share of correct pairs that may lie under CHECK
CAPITALIZED = re.compile(r"(?<=\w )[A-Z][a-z]+")
FEWEST_WORDS = 6


@dataclass(frozen=True, slots=True)
class PlantedPairs:
    """Persian sentences, their English, and the English with one kind of error planted each."""

    persian: list[str]
    english: list[str]
    planted: Mapping[str, list[str]]


def plant_errors(rows: Sequence[Sequence[str]], pairs: int) -> PlantedPairs:
    """Returns the first `pairs` sentences that have a neighbour in their story, with the errors that count."""
    following = pairwise(rows)
    chosen = [(a, b) for a, b in following if _story(a) == _story(b) and len(a[2].split()) >= FEWEST_WORDS][:pairs]
    english = [a[2] for a, _ in chosen]
    planted = {
        "neighbour": [b[2] for _, b in chosen],
        "first half": [_part(text, 0.0, 0.5) for text in english],
        "last quarter missing": [_part(text, 0.0, 0.75) for text in english],
        "name swapped": _swap_names(english),
        "numbers changed": _change_digits(english),
    }
    return PlantedPairs([a[1] for a, _ in chosen], english, planted)


def calibrate(data: Path, scorer: AdequacyScorer, pairs: int) -> dict[str, Any]:
    """Returns centres, scale and thresholds, learned on wire-train, with the rates and areas measured on wire-dev."""
    train = _vectors(scorer, plant_errors(read_rows(data / WIRE), pairs))
    centres = {side: train[side].mean(axis=0) for side in ("persian", "english")}
    correct = _cosines(train, "english", centres)
    check = float(np.quantile(correct, FALSE_ALARMS))
    held_out = plant_errors(read_rows(data / WIRE_DEV), pairs)
    return {
        "thresholds": {"check": CHECK, "do_not_use": DO_NOT_USE, "false_alarm_rate": FALSE_ALARMS},
        "scale": SCALE,
        "centred_check": check,
        "centres": {side: [round(float(value), 6) for value in centre] for side, centre in centres.items()},
        "pairs": pairs,
        "wire-dev": _report(_vectors(scorer, held_out), held_out, centres, check),
    }


def area_under_curve(right: Array, wrong: Array) -> float:
    """Returns the share of (right, wrong) couples in which the right one scores higher."""
    return float((right[:, None] > wrong[None, :]).mean() + 0.5 * (right[:, None] == wrong[None, :]).mean())


def _report(
    vectors: Mapping[str, Array], pairs: PlantedPairs, centres: Mapping[str, Array], check: float
) -> dict[str, dict[str, float]]:
    correct, unusable = _cosines(vectors, "english", centres), check - (CHECK - DO_NOT_USE) / SCALE
    report = {"correct": _shares(correct, check, unusable)}
    for kind, texts in pairs.planted.items():
        changed = np.array([text != original for text, original in zip(texts, pairs.english, strict=True)])
        wrong = _cosines(vectors, kind, centres)[changed]
        report[kind] = {
            "area_under_curve": round(area_under_curve(correct[changed], wrong), 4),
            **_shares(wrong, check, unusable),
        }
    return report


def _shares(cosines: Array, check: float, unusable: float) -> dict[str, float]:
    return {
        "flagged": round(float((cosines < check).mean()), 4),
        "not to be used": round(float((cosines < unusable).mean()), 4),
    }


def _vectors(scorer: AdequacyScorer, pairs: PlantedPairs) -> dict[str, Array]:
    texts = {"persian": pairs.persian, "english": pairs.english, **pairs.planted}
    return {name: np.array(scorer.embed(group), np.float32) for name, group in texts.items()}


def _cosines(vectors: Mapping[str, Array], side: str, centres: Mapping[str, Array]) -> Array:
    persian, english = _unit(vectors["persian"] - centres["persian"]), _unit(vectors[side] - centres["english"])
    cosines: Array = (persian * english).sum(axis=1)
    return cosines


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _story(row: Sequence[str]) -> str:
    return row[0].split(".")[0]


def _part(text: str, start: float, end: float) -> str:
    words = text.split()
    return " ".join(words[int(start * len(words)) : int(end * len(words))])


def _swap_names(texts: Sequence[str]) -> list[str]:
    chance = random.Random(1)
    names = [name for text in texts for name in CAPITALIZED.findall(text)]
    return [CAPITALIZED.sub(lambda _: chance.choice(names), text, count=1) for text in texts]


def _change_digits(texts: Sequence[str]) -> list[str]:
    chance = random.Random(2)
    return [re.sub(r"\d", lambda _: chance.choice("0123456789"), text) for text in texts]
