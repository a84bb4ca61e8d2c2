"""What numbers count in Persian news, with the English name of each unit in the singular.

Only measures, money, people and time are units; a counter that English leaves out («دستگاه», «فقره», «فروند») is none.
Rial and toman are never turned into each other (1 toman is 10 rial). The redenomination passed in 2025, which drops
four zeros of the rial and makes the old toman's name unsafe for amounts after it, is only noted here: nothing is
converted.
"""

from collections.abc import Sequence

from xlsum.persian.tokens import Token

_BASE: dict[str, str] = {
    "percent": "درصد فیصد پرسنت درصدیها",
    "toman": "تومان تومن توامن تومانن",
    "rial": "ریال ریالل",
    "dollar": "دلار دالر",
    "euro": "یورو ایرو",
    "pound": "پوند",
    "sterling": "استرلینگ",
    "dirham": "درهم",
    "dinar": "دینار",
    "lira": "لیر لیره",
    "yuan": "یوان",
    "ruble": "روبل",
    "rupee": "روپیه کلدار",
    "yen": "ین",
    "won": "وون",
    "franc": "فرانک",
    "afghani": "افغانی",
    "krona": "کرون",
    "manat": "منات",
    "dram": "درام",
    "shekel": "شکل شیکل",
    "cent": "سنت",
    "bitcoin": "بیتکوین",
    "barrel": "بشکه",
    "person": "نفر نفره",
    "degree": "درجه",
    "richter": "ریشتر",
    "kilometer": "کیلومتر",
    "meter": "متر",
    "centimeter": "سانتیمتر سانت",
    "millimeter": "میلیمتر میلیمیتر",
    "micron": "میکرون",
    "nanometer": "نانومتر",
    "mile": "مایل",
    "foot": "فوت",
    "inch": "اینچ",
    "hectare": "هکتار",
    "square meter": "مترمربع",
    "square kilometer": "کیلومترمربع",
    "cubic meter": "مترمکعب",
    "ton": "تن",
    "kilogram": "کیلوگرم کیلو کیلویی کیلوئی",
    "gram": "گرم",
    "milligram": "میلیگرم",
    "microgram": "میکروگرم",
    "ounce": "اونس انس",
    "carat": "قیراط",
    "liter": "لیتر",
    "milliliter": "میلیلیتر سیسی",
    "megawatt": "مگاوات",
    "kilowatt": "کیلووات",
    "gigawatt": "گیگاوات",
    "watt": "وات",
    "volt": "ولت",
    "kilovolt": "کیلوولت",
    "kilowatt-hour": "کیلوواتساعت",
    "megawatt-hour": "مگاواتساعت",
    "horsepower": "اسببخار",
    "calorie": "کالری",
    "kilocalorie": "کیلوکالری",
    "hertz": "هرتز",
    "megahertz": "مگاهرتز",
    "gigahertz": "گیگاهرتز",
    "byte": "بایت",
    "kilobyte": "کیلوبایت",
    "megabyte": "مگابایت",
    "gigabyte": "گیگابایت",
    "terabyte": "ترابایت",
    "megabit": "مگابیت",
    "megapixel": "مگاپیکسل",
    "year": "سال ساله سالگی",
    "month": "ماه ماهه",
    "week": "هفته هفتهای",
    "day": "روز روزه",
    "night": "شب شبه",
    "hour": "ساعت ساعته",
    "minute": "دقیقه دقیقهای",
    "second": "ثانیه ثانیهای",
    "times": "برابر بار مرتبه دفعه برابری باره",
    "decade": "دهه",
    "century": "قرن سده",
    "light-year": "سالنوری",
    "acre": "ایکر جریب",
    "knot": "گره",
    "page": "صفحه",
}  # fmt: skip

UNIT_WORDS: dict[str, str] = {word: unit for unit, words in _BASE.items() for word in words.split()}
_ADJECTIVES = {f"{word}ی": unit for word, unit in UNIT_WORDS.items() if not word.endswith(("ه", "ی"))}
_ADJECTIVES |= {f"{word}ای": unit for word, unit in UNIT_WORDS.items() if word.endswith("ه")}
UNIT_WORDS |= {word: unit for word, unit in _ADJECTIVES.items() if word not in UNIT_WORDS and word != "شکلی"}
SIGNS: dict[str, str] = {
    "%": "percent", "٪": "percent", "$": "dollar", "€": "euro", "£": "pound", "¥": "yen", "﷼": "rial", "₽": "ruble",
    "₺": "lira", "₹": "rupee", "°": "degree", "℃": "degree", "؋": "afghani", "₩": "won",
}  # fmt: skip
MONEY = frozenset(
    """
    toman rial dollar euro pound sterling dirham dinar lira yuan ruble rupee yen won franc afghani krona
    manat dram shekel riyal cent bitcoin
    """.split()
)
# A bare number joined to the next by «و» takes these units from it: «۵ و ۶ درصد».
SHARED_IN_LISTS = MONEY | frozenset(
    {"percent", "degree", "meter", "kilometer", "kilogram", "ton", "barrel", "liter", "hectare"}
)
_PAIRS: dict[tuple[str, str], str] = {
    ("در", "صد"): "percent", ("در", "صدی"): "percent", ("متر", "مربع"): "square meter", ("کیلومتر",
    "مربع"): "square kilometer",
    ("متر", "مکعب"): "cubic meter", ("کیلومتر", "مکعب"): "cubic kilometer", ("سانتی", "متر"): "centimeter",
    ("میلی", "متر"): "millimeter", ("کیلو", "متر"): "kilometer", ("کیلو", "گرم"): "kilogram", ("میلی",
    "گرم"): "milligram",
    ("میلی", "لیتر"): "milliliter", ("سی", "سی"): "milliliter", ("سال", "نوری"): "light-year", ("اسب",
    "بخار"): "horsepower",
    ("کیلووات", "ساعت"): "kilowatt-hour", ("مگاوات", "ساعت"): "megawatt-hour", ("کیلو", "وات"): "kilowatt",
    ("مگا", "وات"): "megawatt", ("گیگا", "وات"): "gigawatt", ("مگا", "بایت"): "megabyte", ("گیگا", "بایت"): "gigabyte",
    ("ریال", "سعودی"): "riyal", ("ریال", "عربستان"): "riyal", ("ریال", "قطر"): "riyal", ("ریال", "یمن"): "riyal",
    ("ریال", "عمان"): "omani rial", ("پوند", "استرلینگ"): "pound", ("لیره", "استرلینگ"): "pound", ("بیت",
    "کوین"): "bitcoin",
    ("متر", "مربعی"): "square meter", ("فوت", "مکعب"): "cubic foot", ("فوت", "مربع"): "square foot",
    ("مایل", "مربع"): "square mile", ("درجه", "سانتیگراد"): "degree", ("درجه", "سلسیوس"): "degree",
    ("درجه", "فارنهایت"): "degree", ("واحد", "درصد"): "percent", ("واحد", "درصدی"): "percent", ("سانتی",
    "گراد"): "degree",
    ("دلار", "آمریکا"): "dollar", ("دلار", "امریکا"): "dollar",
}  # fmt: skip

