"""The catalogue: every card of the product, inheritance, and typos that are told."""

from pathlib import Path

import pytest

from xlsum.catalogue import ModelCard, load_catalogue
from xlsum.errors import CatalogueError, UnknownLanguageError, UnknownModelError

WANTED = (
    "nllb-200-distilled-600M",
    "nllb-200-distilled-1.3B",
    "nllb-200-1.3B",
    "nllb-200-3.3B",
    "mT5_multilingual_XLSum",
    "mT5_m2o_english_crossSum",
    "mT5_m2m_crossSum",
    "mT5_m2m_crossSum_enhanced",
    "madlad400-3b-mt",
    "opus-mt-fa-en",
    "compact-fa-en",
    "compact-adequacy",
    "extractive",
    "lead",
    "lexrank",
)
SHORTEST = "task: translate\n  architecture: m2m100\n  licence: MIT\n  forbids: Nothing.\n"


def cards(tmp_path: Path, text: str) -> list[ModelCard]:
    path = tmp_path / "models.yaml"
    path.write_text(text, "utf-8")
    return list(load_catalogue(path).cards)


@pytest.mark.parametrize("name", WANTED)
def test_every_checkpoint_of_the_product_has_a_card(name: str) -> None:
    card = load_catalogue().card(name)
    assert card.licence
    assert card.forbids.endswith(".")


def test_a_card_of_the_hub_is_pinned_or_says_that_it_is_not() -> None:
    for card in load_catalogue().cards:
        if card.repo:
            assert (len(card.revision) == 40) != card.revision_unverified, card.name


def test_the_published_decoding_of_xl_sum_is_the_default() -> None:
    decoding = load_catalogue().card("mT5_multilingual_XLSum").decoding
    assert (decoding.beam_size, decoding.length_penalty) == (4, 0.6)
    assert (decoding.no_repeat_ngram_size, decoding.max_output_tokens) == (2, 84)


def test_a_card_inherits_and_overrides(tmp_path: Path) -> None:
    found = cards(tmp_path, f"_a:\n  {SHORTEST}b:\n  base: _a\n  rank: 3\nc:\n  base: b\n  licence: X\n")
    assert [(card.name, card.rank, card.licence) for card in found] == [("b", 3, "MIT"), ("c", 3, "X")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param(f"a:\n  {SHORTEST}  lisence: MIT\n", "did you mean 'licence'", id="a key mistyped"),
        pytest.param(f"a:\n  {SHORTEST}  decoding: {{beem_size: 4}}\n", "'beam_size'", id="an option mistyped"),
        pytest.param(f"a:\n  {SHORTEST}b:\n  base: aa\n", "did you mean 'a'", id="a base mistyped"),
        pytest.param("a:\n  base: b\nb:\n  base: a\n", "circle", id="bases in a circle"),
        pytest.param("a:\n  task: translate\n", "'architecture' is missing", id="a key missing"),
        pytest.param(f"a:\n  {SHORTEST}".replace("translate", "translat"), "'translate'?", id="a task mistyped"),
        pytest.param(f"a:\n  {SHORTEST}  rank: high\n", "'high' is no int", id="a value of the wrong type"),
        pytest.param(f"a:\n  {SHORTEST}  task: summarize\n", "given twice", id="a key given twice"),
        pytest.param("- a\n", "a mapping", id="a list at the top"),
        pytest.param("a: [\n", "models.yaml", id="no YAML"),
        pytest.param(f"a:\n  {SHORTEST}  scores: [{{metric: BLEU}}]\n", "value are due", id="a score without value"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_file_is_one_line_that_says_what(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(CatalogueError) as caught:
        cards(tmp_path, text)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_model_names_the_nearest() -> None:
    with pytest.raises(UnknownModelError, match="did you mean 'nllb-200-distilled-600M'"):
        load_catalogue().card("nllb-200-distiled-600m")


def test_an_unknown_language_code_lists_the_valid_ones() -> None:
    card = load_catalogue().card("nllb-200-distilled-600M")
    assert card.source_code("") == "pes_Arab"
    assert card.source_code("prs_Arab") == "prs_Arab"
    with pytest.raises(UnknownLanguageError, match=r"'fa'.*pes_Arab, prs_Arab"):
        card.source_code("fa")
