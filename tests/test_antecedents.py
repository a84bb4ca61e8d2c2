"""A sentence that does not say who speaks is quoted only beside the one that does."""

import pytest

from xlsum.antecedents import find_antecedents
from xlsum.engines.extractive import select_sentences


@pytest.mark.parametrize(
    ("sentences", "antecedents"),
    [
        pytest.param(
            ["The mayor said it rained.", "Roads are wet.", "He added: Schools close."], [None, None, 0], id="he"
        ),
        pytest.param(
            ["The mayor said it rained.", "He left.", "They followed."], [None, 0, 0], id="a chain has one speaker"
        ),
        pytest.param(
            ["The mayor said it rained.", "The bishop said it snowed.", "She went home."],
            [None, None, 1],
            id="the last one",
        ),
        pytest.param(["The mayor said it rained.", "We must close the schools."], [None, 0], id="we without a speaker"),
        pytest.param(["It rained.", 'The mayor wrote: "We close."'], [None, None], id="we within a quote"),
        pytest.param(["It rained.", "He left."], [None, 0], id="nobody speaks"),
        pytest.param(["He left."], [None], id="nothing before"),
        pytest.param(["Herat is cold.", "Our Lady church opened, the mayor said."], [None, None], id="names"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_each_sentence_knows_whom_it_leans_on(sentences: list[str], antecedents: list[int | None]) -> None:
    assert find_antecedents(sentences) == antecedents


def test_a_sentence_is_not_chosen_without_its_antecedent() -> None:
    story = [
        "Bread rose 12 percent in Tehran on Monday.",
        "The mayor of a far and quiet town said that nothing of this had reached his own people as yet.",
        "He added: Bread rose 34 percent in Tehran and Shiraz.",
    ]
    needs = find_antecedents(story)
    assert 2 in select_sentences(story, budget_words=20, headline="Bread rose in Tehran and Shiraz")
    assert 2 not in select_sentences(
        story, budget_words=20, headline="Bread rose in Tehran and Shiraz", antecedents=needs
    )
    assert select_sentences(story, budget_words=90, headline="Bread rose in Tehran", antecedents=needs) == [0, 1, 2]