_GOODS = frozenset(
    """
    طلا نقره مس آهن فولاد سیمان گندم برنج جو ذرت شکر روغن گوشت مرغ تخم ماهی میوه سیب پرتقال پسته زعفران خرما
    چای کالا بار محصول محصولات مواد تریاک هروئین هرویین حشیش شیشه مخدر نفت گاز قیر بنزین گازوئیل گازوییل
    سوخت کود سم زباله پسماند فرش خاک سنگ اورانیوم آلومینیوم روی سرب زغال ذغال سبزی سیبزمینی پیاز گوجه خیار
    هندوانه علوفه نهاده نهادههای دام کنجاله سویا پنبه آرد نان نمک قند خرمای انگور کشمش گردو بادام محموله
    دارو تجهیزات کمک کمکهای آذوقه غذا تولید صادرات واردات ظرفیت وزن شمش میلگرد ورق کنسانتره متانول اوره
    پلیمر پتروشیمی آب یخ مهمات بمب سلاح دیاکسید دیاکسیدکربن کربن وزنی گوجهفرنگی ضایعات عسل شیر لبنیات پنیر
    کره انواع سالانه سالیانه روزانه
    """.split()
)
_PEOPLE = frozenset(
    """
    کشته زخمی مجروح مصدوم شهید جان جانباخته جانباختند باخته مبتلا بیمار فوت فوتی بهبود بستری دستگیر بازداشت
    بازداشتی مفقود اسیر متهم عضو اعضا اعضای شرکتکننده نماینده نمایندگان کارگر کارگران زن مرد کودک نفر سرباز
    نیرو نیروی نیروهای عوامل اصحاب آنان ایشان آنها دانشجو دانشجویان معلم پرستار پزشک هنرمند هنرمندان بازیکن
    بازیکنان ورزشکار مسافر مسافران زائر زائران شهروند شهروندان مردم داوطلب داوطلبان کارکنان کارمندان خبرنگار
    مسئولان مدیران استاد استادان اساتید فعالان علما شخصیت چهره نوجوان جوان کاندیدا نامزد آواره پناهنده مهاجر
    اتباع تبعه زندانی محکوم شرور اشرار قاچاقچی سارق تروریست تروریستها معتاد همراه دیگر نیز جانشان را شدند
    """.split()
)
_WINDOW = 9  # tokens either side that may say whether «تن» is people or weight


def read_unit(tokens: Sequence[Token], at: int, *, large: bool = False) -> tuple[str, int]:
    """The unit at `tokens[at]` and the token after it; ("", at) when there is none.

    `large` says that the number before is a thousand or more, which makes an undecided «تن» tons.
    """
    if at >= len(tokens):
        return "", at
    word = tokens[at].word
    if at + 1 < len(tokens):
        pair = _PAIRS.get((word, tokens[at + 1].word))
        if pair:
            return pair, at + 2
    if word == "تن":
        return ("person" if _is_people(tokens, at, large) else "ton"), at + 1
    unit = UNIT_WORDS.get(word) or SIGNS.get(word, "")
    return unit, at + 1 if unit else at


def _is_people(tokens: Sequence[Token], at: int, large: bool) -> bool:
    following = [token.word for token in tokens[at + 1 : at + 1 + _WINDOW]]
    before = [token.word for token in tokens[max(0, at - _WINDOW) : at]][::-1]
    if following[:1] == ["از"] or not following:
        following = following[1:]
        large = large and following[:1] != ["آنان"]
    for near, far in zip(following + [""] * _WINDOW, before + [""] * _WINDOW, strict=False):
        if near in _GOODS or near in _PEOPLE:
            return near in _PEOPLE
        if far in _GOODS or far in _PEOPLE:
            return far in _PEOPLE
        if near == "\n":
            break
    return not large
