"""Extractive selection keeps the story's order, its budget, and says nothing twice."""

import pytest

from xlsum.engines.extractive import METHODS, Weights, lexrank, rank_sentences, select_sentences

STORY = [
    "The parliament passed the budget bill on Tuesday.",
    "The weather was fine.",
    "The budget bill raises spending on schools, the parliament speaker said.",
    "The parliament passed the budget bill on Tuesday evening.",
]


@pytest.mark.parametrize("method", METHODS)
def test_the_choice_is_in_the_order_of_the_story_and_within_the_budget(method: str) -> None:
    chosen = select_sentences(STORY, budget_words=20, method=method)
    assert chosen == sorted(chosen)
    assert chosen
    assert sum(len(STORY[at].split()) for at in chosen) <= 20


def test_lead_takes_the_first_sentences() -> None:
    assert select_sentences(STORY, budget_words=12, method="lead") == [0, 1]


def test_lexrank_ranks_the_odd_one_out_last() -> None:
    assert rank_sentences(STORY, method="lexrank")[-1] == 1


def test_what_is_said_already_is_not_chosen_again() -> None:
    assert 3 not in select_sentences(STORY, budget_words=100)


def test_embeddings_decide_centrality_when_it_is_weighed() -> None:
    vectors = [[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]]
    assert rank_sentences(["a"] * 4, embeddings=vectors, weights=Weights(centrality=1.0))[0] == 1


def test_a_sentence_like_the_headline_comes_before_its_equals() -> None:
    story = ["It rained in the north.", "The bread price rose in Tehran.", "The cup final was put off."]
    assert rank_sentences(story, headline="Tehran bread price up")[0] == 1


def test_of_equal_sentences_the_doubted_one_comes_last() -> None:
    story = ["Shiraz has 9 parks and 8 gardens.", "Tehran has 7 schools and 6 towers."]
    assert select_sentences(story, budget_words=8) == [0]
    assert select_sentences(story, budget_words=8, doubted=[True, False]) == [1]


def test_something_is_chosen_even_where_every_sentence_lacks_its_antecedent() -> None:
    assert select_sentences(["He said so.", "He left."], budget_words=8, antecedents=[0, 1])


def test_a_story_of_ten_thousand_sentences_is_ranked_in_time() -> None:
    story = [f"Sentence {n} names Tehran and {n % 97} others." for n in range(10_000)]
    assert len(rank_sentences(story)) == len(story)
    assert select_sentences(story, budget_words=70)


def test_a_sentence_longer_than_the_budget_is_still_taken_when_it_is_the_first() -> None:
    assert select_sentences(["one two three"], budget_words=1) == [0]


def test_nothing_gives_nothing_and_many_sentences_are_ranked_in_linear_time() -> None:
    assert select_sentences([], budget_words=5) == []
    assert len(lexrank([f"sentence {n}" for n in range(3000)])) == 3000


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="lexrank"):
        rank_sentences(["a"], method="magic")
