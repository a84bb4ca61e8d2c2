"""Intervals and significance tests: known cases, and sacrebleu's own figures."""

import numpy as np
import pytest
from sacrebleu.metrics import BLEU
from sacrebleu.significance import PairedTest

from xlsum.errors import DataError
from xlsum.scoring.corpus import count_blocks, families_by_metric
from xlsum.scoring.statistics import bootstrap_interval, holm, paired_difference

WORDS = "the a bank rate rose fell minister said on Monday in Tehran talks oil price of new rial percent".split()


def mean(totals: list[float]) -> float:
    return totals[0] / totals[1]


def rows(values: list[float]) -> list[tuple[float, float]]:
    return [(value, 1.0) for value in values]


def sentences(seed: int, noise: float, number: int = 150) -> list[str]:
    """Random references, with a share of words replaced."""
    text, damage = np.random.default_rng(7), np.random.default_rng(seed)
    lines = [[str(word) for word in text.choice(WORDS, size=12)] for _ in range(number)]
    return [" ".join(w if damage.random() > noise else "x" for w in line) for line in lines]


def test_the_interval_of_a_mean_is_about_two_standard_errors() -> None:
    values = [float(value) for value in np.random.default_rng(1).normal(10, 2, size=400)]
    found = bootstrap_interval(rows(values), mean)
    margin = 1.96 * np.std(values) / np.sqrt(len(values))
    assert (found.low, found.high) == pytest.approx((found.value - margin, found.value + margin), abs=0.03)


def test_the_interval_of_one_unit_is_the_score_itself() -> None:
    found = bootstrap_interval([(3.0, 1.0)], mean)
    assert (found.low, found.value, found.high) == (3.0, 3.0, 3.0)


def test_the_same_system_twice_is_no_difference() -> None:
    values = rows([1.0, 5.0, 2.0, 9.0])
    found = paired_difference(values, values, mean)
    assert (found.value, found.bootstrap_p, found.randomization_p) == (0.0, 1.0, 1.0)


def test_a_system_that_is_better_everywhere_is_significant() -> None:
    values = [float(value) for value in range(30)]
    found = paired_difference(rows(values), rows([value + 1 + value % 3 for value in values]), mean)
    assert found.value == pytest.approx(2.0)
    assert max(found.bootstrap_p, found.randomization_p) < 0.01


def test_a_difference_by_chance_is_not_significant() -> None:
    values = [1.0, -1.0, 2.0, -2.0, 3.0, -3.1] * 5
    found = paired_difference(rows([0.0] * 30), rows(values), mean)
    assert min(found.bootstrap_p, found.randomization_p) > 0.5


def test_systems_with_other_units_cannot_be_paired() -> None:
    with pytest.raises(DataError, match="2 and 1 units"):
        paired_difference(rows([1.0, 2.0]), rows([1.0]), mean)


def test_the_paired_tests_agree_with_those_of_sacrebleu() -> None:
    """sacrebleu's bootstrap counts one tail of the shifted differences, ours both."""
    references, first, second = sentences(1, 0.0), sentences(2, 0.30), sentences(3, 0.27)
    family = families_by_metric(("BLEU",))["BLEU"]

    def units(system: list[str]) -> list[tuple[float, ...]]:
        pairs = [(line, (reference,)) for line, reference in zip(system, references, strict=True)]
        return [(*row, 1.0) for table in count_blocks(pairs, ["BLEU"]) for row in table["BLEU"]]

    def score(totals: list[float]) -> float:
        return family.score("BLEU", totals[:-1], int(totals[-1]))

    ours = paired_difference(units(first), units(second), score, resamples=2000)
    for kind, p_value in (("bs", ours.bootstrap_p / 2), ("ar", ours.randomization_p)):
        named = [("first", first), ("second", second)]
        theirs = PairedTest(named, {"BLEU": BLEU()}, [references], test_type=kind, n_samples=2000)()[1]["BLEU"]
        assert theirs[1].score - theirs[0].score == pytest.approx(ours.value)
        assert theirs[1].p_value == pytest.approx(p_value, abs=0.04)


@pytest.mark.parametrize(
    ("given", "corrected"),
    [
        pytest.param([0.01, 0.04, 0.03], [0.03, 0.06, 0.06], id="Holm's step-down keeps the order"),
        pytest.param([0.5, 0.9], [1.0, 1.0], id="never beyond one"),
        pytest.param([], [], id="nothing tested"),
    ],
)
def test_many_tests_are_corrected(given: list[float], corrected: list[float]) -> None:
    assert holm(given) == pytest.approx(corrected)
