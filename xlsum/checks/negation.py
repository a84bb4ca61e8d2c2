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
    "کرد|کند|کن|شد|شو|بود|باش|دار|داشت|گرفت|گیر|توان|توانست|خواه|خواست|دان|دانست|داد|ده|دید|بین|یافت|یاب|ماند|"
    "مان|گذاشت|گذار|"
    "رفت|رو|رسید|رس|گفت|گوی|پذیرفت|پذیر|خورد|خور|زد|زن|برد|بر|شناخت|شناس|فروخت|فروش|ساخت|ساز|نوشت|نویس|گشت|گردید|"
    "گرد|بست|شنید|"
    "شنو|پرداخت|پرداز|بخشید|بخش|چشید|ترسید|ترس|فهمید|فهم|خرید|خر|کشید|کش|جنگید|جنگ|سپرد|سپار|نشست|پیوست|پیوند|"
    "ریخت|ریز|شکست|فرستاد|فرست|خواند|خوان|طلبید|انجامید|پوشید|ایستاد|گنجید|گنج|شمرد|آزمود|آفرید|گذشت|گذر|سوخت|"
    "باخت|برید|رساند|رسان|کوشید|ورزید|سنجید|گماشت|گریخت|آسود|پسندید|پسند|افزود|انداخت|رقصید|لرزید|لرز|خندید|چرخید"
)
_PERSON = "(?:م|ی|د|یم|ید|ند|ه)?"
_BEFORE, _AFTER = "(?<![\u0621-\u06d5\u200c])", "(?![\u0621-\u06d5])"
_VERB = re.compile(
    f"{_BEFORE}(?:(?:بر|در|باز|فرو|وا)?[\u200c ]?نمی[\u200c ]?[\u0621-\u06d5]{{2,}}|(?:بر|در|باز|فرو)ن(?:خواه|گشت|"
    f"گرد|داشت|دار|یامد|یاید|آمد|آید){_PERSON}"
    "|نیست(?:م|ی|یم|ید|ند)?|نباید|نشاید|نتوان|نی(?:امد|اید|ای|اورد|اور|فتاد|فت|نداخت|نداز|اموخت|ندیش)"
    + _PERSON
    + f"|نیا?ف(?:زود|زای){_PERSON}|ن(?:{_STEMS}){_PERSON}){_AFTER}"
)
# Read as a verb, but something else: "sunset", "battle", "near", "mayor"-like nouns, and the noun «نبود» ("lack").
_NO_VERBS = frozenset(
    "نبرد نبردم نبردی نزد نزدی نگرد نگردی نرو نرم نبر نخر نجنگ ننگ نساز نمان نمانه نده نزن نبین نخور نباشی نریز "
    "نکش نگر نگیر نروی".split()
)
_LACK = re.compile(f"{_BEFORE}نبود(?=\\s+(?![.،؛!؟»:و]|که{_AFTER}|اما|ولی|تا{_AFTER})[\u0621-\u06d5])")
_PARTICIPLE = re.compile(
    f"{_BEFORE}(ن(?:شده|کرده|خورده|یافته|گفته|داده|رفته))(?=\\s*[\u0621-\u06d5])(?!\\s*(?:است|بود|اند|ام|ایم|باش|"
    f"و{_AFTER}|که{_AFTER}|[\u200c]?اند|ولی|اما|بلکه))"
)
_UNTIL = re.compile(f"{_BEFORE}(?:تا|مگر|جز|بجز){_AFTER}")
_UNTIL_ENGLISH = re.compile(r"\b(?:until|unless|before|as long as|till|only)\b", re.IGNORECASE)
_NUMBER_SIGN = re.compile(r"\b(?:No|no)\.? ?\d|non-governmental")
_SAME_AGAIN = re.compile(f"{_BEFORE}ن[\u0621-\u06d5\u200c]+ (?:و|یا) (?=ن)")
_SOFT = re.compile(
    f"{_BEFORE}(?:نه|خیر|هیچ[\u0621-\u06d5]*|بدون|عدم|غیر[\u0621-\u06d5]*|بی[\u200c ]?[\u0621-\u06d5]+|"
    f"نا[\u200c]?[\u0621-\u06d5]{{2,}}|بلا[\u0621-\u06d5]+|لا[\u0621-\u06d5]{{3,}}|"
    "مگر|جز|بجز|فاقد|منع|ممنوع[\u0621-\u06d5]*|ضد|خلاف|برخلاف|کمبود|فقدان|رد|تکذیب|خودداری|امتناع|"
    "مخالف[\u0621-\u06d5]*|انکار|نفی|محال|هرگز|هنوز|دیگر|"
    "قطع|لغو|نقض|شکست|محروم[\u0621-\u06d5]*|دشوار|سخت|کم|کمتر[\u0621-\u06d5]*|پرهیز|اجتناب|جلوگیری|ترک|خالی|دور|"
    "جای|عوض|بلکه|تنها|فقط|صرفا|به[\u200c ]سختی|"
    "ن[\u0621-\u06d5]{2,}(?:ن|نش|نشان|نی|نها|ه)|چه|چقدر|چند|مانع|بازداشت[\u0621-\u06d5]*|توقف|متوقف|صفر|پوچ|بعید|"
    "حذف|عاجز|ناکام|ابدا|اصلا|کسی|والا|وگرنه|چندان|بیش|بیشتر|نبود|نداشت[\u0621-\u06d5]*|"
    "متاسفانه|سوای|فارغ|صرف[\u200c ]نظر|قبل|پیش|مجاز|خارج|کنار|حتی|مستقل|معاف|تحریم|سلب|رایگان|ساقط|اشتباه|مفقود|"
    "گمنام|آیا|مبادا|ن[\u0621-\u06d5]{3,})" + _AFTER
)
PLAIN_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|non)\b|n['’]t\b", re.IGNORECASE
)
# Of one meaning with a negated Persian verb: "refused", "unable", "lack". Words that often stand beside a negation
# without replacing it ("only", "before", "until", "stop") are not here: they hid one lost negation in five.
_OTHER_DENIAL = re.compile(
    r"\b(?:unless|unable|inabil\w+|incapab\w+|fail(?:s|ed|ing|ures?)?|refus\w+|den(?:y|ies|ied|ial|ials|ying)|"
    r"lack\w*|absen\w+|"
    r"hardly|barely|scarcely|rarely|seldom|unlike\w*|impossib\w+|inadequa\w+|insuffic\w+|miss(?:es|ed|ing)?|"
    r"prohibit\w*|bann?(?:s|ed|ing)?|"
    r"reject\w*|declin(?:e|es|ed|ing) to|abst\w+|regardless|far from|free (?:of|from)|neglect\w*|ignor\w*|lest|"
    r"void|despite|kept? .{1,60} from|"
    r"ineffective\w*|irrespective|incomplete|invalid|illegal\w*|inconceiv\w*|invisib\w*|intoler\w*|"
    r"inappropriat\w*|inconsist\w*|infeasib\w*|"
    r"improper\w*|pristine|yet to|out (?:for|of)|intact|short of|devoid|shortage|anything but|other than|in vain|"
    r"fell short|held back|anonym\w+|little|few|only in|out of|"
    r"dis(?:agree|approv|allow|belie|satisf|regard|honou?r|qualif)\w*|"
    r"un(?!der|til|less|it|if|ion|iv|ique|cle\b|cles\b|animous|esco|icef|ifil|ilat|fortun|expected|precedented|"
    r"ited)[a-z]{4,}|unprecedented)\b"
    r"|\b(?!unless|regardless|nevertheless|nonetheless|wireless|bless|less)\w{3,}less(?:ly|ness)?\b",
    re.IGNORECASE,
)
_LENIENT = re.compile(
    _OTHER_DENIAL.pattern
    + r"|\b(?:prevent\w*|avoid\w*|instead|rather|except\w*|apart from|free|only|until|before|too|stop\w*)\b",
    re.IGNORECASE,
)
# Words of the source that English mostly denies with a word of the list above, and those it denies with a plain one.
_DENYING = re.compile(
    f"{_BEFORE}(?:بدون|عدم|نه(?! تنها)|غیر[\u0621-\u06d5]*|بی[\u200c ][\u0621-\u06d5]+|"
    "نا(?:موفق|ممکن|مناسب|کافی|درست|معلوم|مشخص|عادلانه|امن|کام|پذیر|توان|امید)[\u0621-\u06d5]*|"
    "جلوگیری|فاقد|برغم|علیرغم|رغم|غیبت|غایب|تکذیب|خودداری|امتناع|فقدان|نبود|کمبود|مگر|هرگز|دشوار|ن(?:کرد|داشت|"
    "بود|شد|داد|یافت|رسید|رفت|گرفت)ن)" + _AFTER
)
_PLAINLY_DENYING = re.compile(
    f"{_BEFORE}(?:(?<!یا )(?<!بی )بدون|عدم|(?<=[:،؛,] )خیر|(?<=[،؛,] )نه(?! تنها| فقط| صرفا|"
    f"[^.]*{_BEFORE}نه{_AFTER})|ن(?:کرد|"
    f"داشت|بود|شد|داد|یافت|رسید|رفت|گرفت)ن){_AFTER}"
)


