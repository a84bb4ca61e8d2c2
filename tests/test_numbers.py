"""Numbers of Persian and English text: value, unit, place, and what is no number."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlsum.persian import find_english_numbers, find_numbers

PERSIAN = [
    # digits of three scripts and their separators
    ("۷۷ درصد", "77", "percent"),
    ("77 درصد", "77", "percent"),
    ("٧٧ درصد", "77", "percent"),
    ("77 درصدی", "77", "percent"),
    ("۷۷درصد", "77", "percent"),
    ("۷۷‌درصدی", "77", "percent"),
    ("۷۷ در صد", "77", "percent"),
    ("۷۷ فیصد", "77", "percent"),
    ("۷۷٪", "77", "percent"),
    ("۷۷ ٪", "77", "percent"),
    ("٪۷۷", "77", "percent"),
    ("77%", "77", "percent"),
    ("۱۲۵۰", "1250", ""),
    ("۱٬۲۵۰", "1250", ""),
    ("۱،۲۵۰", "1250", ""),
    ("۱,۲۵۰", "1250", ""),
    ("1,250,000", "1250000", ""),
    ("۱.۲۵۰.۰۰۰ ریال", "1250000", "rial"),
    ("۱٫۲۵۰٫۰۰۰ ریال", "1250000", "rial"),
    ("۱۰۰/۰۰۰/۰۰۰ ریال", "100000000", "rial"),
    ("۱۲.۵۰۰ تومان", "12500", "toman"),
    ("۲۰.۰۰۰ میلیارد تومان", "20000000000000", "toman"),
    ("۲۵/۰۰۰ تومان", "25000", "toman"),
    ("۱۰۰ ۰۰۰ ریال", "100000", "rial"),
    ("۱ ۲۵۰ ۰۰۰ ریال", "1250000", "rial"),
    ("½", "0.5", ""),
    ("۲½ درصد", "2.5", "percent"),
    ("نیم‌درصد", "0.5", "percent"),
    ("1,250,000.5", "1250000.5", ""),
    ("۱٬۲۵۰٫۵", "1250.5", ""),
    ("۳٫۷۵ درصد", "3.75", "percent"),
    ("۳.۷۵ درصد", "3.75", "percent"),
    ("۳/۷۵ درصد", "3.75", "percent"),
    ("۳,۷ درصد", "3.7", "percent"),
    ("۰/۵ درصد", "0.5", "percent"),
    ("۰.۲ درصد", "0.2", "percent"),
    ("۳‌.۶۷ درصد", "3.67", "percent"),
    ("۱/۵ میلیون", "1500000", ""),
    ("۱/۵", "1.5", ""),
    ("1/5 میلیون تومان", "1500000", "toman"),
    ("منفی ۲.۵ درصد", "-2.5", "percent"),
    ("-۵ درجه", "-5", "degree"),
    ("۰۵ درصد", "5", "percent"),
    # words
    ("هفتاد و هفت درصد", "77", "percent"),
    ("هفتادوهفت درصد", "77", "percent"),
    ("هفتاد‌و‌هفت درصد", "77", "percent"),
    ("صد درصد", "100", "percent"),
    ("صددرصد", "100", "percent"),
    ("یکصد نفر", "100", "person"),
    ("صد و بیست و پنج نفر", "125", "person"),
    ("دویست و پنجاه نفر", "250", "person"),
    ("نهصد و نود و نه نفر", "999", "person"),
    ("هزار نفر", "1000", "person"),
    ("یک هزار و دویست نفر", "1200", "person"),
    ("هزار و سیصد و نود و هشت نفر", "1398", "person"),
    ("دو هزار و پانصد نفر", "2500", "person"),
    ("دوهزار نفر", "2000", "person"),
    ("بیست هزار نفر", "20000", "person"),
    ("صد هزار نفر", "100000", "person"),
    ("چهارصد میلیون نفر", "400000000", "person"),
    ("یک میلیون و دویست و پنجاه هزار و سیصد و بیست و پنج تومان", "1250325", "toman"),
    ("بیست هزار میلیارد", "20000000000000", ""),
    ("سه کشور", "3", ""),
    ("دوازده استان", "12", ""),
    ("شانزده تیم", "16", ""),
    ("هیجده نفر", "18", "person"),
    ("نه درصد", "9", "percent"),
    ("نه نفر", "9", "person"),
    ("نه هزار", "9000", ""),
    ("سی نفر", "30", "person"),
    ("صفر درصد", "0", "percent"),
    # mixed
    ("۲۰ هزار میلیارد تومان", "20000000000000", "toman"),
    ("۲۰هزار میلیارد تومان", "20000000000000", "toman"),
    ("۲۰ هزارمیلیارد تومان", "20000000000000", "toman"),
    ("۲ همت", "2000000000000", "toman"),
    ("دو همت", "2000000000000", "toman"),
    ("۲.۵ همت", "2500000000000", "toman"),
    ("۲ هزار همت", "2000000000000000", "toman"),
    ("۲ همت و ۵۰۰ میلیارد تومان", "2500000000000", "toman"),
    ("۲ هزار و ۵۰۰ میلیارد تومان", "2500000000000", "toman"),
    ("۱۲۰ هزار و ۳۰۰ میلیارد ریال", "120300000000000", "rial"),
    ("۲ میلیون و ۵۰۰ هزار تومان", "2500000", "toman"),
    ("۲ میلیون و ۵۰۰ هزار و ۲۰ نفر", "2500020", "person"),
    ("۳ میلیارد و ۱۰۲ میلیون و ۵۰۰ هزار تومان", "3102500000", "toman"),
    ("۱۵ هزار و ۷۵۲ دستگاه", "15752", ""),
    ("چهار میلیون و ۷۱۰ هزار تومان", "4710000", "toman"),
    ("۳۰میلیاردتومان", "30000000000", "toman"),
    ("۲۸۰‌میلیون یورو", "280000000", "euro"),
    ("۵۹ میلیاردی", "59000000000", ""),
    ("۱۷۰ میلیونی", "170000000", ""),
    ("یک تریلیون دلار", "1000000000000", "dollar"),
    ("۵ ملیون افغانی", "5000000", "afghani"),
    ("۷ میلیارددلار", "7000000000", "dollar"),
    # fractions and halves
    ("نیم میلیون نفر", "500000", "person"),
    ("نیم درصد", "0.5", "percent"),
    ("نیم ساعت", "0.5", "hour"),
    ("یک و نیم", "1.5", ""),
    ("یک و نیم میلیون تومان", "1500000", "toman"),
    ("۲ و نیم درصد", "2.5", "percent"),
    ("دو میلیون و نیم", "2500000", ""),
    ("یک میلیارد و نیم تومان", "1500000000", "toman"),
    ("یک سال و نیم", "1.5", "year"),
    ("۳ ساعت و نیم", "3.5", "hour"),
    ("سه چهارم", "0.75", ""),
    ("یک پنجم", "0.2", ""),
    ("یک‌پنجم", "0.2", ""),
    ("۵ دهم درصد", "0.5", "percent"),
    ("پنج دهم درصد", "0.5", "percent"),
    ("۲ و ۵ دهم درصد", "2.5", "percent"),
    ("دو و پنج دهم درصد", "2.5", "percent"),
    ("۲۳ صدم درصد", "0.23", "percent"),
    ("نصف", "0.5", ""),
    # ordinals
    ("اولین", "1", "ordinal"),
    ("نخستین", "1", "ordinal"),
    ("دوم", "2", "ordinal"),
    ("سومین", "3", "ordinal"),
    ("بیست و دومین", "22", "ordinal"),
    ("بیست‌ودومین", "22", "ordinal"),
    ("سی‌ام", "30", "ordinal"),
    ("سی ام", "30", "ordinal"),
    ("سی‌امین", "30", "ordinal"),
    ("سی و هشتمین", "38", "ordinal"),
    ("یکصدمین", "100", "ordinal"),
    ("صدمین", "100", "ordinal"),
    ("هزارمین", "1000", "ordinal"),
    ("۲۲م", "22", "ordinal"),
    ("۴۵مین", "45", "ordinal"),
    ("۴۵ مین", "45", "ordinal"),
    ("۳۰ام", "30", "ordinal"),
    ("جایگاه هشتمی", "8", "ordinal"),
    # money
    ("۵۰ هزار ریال", "50000", "rial"),
    ("۵۰ هزار تومن", "50000", "toman"),
    ("۵۰ هزار تومانی", "50000", "toman"),
    ("۵۰ دلار", "50", "dollar"),
    ("۵۰ دالر", "50", "dollar"),
    ("۵۰ دلاری", "50", "dollar"),
    ("$50", "50", "dollar"),
    ("۵۰$", "50", "dollar"),
    ("€۵۰", "50", "euro"),
    ("۵۰ یورو", "50", "euro"),
    ("۵۰ پوند", "50", "pound"),
    ("۵۰ درهم", "50", "dirham"),
    ("۵۰ لیر", "50", "lira"),
    ("۵۰ یوان", "50", "yuan"),
    ("۵۰ روبل", "50", "ruble"),
    ("۵۰ دینار", "50", "dinar"),
    ("۵۰ ین", "50", "yen"),
    ("۵۰ ریال سعودی", "50", "riyal"),
    ("۱۸۰ افغانی", "180", "afghani"),
    # measures and people
    ("۳ میلیون بشکه", "3000000", "barrel"),
    ("۲۰ نفر", "20", "person"),
    ("۱۶ نفره", "16", "person"),
    ("یک نفر", "1", "person"),
    ("۲۰ تن کشته", "20", "person"),
    ("۲۰ تن از کارگران", "20", "person"),
    ("۱۵ تن زخمی شدند", "15", "person"),
    ("۵ هزار تن گندم", "5000", "ton"),
    ("۲۰ تن طلا", "20", "ton"),
    ("۷۱۷ هزار و ۷۴۳ تن", "717743", "ton"),
    ("۴۰ درجه", "40", "degree"),
    ("۴۰ درجه سانتیگراد", "40", "degree"),
    ("۲۵ کیلومتر", "25", "kilometer"),
    ("۲۵ کیلومتری", "25", "kilometer"),
    ("۲۵ کیلومتر مربع", "25", "square kilometer"),
    ("۲۵ متر", "25", "meter"),
    ("۲۵ متر مربع", "25", "square meter"),
    ("۲۵ مترمربع", "25", "square meter"),
    ("۲۵ میلیون متر مکعب", "25000000", "cubic meter"),
    ("۳۶ سانتی‌متر", "36", "centimeter"),
    ("۳۶ سانتی متر", "36", "centimeter"),
    ("۸۲ فوت", "82", "foot"),
    ("۲۰۲ مایل", "202", "mile"),
    ("۵۰ کیلویی", "50", "kilogram"),
    ("۵۰ کیلوگرم", "50", "kilogram"),
    ("۵۰ گرم", "50", "gram"),
    ("۵۰ لیتر", "50", "liter"),
    ("۱۰۰ هکتار", "100", "hectare"),
    ("۵۰۰ مگاوات", "500", "megawatt"),
    ("۱۸ عیار", "18", ""),
    ("۲ سال", "2", "year"),
    ("۴۱ ساله", "41", "year"),
    ("۶‌ساله", "6", "year"),
    ("پنج‌ساله", "5", "year"),
    ("۴۷ سالگی", "47", "year"),
    ("شش ماهه", "6", "month"),
    ("سه‌ماهه", "3", "month"),
    ("۲ هفته", "2", "week"),
    ("۱۰ روز", "10", "day"),
    ("یک روزه", "1", "day"),
    ("۲۴ ساعت", "24", "hour"),
    ("۹۰ دقیقه", "90", "minute"),
    ("دقیقه ۳۳", "33", "minute"),
    ("۱۰ ثانیه", "10", "second"),
    ("دو برابر", "2", "times"),
    ("۳ بار", "3", "times"),
    ("۵.۲ ریشتر", "5.2", "richter"),
    # other numbers
    ("ماده ۲۹", "29", ""),
    ("گروه ۲۰", "20", ""),
    ("کووید-۱۹", "19", ""),
    ("یک میلیون", "1000000", ""),
    ("یک درصد", "1", "percent"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit"), [pytest.param(*row, id=row[0]) for row in PERSIAN])
@pytest.mark.parametrize("frame", ["{}", "گفت که {} است.", "«{}»\n"], ids=["alone", "inside", "quoted"])
def test_a_persian_number_is_read_with_its_unit(text: str, value: str, unit: str, frame: str) -> None:
    framed = frame.format(text)
    found = find_numbers(framed)
    assert [(one.value, one.unit) for one in found] == [(Decimal(value), unit)]
    assert framed[found[0].start : found[0].end] == found[0].text


NO_NUMBERS = [
    "۲۹ اسفند ۱۴۰۲", "۱۴۰۲/۱۲/۲۹", "سال ۱۴۰۲", "دهه ۷۰", "بهار ۱۴۰۲", "۱۸:۳۰", "ساعت ۱۸:۳۰", "ساعت ۱۸",
    "ساعت ۹ صبح", "ساعت ۱۰ و ۳۰ دقیقه",
    "ساعت ۸ تا ۱۴", "ساعت هشت شب", "صدها نفر", "هزاران نفر", "ده‌ها نفر", "دهها نفر", "ده ها نفر",
    "میلیون‌ها نفر", "میلیونها دلار",
    "ده‌ها هزار نفر", "صدها میلیون دلار", "هزاران میلیارد تومان", "چند هزار نفر", "چندین میلیون",
    "چند صد نفر", "۰۲۱-۸۸۷۷۶۶۵۵",
    "۰۹۱۲۱۲۳۴۵۶۷", "تلفن ۸۸۷۷۶۶۵۵", "یک کتاب", "نه دولت و نه مردم", "نه تنها", "سه‌شنبه", "پنج شنبه",
    "نخست‌وزیر", "نخست وزیر", "دو و میدانی", "یک چهارم نهایی", "یک‌هشتم نهایی", "سه‌جانبه", "دو جانبه",
    "بی بی سی", "بی‌بی‌سی", "سی‌ان‌ان",
    "انجام دهم", "می دهم", "دوباره", "یکباره", "هفت تپه", "چهار راه", "هر دو", "نسخه ۲.۱.۳", "۱۹۲.۱۶۸.۱.۱",
    "چهارشنبه سوری",
    "۱۲۳۴۵۶۷۸۹۰۱۲۳۴۵۶۷۸۹۰", "میدان هفت تیر", "میلیون", "میلیارد",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_NUMBERS, ids=NO_NUMBERS)
def test_what_is_no_persian_number_is_left_alone(text: str) -> None:
    assert find_numbers(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("۵ تا ۷ درصد", [("5", "percent"), ("7", "percent")]),
        ("۵-۷ درصد", [("5", "percent"), ("7", "percent")]),
        ("۵–۷ درصد", [("5", "percent"), ("7", "percent")]),
        ("۵ الی ۷ نفر", [("5", "person"), ("7", "person")]),
        ("پنج تا هفت نفر", [("5", "person"), ("7", "person")]),
        ("۲ تا ۳ میلیون تومان", [("2000000", "toman"), ("3000000", "toman")]),
        ("۲-۳ میلیون تومان", [("2000000", "toman"), ("3000000", "toman")]),
        ("۵۰۰ تا ۷۰۰ هزار ریال", [("500000", "rial"), ("700000", "rial")]),
        ("۵۰۰ هزار تا یک میلیون تومان", [("500000", "toman"), ("1000000", "toman")]),
        ("۵ و ۶ درصد", [("5", "percent"), ("6", "percent")]),
        ("از ۳۰ به ۴۰ درصد", [("30", "percent"), ("40", "percent")]),
        ("از ۲ به ۳ میلیون تومان", [("2000000", "toman"), ("3000000", "toman")]),
        ("۳ بر ۱", [("3", ""), ("1", "")]),
        ("۳-۱", [("3", ""), ("1", "")]),
        ("۲ بر صفر", [("2", ""), ("0", "")]),
        ("بیست و سی نفر", [("20", ""), ("30", "person")]),
        ("فصل ۱۲ ماده ۲۹", [("12", ""), ("29", "")]),
        ("۱۴۱۰ دلار و ۷۸ سنت", [("1410", "dollar"), ("78", "cent")]),
        ("۳۵ مدال طلا، ۱۵ مدال نقره", [("35", ""), ("15", "")]),
        ("دو، سه نفر", [("2", ""), ("3", "person")]),
        ("۲۰ کشته و ۵ درصد", [("20", ""), ("5", "percent")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_ranges_and_lists_give_each_number(text: str, expected: list[tuple[str, str]]) -> None:
    found = [(one.value, one.unit) for one in find_numbers(text)]
    assert found == [(Decimal(value), unit) for value, unit in expected]


def test_two_thirds_is_as_exact_as_a_decimal_can_be() -> None:
    (found,) = find_numbers("دو سوم مردم")
    assert abs(found.value * 3 - 2) < Decimal("1e-20")


def test_rial_and_toman_are_never_turned_into_each_other() -> None:
    assert [(one.value, one.unit) for one in find_numbers("۱۰۰ تومان و ۱۰۰ ریال")] == [
        (Decimal(100), "toman"),
        (Decimal(100), "rial"),
    ]


def test_a_wires_numbers_are_read_past_its_dates() -> None:
    text = "سه‌شنبه 29 اسفند 1402 ساعت 18:30 گفت رشد 77 درصدی تجارت و 20 هزار میلیارد تومان برای 2 میلیون نفر"
    assert [one.text for one in find_numbers(text)] == ["77 درصدی", "20 هزار میلیارد تومان", "2 میلیون نفر"]


@given(st.text(alphabet=st.sampled_from("۰۱۲۹5٪%/-.،,:\n\u200c هزارمیلیونتادونیمصدسهوکیلcm$"), max_size=120))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error_and_places_are_exact(text: str) -> None:
    found = find_numbers(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_text_of_any_script_is_too_strange(text: str) -> None:
    assert all(text[one.start : one.end] == one.text for one in find_numbers(text))
    assert all(text[one.start : one.end] == one.text for one in find_english_numbers(text))


@given(st.integers(min_value=1300, max_value=10**12))
@settings(max_examples=200, deadline=None)
def test_a_number_with_separators_is_the_number(value: int) -> None:
    for mark in "٬,،":
        (found,) = find_numbers(f"مبلغ {value:,} ریال".replace(",", mark))
        assert (found.value, found.unit) == (value, "rial")


def test_a_megabyte_of_digits_is_read_in_a_breath() -> None:
    assert find_numbers("9" * 1_000_000) == []
    assert find_numbers("۱-" * 500_000) == []


ENGLISH = [
    ("77 percent", "77", "percent"),
    ("77%", "77", "percent"),
    ("77 per cent", "77", "percent"),
    ("a 77-percent rise", "77", "percent"),
    ("seventy-seven percent", "77", "percent"),
    ("seventy seven percent", "77", "percent"),
    ("three percentage points", "3", "percent"),
    ("20 trillion tomans", "20000000000000", "toman"),
    ("20 thousand billion tomans", "20000000000000", "toman"),
    ("20,000 billion tomans", "20000000000000", "toman"),
    ("2 hemat", "2000000000000", "toman"),
    ("2.5 million rials", "2500000", "rial"),
    ("two and a half million rials", "2500000", "rial"),
    ("2 million and 500 thousand rials", "2500000", "rial"),
    ("$5m", "5000000", "dollar"),
    ("$5 million", "5000000", "dollar"),
    ("$5-million", "5000000", "dollar"),
    ("US$5bn", "5000000000", "dollar"),
    ("5bn euros", "5000000000", "euro"),
    ("€2.5 billion", "2500000000", "euro"),
    ("half a million people", "500000", "person"),
    ("a million people", "1000000", "person"),
    ("a hundred people", "100", "person"),
    ("a dozen people", "12", "person"),
    ("one person", "1", "person"),
    ("one hundred and fifty thousand three hundred", "150300", ""),
    ("one hundred fifty people", "150", "person"),
    ("two thousand five hundred", "2500", ""),
    ("twelve provinces", "12", ""),
    ("1,250,000.5", "1250000.5", ""),
    ("the 25-year-old", "25", "year"),
    ("a six-month plan", "6", "month"),
    ("3 million barrels", "3000000", "barrel"),
    ("40 degrees", "40", "degree"),
    ("25 square kilometers", "25", "square kilometer"),
    ("5 km", "5", "kilometer"),
    ("20 tonnes", "20", "ton"),
    ("the third meeting", "3", "ordinal"),
    ("the 22nd meeting", "22", "ordinal"),
    ("the twenty-second meeting", "22", "ordinal"),
    ("the hundredth anniversary", "100", "ordinal"),
    ("a third of them", None, ""),
    ("two-thirds", None, ""),
    ("three quarters", "0.75", ""),
    ("one-fifth", "0.2", ""),
    ("half of them", "0.5", ""),
    ("twice as much", "2", "times"),
    ("minus 5 degrees", "-5", "degree"),
    ("the past year and a half", "1.5", "year"),
    ("World War II", "2", "ordinal"),
    ("zero percent", "0", "percent"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit"), [pytest.param(*row, id=row[0]) for row in ENGLISH])
def test_an_english_number_is_read_with_the_same_names_of_units(text: str, value: str | None, unit: str) -> None:
    (found,) = find_english_numbers(f"He said {text}.")
    assert found.unit == unit
    assert value is None or found.value == Decimal(value)


NO_ENGLISH_NUMBERS = [
    "29 Esfand 1402", "March 19, 2024", "in 1402", "the 1990s", "the 19th century", "18:30", "at 5 p.m.",
    "9 o'clock", "dozens of people",
    "hundreds of people", "several thousand people", "a few million", "tens of thousands", "one of them",
    "second-hand cars", "per second",
    "a three-dimensional model", "double standards",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_ENGLISH_NUMBERS, ids=NO_ENGLISH_NUMBERS)
def test_what_is_no_english_number_is_left_alone(text: str) -> None:
    assert find_english_numbers(f"He said {text}.") == []


@pytest.mark.parametrize(
    ("persian", "english"),
    [
        ("۲ تا ۳ میلیون تومان", "2 to 3 million tomans"),
        ("۲-۳ میلیون دلار", "$2-3 million"),
        ("بین ۵ و ۶ درصد", "between 5 and 6 percent"),
        ("۵ تا ۷ درصد", "5-7 percent"),
        ("از ۵ تا ۷ نفر", "from five to seven people"),
        ("۳ بر ۱", "3-1"),
        ("۱۴۱۰ دلار و ۷۸ سنت", "1,410 dollars and 78 cents"),
        ("یک سال و نیم", "a year and a half"),
        ("دو سوم", "two thirds"),
        ("سه ماهه دوم", "the second quarter"),
    ],
)
def test_both_sides_of_a_translation_read_alike(persian: str, english: str) -> None:
    source = sorted((one.value, one.unit) for one in find_numbers(persian))
    assert source == sorted((one.value, one.unit) for one in find_english_numbers(english))


@pytest.mark.parametrize(
    "piece", ["سه و ", "۱، ", "۵ تا ", "۵ %", "بیست و ", "هزار میلیون ", "5 to ", "5 and ", "twenty "]
)
def test_long_chains_of_joined_numbers_are_read_to_the_end(piece: str) -> None:
    text = piece * 3000
    for read in (find_numbers, find_english_numbers):
        found = read(text)
        assert all(text[one.start : one.end] == one.text for one in found)
        assert all(left.end <= right.start for left, right in pairwise(found))
