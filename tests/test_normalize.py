"""One spelling for the letters, and everything else as it came."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsum.persian import normalize
from xlsum.persian.normalize import decode_entities


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        pytest.param("علي كتاب", "علی کتاب", id="Arabic yeh and kaf"),
        pytest.param("موسى", "موسی", id="alef maksura"),
        pytest.param("ﮐﺘﺎﺏ", "کتاب", id="presentation forms"),
        pytest.param("ﻻ ﷲ ﷼", "لا الله ریال", id="ligatures"),
        pytest.param("ﻣﯽﺷﻮﺩ", "می\u200cشود", id="a final form within a word is a half-space"),
        pytest.param("ﮐﺎﺭﻫﺎ", "کارها", id="but not after a letter that joins no further"),
        pytest.param("سـلام ــ", "سلام ", id="tatweel"),
        pytest.param("مُحَمَّد قطعاً", "محمد قطعا", id="harakat"),
        pytest.param("آب ا\u0653ب", "آب آب", id="madda as a mark"),
        pytest.param("خانۀ خانه\u0654", "خانه\u0654 خانه\u0654", id="heh with hamza"),
        pytest.param("مسي\u0654ول مو\u0654من", "مسئول مؤمن", id="hamza as a mark"),
        pytest.param("\u061cسلام\u200e \u200f\u202aدنیا\u202c\u2066!\u2069", "سلام دنیا!", id="bidi controls"),
        pytest.param("سل\u00adام\u200b د\ufeffن\u2060یا", "سلام دنیا", id="soft hyphen and zero width"),
        pytest.param("می\u200c\u200cشود", "می\u200cشود", id="two half-spaces"),
        pytest.param("کتاب\u200c ها\u200c. \u200cو", "کتاب ها. و", id="half-space beside a space or mark"),
        pytest.param("\u200cسلام\u200c", "سلام", id="half-space at the edge"),
        pytest.param("می¬شود", "می\u200cشود", id="not sign of old encodings"),
        pytest.param("۶\u200cساله", "۶\u200cساله", id="half-space after a digit stays"),
        pytest.param("a\u200cb", "ab", id="half-space in Latin text"),
        pytest.param("سلام\u00a0دنیا\u202fو\u3000ما", "سلام دنیا و ما", id="exotic spaces"),
        pytest.param("&laquo;سلام&raquo; &#1575; &#x200c;", "«سلام» ا ", id="entities"),
        pytest.param("&amp;amp;quot;", '"', id="entities within entities"),
        pytest.param("&nosuch; &; & AT&T", "&nosuch; &; & AT&T", id="what is no entity"),
        pytest.param("&#0; &#xD800;", "\ufffd \ufffd", id="entities that are no characters"),
        pytest.param("a\x00b\ud800c", "ab\ufffdc", id="NUL and a lone surrogate"),
        pytest.param("👨\u200d👩\u200d👧 ا\u200dب", "👨\u200d👩\u200d👧 اب", id="joiner of symbols stays"),
        pytest.param("#كرونا #ايران", "#كرونا #ايران", id="hashtags are addresses"),
    ],
)
def test_letters_have_one_spelling(text: str, normal: str) -> None:
    assert normalize(text) == normal


@pytest.mark.parametrize(
    "text",
    [
        "در ۱.۵ درصد و ۱٫۵ و ۲/۵ و ۱۲٬۳۴۵ و ٣٤",
        "ساعت ۱۸:۳۰ روز ۱۴۰۲/۱۲/۲۹",
        "https://www.example.ir/news/1402?a=1&copy=2#بخش",
        "http://example.ir/علي/كتاب_ها",
        "info.desk+news@example-agency.co.ir",
        "#سازمان_ملل و @user_name",
        "Vladimir  Putin’s “quote” – U.S. (NYSE: ABC) naïve café",
        "خط یک\nخط دو\r\n\r\nخط\tسه  \n",
        "«نقل «در» نقل» … ؟! ؛ ٪",
    ],
    ids=repr,
)
def test_everything_else_stays_as_it_came(text: str) -> None:
    assert normalize(text) == text


NASTY_LETTERS = "اكيیهو \u200c\u200d\u200b\u064e\u0654\u0653\u06c0\u06d5\u0640ﻣﯽﺷﻮﺩ\u00ac\u200f\ufe70"
NASTY = st.text(st.sampled_from(list(NASTY_LETTERS + "&;amp38x#.a@/:\nhtps۱\ud800\x00😀")), max_size=24)


@given(st.one_of(NASTY, st.text()))
@settings(max_examples=500, deadline=None)
def test_normalizing_twice_is_normalizing_once_and_gives_utf_8(text: str) -> None:
    once = normalize(text)
    assert normalize(once) == once
    assert once.encode("utf-8").decode("utf-8") == once


@given(NASTY)
@settings(max_examples=200, deadline=None)
def test_the_lines_stay(text: str) -> None:
    decoded = decode_entities(text)
    assert normalize(text).count("\n") == decoded.count("\n")


@pytest.mark.parametrize(
    "text",
    ["&" + "amp;" * 25_000, "&" * 10_000 + "#97;mp;" * 10_000, "ا" * 100_000, "a@" * 50_000, "\u200c" * 100_000],
    ids=["entity in entity", "entities built of entities", "one letter", "half addresses", "half-spaces"],
)
def test_long_and_hostile_text_is_normalized(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)
