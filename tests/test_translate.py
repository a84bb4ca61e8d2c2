"""The translation stage keeps order, decodes once, splits long sentences and retries what is flagged."""

from collections.abc import Sequence

import pytest

from tests.conftest import FakeEngine
from xlsum.document import Flag
from xlsum.engines.protocol import DecodingOptions, Hypothesis
from xlsum.persian.clauses import split_clauses
from xlsum.translate import Examined, Sentence, Translator, decode


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def sentence(text: str, language: str = "fa") -> Sentence:
    return Sentence(text, text, language)


def test_answers_come_in_the_order_asked_and_identical_sentences_are_decoded_once() -> None:
    engine = FakeEngine({"الف": "A", "ب": "B"})
    translator = Translator(engine, DecodingOptions())
    translated = translator.translate([sentence("ب"), sentence("الف"), sentence("ب")])
    assert [t.english for t in translated] == ["B", "A", "B"]
    assert sorted(text for call in engine.asked for text in call) == ["الف", "ب"]


def test_sentences_of_unlike_length_are_decoded_apart_each_with_its_own_bound() -> None:
    engine = FakeEngine()
    short, long = "یک دو", " ".join(["واژه"] * 70)
    decode(engine, [long, short], DecodingOptions())
    assert [call[0] for call in engine.asked] == [long, short]
    assert [options.max_output_tokens for options in engine.options] == [144, 48]


def test_a_long_sentence_goes_in_clause_by_clause_and_comes_back_joined() -> None:
    engine = FakeEngine()
    engine.max_input_tokens = 4
    [[hypothesis]] = decode(engine, ["الف ب پ، ت ث ج؛ چ ح"], DecodingOptions())
    assert engine.asked == [["الف ب پ،", "ت ث ج؛", "چ ح"]]
    assert hypothesis.text == "English of الف ب پ، English of ت ث ج؛ English of چ ح"
    assert hypothesis.pieces == 3


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        pytest.param("کوتاه است", 5, ["کوتاه است"], id="fits"),
        pytest.param("الف ب و پ ت", 3, ["الف ب", "و پ ت"], id="before and"),
        pytest.param("الف ب پ ت ث", 2, ["الف ب", "پ ت", "ث"], id="words when no clause"),
        pytest.param("ا" * 250, 1, ["ا" * 100, "ا" * 100, "ا" * 50], id="characters when no word fits"),
    ],
)
def test_clauses_are_cut_at_the_gentlest_place(text: str, limit: int, expected: list[str]) -> None:
    def count(texts: Sequence[str]) -> list[int]:
        return [2 if len(text) > 200 else len(text.split()) for text in texts]

    assert split_clauses(text, limit, count) == expected


def test_no_letter_is_lost_when_a_sentence_is_cut() -> None:
    text = "الف، ب و پ که ت؛ " * 50
    pieces = split_clauses(text, 7, words)
    assert " ".join(pieces).split() == text.split()
    assert max(words(pieces)) <= 7


def test_a_text_without_words_is_not_fed_and_comes_back_as_it_is() -> None:
    engine = FakeEngine()
    [translated] = Translator(engine, DecodingOptions()).translate([sentence("ا" * 20_000)])
    assert translated.english == "ا" * 20_000
    assert translated.score is None
    assert engine.asked == []


def flags_wrong(sentences: Sequence[Sentence], english: Sequence[str]) -> list[Examined]:
    doubt = (Flag("numbers", "do-not-use", "a number is lost"),)
    return [Examined(text, doubt if "wrong" in text else ()) for text in english]


class SecondThoughts(FakeEngine):
    """Greedy is wrong; the second-best of a beam is right."""

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
    ) -> list[list[Hypothesis]]:
        super().generate(texts, options, source_language=source_language)
        best = [Hypothesis("wrong", -0.1), Hypothesis("right", -0.2)]
        return [best[: options.num_hypotheses] for _ in texts]


def test_a_flagged_sentence_is_retried_and_the_alternative_without_flags_is_taken() -> None:
    engine = SecondThoughts()
    [translated] = Translator(engine, DecodingOptions(), flags_wrong).translate([sentence("یک")])
    assert translated.english == "right"
    assert translated.flags == ()
    assert translated.alternatives == ("wrong",)
    assert [options.beam_size for options in engine.options] == [1, 4]


