"""Names of months, weekdays and seasons, in Persian and in Latin letters: the one table that every reader uses.

Keys are folded words without half-spaces (`tokens.fold`), or lower-case Latin letters without marks.
`JALALI_MONTHS[3]` is the English name of Khordad; weekdays count from Monday = 0 as `datetime.date.weekday` does.
"""

from typing import Literal, NamedTuple

Calendar = Literal["jalali", "hijri", "gregorian"]


class Month(NamedTuple):
    """A month of a calendar, and how sure the word is of being one.

    `sureness` 2: «خرداد» alone after a preposition is the month. 1: it wants a day, a year or «ماه» («مهر», «تیر»).
    0: it wants a year or «ماه» even after a number («۵ نیسان» may be cars, «۳ سرطان» illnesses).
    """

    calendar: Calendar
    number: int
    sureness: int = 2


JALALI_MONTHS = (
    "", "Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar", "Mehr", "Aban", "Azar", "Dey", "Bahman",
    "Esfand",
)  # fmt: skip
HIJRI_MONTHS = (
    "", "Muharram", "Safar", "Rabi al-Awwal", "Rabi al-Thani", "Jumada al-Awwal", "Jumada al-Thani", "Rajab", "Shaban",
    "Ramadan", "Shawwal", "Dhu al-Qadah", "Dhu al-Hijjah",
)  # fmt: skip
GREGORIAN_MONTHS = (
    "", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ENGLISH_MONTHS: dict[Calendar, tuple[str, ...]] = {
    "jalali": JALALI_MONTHS,
    "hijri": HIJRI_MONTHS,
    "gregorian": GREGORIAN_MONTHS,
}

_JALALI = {
    1: "فروردین",
    2: "اردیبهشت اردبهشت اردیبشهت",
    3: "خرداد",
    4: "تیر*",
    5: "مرداد امرداد",
    6: "شهریور شهریو",
    7: "مهر*",
    8: "آبان ابان",
    9: "آذر* اذر*",
    10: "دی* دیماه",
    11: "بهمن*",
    12: "اسفند اسپند*",
}
_DARI = {
    1: "حمل**",
    2: "ثور",
    3: "جوزا",
    4: "سرطان**",
    5: "اسد*",
    6: "سنبله",
    7: "میزان**",
    8: "عقرب**",
    9: "قوس*",
    10: "جدی**",
    11: "دلو*",
    12: "حوت",
}
_PASHTO = {
    1: "وری", 2: "غویی", 3: "غبرگولی", 4: "چنگاش", 5: "زمری", 6: "وږی", 7: "تله", 8: "لړم", 9: "لیندی", 10: "مرغومی",
    11: "سلواغه", 12: "کب",
}  # fmt: skip
_HIJRI = {
    1: "محرم محرمالحرام",
    2: "صفر* صفرالمظفر صفرالخیر",
    3: "ربیعالاول ربیعالأول ربیعالاولی ربیعاول",
    4: "ربیعالثانی ربیعالثانیه ربیعالاخر ربیعالآخر ربیعثانی",
    5: "جمادیالاول جمادیالاولی جمادیالاولا جمادالاول جمادیاول جمادالاولی",
    6: "جمادیالثانی جمادیالثانیه جمادیالاخر جمادیالاخره جمادیالآخر جمادیالآخره جمادالثانی جمادیثانی جمادیالاخری",
    7: "رجب رجبالمرجب",
    8: "شعبان شعبانالمعظم",
    9: "رمضان رمضانالمبارک",
    10: "شوال شوالالمکرم",
    11: "ذیالقعده ذیقعده ذوالقعده ذیالقعد ذوالقعدهالحرام ذیقعدهالحرام ذیالقعدهالحرام",
    12: "ذیالحجه ذیحجه ذوالحجه ذیالحج ذیحجهالحرام ذیالحجهالحرام ذوالحجهالحرام",
}
_GREGORIAN = {
    1: "ژانویه ژانویۀ جنوری ینایر کانونالثانی کانوندوم کانونثانی ژانویهی",
    2: "فوریه فبروری فبرایر فوریهی شباط",
    3: "مارس مارچ آذار اذار",
    4: "آوریل اوریل آپریل اپریل ابریل آوریول نیسان**",
    5: "مه* می** مای مایو ایار آیار",
    6: "ژوئن ژوین ژون جون** یونیو یونیه حزیران",
    7: "ژوییه ژویه ژولای جولای جولایی یولیو یولیه تموز ژوئیهی ژولیه",
    8: "اوت آگوست اگوست آگست اگست اغسطس آب** اوگوست آوت آگوستوس*",
    9: "سپتامبر سپتمبر سبتمبر ایلول سپتامر",
    10: "اکتبر اکتوبر آکتبر تشرینالاول تشریناول",
    11: "نوامبر نومبر نوفمبر نواامبر تشرینالثانی تشرینثانی تشریندوم",
    12: "دسامبر دسمبر دیسمبر کانونالاول کانوناول دیسامبر",
}


def _month_table() -> dict[str, Month]:
    from xlsum.persian.tokens import fold

    table: dict[str, Month] = {}
    sources: tuple[tuple[Calendar, dict[int, str]], ...] = (
        ("gregorian", _GREGORIAN), ("hijri", _HIJRI), ("jalali", _PASHTO), ("jalali", _DARI), ("jalali", _JALALI),
    )  # fmt: skip
    for calendar, names in sources:
        for number, words in names.items():
            for word in words.split():
                table[fold(word.rstrip("*"))] = Month(calendar, number, 2 - word.count("*"))
    glued = {f"{word}ماه": Month(month.calendar, month.number) for word, month in table.items() if len(word) > 1}
    return glued | {f"{word}ی": month for word, month in glued.items()} | table


MONTHS: dict[str, Month] = _month_table()
# Two words of a month's name that the writer kept apart: «ربیع الاول», «ذی الحجه», «تشرین دوم», «کانون الثانی».
MONTH_PAIR_STARTS = frozenset(
    """
    ربیع جمادی جماد ذی ذو ذوال ذیال تشرین کانون محرم صفر رجب شعبان رمضان شوال
    """.split()
)

WEEKDAY_WORDS: dict[str, int] = {
    "دوشنبه": 0, "دوشمبه": 0, "سهشنبه": 1, "سشنبه": 1, "سهشمبه": 1, "چهارشنبه": 2, "چارشنبه": 2, "چهارشمبه": 2,
    "پنجشنبه": 3, "پنشنبه": 3, "پنجشمبه": 3, "جمعه": 4, "آدینه": 4, "شنبه": 5, "یکشنبه": 6, "یهشنبه": 6, "یکشمبه": 6,
}  # fmt: skip
# «سه شنبه»: the number word before a spaced «شنبه».
SPACED_WEEKDAYS: dict[str, int] = {
    "دو": 0,
    "سه": 1,
    "چهار": 2,
    "چار": 2,
    "پنج": 3,
    "یک": 6,
    "2": 0,
    "3": 1,
    "4": 2,
    "5": 3,
    "1": 6,
}

SEASONS: dict[str, int] = {"بهار": 1, "تابستان": 4, "پاییز": 7, "پاییزه": 7, "خزان": 7, "زمستان": 10}

LATIN_WEEKDAYS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat",
         "sunday sun")
    )
    for name in names.split()
}  # fmt: skip

