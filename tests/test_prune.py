"""Vocabulary pruning: kept text is cut as before, other text falls back to smaller pieces, never to a new <unk>."""

from pathlib import Path
from typing import Any

import pytest
import sentencepiece
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixtures.toy_news import OTHER_LANGUAGES, sentences
from xlsum.engines.prune import Pruning, choose_pieces
from xlsum.engines.sentencepiece_model import BPE, UNIGRAM, SentencePieceModel, read_model

FIXTURES = Path(__file__).parent / "fixtures"
MODELS = {"bpe": FIXTURES / "nllb_tiny" / "sentencepiece.bpe.model", "unigram": FIXTURES / "mt5_tiny" / "spiece.model"}


class Pruned:
    """A model, its pruning, and the processors of both."""

    def __init__(self, path: Path) -> None:
        self.model: SentencePieceModel = read_model(path.read_bytes())
        self.whole = _processor(path.read_bytes())
        self.pruning: Pruning = choose_pieces(self.model, self.whole)
        self.cut = _processor(self.model.keeping(self.pruning.kept).to_bytes())


def _processor(content: bytes) -> Any:
    return sentencepiece.SentencePieceProcessor(model_proto=content)


@pytest.fixture(scope="module", params=list(MODELS))
def pruned(request: pytest.FixtureRequest) -> Pruned:
    return Pruned(MODELS[request.param])


@pytest.mark.parametrize(("name", "algorithm"), [("bpe", BPE), ("unigram", UNIGRAM)])
def test_a_model_read_and_written_is_the_same(name: str, algorithm: int) -> None:
    content = MODELS[name].read_bytes()
    model = read_model(content)
    again = _processor(model.to_bytes())
    whole = _processor(content)
    assert model.algorithm == algorithm
    assert [again.id_to_piece(at) for at in range(len(again))] == [whole.id_to_piece(at) for at in range(len(whole))]
    assert all(again.get_score(at) == whole.get_score(at) for at in range(len(whole)))
    assert again.encode("نماینده 12 Tehran") == whole.encode("نماینده 12 Tehran")


@pytest.mark.parametrize("content", [pytest.param(b"", id="empty"), pytest.param(b"\x0a\xff\x01", id="cut off")])
def test_what_is_no_model_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="no SentencePiece model"):
        read_model(content)


def test_something_is_pruned_and_single_characters_are_not(pruned: Pruned) -> None:
    assert len(pruned.pruning.kept) < len(pruned.model.pieces)
    kept = {pruned.model.pieces[at].text for at in pruned.pruning.kept}
    assert {piece.text for piece in pruned.model.pieces if len(piece.text) == 1} <= kept


def test_persian_and_english_are_cut_as_before(pruned: Pruned) -> None:
    for pair in sentences()[:300]:
        for text in (pair.persian, pair.english):
            assert pruned.cut.encode(text, out_type=str) == pruned.whole.encode(text, out_type=str)


def test_what_a_user_wants_kept_is_kept(pruned: Pruned) -> None:
    russian = OTHER_LANGUAGES[0]
    assert pruned.cut.encode(russian, out_type=str) != pruned.whole.encode(russian, out_type=str)
    pruning = choose_pieces(pruned.model, pruned.whole, keep_texts=[russian])
    cut = _processor(pruned.model.keeping(pruning.kept).to_bytes())
    assert cut.encode(russian, out_type=str) == pruned.whole.encode(russian, out_type=str)


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_other_text_round_trips_through_smaller_pieces(pruned: Pruned, text: str) -> None:
    assert pruned.cut.decode(pruned.cut.encode(text)) == pruned.whole.decode(pruned.whole.encode(text))
    assert len(pruned.cut.encode(text)) >= len(pruned.whole.encode(text))


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(alphabet=st.sampled_from(sorted(set("".join(OTHER_LANGUAGES) + "abc رئیس‌ جمهور12☃œ𝄞"))), max_size=40)
)
@pytest.mark.parametrize("name", list(MODELS))
def test_no_unknown_appears_that_the_whole_model_would_not_give(name: str, text: str) -> None:
    pruned = _cached(name)
    assert _unknown(pruned.cut, text) == _unknown(pruned.whole, text)


_CACHE: dict[str, Pruned] = {}


def _cached(name: str) -> Pruned:
    if name not in _CACHE:
        _CACHE[name] = Pruned(MODELS[name])
    return _CACHE[name]


def _unknown(processor: Any, text: str) -> list[str]:
    pieces, numbers = processor.encode(text, out_type=str), processor.encode(text)
    return [piece for piece, number in zip(pieces, numbers, strict=True) if number == processor.unk_id()]
