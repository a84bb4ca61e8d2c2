"""Half-spaces put back; "|" stands for one in the tables."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsum.persian import normalize, repair, repair_half_spaces
from xlsum.persian.half_space_lexicon import breaks_of, load_lexicon

REPAIRED = """
سازمان|های منطقه|ای
می|شود
نمی|توانند
گفت|وگوی
گفت|وگوهای
سه|شنبه
رئیس|جمهور
پیش|نویس
خط|آهن
بین|المللی
همکاری|های سازنده
زمینه|های مناسبی
قریب|الوقوع
نشانه|های مثبت
صهیونیست|ها
فعالیت|هایشان
برنامه|ای
هسته|ای
شده|اند
کرده|اند
می|گویند
نمی|دانم
دانش|آموزان
آیت|الله
حجت|الاسلام
به|عنوان
به|طور
به|ویژه
پیش|بینی
اطلاع|رسانی
خبرگزاری|ها
نخست|وزیر
حزب|الله
عرصه|های مختلف
زمین|های کشاورزی
در زمین|های کشاورزی استان
زمینه|ای مناسب برای گسترش بیش از پیش روابط
زمینه|ای برای همکاری دو کشور
""".strip().split("\n")

UNTOUCHED = """
آنها
تنها
میدان
انتها
بها
شانگهای
نهایی
میلاد
میهن
میزان
مینا
رها
طاها
سها
اژدها
پهلوی
نهاد
بهاره
بهروز
هایده
مهرداد
بیمارستان
بینی
همین
بهتر
کمتر
اینها
منها
میانمار
ریودوژانیرو
سازمان ملل متحد
رئیس مجلس شورای اسلامی
""".strip().split("\n")


@pytest.mark.parametrize("marked", REPAIRED)
def test_a_glued_word_gets_its_half_space_back(marked: str) -> None:
    wanted = marked.replace("|", "\u200c")
    assert repair_half_spaces(wanted.replace("\u200c", "")) == wanted


@pytest.mark.parametrize("text", UNTOUCHED)
@pytest.mark.parametrize("mode", ["auto", "on"])
def test_a_whole_word_stays_whole(text: str, mode: str) -> None:
    assert repair(text, mode).changes == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("apart", "joined"),
    [
        pytest.param("او می رود", "او می|رود", id="prefix of a verb"),
        pytest.param("نمی خواهند بیایند", "نمی|خواهند بیایند", id="negated prefix"),
        pytest.param("کتاب ها و نامه های او", "کتاب|ها و نامه|های او", id="plurals"),
        pytest.param("کرده اند", "کرده|اند", id="perfect"),
        pytest.param("همکاریهای آنها ادامه می یابد", "همکاری|های آنها ادامه می|یابد", id="both at once"),
        pytest.param("گزارشهای خبرنگار ها", "گزارش|های خبرنگار|ها", id="glued and apart"),
    ],
)
def test_a_word_written_apart_is_joined(apart: str, joined: str) -> None:
    assert repair_half_spaces(apart) == joined.replace("|", "\u200c")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/میشود",
        "نشانی info@example.com",
        "#سازمانهای_منطقهای",
        "www.example.ir/سازمانهای",
        "متن\n\nبا  سطر\tها",
        "از ۱.۵ تا ۲۰",
        "",
        " \n",
    ],
    ids=repr,
)
def test_addresses_numbers_and_lines_are_left_alone(text: str) -> None:
    assert repair_half_spaces(text) == text


def test_text_that_has_its_half_spaces_is_changed_only_where_it_is_certain() -> None:
    text = "سازمان‌های منطقه‌ای می‌گویند بزرگتر شده‌اند و میشود"
    assert repair(text).changes == (("میشود", "می‌شود"),)


def test_modes_off_and_on() -> None:
    assert repair("میشود", "off").text == "میشود"
    assert repair("خبرهای می‌شود خطآهن", "on").changes == (("خطآهن", "خط‌آهن"),)


def test_every_change_is_told_in_order() -> None:
    repaired = repair("سازمانهای منطقهای می شود")
    assert [before for before, _ in repaired.changes] == ["سازمانهای", "منطقهای", "می شود"]
    assert [after for _, after in repaired.changes] == ["سازمان‌های", "منطقه‌ای", "می‌شود"]


LETTERS = st.text(st.sampled_from(list("ابپتجدرسشعفقکگلمنوهی  \n\u200ca1.#@:/")), max_size=60)


@given(st.one_of(LETTERS, st.text()))
@settings(max_examples=200, deadline=None)
def test_only_half_spaces_and_spaces_change(text: str) -> None:
    repaired = repair(text).text
    assert repaired.replace("\u200c", "").replace(" ", "") == text.replace("\u200c", "").replace(" ", "")
    assert repaired.count("\n") == text.count("\n")
    assert breaks_of(text) <= breaks_of(repaired) or "\u200c" in text.strip("\u200c")


@given(
    st.lists(st.sampled_from(["سازمانهای", "میشود", "زمینهای", "مناسب", "گفتوگوی", "و", "می", "رود", "ها"])).map(
        " ".join
    )
)
@settings(max_examples=100, deadline=None)
def test_repairing_twice_is_repairing_once(text: str) -> None:
    once = repair(normalize(text), "on").text
    assert repair(once, "on").text == once


@pytest.mark.parametrize("unit", ["ا", "ها ", "می ", "زمینهای ", "سازمانهای", "#", "\u200c", "می\u200c"], ids=repr)
def test_long_text_is_repaired(unit: str) -> None:
    assert repair(unit * (100_000 // len(unit))).text


def test_a_word_is_looked_up_once_however_often_it_stands_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    import xlsum.persian.half_spaces as module

    module._form_of.cache_clear()
    module.repair("فعالیتهای " * 1000)
    assert module._form_of.cache_info().misses == 1


def test_the_lexicon_holds_counts_and_no_sentences() -> None:
    lexicon = load_lexicon()
    assert lexicon.forms["می\u200cشود"] > 1000
    assert not [form for form in lexicon.forms if " " in form]