_LATIN_JALALI = {
    1: "farvardin farwardin farvardeen favardin",
    2: "ordibehesht ordibehsht urdibehesht ardibehesht ordibeheshte ordibihisht",
    3: "khordad xordad hordad khurdad khordaad",
    4: "tir teer tyr",
    5: "mordad amordad murdad mordaad",
    6: "shahrivar shahriver shahriwar shahrivear shahrevar sharivar shahrivor",
    7: "mehr mihr meher",
    8: "aban abaan ābān",
    9: "azar aazar adhar āzar azer",
    10: "dey dei dai",
    11: "bahman bahmān bahmen",
    12: "esfand isfand espand esphand esfend",
}
_LATIN_DARI = {
    1: "hamal", 2: "sawr saur thawr", 3: "jawza jauza", 4: "saratan", 5: "asad", 6: "sunbula sonbola sunbola",
    7: "mizan meezan", 8: "aqrab", 9: "qaws qaus", 10: "jadi jaddi", 11: "dalw dalwa", 12: "hut hoot",
}  # fmt: skip
_LATIN_HIJRI = {
    1: "muharram moharram moharam muharam muharrem",
    2: "safar safer saphar",
    3: "rabi-al-awwal rabi-al-awal rabi-ul-awwal rabi-ul-awal rabi-i rabi-1 rabi'-al-awwal rabi-al-avval "
    "rabiulawal rabi-alawwal "
       "rabi-ol-avval rabiol-avval rabi-ol-awwal rabi-al-ula",
    4: "rabi-al-thani rabi-ul-thani rabi-us-sani rabi-al-sani rabi-al-akhir rabi-ii rabi-2 rabi-ath-thani "
    "rabi-ol-thani "
       "rabi-os-sani rabi-al-akhar rabi-us-thani rabiulakhir",
    5: "jumada-al-awwal jumada-al-ula jumada-i jumada-1 jumada-ul-awwal jamadi-al-awwal jamadi-ul-awwal jumada-al-awal "
       "jamadi-al-avval jamadi-ol-avval jumada-ul-ula jumada-l-ula",
    6: "jumada-al-thani jumada-al-akhirah jumada-al-akhira jumada-ii jumada-2 jumada-ul-thani jamadi-al-thani "
    "jamadi-us-sani "
       "jumada-al-sani jamadi-al-sani jamadi-os-sani jumada-ath-thani jumada-al-akhir jumada-ul-akhir",
    7: "rajab rajjab",
    8: "shaban sha'ban shaaban shabaan shabban shaʿban",
    9: "ramadan ramazan ramadhan ramzan ramezan",
    10: "shawwal shawal shavval shaval shawaal",
    11: "dhu-al-qadah dhu-al-qa'dah dhu-al-qada dhu-al-qa'da dhul-qadah dhul-qa'dah dhul-qada zul-qadah "
    "zu-al-qadah zi-qadah zi-qada zulqadah "
        "zil-qadah dhulqadah dhu'l-qa'dah dhu'l-qadah zul-qa'dah zi-al-qadah zil-qada zighadeh zi-qa'dah "
        "dhu-l-qadah dhu-l-qa'dah",
    12: "dhu-al-hijjah dhu-al-hijja dhul-hijjah dhul-hijja zul-hijjah zul-hijja zil-hajj zil-hijjah zi-hijjah "
    "zu-al-hijjah zi-al-hijjah "
        "zulhijjah dhulhijjah zil-haj zihajjeh dhu'l-hijjah dhu'l-hijja zi-hajjeh dhu-l-hijjah dhu-l-hijja",
}  # fmt: skip
_LATIN_GREGORIAN = {
    number: f"{name.lower()} {name[:3].lower()}" for number, name in enumerate(GREGORIAN_MONTHS) if number
} | {9: "september sep sept"}


def _latin_table() -> dict[str, Month]:
    table: dict[str, Month] = {}
    sources: tuple[tuple[Calendar, dict[int, str]], ...] = (
        ("jalali", _LATIN_JALALI), ("jalali", _LATIN_DARI), ("hijri", _LATIN_HIJRI), ("gregorian", _LATIN_GREGORIAN),
    )  # fmt: skip
    for calendar, names in sources:
        for number, words in names.items():
            table.update({word: Month(calendar, number) for word in words.split()})
    return table


# A space inside a name is written as a hyphen: "rabi-al-awwal".
LATIN_MONTHS: dict[str, Month] = _latin_table()
