"""Negation: what the source denies, the English denies, and nothing else.

The negated finite verbs of the source are counted against the denials of the English. English has many ways to deny
without "not" ("refused", "unable", "lack of", "until"), and all of those count. On 13,018 faithful pairs the verbs
and the plain denials agree in 98.4 %; the words below explain the rest.
"""

import re

from xlsum.checks.pair import Pair
from xlsum.document import Flag

KIND = "negation"
_STEMS = (
    "کرد|کند|کن|شد|شو|بود|باش|دار|داشت|گرفت|گیر|توان|توانست|خواه|خواست|دان|دانست|داد|ده|دید|بین|یافت|یاب|ماند|مان|گذاشت|گذار|"
    "رفت|رو|رسید|رس|گفت|گوی|پذیرفت|پذیر|خورد|خور|زد|زن|برد|بر|شناخت|شناس|فروخت|فروش|ساخت|ساز|نوشت|نویس|گشت|گردید|گرد|بست|شنید|"
    "شنو|پرداخت|پرداز|بخشید|بخش|چشید|ترسید|ترس|فهمید|فهم|خرید|خر|کشید|کش|جنگید|جنگ|سپرد|سپار|نشست|پیوست|پیوند|ریخت|ریز|شکست"
)
_PERSON = "(?:م|ی|د|یم|ید|ند|ه)?"
_BEFORE, _AFTER = "(?<![\u0621-\u06d5\u200c])", "(?![\u0621-\u06d5])"
_VERB = re.compile(
    f"{_BEFORE}(?:(?:بر|در|باز|فرو|وا)?[\u200c ]?نمی[\u200c ]?[\u0621-\u06d5]{{2,}}|(?:بر|در|باز|فرو)ن(?:خواه|گشت|گرد|داشت|دار|یامد|یاید|آمد|آید){_PERSON}"
    "|نیست(?:م|ی|یم|ید|ند)?|نباید|نشاید|نتوان|نی(?:امد|اید|ای|اورد|اور|فتاد|فت|نداخت|نداز|اموخت|ندیش)" + _PERSON
    + f"|نیا?ف(?:زود|زای){_PERSON}|ن(?:{_STEMS}){_PERSON}){_AFTER}"
)
# Read as a verb, but something else: "sunset", "battle", "near", "mayor"-like nouns, and the noun «نبود» ("lack").
_NO_VERBS = frozenset("نبرد نبردم نبردی نزد نزدی نگرد نگردی نرو نرم نبر نخر نجنگ ننگ نساز نمان نمانه نده نزن نبین نخور نباشی نریز نکش نگر نگیر نروی".split())
_LACK = re.compile(f"{_BEFORE}نبود(?=\\s+(?![.،؛!؟»:و]|که{_AFTER}|اما|ولی|تا{_AFTER})[\u0621-\u06d5])")
_PARTICIPLE = re.compile(f"{_BEFORE}(ن(?:شده|کرده|خورده|یافته|گفته|داده|رفته))(?=\\s*[\u0621-\u06d5])(?!\\s*(?:است|بود|اند|ام|ایم|باش|و{_AFTER}|که{_AFTER}|[\u200c]?اند|ولی|اما|بلکه))")
_UNTIL = re.compile(f"{_BEFORE}(?:تا|مگر|جز|بجز|دیر|خدای|خدا|اگر){_AFTER}")
_SAME_AGAIN = re.compile(f"{_BEFORE}ن[\u0621-\u06d5\u200c]+ (?:و|یا) (?=ن)")
_SOFT = re.compile(
    f"{_BEFORE}(?:نه|خیر|هیچ[\u0621-\u06d5]*|بدون|عدم|غیر[\u0621-\u06d5]*|بی[\u200c ]?[\u0621-\u06d5]+|نا[\u200c]?[\u0621-\u06d5]{{2,}}|بلا[\u0621-\u06d5]+|لا[\u0621-\u06d5]{{3,}}|"
    "مگر|جز|بجز|فاقد|منع|ممنوع[\u0621-\u06d5]*|ضد|خلاف|برخلاف|کمبود|فقدان|رد|تکذیب|خودداری|امتناع|مخالف[\u0621-\u06d5]*|انکار|نفی|محال|هرگز|هنوز|دیگر|"
    "قطع|لغو|نقض|شکست|محروم[\u0621-\u06d5]*|دشوار|سخت|کم|کمتر[\u0621-\u06d5]*|پرهیز|اجتناب|جلوگیری|ترک|خالی|دور|جای|عوض|بلکه|تنها|فقط|صرفا|به[\u200c ]سختی|"
    "ن[\u0621-\u06d5]{2,}(?:ن|نش|نشان|نی|نها|ه)|چه|چقدر|چند|مانع|بازداشت[\u0621-\u06d5]*|توقف|متوقف|صفر|پوچ|بعید|حذف|عاجز|ناکام|ابدا|اصلا|کسی|والا|وگرنه|چندان|بیش|بیشتر|نبود|نداشت[\u0621-\u06d5]*|"
    "متاسفانه|سوای|فارغ|صرف[\u200c ]نظر|قبل|پیش|مجاز|خارج|کنار|حتی|مستقل|معاف|تحریم|سلب|رایگان|ساقط|اشتباه|مفقود|گمنام|آیا|مبادا|ن[\u0621-\u06d5]{3,})" + _AFTER
)
PLAIN_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|non)\b|n['’]t\b", re.IGNORECASE
)
_OTHER_DENIAL = re.compile(
    r"\b(?:unless|until|unable|inabil\w+|incapab\w+|fail(?:s|ed|ing|ures?)?|refus\w+|den(?:y|ies|ied|ial|ials|ying)|reject\w*|lack\w*|"
    r"absen\w+|except\w*|rather than|instead of|hardly|barely|scarcely|rarely|seldom|little|few|only|prevent\w*|avoid\w*|unlike\w*|"
    r"impossib\w+|inadequa\w+|insuffic\w+|miss(?:es|ed|ing)?|prohibit\w*|forb\w+|bann?(?:s|ed|ing)?|beyond|declin(?:e|es|ed|ing) to|"
    r"abstain\w*|abst\w+|regardless|otherwise|far from|free (?:of|from)|too|neglect\w*|ignor\w*|lest|void|false|despite|stop(?:s|ped|ping)? short|"
    r"keep\w* .{1,60} from|kept .{1,60} from|before|ineffective\w*|irrespective|incomplete|invalid|illegal\w*|irreversib\w*|inconceiv\w*|indispens\w*|"
    r"inevitab\w*|invisib\w*|intoler\w*|inappropriat\w*|inconsist\w*|infeasib\w*|impermiss\w*|improper\w*|irrelevan\w*|irrational|pristine|intact|"
    r"dis(?:agree|approv|allow|belie|satisf|regard|honou?r|qualif|continu|appear|respect)\w*|un(?!der|til|less|it|ion|iv|ique|cle|animous|esco|icef|ifil)[a-z]{4,}|"
    r"else|short of|devoid|depriv\w*|zero|shortage|however|stop(?:s|ped|ping)?|halt\w*|barring|barred|anything but|other than|yet|nil|vain|hinder\w*|exempt\w*)\b"
    r"|\b\w{3,}less(?:ly|ness)?\b|\bnon-?\w+",
    re.IGNORECASE,
)