def test_the_checks_choose_among_the_hypotheses_of_a_beam_without_decoding_again() -> None:
    engine = SecondThoughts()
    [translated] = Translator(engine, DecodingOptions(beam_size=2), flags_wrong).translate([sentence("یک")])
    assert translated.english == "right"
    assert len(engine.options) == 1


def test_the_meaning_of_the_chosen_sentence_alone_is_weighed() -> None:
    weighed: list[str] = []

    def weigh(sentences: Sequence[Sentence], english: Sequence[str]) -> list[tuple[Flag, ...]]:
        weighed.extend(english)
        return [(Flag("adequacy", "check", "far"),) for _ in english]

    translator = Translator(SecondThoughts(), DecodingOptions(beam_size=2), flags_wrong, weigh)
    [translated] = translator.translate([sentence("یک")])
    assert weighed == ["right"]
    assert [flag.kind for flag in translated.flags] == ["adequacy"]


def test_flags_that_no_retry_mends_stay() -> None:
    engine = FakeEngine({"یک": "wrong"})
    [translated] = Translator(engine, DecodingOptions(), flags_wrong).translate([sentence("یک")])
    assert translated.english == "wrong"
    assert [flag.kind for flag in translated.flags] == ["numbers"]


def test_each_language_is_decoded_under_its_own_code() -> None:
    class Codes(FakeEngine):
        def generate(
            self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
        ) -> list[list[Hypothesis]]:
            return [[Hypothesis(f"{source_language}:{text}", 0.0)] for text in texts]

    codes = (("fa", "pes_Arab"), ("prs", "prs_Arab"))
    translator = Translator(Codes(), DecodingOptions(), language_codes=codes)
    translated = translator.translate([sentence("الف"), sentence("ب", "prs")])
    assert [t.english for t in translated] == ["pes_Arab:الف", "prs_Arab:ب"]


class ManyHands(FakeEngine):
    """Runs several batches at a time."""

    workers = 3


def test_an_engine_with_many_hands_gives_what_one_hand_gives_in_order() -> None:
    texts = [sentence(" ".join(["واژه"] * (number % 90 + 1))) for number in range(200)]
    options = DecodingOptions(batch_tokens=300)
    engines = [ManyHands(), FakeEngine()]
    many, one = ([t.english for t in Translator(engine, options).translate(texts)] for engine in engines)
    assert many == one == [f"English of {text.fed}" for text in texts]
    assert sorted(map(len, engines[0].asked)) == sorted(map(len, engines[1].asked))
    assert len(engines[1].asked) > 10


def test_what_stays_unusable_is_gathered_from_all_batches_and_decoded_again_together() -> None:
    texts = [" ".join(["واژه"] * 30 + [str(number)]) for number in range(10)]
    wrong = [texts[0], texts[9]]
    engine = FakeEngine(dict.fromkeys(wrong, "wrong"))
    options = DecodingOptions(beam_size=4, batch_tokens=300)
    Translator(engine, options, flags_wrong).translate([sentence(text) for text in texts])
    calls = zip(engine.asked, engine.options, strict=True)
    careful = [asked for asked, options in calls if options.repetition_penalty > 1 and options.num_hypotheses == 4]
    assert [len(asked) for asked in engine.asked[:2]] == [8, 2]
    assert careful == [wrong]
    assert all((made.no_repeat_ngram_size > 0) == (made.repetition_penalty > 1) for made in engine.options)


def test_alternatives_are_examined_only_until_one_has_no_doubt() -> None:
    examined: list[str] = []

    def examine(sentences: Sequence[Sentence], english: Sequence[str]) -> list[Examined]:
        examined.extend(english)
        return flags_wrong(sentences, english)

    class Many(FakeEngine):
        def generate(
            self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
        ) -> list[list[Hypothesis]]:
            found = [Hypothesis(text, -0.1) for text in ("wrong", "right", "righter", "rightest")]
            return [found[: options.num_hypotheses] for _ in texts]

    [translated] = Translator(Many(), DecodingOptions(beam_size=4), examine).translate([sentence("یک")])
    assert examined == ["wrong", "right"]
    assert translated.alternatives == ("wrong", "righter", "rightest")
