"""Whom a wire names as its source: «به گزارش ایسنا», «به نقل از فارس», «خبرگزاری مهر از تبریز»; and its dateline."""

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from xlsum.persian.boilerplate import SAME_LETTERS
from xlsum.persian.boilerplate import strip_boilerplate as strip_boilerplate

LINE = re.compile("[^\n]+")
# What may stand between «به گزارش» and the name: an office word («خبرنگار») and up to four words that describe it.
OFFICE = (
    "خبرنگار(?:ان)?|گزارشگر|خبرگزاری|گروه|سرویس|حوزه|دفتر|پایگاه|پرتال|وب\u200c?سایت|سایت|تارنمای|روزنامه|هفته\u200c?نامه|ماهنامه|مجله|نشریه|"
    "شبکه(?:\u200cهای)?|تلویزیون|رادیو|کانال|رسانه|دنیای"
)
DIRECT_OFFICE = "خبرگزاری|پایگاه(?: خبری)?|وب\u200c?سایت|سایت|روزنامه|شبکه(?: خبری| تلویزیونی)?|تلویزیون|مجله|نشریه"
ACCORDING_TO = "(?:به|بنا ?بر|بر ?اساس|طبق) گزارش|به نوشته|به نوشتهٔ|به نوشته\u200cی|به اعلام"
QUOTING = "به ?\u200c?نقل ?\u200c?از"
REPORTING = "گزارش (?:داد|کرد|می\u200c?دهد|داده)|نوشت|خبر داد|اعلام کرد|نقل کرد|مدعی شد|به نقل از"
NAME_GROUPS = ("office_name", "name", "word", "reporter_word", "reporter")
PROVINCE = "[\u0621-\u06cc\u200c]{2,15}(?: (?:رضوی|شمالی|جنوبی|شرقی|غربی|و بلوچستان|و بختیاری|و بویراحمد))?"
PLACE = "[\u0621-\u06cc\u200c]{2,15}"


@dataclass(frozen=True, slots=True)
class Agency:
    """A news agency, outlet or broadcaster. `is_word` when its Persian name is also a word («مهر», «فارس»)."""

    english: str
    kind: str
    names: tuple[str, ...]
    is_word: bool


@dataclass(frozen=True, slots=True)
class FoundAttribution:
    """A source named in the text: where, its English name and its city; `kind` says how it is named.

    Kinds: "according to", "quoting" (at second hand) and "from city" (the agency reports from there).
    """

    start: int
    end: int
    agency: str
    kind: str = "according to"
    city: str = ""


