"""The sentence memory: what is decoded once, what a window may see, and the real pipeline behind a worker."""

from pathlib import Path

import pytest

from tests.conftest import FakeEngine
from xlsum.archive.ledger import Ledger
from xlsum.archive.memory import Horizon, WindowMemory, memory_key
from xlsum.archive.protocol import Refusal
from xlsum.archive.remembering import RememberingEngine
from xlsum.archive.workshop import PipelineWorkshop
from xlsum.document import Document, Result
from xlsum.engines.protocol import DecodingOptions
from xlsum.pipeline import Pipeline
from xlsum.translate import Translator

FIRST = "وزیر نیرو از سفر خود گفت."
SECOND = "تیم ملی فوتبال به اردو رفت."
YESTERDAY = "این دیدار دیروز برگزار شد."


@pytest.fixture
def memory(tmp_path: Path) -> WindowMemory:
    return WindowMemory(Ledger.create(tmp_path / "out").connection)


def record(memory: WindowMemory, window: int) -> None:
    """What the run does when a window is done."""
    rows = [(memory_key(key), window, value.encode()) for key, value in memory.new]
    memory.connection.executemany("INSERT INTO memory VALUES (?, ?, ?)", rows)


def test_a_window_sees_what_its_horizon_spans_and_nothing_else(memory: WindowMemory) -> None:
    for window in (1, 2, 3):
        memory.begin(Horizon(window, 0, 0))
        memory.put_many([("key", f"of {window}"), (f"only {window}", "x")])
        record(memory, window)
    for since, until, found in [(1, 3, "of 3"), (1, 2, "of 2"), (0, 1, "of 1"), (4, 9, "")]:
        memory.begin(Horizon(9, since, until))
        assert memory.get_many(["key"]).get("key", "") == found
    memory.begin(Horizon(9, 2, 3))
    assert set(memory.get_many(["only 1", "only 2", "only 3"])) == {"only 2", "only 3"}


def test_what_the_last_window_decoded_is_known_before_it_is_recorded(memory: WindowMemory) -> None:
    memory.begin(Horizon(1, 0, 0))
    memory.put_many([("key", "value")])
    memory.begin(Horizon(2, 0, 1))
    assert memory.get_many(["key", "other"]) == {"key": "value"}
    memory.begin(Horizon(3, 0, 1))
    assert memory.new == ()


def test_more_keys_than_sqlite_takes_at_once_are_found(memory: WindowMemory) -> None:
    memory.begin(Horizon(1, 0, 0))
    memory.put_many([(str(number), "v") for number in range(1700)])
    record(memory, 1)
    fresh = WindowMemory(memory.connection)
    fresh.begin(Horizon(2, 0, 1))
    assert len(fresh.get_many([str(number) for number in range(1800)])) == 1700


def workshop(engine: FakeEngine) -> PipelineWorkshop:
    return PipelineWorkshop(Pipeline(Translator(engine, engine.default_options, retry=False), None))


def texts(answers: list[Result | Refusal]) -> list[str]:
    return [answer.translation.text if isinstance(answer, Result) else answer.reason for answer in answers]


def test_the_pipeline_decodes_a_sentence_once_in_an_archive(memory: WindowMemory) -> None:
    engine = FakeEngine()
    shop = workshop(engine)
    memory.begin(Horizon(1, 0, 0))
    before = texts(shop.run([Document("a", f"{FIRST} {SECOND}")], memory))
    memory.begin(Horizon(2, 0, 1))
    again = texts(shop.run([Document("b", f"{SECOND} {FIRST}"), Document("c", FIRST)], memory))
    assert sorted(text for batch in engine.asked for text in batch) == sorted([FIRST, SECOND])
    assert before == [f"English of {FIRST} English of {SECOND}"]
    assert again == [f"English of {SECOND} English of {FIRST}", f"English of {FIRST}"]


@pytest.mark.parametrize(
    ("sentence", "times"),
    [
        pytest.param(YESTERDAY, 2, id="a date that counts from the day"),
        pytest.param("این نشست ۲۹ اسفند برگزار شد.", 2, id="a date without its year"),
        pytest.param("این نشست ۲۹ اسفند ۱۴۰۲ برگزار شد.", 1, id="a date that says its year"),
        pytest.param(FIRST, 1, id="no date"),
    ],
)
def test_the_day_of_publication_counts_where_the_sentence_has_a_date(
    sentence: str, times: int, memory: WindowMemory
) -> None:
    engine = FakeEngine()
    memory.begin(Horizon(1, 0, 0))
    workshop(engine).run(
        [Document("a", sentence, published="2024-03-19"), Document("b", sentence, published="2024-03-25")], memory
    )
    assert sum(text == sentence for batch in engine.asked for text in batch) == times


def test_a_wire_filed_again_on_the_same_day_finds_its_sentences(memory: WindowMemory) -> None:
    engine = FakeEngine()
    times = ("2024-03-19T08:10:00+03:30", "2024-03-19T11:45:00+03:30")
    memory.begin(Horizon(1, 0, 0))
    workshop(engine).run([Document(at, YESTERDAY, published=at) for at in times], memory)
    assert [text for batch in engine.asked for text in batch].count(YESTERDAY) == 1


def test_a_document_that_cannot_be_used_is_refused_in_its_place(memory: WindowMemory) -> None:
    memory.begin(Horizon(1, 0, 0))
    answers = workshop(FakeEngine()).run([Document("a", FIRST), Document("b", " \n "), Document("c", FIRST)], memory)
    assert [isinstance(answer, Refusal) for answer in answers] == [False, True, False]


def test_options_that_change_a_result_change_the_configuration_and_others_do_not() -> None:
    from xlsum.settings import Settings

    def described(**given: str | int) -> object:
        engine = FakeEngine()
        return PipelineWorkshop(
            Pipeline(Translator(engine, DecodingOptions()), None, Settings().changed(given, "test"))
        ).configuration

    assert described(threads=3) == described()
    assert described(device="cpu") == described()
    assert described(dates="gregorian") != described()
    short, usual = described(length="short"), described()
    assert isinstance(short, dict)
    assert isinstance(usual, dict)
    assert short["translate"] == usual["translate"]
    assert short["summarize"] != usual["summarize"]


def test_an_engine_with_a_memory_answers_as_without(memory: WindowMemory) -> None:
    bare, engine = FakeEngine(), FakeEngine()
    remembering = RememberingEngine(engine, memory, "prefix")
    options = DecodingOptions(num_hypotheses=2)
    memory.begin(Horizon(1, 0, 0))
    assert remembering.generate(["a", "b", "a"], options) == bare.generate(["a", "b", "a"], options)
    memory.begin(Horizon(2, 0, 1))
    assert remembering.generate(["b", "c"], options) == bare.generate(["b", "c"], options)
    assert remembering.generate(["b"], DecodingOptions()) == bare.generate(["b"], DecodingOptions())
    assert engine.asked == [["a", "b"], ["c"], ["b"]]
