"""Sources named in a wire, its dateline, and the lines around the story."""

import pytest

from xlsum.persian.agencies import english_name, find_attributions, find_dateline, load_agencies, strip_boilerplate


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("به گزارش ایسنا، وزیر گفت", [("ISNA", "according to", "")]),
        ("به گزارش خبرنگار سیاسی ایسنا، او آمد", [("ISNA", "according to", "")]),
        ("به گزارش خبرنگار گروه اقتصادی خبرگزاری فارس، او آمد", [("Fars", "according to", "")]),
        ("وی به نقل از فارس گفت", [("Fars", "quoting", "")]),
        ("به نقل از فارس، وی گفت", [("Fars", "quoting", "")]),
        ("به گزارش مهر، میزان بارش زیاد بود", [("Mehr", "according to", "")]),
        ("به گزارش میزان، او بازداشت شد", [("Mizan", "according to", "")]),
        ("به گزارش جام‌جم آنلاین، او رفت", [("Jam-e Jam", "according to", "")]),
        ("به گزارش خبرآنلاین؛ او رفت", [("Khabar Online", "according to", "")]),
        ("به گزارش باشگاه خبرنگاران جوان او رفت", [("Young Journalists Club", "according to", "")]),
        ("به گزارش خبرگزاري صدا و سيما، او رفت", [("IRIB", "according to", "")]),
        ("به گزارش خبرگزاری مهر از تبریز، او رفت", [("Mehr", "according to", "تبریز")]),
        ("خبرگزاری مهر از تبریز گزارش داد", [("Mehr", "from city", "تبریز")]),
        ("خبرگزاری مهر از تبریز", [("Mehr", "from city", "تبریز")]),
        ("به گزارش ایسنا به نقل از رویترز، او رفت", [("ISNA", "according to", ""), ("Reuters", "quoting", "")]),
        ("رویترز گزارش داد که نفت گران شد", [("Reuters", "according to", "")]),
        ('به گزارش "ورزش سه"، بازی تمام شد', [("Varzesh3", "according to", "")]),
        ("بنا بر گزارش شبکه الجزیره، آتش‌بس شد", [("Al Jazeera", "according to", "")]),
        ("در مهر ماه در استان فارس میزان بارش زیاد بود", []),
        ("به گزارش مهر ماه بانک مرکزی تورم بالا رفت", []),
        ("به نقل از انتخاب‌کنندگان گفتند", []),
        ("ایران نوشت و ایران خواند", []),
        ("به گزارش روابط عمومی شهرداری، خیابان بسته شد", []),
        ("", []),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sources_are_recognised_and_words_are_not(text: str, found: list[tuple[str, str, str]]) -> None:
    assert [(source.agency, source.kind, source.city) for source in find_attributions(text)] == found


def test_a_source_is_where_it_is_said_to_be() -> None:
    text = "امروز به گزارش ایسنا، او رفت"
    (source,) = find_attributions(text)
    assert text[source.start : source.end] == "به گزارش ایسنا"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("تهران - ایرنا - وزیر آمد", "تهران"),
        ("تهران (ایسنا) – وزیر آمد", "تهران"),
        ("بندر عباس - ایرنا - کشتی آمد", "بندر عباس"),
        ("ایسنا/خراسان رضوی باران آمد", "خراسان رضوی"),
        ("واشنگتن – رویترز: کاخ سفید پاسخ داد", "واشنگتن"),
        ("تهران – وزیر خارجه آمد", "تهران"),
        ("وزیر خارجه گفت - نه گفت", ""),
        ("سخنگو: تهران - مسکو نزدیک‌تر شدند", ""),
        ("", ""),
    ],
)
def test_the_dateline_gives_the_place(text: str, place: str) -> None:
    assert find_dateline(text) == place


@pytest.mark.parametrize(
    "line",
    [
        "انتهای پیام",
        "انتهای پیام/",
        "انتهای پیام / ۱۲۳۴۵",
        "انتهاي پيام",
        "کد خبر: ۱۲۳۴۵۶",
        "کد خبر 98765",
        "شناسه خبر: ۵۵۵",
        "بیشتر بخوانید:",
        "بیشتر بخوانید: عنوان خبری دیگر",
        "برچسب‌ها: ایران، روسیه",
        "کلیدواژه‌ها: نفت، گاز",
        "#ایران #روسیه",
        "اشتراک‌گذاری",
        "این خبر را به اشتراک بگذارید",
        "تاریخ انتشار: ۲۹ اسفند ۱۴۰۲ - ۱۰:۳۰",
        "لینک کوتاه: https://example.ir/x1",
        "نظرات: ۵",
        "نسخه چاپی",
        "@example_news",
        "https://t.me/example_news",
        "تلگرام | توییتر | واتساپ",
        "ما را در تلگرام دنبال کنید",
    ],
)
def test_a_line_around_the_story_is_taken_out_and_told(line: str) -> None:
    assert strip_boilerplate(f"وزیر آمد.\nاو رفت.\n{line}") == ("وزیر آمد.\nاو رفت.", [line])


@pytest.mark.parametrize(
    "text",
    [
        "وی گفت کد خبر: ۱۲ در سامانه ثبت شد.",
        "وی خواستار پخش تا انتهای پیام شد.",
        "نظر او ۵ سال پیش هم همین بود",
        "خانه/ کارگردان: نامی/ ۱ دقیقه",
        "بیشتر بخوانیم تا بیشتر بدانیم",
        "اشتراک نظر دو کشور زیاد است",
        "چاپ دوم کتاب منتشر شد",
        "#ایران پیروز شد",
        "-----",
        "انتهای پیام",
        "",
    ],
    ids=repr,
)
def test_the_story_stays(text: str) -> None:
    assert strip_boilerplate(text) == (text, [])


def test_an_end_mark_behind_the_last_sentence_is_taken_out() -> None:
    assert strip_boilerplate("وزیر آمد. انتهای پیام/ن") == ("وزیر آمد.", ["انتهای پیام/ن"])


def test_the_table_names_each_agency_once() -> None:
    names = [agency.english for agency in load_agencies()]
    assert len(names) == len(set(names)) >= 100
    assert english_name("خبر آنلاین") == english_name("خبرآنلاین") == "Khabar Online"
    assert english_name("نامعلوم") == ""


@pytest.mark.parametrize("unit", ["به گزارش ", "به گزارش خبرنگار ", "خبرنگار ", "#ابپ ", "انتهای پیام "])
def test_long_text_is_searched(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    assert isinstance(find_attributions(text), list)
    assert isinstance(strip_boilerplate(text), tuple)