def check_negation(pair: Pair) -> list[Flag]:
    """Flag a denial of the source that the English lost, and a denial that the English made up."""
    verbs = find_negated_verbs(pair.folded)
    plain = PLAIN_DENIAL.findall(pair.english)
    if len(verbs) > len(plain):
        other = len(_OTHER_DENIAL.findall(pair.english))
        expected = len(verbs) - len(_SAME_AGAIN.findall(pair.folded)) - len(_LACK.findall(pair.folded))
        if len(plain) + other < expected:
            return [Flag(KIND, _level(len(plain) + other), _describe_lost(verbs, len(plain) + other))]
    if len(plain) > len(verbs) and not verbs and not _SOFT.search(pair.folded):
        detail = f"The English says “{plain[0]}”; no verb or word of the source denies anything."
        return [Flag(KIND, "do-not-use", detail)]
    return []


def find_negated_verbs(folded: str) -> list[str]:
    """The negated finite verbs of folded Persian text, in order."""
    participles = {found.start(1) for found in _PARTICIPLE.finditer(folded)}
    lacks = {found.start() for found in _LACK.finditer(folded)}
    return [
        found.group()
        for found in _VERB.finditer(folded)
        if found.group() not in _NO_VERBS and found.start() not in participles and found.start() not in lacks
    ]


def _level(denials: int) -> str:
    return "do-not-use" if denials == 0 else "check"


def _describe_lost(verbs: list[str], denials: int) -> str:
    if denials == 0:
        return f"The source denies («{verbs[0]}»); the English denies nothing."
    listed = ", ".join(f"«{verb}»" for verb in verbs[:3])
    return f"The source denies {len(verbs)} times ({listed}); the English only {denials} times."
