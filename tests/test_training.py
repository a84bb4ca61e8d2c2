"""The recipe without torch: pruning loses nothing, batches and samples are whole, and made-up pairs are exact."""

import json
import lzma
from dataclasses import asdict, replace
from pathlib import Path
from random import Random

import numpy as np
import pytest
from sentencepiece import SentencePieceProcessor

from training.augment import augment, slot_numbers
from training.batches import BEGIN, END, PAD, Sampler, make_batches
from training.config import AugmentConfig, Config, read_config
from training.corpus import cased_words, clean_subtitles, is_title, restore_case, title_case
from training.e5 import BLOCK_DTYPE, PackedEncoder, Sizes, dequantize
from training.evaluate import number_fidelity
from training.folding import persian_folding
from training.generate import generate_pair
from training.schedule import rate_share
from training.sentencepiece_model import SPECIAL_PIECES
from training.tokenizer import choose_pieces, full_tokenizer, keeps_digits_apart, load_tokenizer, pruned_model
from xlsum.engines.number_slots import SLOTS, TWO_DIGITS

WORDS = ("سلام", "کتاب", "می", "روم", "hello", "book", "the", "2024", "go")
CHARACTERS = tuple("ابتکسلموهیdehlgobkt20413.")
QUIET = AugmentConfig(lost_half_spaces=0.0, spaced_half_spaces=0.0, dropped_end_mark=0.0, joined=0.0, number_slots=0.0)
PAIRS = [("سلام", "hello"), ("کتاب", "the book"), ("می‌روم", "go"), ("سلام کتاب", "hello book")]


def tiny_encoder(width: int = 32, layers: int = 2) -> PackedEncoder:
    """A random encoder with a handful of pieces, in the layout of the real one."""
    pieces = [*SPECIAL_PIECES, "\u2581", *(f"\u2581{word}" for word in WORDS), *CHARACTERS]
    scores = [0.0] * 4 + [-2.0] + [-4.0] * len(WORDS) + [-8.0] * len(CHARACTERS)
    random = np.random.default_rng(7)

    def tensor(*shape: int) -> np.ndarray:
        return random.normal(0, 0.3, shape).astype(np.float32)

    tensors = {"emb.word": tensor(len(pieces), width), "emb.pos": tensor(512, width), "emb.type": tensor(2, width)}
    tensors |= {"emb.ln.w": np.ones(width, np.float32), "emb.ln.b": tensor(width)}
    shapes = {"q": (width, width), "k": (width, width), "v": (width, width), "ao": (width, width)}
    shapes |= {"fi": (4 * width, width), "fo": (width, 4 * width)}
    for layer in range(layers):
        for name, shape in shapes.items():
            tensors |= {f"l{layer}.{name}.w": tensor(*shape), f"l{layer}.{name}.b": tensor(shape[0])}
        for name in ("aln", "oln"):
            tensors |= {f"l{layer}.{name}.w": np.ones(width, np.float32), f"l{layer}.{name}.b": tensor(width)}
    sizes = Sizes(width, layers, width // 32, 4 * width, len(pieces), 512)
    return PackedEncoder(sizes, tuple(pieces), tuple(scores), {0x200C: (0x20,)}, tensors)


def tiny_config() -> Config:
    config = read_config()
    shares = {"wire": 1.0}
    train = replace(config.train, minutes=60.0, source_tokens=24, pool=8, frozen_until=0.0, seed=5)
    model = replace(config.model, decoder_layers=1, dropout=0.0)
    mixture = replace(config.mixture, first=shares, later=shares)
    return replace(config, train=train, model=model, mixture=mixture, augment=QUIET)


def make_run(folder: Path, encoder: PackedEncoder) -> Path:
    """A run folder as `prepare` and `tokenizer` leave it."""
    pruning = choose_pieces(encoder, {}, {f"\u2581{word}": 9 for word in WORDS}, persian_floor=1, english_floor=1)
    folder.mkdir()
    (folder / "sentencepiece.model").write_bytes(pruned_model(encoder, pruning))
    (folder / "pruning.json").write_text(json.dumps(asdict(pruning)))
    with lzma.open(folder / "pairs.json.xz", "wt", encoding="utf-8") as out:
        json.dump({"wire": PAIRS}, out)
    return folder


def test_q4_blocks_become_the_weights_they_stand_for() -> None:
    block = np.zeros(1, BLOCK_DTYPE)
    block["scale"], block["nibbles"] = 0.5, np.arange(16) | (15 << 4)
    assert dequantize(block).tolist() == [(n - 8) * 0.5 for n in range(16)] + [3.5] * 16


@pytest.mark.parametrize(
    ("piece", "kept"),
    [("\u2581book", True), ("5", True), ("\u25815", True), ("20", False), ("\u25812024", False), ("G8", False)],
)
def test_only_single_digits_stay_so_that_numbers_are_copied(piece: str, kept: bool) -> None:
    assert keeps_digits_apart(piece) is kept


def test_pruning_that_keeps_every_piece_of_a_text_cuts_it_as_before() -> None:
    encoder = tiny_encoder()
    full = full_tokenizer(encoder)
    texts = ["سلام کتاب", "hello the book 2024", "می‌روم"]
    counts = {piece: 1 for text in texts for piece in full.encode(text, out_type=str)}
    pruning = choose_pieces(encoder, counts, counts, persian_floor=1, english_floor=1)
    pruned = full_tokenizer(encoder)
    pruned.LoadFromSerializedProto(pruned_model(encoder, pruning))
    assert pruned.encode(texts, out_type=str) == full.encode(texts, out_type=str)
    assert pruned.decode(pruned.encode(texts[1])) == texts[1]
    assert [pruned.id_to_piece(number) for number in range(4)] == list(SPECIAL_PIECES)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("كتاب", "کتاب", id="Arabic kaf"),
        pytest.param("ســلام", "سلام", id="tatweel"),
        pytest.param("۲۰٢٤", "2024", id="digits of two scripts"),
        pytest.param("می‌روم", "می روم", id="half-space"),
        pytest.param("سَلام", "سلام", id="short vowel"),
    ],
)
def test_the_tokenizer_folds_what_wires_vary(written: str, read: str) -> None:
    tokenizer = full_tokenizer(tiny_encoder())
    assert tokenizer.encode(written, out_type=str) == tokenizer.encode(read, out_type=str)


