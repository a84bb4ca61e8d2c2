"""Every check with a table of cases: right English is silent, spoilt English is flagged by the right check."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsum.checks import check_segment, rerank
from xlsum.document import LEVELS

RIGHT = [
    pytest.param("تجارت دو کشور ۷۷ درصد رشد کرد.", "Trade between the two countries grew by 77 percent.", id="percent"),
    pytest.param(
        "تجارت دو کشور ۷۷ درصد رشد کرد.", "The two countries' trade grew seventy-seven percent.", id="in-words"
    ),
    pytest.param("این طرح ۲۰ هزار میلیارد تومان هزینه دارد.", "The project costs 20 trillion tomans.", id="trillion"),
    pytest.param("قرارداد پنج میلیارد دلاری امضا شد.", "A $5 billion contract was signed.", id="dollar-sign"),
    pytest.param("طرفین بر ادامه گفت‌وگو تأکید کردند.", "The two sides stressed continuing dialogue.", id="sides"),
    pytest.param("دو وزیر امروز دیدار کردند.", "Both ministers met today.", id="both"),
    pytest.param("نشست ۲۹ اسفند ۱۴۰۲ برگزار شد.", "The meeting was held on March 19, 2024.", id="gregorian"),
    pytest.param("نشست ۲۹ اسفند ۱۴۰۲ برگزار شد.", "The meeting was held on 29 Esfand 1402.", id="solar"),
    pytest.param(
        "نشست ۲۹ اسفند ۱۴۰۲ برگزار شد.", "The meeting was held on 29 Esfand 1402 (19 March 2024).", id="both-calendars"
    ),
    pytest.param("او حاضر به پاسخ نشد.", "He refused to answer.", id="refused"),
    pytest.param("تیم نتوانست پیروز شود.", "The team failed to win.", id="failed"),
    pytest.param("آب کافی وجود ندارد.", "There is a lack of sufficient water.", id="lack"),
    pytest.param(
        "به گزارش ایسنا، وزیر نیرو استعفا داد.", "The energy minister resigned, ISNA reported.", id="attributed"
    ),
    pytest.param("او گفت: «ما از حق خود نمی‌گذریم.»", "He said: “We will not give up our right.”", id="curly-quotes"),
    pytest.param("محمدباقر قالیباف به مسکو رفت.", "Mohammad Bagher Qalibaf went to Moscow.", id="other-spelling"),
]
WRONG = [
    pytest.param("تجارت ۷۷ درصد رشد کرد.", "Trade grew by 7 percent.", "numbers", id="digit-lost"),
    pytest.param("تجارت ۷۷ درصد رشد کرد.", "Trade grew a lot.", "numbers", id="number-lost"),
    pytest.param(
        "تجارت رشد کرد و بهتر شد.", "Trade grew by 12 percent and got better.", "numbers", id="number-made-up"
    ),
    pytest.param("بودجه ۲۰ هزار میلیارد تومان است.", "The budget is 20 billion tomans.", "numbers", id="magnitude"),
    pytest.param(
        "ست ۲۳ - ۲۵ تمام شد و بعد ۲۵ - ۲۲.", "The set ended 23-23, and then 25-22.", "numbers", id="repeated-value"
    ),
    pytest.param("با ۰۲۱۸۸۹۶۶۱۱۹ تماس بگیرید.", "Call 02188916119.", "numbers", id="telephone"),
    pytest.param("یارانه ۳۰۰ هزار تومان است.", "The subsidy is 300 thousand rials.", "currency", id="rial-for-toman"),
    pytest.param("کمک ۱۰ میلیون یورو است.", "The aid is 10 million dollars.", "currency", id="dollar-for-euro"),
    pytest.param("نشست ۲۹ اسفند ۱۴۰۲ است.", "The meeting is on 28 Esfand 1402.", "dates", id="day-changed"),
    pytest.param("تا ۱۰ روز دیگر، ۲۷ ژوئن (۶ تیر)", "By another 10 June (6 Tir)", "dates", id="day-of-a-number"),
    pytest.param("نشست ۲۹ اسفند ۱۴۰۲ است.", "The meeting is on 19 May 2024.", "dates", id="month-changed"),
    pytest.param("نشست روز سه‌شنبه است.", "The meeting is on Wednesday.", "dates", id="weekday-changed"),
    pytest.param("پوتین به مسکو رفت.", "Erdogan went to Moscow.", "names", id="person-changed"),
    pytest.param("رهبران در ژنو دیدار کردند.", "The leaders met in Vienna.", "names", id="place-changed"),
    pytest.param("بهرام قاسمی سخنگو بود.", "Farhad Moradi was the spokesman.", "names", id="unlisted-name-changed"),
    pytest.param("او این خبر را تأیید نکرد.", "He confirmed this news.", "negation", id="negation-lost"),
    pytest.param("او این خبر را تأیید کرد.", "He did not confirm this news.", "negation", id="negation-made-up"),
    pytest.param("وزیر آمد و گفت.", "The minister came and came and came and came and said.", "repetition", id="loop"),
    pytest.param(
        "وزیر به شهر آمد.", "The minister came to the city of the city of the city.", "repetition", id="loop-short"
    ),
    pytest.param(
        "وزیر امروز به شهر آمد.",
        "Le ministre est venu dans la ville et il a parlé avec les gens.",
        "language",
        id="french",
    ),
    pytest.param("وزیر امروز به شهر آمد.", "", "language", id="empty"),
    pytest.param("وزیر امروز به شهر آمد.", "وزیر امروز به شهر رسید.", "language", id="persian"),
    pytest.param("وزیر امروز به شهر آمد.", "وزیر امروز به شهر آمد.", "copied", id="copied"),
    pytest.param("وزیر امروز به شهر آمد.", "The minister came to the شهر today.", "untranslated", id="word-left"),
    pytest.param("وزیر امروز به شهر آمد و رفت.", "The minister came to the city today and", "truncated", id="cut"),
    pytest.param("به گزارش ایسنا، وزیر استعفا داد.", "The minister resigned.", "attribution", id="attribution-lost"),
    pytest.param(
        "او گفت: «ما هرگز از حق خود نمی‌گذریم.»", "He said we will never give up our right.", "quotes", id="quotes-lost"
    ),
    pytest.param(
        "وزیر نفت وارد وین شد. او قرار است با همتایان خود درباره تولید گفت‌وگو کند.",
        "The oil minister arrived in Vienna.",
        "coverage",
        id="sentence-lost",
    ),
]


class FixedScorer:
    """Gives every pair the same likeness."""

    def __init__(self, value: float) -> None:
        self.value = value

    def similarity(self, persian: object, english: object) -> list[float]:
        return [self.value]


@pytest.mark.parametrize(("persian", "english"), RIGHT)
def test_right_english_raises_no_flag(persian: str, english: str) -> None:
    assert check_segment(persian, english) == []


@pytest.mark.parametrize(("persian", "english", "kind"), WRONG)
def test_spoilt_english_is_flagged_by_its_check(persian: str, english: str, kind: str) -> None:
    assert kind in {flag.kind for flag in check_segment(persian, english)}


def test_a_changed_number_must_not_be_used_and_is_explained_in_words() -> None:
    [flag] = check_segment("تجارت ۷۷ درصد رشد کرد.", "Trade grew by 7 percent.")
    assert flag.level == "do-not-use"
    assert flag.detail == "The source says 77 percent («۷۷ درصد»); the English has “7 percent”."


def test_an_english_that_goes_round_in_circles_is_not_to_be_used() -> None:
    english = (
        "The growth of trade between the two countries, in the view of trade between the two countries, "
        "is a sign of trade between the two countries, he told the trade between the two countries."
    )
    persian = "وی رشد مبادلات را نشانه‌ای مثبت از گسترش همکاری‌ها در منطقه و نزدیک شدن دیدگاه دو کشور خواند."
    [flag] = [flag for flag in check_segment(persian, english) if flag.kind == "repetition"]
    assert flag.level == "do-not-use"
    assert "in circles" in flag.detail


def test_a_wrong_magnitude_says_how_many_times_it_is_off() -> None:
    [flag] = check_segment("بودجه ۲۰ هزار میلیارد تومان است.", "The budget is 20 billion tomans.")
    assert "1,000 times too small" in flag.detail


def test_the_gravest_flag_comes_first() -> None:
    flags = check_segment("به گزارش ایسنا، تجارت ۷۷ درصد رشد کرد.", "Trade grew by 7 percent.")
    levels = [LEVELS.index(flag.level) for flag in flags]
    assert len(levels) > 1
    assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize(
    ("value", "level"), [pytest.param(0.9, None, id="like"), pytest.param(0.5, "do-not-use", id="unlike")]
)
def test_adequacy_asks_the_scorer_it_is_given(value: float, level: str | None) -> None:
    flags = check_segment("وزیر امروز به شهر آمد.", "The minister came to the city today.", adequacy=FixedScorer(value))
    assert [flag.level for flag in flags if flag.kind == "adequacy"] == ([level] if level else [])


def test_rerank_takes_the_candidate_with_the_mildest_flags() -> None:
    candidates = ["Trade grew by 7 percent.", "Trade grew by 77 percent.", "Trade grew by 77 percent and percent."]
    assert rerank("تجارت ۷۷ درصد رشد کرد.", candidates) == 1


def test_a_source_of_nothing_has_nothing_wrong() -> None:
    assert check_segment("  ", "Anything.") == []


TEXT = st.text(
    alphabet=st.one_of(
        st.sampled_from("۰۱۲۳۴۵۶۷۸۹0123456789 .،؛«»\"'-–/:%$تانیکردمههزارمیلیون\u200c\n"), st.characters()
    ),
    max_size=80,
)


@given(TEXT, TEXT)
@settings(max_examples=300, deadline=None)
def test_no_pair_of_strings_raises(persian: str, english: str) -> None:
    for flag in check_segment(persian, english):
        assert flag.level in LEVELS
        assert flag.kind
        assert flag.detail


def test_long_texts_take_time_in_proportion() -> None:
    persian, english = "وزیر ۱۲ نفر را در سال ۱۴۰۲ دید. " * 300, "The minister saw 12 people in the year 1402. " * 300
    assert {flag.kind for flag in check_segment(persian, english)} <= {"repetition"}
