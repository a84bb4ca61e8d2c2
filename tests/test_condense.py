"""Sentences lose whole clauses by rules, keep what makes them true, and name their agency once."""

import pytest

from xlsum.condense import Condensed, attribute, condense


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        pytest.param("According to ISNA, the bridge was opened.", "The bridge was opened.", id="agency"),
        pytest.param("According to a report by IRNA, rain fell.", "Rain fell.", id="report by an agency"),
        pytest.param("According to the Fars news agency, rain fell.", "Rain fell.", id="news agency"),
        pytest.param(
            "According to ISNA, quoting the city council, rain fell.", "Rain fell.", id="agency and whom it quotes"
        ),
        pytest.param("Also, the bridge was opened.", "The bridge was opened.", id="connective"),
        pytest.param("It should be noted that the bridge is old.", "The bridge is old.", id="connective with that"),
        pytest.param("The trade body (TPO) met.", "The trade body met.", id="aside"),
        pytest.param(
            "The council of the city met on Monday to open the old bridge; the mayor was there too.",
            "The council of the city met on Monday to open the old bridge.",
            id="later clause",
        ),
    ],
)
def test_clauses_that_may_go_are_taken_away(sentence: str, text: str) -> None:
    assert condense(sentence).text == text


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("The tax (20 percent) was raised.", id="an aside with figures"),
        pytest.param("Then President Karimi resigned from the office.", id="then that is no connective"),
        pytest.param("According to the mayor, the bridge is closed.", id="who said it"),
        pytest.param("If it rains, the match will be put off.", id="a condition"),
        pytest.param("He said rain fell; the rest was dry.", id="too little before the semicolon"),
        pytest.param(
            "The council said that the bridge over the river would be opened on Monday; but it stayed closed.",
            id="a contrast after the semicolon",
        ),
        pytest.param(
            'The mayor said to the council on Monday: "The bridge over the river is old; it must go."',
            id="a semicolon within a quote",
        ),
        pytest.param("", id="nothing"),
    ],
)
def test_what_makes_a_sentence_true_stays(sentence: str) -> None:
    assert condense(sentence) == Condensed(sentence)


def attributed(chosen: list[int], *sentences: str) -> list[str]:
    return attribute(chosen, [condense(sentence) for sentence in sentences])


@pytest.mark.parametrize(
    ("chosen", "sentences", "texts"),
    [
        pytest.param([0], ["According to ISNA, rain fell."], ["Rain fell, ISNA reported."], id="its own sentence"),
        pytest.param(
            [0, 2],
            ["Rain fell.", "According to ISNA, roads are wet.", "Schools closed."],
            ["Rain fell, ISNA reported.", "Schools closed."],
            id="the agency of the story",
        ),
        pytest.param(
            [1],
            ["Rain fell.", "According to ISNA, quoting the council, roads are wet."],
            ["Roads are wet, ISNA reported, citing the council."],
            id="whom the agency quotes",
        ),
        pytest.param(
            [0],
            ["Rain fell.", "According to ISNA, quoting the council, roads are wet."],
            ["Rain fell, ISNA reported."],
            id="the quoted one stays with its sentence",
        ),
        pytest.param(
            [0, 1],
            ["Rain fell.", "According to Reuters, oil rose."],
            ["Rain fell.", "Oil rose, Reuters reported."],
            id="another agency only for its own sentence",
        ),
        pytest.param(
            [0], ["Rain fell.", "According to Reuters, oil rose."], ["Rain fell."], id="not for another sentence"
        ),
        pytest.param(
            [0, 1],
            ["According to ISNA, rain fell.", "The mayor told ISNA that roads are wet."],
            ["Rain fell.", "The mayor told ISNA that roads are wet."],
            id="named already",
        ),
        pytest.param(
            [0],
            ['According to ISNA, he said "no."'],
            ['According to ISNA, he said "no."'],
            id="a quote gets its opening back",
        ),
        pytest.param([], ["According to ISNA, rain fell."], [], id="nothing chosen"),
    ],
)
def test_an_agency_is_named_once_where_it_belongs(chosen: list[int], sentences: list[str], texts: list[str]) -> None:
    assert attributed(chosen, *sentences) == texts


def test_a_sentence_that_says_nothing_else_than_its_opening_is_left_alone() -> None:
    assert condense("According to ISNA,").text == "According to ISNA,"
