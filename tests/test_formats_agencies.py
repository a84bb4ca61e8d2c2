# ruff: noqa: E501 - a sample reads best as its lines were sent
"""Files as agencies really write them, each with the habit that once was read wrongly."""

import base64
import json
from dataclasses import replace

import pytest

from tests.results_for_tests import make_result
from tests.test_wire_formats import BODY, FIRST, NITF, RSS, SECOND, TITLE, W, news_item, read, zip_of
from xlsum.document import Document
from xlsum.formats.html import fragment_text
from xlsum.formats.label import reviewed
from xlsum.formats.story import dateline, publication_status, related_uris, source_uri, stops

ARABIC = "وزير امور خارجه ايران امروز كفت كه مذاكرات ادامه دارد."


def one(data: bytes | str, name: str = "a.xml") -> Document:
    documents, errors = read(data, name)
    assert not errors
    assert len(documents) == 1
    return documents[0]


def test_renditions_of_one_item_are_not_read_twice() -> None:
    plain = f'<inlineData contenttype="text/plain">{BODY}</inlineData>'
    markup = f"<inlineXML><html><body><p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML>"
    for body in (markup + plain, plain + markup, "<inlineXML><html><body/></html></inlineXML>" + plain):
        assert one(news_item(body=body)).text == BODY


def test_a_picture_brings_its_caption_and_says_that_it_is_no_story() -> None:
    item = news_item(body='<remoteContent href="a.jpg"/>').replace(
        "<slugline>", "<description>شرح عکس</description><slugline>"
    )
    document = one(item)
    assert document.text == "شرح عکس"
    assert any("no text of its own" in warning for warning in document.warnings)


def test_rights_keywords_and_genre_of_an_item_are_kept() -> None:
    item = news_item().replace(
        "<itemMeta>",
        "<rightsInfo><copyrightNotice>©</copyrightNotice><usageTerms>terms</usageTerms></rightsInfo><itemMeta>",
    )
    item = item.replace(
        "<slugline>", "<genre><name>خبر</name></genre><keyword>گاز</keyword><keyword>نفت</keyword><slugline>"
    )
    extra = one(item).extra
    assert (extra["copyright"], extra["usage"], extra["genre"], extra["keywords"]) == ("©", "terms", "خبر", "گاز; نفت")


def test_a_byline_of_person_and_title_keeps_its_words_apart() -> None:
    story = NITF.replace(
        "<byline>سارا امینی</byline>", "<byline>از <person>سارا امینی</person><byttl>خبرنگار</byttl></byline>"
    )
    story = story.replace(
        "<location>تهران</location>", '<location>تهران</location><story.date norm="20240319">۲۹ اسفند</story.date>'
    )
    extra = one(story).extra
    assert (extra["byline"], extra["dateline"]) == ("از سارا امینی خبرنگار", "تهران ۲۹ اسفند")


def test_a_release_after_the_issue_is_an_embargo_and_at_the_issue_is_none() -> None:
    assert one(NITF).warnings == ("under embargo until 2024-03-20T00:00:00+00:00",)
    at_once = one(NITF.replace("20240320T000000Z", "20240319T063000Z"))
    assert not at_once.warnings
    assert "embargo" not in at_once.extra


NINJS = {
    "uri": "http://example.com/1",
    "headlines": [{"role": "main", "contentType": "text/html", "value": f"<b>{TITLE}</b>"}],
}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"contentType": "application/nitf+xml", "value": f"<body.content><p>{FIRST}</p><p>{SECOND}</p></body.content>"}, id="NITF"),
        pytest.param({"contentType": "text/html", "value": f"<p>{FIRST}</p><p>{SECOND}</p>"}, id="HTML"),
        pytest.param({"value": f"<p>{FIRST}</p><p>{SECOND}</p>"}, id="HTML that nobody declared"),
        pytest.param({"contentType": "text/plain", "value": BODY}, id="plain text"),
        pytest.param({"value": BODY}, id="plain text that nobody declared"),
    ],
)  # fmt: skip
def test_a_ninjs_body_is_text_whatever_it_was_sent_as(body: dict[str, str]) -> None:
    document = one(
        json.dumps({**NINJS, "bodies": [{"role": "teaser", "value": "کوتاه"}, {"role": "main", **body}]}), "a.json"
    )
    assert (document.headline, document.text) == (TITLE, BODY)