def check_negation(pair: Pair) -> list[Flag]:
    """Flag a denial of the source that the English lost, and a denial that the English made up."""
    verbs = find_negated_verbs(pair.folded)
    plain = PLAIN_DENIAL.findall(pair.english)
    if _is_lost(pair, verbs, len(plain)):
        return [_flag_lost(pair, verbs, len(plain))]
    if plain and not verbs and not _SOFT.search(pair.folded) and not _NUMBER_SIGN.search(pair.english):
        detail = f"The English says “{plain[0]}”; no verb or word of the source denies anything."
        return [Flag(KIND, "do-not-use", detail)]
    return []


def _is_lost(pair: Pair, verbs: list[str], plain: int) -> bool:
    # "We will never A, B or C" is three verbs in Persian.
    expected = len(set(verbs)) - len(_SAME_AGAIN.findall(pair.folded))
    if expected > 1 and _UNTIL.search(pair.folded) and _UNTIL_ENGLISH.search(pair.english):
        expected -= 1  # «تا ... نشود، ... نخواهد شد»: "will not ... until ..."
    if expected > plain:
        own = len(_OTHER_DENIAL.findall(pair.english)) - len(_DENYING.findall(pair.folded))
        if plain + max(0, own) < expected:
            return True
    plainly = len(_PLAINLY_DENYING.findall(pair.folded))
    return (
        plainly > 0 and plain < expected + plainly and plain + len(_LENIENT.findall(pair.english)) < expected + plainly
    )


def _flag_lost(pair: Pair, verbs: list[str], plain: int) -> Flag:
    words = [*verbs, *(found.group() for found in _PLAINLY_DENYING.finditer(pair.folded))]
    if plain + len(_OTHER_DENIAL.findall(pair.english)) == 0:
        return Flag(KIND, "do-not-use", f"The source denies («{words[0].strip()}»); the English denies nothing.")
    listed = ", ".join(f"«{word.strip()}»" for word in words[:3])
    return Flag(KIND, "check", f"The source denies more than once ({listed}); one denial is missing in the English.")


def find_negated_verbs(folded: str) -> list[str]:
    """The negated finite verbs of folded Persian text, in order."""
    participles = {found.start(1) for found in _PARTICIPLE.finditer(folded)}
    lacks = {found.start() for found in _LACK.finditer(folded)}
    return [
        found.group()
        for found in _VERB.finditer(folded)
        if found.group() not in _NO_VERBS and found.start() not in participles and found.start() not in lacks
    ]
