"""The adequacy scorer ranks a faithful English above a strange one, and reads texts of any length whole."""

import json
import math
from pathlib import Path

import pytest

from xlsum.engines.adequacy import AdequacyScorer, Calibration
from xlsum.engines.locations import WEIGHTS
from xlsum.errors import CheckpointError

FOLDER = WEIGHTS / "compact-adequacy"
PERSIAN = ["وزیر بهداشت گفت: مدارس از هفته آینده باز می‌شوند.", "قیمت نان در تهران بیست درصد افزایش یافت."]
ENGLISH = [
    "The health minister said: Schools will open from next week.",
    "The price of bread in Tehran rose by 20 percent.",
]


@pytest.fixture(scope="module")
def scorer() -> AdequacyScorer:
    return AdequacyScorer.load(FOLDER, threads=1)


@pytest.mark.slow
def test_a_faithful_translation_is_liker_than_the_other_sentence(scorer: AdequacyScorer) -> None:
    right = scorer.similarity(PERSIAN, ENGLISH)
    wrong = scorer.similarity(PERSIAN, ENGLISH[::-1])
    assert min(right) > scorer.calibration.check > max(wrong)


@pytest.mark.slow
def test_vectors_have_unit_length_and_the_order_asked(scorer: AdequacyScorer) -> None:
    together = scorer.embed([*PERSIAN, "", ENGLISH[0] * 30])
    assert [len(vector) for vector in together] == [384] * 4
    assert all(math.isclose(sum(value * value for value in vector), 1, abs_tol=1e-4) for vector in together)
    alone = scorer.embed([PERSIAN[1]])[0]
    assert sum(map(float.__mul__, alone, together[1])) > 0.999


@pytest.mark.slow
def test_half_spaces_and_digit_scripts_do_not_change_what_is_read(scorer: AdequacyScorer) -> None:
    one, other = scorer.embed(["می‌رود ۱۲۳ كتاب", "می رود 123 کتاب"])
    assert one == pytest.approx(other, abs=1e-3)


def test_nothing_asked_is_nothing_answered(scorer: AdequacyScorer) -> None:
    assert scorer.embed([]) == []
    assert scorer.similarity([], []) == []


def test_the_likeness_stands_on_the_scale_of_the_thresholds() -> None:
    calibration = Calibration(0.835, 0.815, scale=0.25, centred_check=0.4)
    assert calibration.likeness(0.4) == 0.835
    assert calibration.likeness(0.32) == pytest.approx(0.815)
    assert calibration.likeness(1.5) == 1.0


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="missing"),
        pytest.param("{", id="no JSON"),
        pytest.param('{"task": "translate"}', id="other"),
    ],
)
def test_a_folder_without_a_scorers_manifest_is_refused(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(CheckpointError, match=r"manifest\.json"):
        AdequacyScorer.load(tmp_path)


def test_a_folder_with_a_manifest_but_no_weights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(
        json.dumps({"task": "adequacy", "prefix": "", "max_input_tokens": 9, "calibration": {"thresholds": {}}})
    )
    with pytest.raises(CheckpointError):
        AdequacyScorer.load(tmp_path)