def test_a_text_that_only_begins_with_a_bracket_is_no_markup() -> None:
    text = "<۳۰ درصد مردم موافق بودند."
    assert one(json.dumps({**NINJS, "bodies": [{"value": text}]}), "a.json").text == text


OLD_WIRE = "\x16\x16\x01IRN 0234 4 POL 0123 \r\nbc-gas\r\n\x02{body}\x03\r\n191030 MAR 24\r\n\x04\r\n"


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        pytest.param("utf-8", f"{TITLE}\r\n{FIRST}\x0e\x0f\x1e\r\n", id="UTF-8 with typesetting marks"),
        pytest.param("cp1256", f"{ARABIC}\r\n\x1f{ARABIC}\x00\x00\r\n", id="windows-1256 with padding"),
        pytest.param("iso8859_6", f"{ARABIC}\r\n\x1d{ARABIC}\r\n", id="ISO-8859-6"),
    ],
)
def test_control_bytes_of_an_old_wire_are_not_its_text(encoding: str, body: str) -> None:
    document = one(OLD_WIRE.format(body=body).encode(encoding), "no-suffix")
    assert document.format == "iptc7901"
    assert (document.id, document.extra["urgency"], document.extra["category"]) == ("IRN0234", "4", "POL")
    assert document.published == "2024-03-19T10:30:00+00:00"
    assert not any(character < " " and character not in "\n\t" for character in document.text + document.headline)
    assert document.text in {FIRST, ARABIC}


def test_an_old_wire_under_embargo_warns() -> None:
    wire = OLD_WIRE.format(body=f"{TITLE}\r\n{FIRST}\r\n").replace("bc-gas", "bc-gas EMBARGOED until 2200 GMT")
    assert one(wire, "a.7901").warnings == ("the message speaks of an embargo: EMBARGOED until 2200 GMT",)


def test_a_feed_whose_description_is_the_story_is_not_called_short() -> None:
    feed = RSS.replace(
        "<description>خلاصه</description>", f"<description><![CDATA[<p>{FIRST}</p><p>{SECOND}</p>]]></description>"
    )
    start, end = feed.index("<content:encoded>"), feed.index("</content:encoded>") + len("</content:encoded>")
    documents, _ = read(feed[:start] + feed[end:])
    assert (documents[0].text, documents[0].warnings) == (BODY, ())


def test_a_mislabelled_code_page_is_told_in_one_sentence() -> None:
    documents, _ = read(RSS.replace("ی", "ي").encode("cp1256", "ignore"))
    assert documents[0].warnings == ("marked as utf-8 but read as windows-1256",)


def test_a_word_file_gives_what_its_reader_sees() -> None:
    run = "<w:r>{mark}<w:t>{text}</w:t></w:r>"
    hidden = run.format(mark="<w:rPr><w:vanish/></w:rPr>", text="پنهان")
    shown = run.format(mark='<w:rPr><w:vanish w:val="0"/></w:rPr>', text="پیدا")
    moved = f"<w:moveFrom>{run.format(mark='', text='رفته')}</w:moveFrom><w:moveTo>{run.format(mark='', text=' آمده')}</w:moveTo>"
    data = zip_of(**{
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body><w:p>{shown}{hidden}{moved}</w:p></w:body></w:document>",
        "word/header1.xml": f"<w:hdr {W}><w:p><w:r><w:t>سربرگ</w:t></w:r></w:p></w:hdr>",
    })  # fmt: skip
    document = one(data, "a.docx")
    assert document.text == "پیدا آمده"
    assert document.warnings == ("page headers and footers were not read: سربرگ",)


def mail(body: str) -> str:
    return f"Subject: x\nMessage-ID: <outer@example.com>\nMIME-Version: 1.0\n{body}"


