"""A whole document is checked: coverage, one spelling a name, dates that cannot be, and what the summary rests on."""

from dataclasses import replace

import pytest

from tests.results_for_tests import make_result
from xlsum.checks import check_result, find_support, names_consistency
from xlsum.document import Coverage, DateReading, Result, Summary, TranslatedSegment, Translation

SEGMENTS = (
    TranslatedSegment(
        "p1s1",
        "عباس عراقچی روز ۲۹ اسفند ۱۴۰۲ به مسقط رفت.",
        "عباس عراقچی روز ۲۹ اسفند ۱۴۰۲ به مسقط رفت.",
        "Abbas Araghchi went to Muscat on 29 Esfand 1402.",
    ),
    TranslatedSegment(
        "p2s1",
        "تجارت دو کشور ۷۷ درصد رشد کرد.",
        "تجارت دو کشور ۷۷ درصد رشد کرد.",
        "Trade between the two countries grew by 77 percent.",
    ),
)
CLAIMS = [
    pytest.param("Araghchi went to Muscat.", (), ("p1s1",), id="supported"),
    pytest.param("Trade grew by 77 percent.", (), ("p2s1",), id="number-supported"),
    pytest.param("Trade grew by 7 percent.", ("7 percent",), ("p2s1",), id="number-unsupported"),
    pytest.param("Araghchi went to Baghdad.", ("Baghdad",), ("p1s1",), id="place-unsupported"),
    pytest.param("Putin went to Muscat.", ("Putin",), ("p1s1",), id="person-unsupported"),
    pytest.param("Araghchi went on 19 March 2024.", (), ("p1s1",), id="the-same-day-in-the-other-calendar"),
    pytest.param("Araghchi went on 5 May 2021.", ("5 May 2021",), ("p1s1",), id="date-unsupported"),
]


def document(*segments: TranslatedSegment, **changes: object) -> Result:
    """A result whose body is the segments, sound in everything else."""
    sound: dict[str, object] = {
        "translation": Translation((segments,)),
        "headline": None,
        "dates": (),
        "numbers": (),
        "summary": None,
        "coverage": Coverage(len(segments), len(segments)),
    }
    return replace(make_result(), **(sound | changes))  # type: ignore[arg-type]


def test_a_sound_document_raises_no_flag() -> None:
    assert check_result(document(*SEGMENTS)) == []


def test_a_sentence_without_english_must_not_pass() -> None:
    flags = check_result(document(SEGMENTS[0], replace(SEGMENTS[1], english="")))
    assert ("coverage", "do-not-use") in {(flag.kind, flag.level) for flag in flags}


def test_segments_that_went_missing_are_counted() -> None:
    [flag] = check_result(document(*SEGMENTS, coverage=Coverage(3, 2)))
    assert flag.detail == "1 of 3 sentences have no English."


def test_an_unflagged_wrong_number_of_a_segment_is_found() -> None:
    wrong = replace(SEGMENTS[1], english="Trade between the two countries grew by 7 percent.")
    assert [flag.kind for flag in check_result(document(wrong))] == ["numbers"]


def test_one_name_in_two_spellings_is_told() -> None:
    other = replace(
        SEGMENTS[0],
        id="p2s1",
        source="عراقچی خندید.",
        fed="عراقچی خندید.",
        english="Araqchi laughed.",
    )
    assert [flag.detail for flag in check_result(document(SEGMENTS[0], other))] == [
        "«عراقچی» is spelled in 2 ways: Araghchi, Araqchi."
    ]


def test_a_date_that_cannot_be_is_told() -> None:
    impossible = DateReading("۳۱ مهر ۱۴۰۲", "jalali", None, None, "Mehr has 30 days")
    assert "Mehr has 30 days" in check_result(document(*SEGMENTS, dates=(impossible,)))[0].detail


def test_a_summary_that_states_what_the_story_does_not_must_not_pass() -> None:
    summary = Summary("Trade grew by 7 percent.", "fake")
    [flag] = check_result(document(*SEGMENTS, summary=summary))
    assert (flag.kind, flag.level) == ("support", "do-not-use")


@pytest.mark.parametrize(("sentence", "unsupported", "segments"), CLAIMS)
def test_every_figure_and_name_of_a_summary_is_looked_for(
    sentence: str, unsupported: tuple[str, ...], segments: tuple[str, ...]
) -> None:
    [found] = find_support([sentence], SEGMENTS)
    assert found.unsupported == unsupported
    assert found.segment_ids[:1] == segments


def test_a_batch_lists_the_names_it_spells_in_several_ways() -> None:
    other = replace(SEGMENTS[0], english="Abbas Araqchi went to Muscat on 29 Esfand 1402.")
    [name] = names_consistency([replace(document(SEGMENTS[0]), id="a"), replace(document(other), id="b")])
    assert name.persian == "عراقچی"
    assert name.spellings == (("Araghchi", ("a",)), ("Araqchi", ("b",)))
