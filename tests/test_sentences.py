"""Sentences of Persian text: a table of hard cases, "|" between the sentences that should come out."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsum.persian import sentences, split_paragraphs, split_sentences
from xlsum.persian.sentence_ends import Mark, read_mark
from xlsum.persian.sentences import join_wrapped_lines

HARD_CASES = """
وزیر خارجه وارد تهران شد.| او فردا می‌رود.
وزیر آمد؟| نه، نیامد.
چه روزی!| باران بارید.
آیا او می‌آید؟!| کسی نمی‌داند.
این چه کاری است!؟| پاسخ روشن نیست.
نرخ بیکاری به ۱.۵ درصد رسید.| این رقم کم است.
شاخص ۱۲۳۴.۵۶ واحد بالا رفت.
تورم ۴.۲ درصد و رشد ۰.۸ درصد بود.
دلار ۴۲.۵۰۰ تومان شد.| سکه هم گران شد.
نشست ساعت ۱۸:۳۰ آغاز شد.| پایان آن معلوم نیست.
ساعت ۱۸.۳۰ بازی شروع می‌شود.
قطار ساعت ۷.۴۵ صبح رسید.| مسافران پیاده شدند.
ع. الف. نویسنده کتاب است.
آقای م. ر. حسینی آمد.| او خسته بود.
سال ۱۳۲۰ ه.ش. جنگ بود.
در سال ۵۷۰ م. زاده شد.
سده سوم ق.م. آغاز شد.
سال ۱۴۴۵ ه.ق. پایان یافت.
پیامبر (ص) فرمود.| مردم شنیدند.
امام علی (ع) چنین گفت.
دکتر احمدی آمد.| مهندس کریمی نیامد.
ر.ک. فصل دوم کتاب.
ص. ۱۲ کتاب را ببینید.
ج. ا. ایران این را رد کرد.
آمریکا (U.S.) پاسخ نداد.
شرکت Apple Inc. سود کرد.| سهامش بالا رفت.
آقای J. K. Rowling کتاب نوشت.
Dr. Smith گفت این درست است.
نسخه v2.1.3 منتشر شد.| کاربران خوشحال شدند.
نشانی www.isna.ir است.| آن را ببینید.
به https://www.example.com/a.html?x=1.5 بروید.
نامه به info@example.org فرستاده شد.| پاسخی نیامد.
سایت example.ir.| او این را گفت.
وی گفت: ما می‌آییم.| آنها نمی‌آیند.
وی گفت: «ما می‌آییم.»
وی گفت: «ما می‌آییم.»| او رفت.
«ما می‌آییم.»| وی این را گفت.
او گفت: «می‌روم. برمی‌گردم.» و رفت.
او پرسید: «کجا می‌روی؟» و ایستاد.
«کجا می‌روی؟» پرسید.
«ایست!» گفت و شلیک کرد.
فیلم «کی بود؟ من نبودم!» اکران شد.
کتاب «جنگ و صلح» پرفروش شد.| چاپ تازه‌ای از آن آمد.
او گفت: «برادرم گفت: «نرو!» و من ماندم.» بعد خندید.
رمان «بازگشت...» منتشر شد.
او گفت "می‌آیم." و رفت.
او گفت: "تمام شد."| همه رفتند.
وی افزود: “کار تمام است.”| خبرنگاران رفتند.
در پاسخ به پرسش «چرا؟» سکوت کرد.
طرح «سلام!» آغاز به کار کرد.
اما ... او نیامد.
او نیامد...| وی فردا می‌آید.
نمی‌دانم...| شاید فردا بیاید.
کتاب، دفتر، قلم... را برداشت.
شهرهای بزرگ، تهران، مشهد و ... آلوده‌اند.
ایران، عراق و … در نشست بودند.
او گفت…| همه رفتند.
وزیر آمد.|او سخن گفت.| بعد رفت.
آیا رفت؟|نه هنوز.
رئیس جمهور گفت.|وی افزود که کار تمام است.
تهران - ایرنا - وزیر آمد.| او سخن گفت.
تهران (ایسنا) – نشست برگزار شد.
واشنگتن – رویترز: کاخ سفید پاسخ داد.| تهران ساکت است.
ایسنا/خراسان رضوی: باران بارید.| سیل آمد.
به گزارش ایسنا، او آمد.| وی رفت.
به گزارش خبرگزاری فارس به نقل از رویترز؛ نشست تمام شد.
رئیسی: ما آماده‌ایم/پوتین: روابط رو به رشد است
ایران ۲ - ۱ عراق.| بازی تمام شد.
۱. نخستین بند این است.
۲. دومین بند.| سومین بند.
۳) سومین بند این است.| بند بعدی هم هست.
الف. بند نخست این است.
ب) بند دوم این است.
- بند با خط آغاز می‌شود.| جمله دوم.
• بند با گلوله.| جمله دوم.
ماده ۱۲. این ماده حذف شد.
در سال ۱۴۰۲.| وی این را گفت.
قیمت به ۵۰۰ رسید.| بازار آرام شد.
او ۲۰ سال دارد.| برادرش ۲۵ سال.
این سه چیز لازم است: آب، نان، هوا.| همین.
نتیجه: برد.| فردا: باخت.
ساعت: ۱۰.| جا: تهران.
او رفت؛ ما ماندیم.| شب شد.
وی (در پاسخ به پرسش ایسنا.) گفت که نه.
او (چه کسی؟) آمد و رفت.
این عدد (!) درست نیست.
رقم تازه (۲.۵ درصد) اعلام شد.| بازار واکنش نشان داد.
او گفت (هنوز معلوم نیست).| ما صبر می‌کنیم.
او رفت (شاید برای همیشه.)| ما ماندیم.
قانون (بند ۳.۲) تصویب شد.
به پایان رسید!!!| همه خوشحال بودند.
چرا؟؟؟| کسی نمی‌داند.
نه!| نه!| نه!
سلام.| خوبی؟| بله!
بله.| نه.
خب...| وی سپس رفت.
او گفت : ما می‌آییم .| آنها رفتند .
بازده ۱۲.۵٪ بود.| سود کم شد.
نرخ ارز ۴۲/۵۰۰ تومان است.| سکه ۲/۵ درصد افت کرد.
تاریخ ۱۴۰۲.۱۲.۲۹ اعلام شد.
روز ۲۹.۱۲.۱۴۰۲ نشست برگزار شد.| خبری نشد.
نشانی آی‌پی ۱۹۲.۱۶۸.۰.۱ است.
شماره ۰۲۱.۸۸۸۸ را بگیرید.
دکتر م. احمدی گفت.| وی استاد است.
سیدمحمد ع. بازداشت شد.
متهم «م. ر.» بازداشت شد.| پرونده باز است.
متهم، الف. ک. است.| وی اعتراف کرد.
علی ر. و رضا م. بازداشت شدند.
مجله Nature vol. 12 چاپ شد.
نشست در Washington D.C. برگزار شد.
شرکت‌های بزرگ (Google, Meta, etc.) حاضر بودند.
ساعت ۹ a.m. به وقت محلی آغاز شد.
نسخه No. 5 آمد.
گفت: «او رفت!»| همه ساکت شدند.
او گفت: «چرا؟».| ما پاسخ ندادیم.
وی گفت: «کار تمام شد».| نشست پایان یافت.
وی در گفت‌وگو با ایسنا گفت: «ما می‌خواهیم. شما هم بخواهید. همه بخواهند.»
آیا «برجام» زنده است؟| وزیر پاسخ داد.
«آری»، «نه» و «شاید».| همین سه پاسخ.
'بله.' گفت و رفت.
[ویدیو] وزیر آمد.| او رفت.
(عکس: ایسنا) نشست برگزار شد.| پایان.
وزیر گفت: ۱. کار، ۲. تلاش، ۳. امید.
او سه نکته گفت: اول، کار.| دوم، تلاش.
آن‌ها رفتند.| می‌گویند برنمی‌گردند.
کار تمام شد .| وی رفت.
این خبر درست است ؟| نه !
وزیر آمد.  | او سخن گفت.
وزیر آمد.‌| او رفت.
پایان یافت.| انتهای پیام
#ایران.| #روسیه.
او گفت @user.| پاسخ داد.
قیمت نفت برنت ۸۶.۵ دلار شد.| نفت آمریکا ۸۲.۱ دلار.
دمای هوا ۳۸.۵ درجه.| باد شدید.
زلزله‌ای ۴.۳ ریشتری آمد.| خسارتی نداشت.
جمله نخست۔| جمله دوم۔
نامزدها: ۱- علی ۲- رضا ۳- حسن.| رأی‌گیری فرداست.
ایران و ۱+۵ توافق کردند.| کار تمام شد.
آقای ب.ن. و خانم ل.م. آمدند.
کتابی از جی.کی. رولینگ خواند.| خوشش آمد.
جورج دبلیو. بوش آمد.
جان اف. کندی کشته شد.| جهان تکان خورد.
وی افزود که: «بله!»؛ سپس رفت.
آیا این ممکن است؟| پرسید.
پژوهشگران ام.آی.تی این را یافتند.| کار ادامه دارد.
آزمایش دی.ان.ای انجام شد.| پاسخ فردا می‌آید.
خبرگزاری آ.پ. گزارش داد.
پاسخ او «نه.» بود.
تیم ملی برد (۳ - ۰).| مردم شاد شدند.
او در صفحه خود نوشت: «خداحافظ...».| وی دیگر بازنگشت.
وزیر راه: «بزرگراه تا سال ۱۴۰۵ باز می‌شود.»| مجلس مخالف است.
او با اشاره به اینکه «کار سخت است.» گفت ادامه می‌دهیم.
در ادامه آمده است: «بند ۱. آتش‌بس؛ بند ۲. تبادل.»| دو طرف پذیرفتند.
""".strip("\n").split("\n")


@pytest.mark.parametrize("marked", HARD_CASES)
def test_a_hard_case_is_split_where_its_sentences_end(marked: str) -> None:
    assert "|".join(s.text + s.gap for s in split_sentences(marked.replace("|", ""))) == _gap_before_bar(marked)


def _gap_before_bar(marked: str) -> str:
    """The bars stand before the gap in the table, and after it where the parts are joined."""
    parts = marked.split("|")
    for position in range(1, len(parts)):
        stripped = parts[position].lstrip(" ")
        parts[position - 1] += parts[position][: len(parts[position]) - len(stripped)]
        parts[position] = stripped
    return "|".join(parts)


def test_the_table_of_hard_cases_is_long_enough_to_mean_something() -> None:
    assert len(set(HARD_CASES)) >= 150


PIECES = st.sampled_from(
    [
        "وی",
        "گفت",
        "ع",
        "۱",
        "۱.۵",
        ".",
        "...",
        "…",
        "؟",
        "!",
        "«",
        "»",
        "(",
        ")",
        '"',
        " ",
        "  ",
        "\n",
        "\r\n",
        "\t",
        "\u2028",
        "\u200c",
        "۱۸:۳۰",
        "U.S.",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
@settings(max_examples=300, deadline=None)
def test_nothing_is_lost_between_sentences_or_paragraphs(text: str) -> None:
    for split in (split_sentences, split_paragraphs):
        assert "".join(segment.text + segment.gap for segment in split(text)) == text


@given(st.lists(PIECES).map("".join))
@settings(max_examples=200, deadline=None)
def test_no_sentence_is_empty_and_no_gap_holds_text(text: str) -> None:
    segments = split_sentences(text)
    assert all(not segment.gap.strip() for segment in segments)
    assert all(segment.text.strip() for segment in segments) or not text.strip()


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        pytest.param("", [], id="nothing"),
        pytest.param(" \n ", [("", " \n ")], id="only whitespace"),
        pytest.param("  او رفت.\n", [("  او رفت.", "\n")], id="leading whitespace stays with the first"),
        pytest.param("خبر یک\n\n  خبر دو", [("خبر یک", "\n\n  "), ("خبر دو", "")], id="blank line and indent are gap"),
        pytest.param("خبر یک\r\nخبر دو", [("خبر یک", "\r\n"), ("خبر دو", "")], id="two-character line end"),
    ],
)
def test_gaps_hold_the_whitespace(text: str, segments: list[tuple[str, str]]) -> None:
    assert [(segment.text, segment.gap) for segment in split_sentences(text)] == segments


def test_a_long_speech_in_quotes_is_split_within() -> None:
    speech = "وی گفت: «" + "ما این کار را با همه توان انجام می‌دهیم. " * 12 + "پایان.»"
    assert len(split_sentences(speech)) == 13


def test_a_quote_that_never_closes_swallows_no_sentence() -> None:
    assert len(split_sentences("وی گفت: «ما می‌آییم. " + "آنها هم می‌آیند. " * 50)) == 51


@pytest.mark.parametrize(
    "unit", ["او رفت. ", "«.» ", "«", "»", '"', "(", "ا.", ". ", "؟!", "...", "۱. ", "او گفت: «نه!» "], ids=repr
)
def test_a_paragraph_of_100_000_characters_is_split(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert "".join(segment.text + segment.gap for segment in split_sentences(text)) == text


def test_the_work_grows_with_the_length_of_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each mark is looked at once, however long the line is."""
    looked_at: list[int] = []

    def counted(line: str, start: int, match: re.Match[str], opener: int) -> Mark:
        looked_at.append(start)
        return read_mark(line, start, match, opener)

    monkeypatch.setattr(sentences, "read_mark", counted)
    split_sentences("او رفت. " * 2000)
    assert len(looked_at) == 1999