@lru_cache(maxsize=1)
def load_agencies() -> tuple[Agency, ...]:
    """The table that ships with the package."""
    text = files("xlsum.persian").joinpath("data/agencies.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(Agency(english, kind, tuple(names.split("|")), word == "word") for english, kind, names, word in rows)


def english_name(persian: str) -> str:
    """The English name of an outlet by any of its Persian spellings, "" when the table does not have it."""
    return _english_names().get(_key(persian), "")


def find_attributions(text: str) -> list[FoundAttribution]:
    """The sources that the text names as its own, in order."""
    text = text.translate(SAME_LETTERS)
    found = []
    for match in _attribution().finditer(text):
        name = next(match[group] for group in NAME_GROUPS if match[group])
        city = match["city"] or ""
        announced = "quoting" if match["quoting"] else "according to"
        kind = announced if match["lead"] or match["quoting"] or not city else "from city"
        found.append(FoundAttribution(match.start(), match.end(), _english_names()[_key(name)], kind, city))
    return found


def find_dateline(text: str) -> str:
    """The place in the dateline of the first lines («تهران - ایرنا -», «ایسنا/خراسان رضوی»), "" when there is none."""
    for line in list(LINE.finditer(text[:2000].translate(SAME_LETTERS)))[:3]:
        match = _dateline().match(line.group())
        if match:
            return (match["before"] or match["after"] or match["city"]).strip()
    return ""


def _key(name: str) -> str:
    return re.sub("[\\s\u200c]", "", name)


@lru_cache(maxsize=1)
def _english_names() -> dict[str, str]:
    return {_key(name): agency.english for agency in reversed(load_agencies()) for name in agency.names}


def _pattern(names: list[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return "|".join(re.sub("[ \u200c]", "[ \u200c]?", re.escape(name).replace("\\ ", " ")) for name in longest_first)


@lru_cache(maxsize=1)
def _attribution() -> re.Pattern[str]:
    """One pattern, anchored at the words that announce a source, so that the time grows with the text."""
    names = _pattern([name for agency in load_agencies() for name in agency.names])
    own_names = _pattern([name for agency in load_agencies() if not agency.is_word for name in agency.names])
    end = "(?![\\w\u200c])"
    # A name that is a word counts after an office word, or where the phrase ends: «به گزارش مهر،», not «مهر ماه».
    ends_phrase = f'(?=\\s*(?:[،,:؛.!»")/–—-]|\\n|\\Z)| از {PLACE}| (?:{QUOTING}|{REPORTING}|در|گفت|افزود|آورده){end})'
    lead = f"(?:(?P<lead>{ACCORDING_TO})|(?P<quoting>{QUOTING}))"
    after_lead = (
        f"(?: (?:{OFFICE})(?: [^\\s،.:؛«»]{{1,20}}){{0,4}}? (?P<office_name>{names}){end}"
        f'| [«"]?(?:(?P<name>{own_names}){end}|(?P<word>{names}){end}{ends_phrase}))'
    )
    alone = (
        f"(?:(?:{DIRECT_OFFICE}) (?P<reporter_word>{names})|(?P<reporter>{own_names})){end}"
        f"(?= از {PLACE}(?: (?:{REPORTING})|\\s*(?:[:،,–-]|\\n|\\Z))| (?:{REPORTING}))"
    )
    city = f'(?:[»"]?(?: از |/|،? ?منطقه )(?!(?:این|آن|محل|سوی|جمله|طریق|قول|زبان){end})(?P<city>{PROVINCE}){end})?'
    return re.compile(f"(?<![\\w\u200c])(?:{lead}{after_lead}|{alone}){city}")


@lru_cache(maxsize=1)
def _dateline() -> re.Pattern[str]:
    names = _pattern([name for agency in load_agencies() for name in agency.names])
    dash = "\\s*[-–—ـ/:]\\s*"
    place = f"{PLACE}(?: {PLACE}){{0,2}}?"
    agency = f"(?:خبرگزاری )?(?:{names})"
    cities = _pattern(list(CITIES))
    return re.compile(
        f"\\s*(?:(?P<before>{place})\\s*(?:\\({agency}\\)\\s*[-–—:]|[-–—،,]\\s*{agency}{dash})"
        f"|{agency}\\s*/\\s*(?P<after>{PROVINCE})(?=\\s*[-–—:\n]|\\s*\\Z|\\s)"
        f"|(?P<city>{cities})\\s+[-–—]\\s)"
    )


CITIES = tuple(
    "تهران|مشهد|اصفهان|تبریز|شیراز|اهواز|کرج|قم|رشت|ارومیه|کرمان|کرمانشاه|همدان|یزد|اردبیل|بندرعباس|زاهدان|سنندج|قزوین|زنجان|گرگان|"
    "ساری|بوشهر|بیرجند|بجنورد|سمنان|ایلام|یاسوج|شهرکرد|خرم‌آباد|اراک|کابل|هرات|دوشنبه|واشنگتن|نیویورک|لندن|پاریس|برلین|مسکو|پکن|توکیو|"
    "سئول|ژنو|وین|بروکسل|رم|مادرید|آنکارا|استانبول|بغداد|اربیل|دمشق|بیروت|قاهره|ریاض|جده|دوحه|دبی|ابوظبی|مسقط|کویت|منامه|صنعا|"
    "اسلام‌آباد|کراچی|دهلی نو|ایروان|باکو|تفلیس|عشق‌آباد|تاشکند|آستانه|کی‌یف|ورشو|استکهلم|اسلو|غزه|بیت‌المقدس".split("|")
)