def test_the_folding_keeps_what_the_encoder_folds_already() -> None:
    assert persian_folding({0x2160: (0x49,)})[(0x2160,)] == (0x49,)


def test_batches_hold_every_pair_once_within_the_budget(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", tiny_encoder())
    settings = tiny_config().train
    tokenizer = load_tokenizer(run / "sentencepiece.model")
    batches = make_batches(PAIRS, tokenizer, settings, QUIET, 99, Random(1))
    assert sum(batch.pairs for batch in batches) == len(PAIRS)
    assert all(batch.source.size <= settings.source_tokens for batch in batches)
    rows = [row[row != PAD].tolist() for batch in batches for row in batch.target]
    assert all(row[0] == BEGIN and row[-1] == END for row in rows)


def test_a_sampler_gives_every_pair_before_any_comes_twice_and_goes_on_from_its_counts() -> None:
    first = Sampler({"wire": PAIRS}, 3)
    drawn = first.draw({"wire": 1.0}, 6, Random(0))
    assert sorted(drawn[:4]) == sorted(PAIRS)
    second = Sampler({"wire": PAIRS}, 3)
    second.drawn.update(first.drawn)
    assert second.draw({"wire": 1.0}, 2, Random(0)) == first.draw({"wire": 1.0}, 2, Random(0))


def test_lost_half_spaces_glue_the_words_and_change_nothing_else() -> None:
    lost = replace(QUIET, lost_half_spaces=1.0)
    seen = {augment("می‌روم خانه‌ها", Random(seed), lost) for seed in range(20)}
    assert "میروم خانهها" in seen
    assert {text.replace("\u200c", "") for text in seen} == {"میروم خانهها"}


def test_a_number_on_both_sides_becomes_one_slot_and_any_other_keeps_its_digits() -> None:
    pair = ("۲۵ نفر از ۲۵ نفر، ۱۷ هزار تومان، 5 روز", "25 of 25 people, 17,000 tomans, 5 days")
    persian, english = slot_numbers(*pair, Random(1))
    slot = persian[0]
    assert slot in TWO_DIGITS
    assert persian == f"{slot} نفر از {slot} نفر، ۱۷ هزار تومان، 5 روز"
    assert english == f"{slot} of {slot} people, 17,000 tomans, 5 days"


def test_slots_are_pieces_of_the_target_vocabulary() -> None:
    encoder = tiny_encoder()
    pruning = choose_pieces(encoder, {}, {"\u2581hello": 9}, persian_floor=1, english_floor=1)
    tokenizer = SentencePieceProcessor(model_proto=pruned_model(encoder, pruning))
    assert pruning.slots > 0
    ids = [tokenizer.piece_to_id(slot) for slot in SLOTS[: pruning.slots]]
    assert ids == list(range(pruning.targets - pruning.slots, pruning.targets))


def test_generated_pairs_carry_the_same_numbers_on_both_sides() -> None:
    pairs = [generate_pair(Random(seed)) for seed in range(300)]
    assert number_fidelity([persian for persian, _ in pairs], [english for _, english in pairs]) == 1.0


def test_number_fidelity_counts_each_number_once() -> None:
    assert number_fidelity(["۱۲ و ۱۲ و ۳/۵"], ["12 and 3.5"]) == pytest.approx(2 / 3)
    assert number_fidelity(["۱۲٬۰۰۰".replace("٬", ",")], ["12000"]) == 1.0


def test_subtitles_keep_lines_of_known_words_and_get_their_case_back() -> None:
    known = cased_words(["we go to the school now"] * 2 + ["Tehran is big"])
    lines = [("ما به مدرسه می رویم", "we go to the school"), ("به تهران می رویم", "we go to tehran now")]
    assert list(clean_subtitles(lines, known)) == [("ما به مدرسه می رویم.", "We go to the school.")]
    assert restore_case("and i , too") == "And I, too"


def test_titles_are_names_in_capitals() -> None:
    assert is_title("برج میلاد", "milad tower")
    assert not is_title("۲۰۲۰", "2020 season")
    assert title_case("tower of london") == "Tower of London"


def test_the_rate_rises_stays_and_falls_to_almost_nothing() -> None:
    shares = [rate_share(progress, 0.1, 0.3) for progress in (0.05, 0.2, 0.65, 1.0)]
    assert shares == pytest.approx([0.5, 1.0, 0.505, 0.01])


def test_an_unknown_setting_is_an_error_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[tokenizer]\npersian_floor = 1\nfloor = 2\n")
    with pytest.raises(ValueError, match=r"tokenizer.*english_floor, floor"):
        read_config(path)