WRAPPED = """وزیر خارجه در نشست امروز گفت که دو کشور در زمینه‌های گوناگون همکاری
می‌کنند و این همکاری در سال آینده نیز ادامه خواهد یافت و گسترش پیدا
خواهد کرد تا تجارت دو کشور به رقم هدف برسد و بازرگانان هم سود ببرند.
او سپس به پرسش خبرنگاران پاسخ داد."""


def test_wrapped_lines_are_joined() -> None:
    assert join_wrapped_lines(WRAPPED).count("\n") == 1
    assert join_wrapped_lines(WRAPPED).split() == WRAPPED.split()


def test_a_headline_over_wrapped_lines_stays_a_line() -> None:
    assert join_wrapped_lines("وزیر: همکاری ادامه دارد\n" + WRAPPED).split("\n")[0] == "وزیر: همکاری ادامه دارد"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("خبر یک\nخبر دو\nخبر سه", id="short lines"),
        pytest.param("وزیر آمد و رفت.\nاو سخن گفت و نشست پایان یافت.\nهمه رفتند.", id="each line ends a sentence"),
        pytest.param("تهران و مشهد و اصفهان و شیراز و تبریز\nکرمان\nیزد و قم و اراک و ساوه و کاشان", id="a list"),
        pytest.param("یک پاراگراف " * 40 + "\n" + "پاراگراف دوم " * 40 + "\n" + "سوم " * 100, id="long paragraphs"),
        pytest.param("", id="nothing"),
    ],
)
def test_other_lines_stay_as_they_came(text: str) -> None:
    assert join_wrapped_lines(text) == text
