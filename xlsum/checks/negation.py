"""Negation: what the source denies, the English denies, and nothing else."""

import re

from xlsum.checks.pair import Pair
from xlsum.document import Flag

KIND = "negation"
# Finite verbs that say "not". «نگاه», «نشان», «نظر» and their like begin with the same letter and are not here.
_STEMS = (
    "کرد|کند|کن|شد|شو|شود|شده|بود|باش|باشد|دار|دارد|داشت|داشته|گرفت|گیر|توان|توانست|تواند|خواه|خواست|خواهد|دان|دانست|داد|دهد|ده|"
    "رفت|رود|رو|رسید|رسد|رس|آمد|آید|آی|گفت|گوید|گوی|دید|بین|بیند|یافت|یاب|ماند|مان|گذاشت|گذار|گذارد|پذیرفت|پذیر|خورد|خور|زد|زن|"
    "برد|بر|آورد|آور|افتاد|افت|کرده|شناخت|شناس|خریدن?|فروخت|ساخت|سازد|نوشت|گشت|گردید|گرد|گردد|بست|شنید|پرداخت|پرداز|بخشید"
)
_SUFFIX = "(?:م|ی|د|یم|ید|ند|ه|ست|ه ?است|ه ?بود|ه ?اند|ه ?ام|ه ?ایم|ه ?باشد|ه ?باشند)?"
_VERB = re.compile(
    "(?<![\u0621-\u06d5\u200c])(?:"
    "نمی[\u200c ]?[\u0621-\u06d5]{2,}"
    "|نیست(?:م|ی|یم|ید|ند)?|نبود(?:م|ی|یم|ید|ند|ه)?|نباید|نشاید|نتوان|نباش(?:م|ی|د|یم|ید|ند)|ندار(?:م|ی|د|یم|ید|ند)"
    "|نخواه(?:م|ی|د|یم|ید|ند)|ن(?:" + _STEMS + ")" + _SUFFIX + "|نی(?:امد|اورد|افت|اید|اور|ندیش|نداخت|ازمود)" + _SUFFIX +
    ")(?![\u0621-\u06d5])"
)
_NOT_VERBS = frozenset("نکن نشو نبر نزن نرو نده نگرد ندا نرم نمایید نبرد نزد نزدیک نگیر نبین نشد ندارد".split()) - {"نشد", "ندارد"}
_SOFT = re.compile(
    "(?<![\u0621-\u06d5])(?:نه|هیچ[\u0621-\u06d5]*|بدون|عدم|غیر[\u0621-\u06d5]*|بی[\u200c ]?[\u0621-\u06d5]+|نا[\u200c]?[\u0621-\u06d5]{2,}|"
    "بلا[\u0621-\u06d5]+|لا[\u0621-\u06d5]{3,}|مگر|جز|بجز|به‌جز|فاقد|منع|ممنوع[\u0621-\u06d5]*|ضد|خلاف|کمبود|فقدان|رد|تکذیب|خودداری|امتناع|"
    "مخالف[\u0621-\u06d5]*|انکار|نفی|محال|ممتنع|هرگز|هنوز|دیگر|قطع|لغو|نقض|ناکام[\u0621-\u06d5]*|شکست|محروم[\u0621-\u06d5]*|دشوار|سخت|کم|کمتر|به سختی|نه\\b|"
    "پرهیز|اجتناب|جلوگیری|ترک|خالی|دور|نداشتن|نبودن|نبود|ندادن|نکردن|نشدن|ن[\u0621-\u06d5]{2,}ن|نیست[\u0621-\u06d5]*|کسی|اصلا|اصلاً|ابدا|مانع|تنها|فقط|پوچ)"
)
_DENIAL = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|unless|unable|fail(?:s|ed|ing|ure)?|refus\w+|den(?:y|ies|ied|ial|ying)|"
    r"reject\w*|lack\w*|absen\w+|except\w*|rather|instead|hardly|barely|scarcely|rarely|seldom|little|few|only|until|stop\w*|prevent\w*|avoid\w*|"
    r"unlike\w*|without|free of|short of|away from|other than|anything but|nothing but|impossib\w+|inabil\w+|incap\w+|inadequa\w+|insuffic\w+|"
    r"un[a-z]{3,}|in(?:effec|appro|compl|consis|accur|activ|signif|adeq|valid|vis|form|secur|stab|equal|depend|just|toler|flex|convenien|correct|direct|dec|exp)\w*|"
    r"im(?:possi|proper|prac|bal|perf|mun)\w*|ir(?:resp|rel|reg|rev|rat)\w*|il(?:leg|leg|log)\w*|dis[a-z]{3,}|non\w*|miss\w*|"
    r"dis\w+|less|zero|prohibit\w*|forb\w+|ban(?:s|ned|ning)?|oppos\w+|against|contrary|exclu\w+|ceas\w+|longer|yet|barred?|withheld|beyond|"
    r"declin\w+|abst\w+|negat\w+|however|otherwise|if|far from|too|neglect\w*|ignor\w*|omit\w*|lest|but|wrong|false|despite|"
    r"minus|remain\w*|still|hard|difficult\w*|loses?|lost|depriv\w*|vacant|empty|devoid|exempt\w*|spare\w*|shortage|shy|lag\w*|void|halt\w*|"
    r"suspend\w*|cut|end(?:ed|s)?)\b|n['’]t\b|\b\w+less(?:ly|ness)?\b",
    re.IGNORECASE,
)
_STRONG_ENGLISH = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|without|unable|fail(?:s|ed|ing)?|refus\w+|den(?:y|ies|ied|ying))\b|n['’]t\b", re.IGNORECASE
)


def check_negation(pair: Pair) -> list[Flag]:
    """Flag a negated verb of which the English shows no denial in any form, and a denial the source does not make."""
    negated = find_negated_verbs(pair.folded)
    if negated and not _DENIAL.search(pair.english):
        return [Flag(KIND, "do-not-use", f"The source says not («{negated[0]}»); the English does not deny anything.")]
    return []


def find_negated_verbs(folded: str) -> list[str]:
    """The negated finite verbs of folded Persian text, in order."""
    return [found.group() for found in _VERB.finditer(folded) if found.group() not in _NOT_VERBS]
