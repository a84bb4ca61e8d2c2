"""The pipeline keeps order, paragraphs and every sentence, and says what it did not translate."""

import pytest

from tests.conftest import FakeEngine
from xlsum.document import Document
from xlsum.engines.protocol import DecodingOptions
from xlsum.errors import DocumentError
from xlsum.pipeline import Pipeline
from xlsum.settings import Settings
from xlsum.stages import EXTRACTIVE, extractive_writer
from xlsum.summarize import Summarizer
from xlsum.translate import Translator

WIRE = """دیدار وزیران در تهران
وزیر خارجه وارد تهران شد. او با همتای خود دیدار کرد.
This paragraph is in English and stays as it is.
دو طرف درباره تجارت گفت‌وگو کردند."""


@pytest.fixture
def pipeline(fake_engine: FakeEngine) -> Pipeline:
    writer = extractive_writer(EXTRACTIVE, Settings())
    return Pipeline(
        Translator(fake_engine, DecodingOptions(), retry=False),
        Summarizer(writer, writer, identities=(writer.identity,)),
    )


def test_a_wire_keeps_its_headline_paragraphs_and_sentences(pipeline: Pipeline) -> None:
    [result] = pipeline.run([Document("w1", WIRE)])
    assert result.id == "w1"
    assert result.headline is not None
    assert result.headline.source == "دیدار وزیران در تهران"
    assert [[s.id for s in p] for p in result.translation.paragraphs] == [
        ["p1s1"],
        ["p2s1", "p2s2"],
        ["p3s1"],
        ["p4s1"],
    ]
    assert result.coverage.segments_in == result.coverage.segments_out == 5


def test_an_english_paragraph_passes_through_flagged_and_is_not_fed(
    pipeline: Pipeline, fake_engine: FakeEngine
) -> None:
    [result] = pipeline.run([Document("w1", WIRE)])
    [english] = result.translation.paragraphs[2]
    assert english.english == english.source == "This paragraph is in English and stays as it is."
    assert [flag.kind for flag in english.flags] == ["language"]
    assert all("English" not in text for call in fake_engine.asked for text in call)


def test_a_headline_of_its_own_is_the_first_paragraph(pipeline: Pipeline) -> None:
    [result] = pipeline.run([Document("w1", "وزیر آمد. او رفت.", headline="دیدار")])
    assert result.headline is not None
    assert result.headline.english == "English of دیدار"
    assert [s.source for s in result.translation.paragraphs[0]] == ["دیدار"]


def test_a_one_line_document_has_no_headline(pipeline: Pipeline) -> None:
    [result] = pipeline.run([Document("w1", "وزیر آمد")])
    assert result.headline is None


def test_documents_of_a_window_share_batches_and_come_back_in_order(
    pipeline: Pipeline, fake_engine: FakeEngine
) -> None:
    documents = [Document(f"w{n}", f"وزیر شماره {n} آمد.\nاو رفت.") for n in range(5)]
    assert [result.id for result in pipeline.run(documents)] == [f"w{n}" for n in range(5)]
    assert sum(len(call) for call in fake_engine.asked) == 6
    assert len(fake_engine.asked) == 1


def test_a_document_without_text_is_reported_and_the_others_are_done(pipeline: Pipeline) -> None:
    failed: list[DocumentError] = []
    documents = [Document("empty", " \n "), Document("good", "وزیر آمد.")]
    assert [result.id for result in pipeline.run(documents, on_error=failed.append)] == ["good"]
    assert [error.where for error in failed] == ["empty"]
    with pytest.raises(DocumentError, match="empty: no text"):
        list(pipeline.run(documents))


def test_the_result_says_what_made_it(pipeline: Pipeline) -> None:
    [result] = pipeline.run([Document("w1", WIRE)])
    assert [model.stage for model in result.provenance.models] == ["translate", "summarize"]
    assert result.provenance.label == "machine-translated"
    assert result.provenance.source_sha256 == result.source.sha256
    assert result.summary is not None
    assert result.summary.method == "extractive"
    assert set(result.summary.supported_by) <= {s.id for s in result.translation.segments}


def test_dates_and_numbers_of_the_source_are_read(pipeline: Pipeline) -> None:
    [result] = pipeline.run([Document("w1", "این دیدار سه‌شنبه ۲۹ اسفند ۱۴۰۲ بود. رشد ۷۷ درصدی تجارت.")])
    assert [str(date.gregorian) for date in result.dates] == ["2024-03-19"]
    assert [(number.value, number.unit) for number in result.numbers] == [("77", "percent")]
