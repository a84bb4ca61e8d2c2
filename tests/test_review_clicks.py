"""The review page in headless Chromium, with real clicks and keys."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest

from tests.browser import Keys, needs_browser, start_browser, webdriver
from tests.results_for_tests import make_result
from tests.review_browser import Page
from tests.test_review_page import TERMS, nasty_translation
from xlsum.document import Flag, TranslatedSegment, Translation
from xlsum.formats import result_from_json
from xlsum.formats.result_json import result_schema
from xlsum.formats.review import review_page


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    downloads = tmp_path_factory.mktemp("downloads")
    driver = start_browser(downloads)
    yield Page(driver, downloads)
    driver.quit()


@pytest.fixture
def open_page(browser: Page, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    def opened(*results: object, **options: object) -> Page:
        path = tmp_path / "page.html"
        shown = results or (make_result(),)
        path.write_text(review_page(shown, TERMS), encoding="utf-8")  # type: ignore[arg-type]
        browser.driver.get(path.as_uri())
        return browser

    yield opened
    browser.driver.execute_script("localStorage.clear()")
    errors = [entry for entry in browser.driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert not errors


@needs_browser
@pytest.mark.slow
def test_source_and_english_stand_side_by_side_with_flags_in_words(open_page: Callable[..., Page]) -> None:
    page = open_page()
    english, source = page.pair("p2s1", ".english-text"), page.pair("p2s1", ".source-text")
    assert english.location["x"] < source.location["x"]
    assert source.value_of_css_property("direction") == "rtl"
    assert source.get_attribute("lang") == "fa"
    assert english.get_attribute("lang") == "en-t-fa-t0-und"
    flags = [flag.text for flag in page.all('.pair[data-id="p2s1"] .flags li')]
    assert flags[0].startswith("Do not use: ۷۷ درصد became 70 percent")
    assert flags[1].startswith("Check: ")
    assert "do-not-use" in page.pair("p2s1").get_attribute("class")
    assert "not reviewed" in page.find("#label").text
    assert page.pair("p2s2", ".english-text").text == 'This is "a" <text> & more.'


@needs_browser
@pytest.mark.slow
def test_dates_and_numbers_light_up_on_both_sides(open_page: Callable[..., Page]) -> None:
    page = open_page()
    persian, english = page.pair("p2s1", ".source-text .reading"), page.pair("p2s1", ".english-text .reading")
    assert (persian.text, english.text) == ("۲۹ اسفند ۱۴۰۲", "March 19, 2024")
    webdriver.ActionChains(page.driver).move_to_element(persian).perform()
    assert [mark.text for mark in page.all(".reading.linked")] == [english.text, persian.text]
    assert "2024-03-19" in persian.get_attribute("title")
    lonely = page.pair("p2s1", ".reading.lonely")
    assert lonely.text == "۷۷ درصد"
    assert "not found in the English" in lonely.get_attribute("title")


@needs_browser
@pytest.mark.slow
def test_an_edit_by_keyboard_is_kept_counted_and_there_after_a_reload(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.find("body").send_keys("j")
    page.press("n")
    assert page.driver.switch_to.active_element.get_attribute("data-id") == "p2s1"
    page.press("e")
    area = page.find("textarea")
    assert "70 percent" in area.get_attribute("value")
    page.rewrite("Ghalibaf said on Tuesday, March 19, 2024 that inflation was 77 percent.")
    assert page.pair("p2s1", ".english-text").text.endswith("77 percent.")
    page.press("a")
    assert "accepted" in page.pair("p2s1").get_attribute("class")
    assert (page.statistic("Edited"), page.statistic("Accepted"), page.statistic("Characters changed")) == (
        "1",
        "1",
        "1",
    )
    assert page.statistic("TER") == "4.0%"  # one word of 25
    assert "Saved in this browser" in page.find("#saved").text
    page.driver.refresh()
    assert page.pair("p2s1", ".english-text").text.endswith("77 percent.")
    assert "accepted" in page.pair("p2s1").get_attribute("class")
    assert not page.all('.pair[data-id="p2s1"] .reading.lonely')
    page.pair("p2s1", ".undo").click()
    assert "70 percent" in page.pair("p2s1", ".english-text").text


@needs_browser
@pytest.mark.slow
def test_escape_leaves_the_english_as_it_was_and_clicks_judge(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.pair("p3s1", ".english-text").click()
    page.find("textarea").send_keys(" More.", Keys.ESCAPE)
    assert page.pair("p3s1", ".english-text").text == "Parliament meets tomorrow."
    page.pair("p3s1", "button.rejected").click()
    assert page.pair("p3s1", "button.rejected").get_attribute("aria-pressed") == "true"
    page.press("r")
    assert page.pair("p3s1", "button.rejected").get_attribute("aria-pressed") == "false"


@needs_browser
@pytest.mark.slow
def test_alternatives_and_glossary_terms_are_offered(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.pair("p2s1", ".place").click()
    page.press("1")
    assert page.pair("p2s1", ".english-text").text.endswith("77 percent.")
    terms = [term.text for term in page.all(".term")]
    assert terms == ["مجلس = Majlis"]
    page.pair("p3s1", ".term").click()
    assert page.find("textarea").get_attribute("value") == "Parliament meets tomorrow. Majlis"


@needs_browser
@pytest.mark.slow
def test_search_and_filter_show_what_is_asked_for(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.find("body").send_keys("/")
    page.press("tomorrow")
    assert page.shown() == ["p3s1"]
    assert page.find("#shown").text == "(1 of 4 shown)"
    page.find("#search").clear()
    page.find("#search").send_keys("اسفند")
    assert page.shown() == ["p2s1"]
    page.find("#search").clear()
    page.find('#filter option[value="flag:names"]').click()
    assert page.shown() == ["p2s1"]
    page.find('#filter option[value="all"]').click()
    assert len(page.shown()) == 4


@needs_browser
@pytest.mark.slow
def test_a_summary_sentence_shows_what_it_rests_on(open_page: Callable[..., Page]) -> None:
    page = open_page()
    sentences = page.all(".summary .sentence")
    assert [sentence.text for sentence in sentences] == ["Inflation hit 77 percent.", "Parliament meets tomorrow."]
    sentences[1].click()
    assert [pair.get_attribute("data-id") for pair in page.all(".pair.supporting")] == ["p3s1"]
    sentences[0].send_keys(Keys.SPACE)
    assert [pair.get_attribute("data-id") for pair in page.all(".pair.supporting")] == ["p1s1"]
    page.find("#edit-summary").click()
    page.rewrite("Inflation rose.")
    assert page.find(".summary p").text.startswith("Inflation rose.")


@needs_browser
@pytest.mark.slow
def test_the_exports_hold_the_edits_and_the_reviewer(open_page: Callable[..., Page]) -> None:
    page = open_page(make_result("a"), make_result("b"))
    page.pair("p2s1", ".alternative").click()
    page.press("a")
    page.pair("p3s1", "button.rejected").click()
    page.find("#open-export").click()
    page.find("#reviewer").send_keys("Sara Amini")
    page.find("#export [data-close]").click()
    values = [json.loads(line) for line in page.export("jsonl", "reviewed.jsonl").splitlines()]
    for value in values:
        jsonschema.validate(value, result_schema())
        assert result_from_json(value).translation.text == value["translation"]["text"]
    edited = values[0]["translation"]["paragraphs"][1][0]
    assert edited["english"].endswith("77 percent.")
    assert edited["alternatives"][0].endswith("70 percent.")
    assert edited["level"] == "ok"
    assert values[0]["translation"]["paragraphs"][2][0]["level"] == "do-not-use"
    assert values[0]["provenance"]["reviewed_by"] == "Sara Amini"
    assert values[0]["provenance"]["label"] == "machine-translated, reviewed"
    assert "70 percent" in values[1]["translation"]["text"]
    memory = page.export("tmx", "reviewed.tmx")
    assert '<tmx version="1.4">' in memory
    assert memory.count("; reviewed by Sara Amini on ") == memory.count("<tu ") == 6
    assert "&lt;text&gt; &amp; more." in memory
    assert "a#p3s1" not in memory
    text = page.export("text", "reviewed.txt")
    assert "; reviewed by Sara Amini on " in text


@needs_browser
@pytest.mark.slow
def test_what_is_typed_is_kept_before_the_edit_is_ended(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.pair("p3s1", ".english-text").click()
    page.find("textarea").send_keys(" And on Monday.")
    page.driver.refresh()
    assert page.pair("p3s1", ".english-text").text == "Parliament meets tomorrow. And on Monday."
    page.pair("p3s1", ".english-text").click()
    page.find("textarea").send_keys(" Not this.", Keys.ESCAPE)
    assert page.pair("p3s1", ".english-text").text == "Parliament meets tomorrow. And on Monday."


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("قاليباف", ["p2s1"], id="Arabic yeh"),
        pytest.param("سهشنبه", ["p2s1"], id="without the half-space"),
        pytest.param("1402", ["p2s1"], id="Latin digits"),
        pytest.param("INFLATION", ["p1s1", "p2s1"], id="capitals"),
        pytest.param("nowhere", [], id="not there"),
    ],
)
def test_search_finds_words_however_they_are_typed(
    open_page: Callable[..., Page], query: str, found: list[str]
) -> None:
    page = open_page()
    page.find("#search").send_keys(query)
    assert page.shown() == found
    marked = "return CSS.highlights.has('found') ? [...CSS.highlights.get('found')].length : 0"
    assert bool(page.driver.execute_script(marked)) == bool(found)


@needs_browser
@pytest.mark.slow
def test_the_dialog_says_what_the_reviewer_has_not_judged(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.find("#open-export").click()
    assert page.find("#unjudged").text == "1 flagged sentence is neither accepted nor rejected."
    page.find("#export [data-close]").click()
    page.pair("p2s1", "button.accepted").click()
    page.find("#open-export").click()
    assert page.find("#unjudged").text == ""


@needs_browser
@pytest.mark.slow
def test_doubts_about_the_whole_document_and_facts_stand_above(open_page: Callable[..., Page]) -> None:
    flag = Flag("kill", "do-not-use", "the agency withdrew this story")
    page = open_page(make_result("\u202ea\u202ewire", document_flags=(flag,)))
    assert page.find("#cautions").text.startswith("Do not use: the agency withdrew this story")
    facts = [fact.text for fact in page.all("#facts bdi")]
    assert facts[1:7] == ["ISNA", "2024-03-19T10:00:00+03:30", "Tehran", "سارا <b>امینی</b>", "urgency 4", "version 2"]


@needs_browser
@pytest.mark.slow
def test_a_nasty_wire_is_shown_as_text(open_page: Callable[..., Page]) -> None:
    page = open_page(make_result("<b>", translation=nasty_translation(), headline=None))
    assert "owned" not in page.driver.title
    assert "</script><script>" in page.pair("p1s1", ".english-text").text
    assert not page.all("img")


@needs_browser
@pytest.mark.slow
@pytest.mark.parametrize("width", [360, 500, 1200])
def test_nothing_is_wider_than_the_window(open_page: Callable[..., Page], width: int) -> None:
    page = open_page()
    page.driver.set_window_size(width, 900)
    wide = page.driver.execute_script(
        "return [...document.querySelectorAll('body *')]"
        ".filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.tagName + one.id)"
    )
    page.driver.set_window_size(1200, 1000)
    assert not wide


@needs_browser
@pytest.mark.slow
def test_documents_and_themes_change_and_controls_have_names(open_page: Callable[..., Page]) -> None:
    page = open_page(make_result("a"), make_result("b"))
    page.find("body").send_keys("]")
    assert page.find("#facts").text.startswith("b ·")
    light = page.find("body").value_of_css_property("background-color")
    page.find("#theme").click()
    page.find("#theme").click()
    assert page.find("#theme").text == "Theme: dark"
    assert page.find("body").value_of_css_property("background-color") != light
    for control in page.all("button, input, select"):
        if control.is_displayed():
            assert control.accessible_name
            if control.tag_name == "button" and any(map(str.isalpha, control.text)):
                assert control.text in control.accessible_name  # WCAG 2.2, 2.5.3: what is seen can be spoken


REWRITTEN = [
    ("Inflation was 70 percent .", "Inflation was 77 percent ."),
    ("on Tuesday the minister said that", "the minister said on Tuesday that"),
    ("a b c d e f g h", "e f g h a b c d"),
    ("the the cat", "cat the"),
    ("one two three", "four five"),
    ("He said the talks in Vienna go on today .", "Today , he said , talks go on in Vienna ."),
    ("of the the bank of Iran the governor", "the governor of the bank of Iran"),
]


@needs_browser
@pytest.mark.slow
def test_edit_statistics_agree_with_sacrebleu(open_page: Callable[..., Page]) -> None:
    from sacrebleu.metrics import TER

    segments = [TranslatedSegment(f"p1s{n}", "متن", "متن", old, -0.1) for n, (old, _) in enumerate(REWRITTEN, 1)]
    page = open_page(make_result(translation=Translation((tuple(segments),)), headline=None))
    for number, (_, new) in enumerate(REWRITTEN, 1):
        page.pair(f"p1s{number}", ".edit").click()
        page.rewrite(new)
        done, expected = REWRITTEN[:number], TER(case_sensitive=True)
        texts = [new for _, new in done] + [old for old, _ in REWRITTEN[number:]]
        score = expected.corpus_score([old for old, _ in REWRITTEN], [texts]).score
        assert page.statistic("TER") == f"{score:.1f}%"