def test_the_words_of_a_mail_are_found_where_they_are() -> None:
    packed = base64.b64encode(f"<p>{FIRST}</p><p>{SECOND}</p>".encode()).decode()
    blank = mail(
        'Content-Type: multipart/alternative; boundary="B"\n\n--B\nContent-Type: text/plain\n\n \n--B\n'
        f"Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{packed}\n--B--\n"
    )
    assert one(blank, "a.eml").text == BODY
    wrapped = mail(
        f"Content-Type: message/rfc822\n\nSubject: {TITLE}\nContent-Type: text/plain; charset=utf-8\n\n{FIRST}"
    )
    document = one(wrapped, "a.eml")
    assert (document.headline, document.text) == (TITLE, FIRST)


def test_a_bad_chapter_of_a_book_is_named() -> None:
    book = zip_of(**{
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container><rootfile full-path='b.opf'/></container>",
        "b.opf": "<package><manifest><item id='p' href='p.jpg' media-type='image/jpeg'/><item id='a' href='a.xhtml'/>"
        "<item id='b' href='b.xhtml'/></manifest><spine><itemref idref='p'/><itemref idref='a'/><itemref idref='b'/></spine></package>",
        "p.jpg": "\x89PNG", "a.xhtml": "<html>&bogus;</html>", "b.xhtml": f"<html><body><p>{FIRST}</p></body></html>",
    })  # fmt: skip
    documents, errors = read(book, "a.epub")
    assert [document.text for document in documents] == [FIRST]
    assert len(errors) == 1
    assert errors[0].startswith("a.epub/a.xhtml: not well-formed XML")


def test_a_table_of_a_page_is_rows_of_cells() -> None:
    filler = "".join(f"<p>{FIRST} بند {number} {SECOND}</p>" for number in range(5))
    page = f"<html><body><article><h1>{TITLE}</h1>{filler}<table><tr><th>سال</th><th>تولید</th></tr><tr><td>۱۴۰۱</td><td>۵۰</td></tr></table>{filler}</article></body></html>"
    text = one(page, "a.html").text
    assert "۱۴۰۱ | ۵۰" in text
    assert "---" not in text


def test_a_flood_of_attributes_in_a_fragment_is_stripped_not_parsed() -> None:
    assert fragment_text(f"<p {' '.join(f'a{n}=1' for n in range(50_000))}>متن</p>") == "متن"


def test_a_text_too_long_for_a_tree_is_kept_whole() -> None:
    assert fragment_text("<p>" + "خبر " * 1_500_000 + "</p>").count("خبر") == 1_500_000


def test_links_go_out_as_addresses_and_an_id_of_a_line_is_none() -> None:
    result = make_result("wires:17")
    assert source_uri(result) == result.source.url
    links = {
        "links": f"https://example.com/2 tag:example.com,2024:خبر {result.source.url} not-one https://example.com/2"
    }
    linked = replace(result, source=replace(result.source, extra=links))
    assert related_uris(linked) == ["https://example.com/2", "tag:example.com,2024:%D8%AE%D8%A8%D8%B1"]


def test_where_a_story_is_located_goes_out_when_it_has_no_dateline() -> None:
    source = replace(make_result().source, dateline="", extra={"located": "شیراز"})
    assert dateline(make_result(source=source)) == "شیراز"


def test_what_forbids_to_publish_is_said_to_every_reader() -> None:
    source = make_result().source
    result = make_result(source=replace(source, extra={"status": "canceled", "embargo": "2024-03-20T00:00:00Z"}))
    assert stops(result) == [
        "The agency marked this story canceled: do not publish it.",
        "Under embargo: until 2024-03-20T00:00:00Z.",
    ]
    assert stops(make_result()) == []
    timeless = make_result(source=replace(source, extra={"embargo": "EMBARGOED for the evening"}))
    assert stops(timeless) == ["Under embargo: EMBARGOED for the evening."]
    assert publication_status(reviewed(timeless, "Sara Amini", "2026-11-23T08:00:00+00:00")) == "withheld"
