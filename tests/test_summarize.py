"""The summary stage proves what it says, counts what it did not read, and falls back openly."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from tests.conftest import FakeEngine
from xlsum.document import Flag, ModelIdentity, TranslatedSegment
from xlsum.engines.protocol import DecodingOptions, Hypothesis
from xlsum.english import split_english_sentences
from xlsum.summarize import Draft, Story, Summarizer
from xlsum.summary_writers import AbstractiveWriter, ExtractiveWriter, choose_reading

IDENTITY = ModelIdentity("summarize", "fake", "0", "", "Apache-2.0", "fake", "0")


def segment(number: int, english: str, **changes: object) -> TranslatedSegment:
    return TranslatedSegment(f"p2s{number}", f"منبع {number}", f"منبع {number}", english, **changes)  # type: ignore[arg-type]


STORY = Story(
    (
        segment(1, "The minister arrived in Tehran on Monday."),
        segment(2, "Trade rose 77 percent, he said."),
        segment(3, "The talks will go on in Moscow."),
    )
)


@dataclass(frozen=True, slots=True)
class Says:
    """A writer that says what it is told to."""

    sentences: tuple[str, ...]
    identity: ModelIdentity = IDENTITY

    def write(self, stories: object) -> list[Draft]:
        return [Draft(self.sentences, "fake")]


FALLBACK = ExtractiveWriter(IDENTITY, "lead", "short")


@pytest.mark.parametrize(
    ("unsupported", "text", "method"),
    [
        pytest.param("mark", "Trade rose 77 percent. Trade rose 12 percent.", "fake", id="mark"),
        pytest.param("drop", "Trade rose 77 percent.", "fake", id="drop"),
        pytest.param("fallback", " ".join(s.english for s in STORY.body), "lead", id="fallback"),
    ],
)
def test_a_sentence_without_support_is_marked_dropped_or_replaced(unsupported: str, text: str, method: str) -> None:
    writer = Says(("Trade rose 77 percent.", "Trade rose 12 percent."))
    [(summary, _)] = Summarizer(writer, FALLBACK, unsupported).summarize([STORY])
    assert summary.text == text
    assert summary.method == method
    assert "support" in {flag.kind for flag in summary.flags}


def test_a_supported_summary_names_the_segments_that_it_rests_on() -> None:
    [(summary, _)] = Summarizer(Says(("Trade rose 77 percent.",)), FALLBACK).summarize([STORY])
    assert summary.flags == ()
    assert "p2s2" in summary.supported_by


def test_a_summary_is_never_empty_when_the_story_is_not() -> None:
    [(summary, _)] = Summarizer(Says(()), FALLBACK).summarize([STORY])
    assert summary.method == "lead"
    assert summary.text


def test_a_shortened_sentence_still_names_its_segment() -> None:
    story = Story((segment(1, "According to ISNA, the minister (MP) arrived in Tehran on Monday."),))
    [(summary, _)] = Summarizer(ExtractiveWriter(IDENTITY), FALLBACK).summarize([story])
    assert summary.text == "The minister arrived in Tehran on Monday, ISNA reported."
    assert summary.supported_by == ("p2s1",)
    assert summary.support == (("p2s1",),)


def test_sentences_not_to_be_used_are_not_quoted() -> None:
    bad = segment(1, "Wrong.", level="do-not-use", flags=(Flag("numbers", "do-not-use", "lost"),))
    [draft] = ExtractiveWriter(IDENTITY, "lead").write([Story((bad, *STORY.body[1:]))])
    assert "Wrong." not in draft.sentences


def test_he_is_not_quoted_when_the_sentence_that_says_who_he_is_cannot_be_used() -> None:
    bad = segment(2, "The bishop of the town said that the roof of his church fell.", level="do-not-use")
    body = (segment(1, "The mayor said it rained."), bad, segment(3, "He added: The church is 300 years old."))
    [draft] = ExtractiveWriter(IDENTITY).write([Story(body)])
    assert draft.sentences == ("The mayor said it rained.",)


def test_of_two_sentences_the_one_that_nobody_doubts_is_quoted() -> None:
    flag = Flag("names", "check", "a name is not sure")
    told = "has 9 parks and 4 schools and a long wall of stone along the old river to the gate."
    body = (segment(1, f"Tehran {told}", level="check", flags=(flag,)), segment(2, f"Shiraz {told}"))
    [draft] = ExtractiveWriter(IDENTITY, length="short").write([Story(body)])
    assert draft.sentences == (f"Shiraz {told}",)


def test_a_summary_that_rests_on_a_doubted_sentence_says_so() -> None:
    doubted = segment(1, "Only this.", level="check", flags=(Flag("names", "check", "a name is not sure"),))
    [(summary, _)] = Summarizer(FALLBACK, FALLBACK).summarize([Story((doubted,))])
    assert [flag.kind for flag in summary.flags] == ["rests-on-doubt"]


def test_a_checkpoint_reads_the_source_or_the_translation() -> None:
    engine = FakeEngine(stage="summarize")
    AbstractiveWriter(engine, DecodingOptions(), "source").write([STORY])
    AbstractiveWriter(engine, DecodingOptions(), "translation").write([STORY])
    assert engine.asked[0] == ["منبع 1 منبع 2 منبع 3"]
    assert engine.asked[1] == [" ".join(s.english for s in STORY.body)]


class Beams(FakeEngine):
    """Gives each text the same hypotheses, the likeliest first."""

    def __init__(self, *hypotheses: str) -> None:
        super().__init__(stage="summarize")
        self.hypotheses = hypotheses

    def generate(
        self, texts: Sequence[str], options: DecodingOptions, *, source_language: str = ""
    ) -> list[list[Hypothesis]]:
        self.options.append(options)
        return [[Hypothesis(text, -0.5) for text in self.hypotheses] for _ in texts]


@pytest.mark.parametrize(
    ("hypotheses", "sentences"),
    [
        pytest.param(["Trade rose 12 percent.", "Trade rose 77 percent."], ["Trade rose 77 percent."], id="number"),
        pytest.param(
            ["He is in Zvenigorod.", "He is in Moscow. Trade rose."], ["He is in Moscow.", "Trade rose."], id="name"
        ),
        pytest.param(["Trade rose.", "The talks go on."], ["Trade rose."], id="the likeliest of equals"),
    ],
)
def test_the_beam_that_the_story_supports_best_is_taken(hypotheses: list[str], sentences: list[str]) -> None:
    engine = Beams(*hypotheses)
    [draft] = AbstractiveWriter(engine, DecodingOptions(beam_size=3), "source").write([STORY])
    assert list(draft.sentences) == sentences
    assert engine.options[0].num_hypotheses == 3


def test_a_document_longer_than_the_checkpoint_reads_is_chosen_from_and_counted() -> None:
    engine = FakeEngine()
    engine.max_input_tokens = 9
    texts = ["a lead sentence", "b filler words", "a lead sentence again", "c other words"]
    reading = choose_reading(texts, ["s1", "s2", "s3", "s4"], engine)
    assert reading.text.startswith("a lead sentence")
    assert len(reading.text.split()) <= 9
    assert reading.left_out
    assert reading.unread_tokens + len(reading.text.split()) == sum(len(text.split()) for text in texts)


def test_nothing_is_left_out_of_a_document_that_fits() -> None:
    assert choose_reading(["one", "two"], ["s1", "s2"], FakeEngine()).left_out == ()


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("One. Two.", ["One.", "Two."], id="plain"),
        pytest.param(
            "Mr. Raisi met U.S. envoys. He left.", ["Mr. Raisi met U.S. envoys.", "He left."], id="abbreviations"
        ),
        pytest.param('He said "no." Then he left.', ['He said "no."', "Then he left."], id="closing quote"),
        pytest.param("It rose 2.5 percent", ["It rose 2.5 percent"], id="decimal"),
        pytest.param("", [], id="empty"),
    ],
)
def test_english_sentences_are_split(text: str, sentences: list[str]) -> None:
    assert split_english_sentences(text) == sentences
