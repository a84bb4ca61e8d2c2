"""Which language a paragraph is in: told from its letters and its function words, without a model."""

import re
from collections import Counter

WORD = re.compile("[^\\W\\d_]+(?:[\u200c'’][^\\W\\d_]+)*")
FOLD = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "\u200c": None, "أ": "ا", "إ": "ا", "ٱ": "ا"})
MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200e\u200f]")
ARABIC_SCRIPT = re.compile("[\u0620-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")

# Letters that one language of the Arabic script has and Persian has not.
OWN_LETTERS = {
    "ur": "ٹڈڑںےہھۂۓ",
    "ps": "ټډړږښڼۍېځڅګ",
    "ckb": "ڕڵۆێە",
    "ug": "ېۈۆۇۋڭە",
    "sd": "ٻڀٺٽٿڃڄڇڊڌڍڏڙڦڪڳڱڻ",
    "az": "ؽۆ",
    "ar": "ةىأإ",
}
FUNCTION_WORDS = {
    "fa": "و در به از که این است را با برای آن یک خود تا بر هم نیز شد کرد شود بود گفت می ها های ای شده باید دارد وی او ما اما یا هر "
    "دو پس اگر کرده باشد کنند کند شدند نیست دیگر روز سال گزارش کشور درباره علیه میان طی پیش بیش همه چه بین سوی توسط خواهد",
    "ar": "في من على إلى الى أن ان هذا هذه التي الذي عن مع كان كانت قال بعد قبل بين لم لن قد ما لا هو هي ذلك كما حيث خلال عند وقال او أو "
    "وفي علي ومن والتي غير كل هناك تم أكد اكد منذ ضد حول يوم",
    "ur": "کے کی کا میں ہے اور سے کو نے پر ہیں اس یہ کہ کر بھی تھا ایک نہیں تو گیا ہو جو تھی ان وہ لیے ہوئے رہا کیا جس",
    "ps": "د په او کې چې څخه ته دی دي له کړي یې هم سره وو شوی کوي دا نه شي وي ده دې دغه لپاره پر وکړ وویل خو کړې کړ",
    "ckb": "لە بە و کە بۆ ئەو ئەم لەگەڵ هەر کرد دەکات بوو یەک ئێمە نییە ئەوەی دوای ھەموو سەر لەسەر دەبێت کوردستان",
    "az": "بو ایله اولان دیر اوچون بیر ده دا نین لار لر ایدی اولدو وار ائتدی قدر کیمی اونون سونرا آراسیندا داها چوخ یوخ ائدیب اولاراق دئدی لری لاری",
    "sd": "جي جو ۾ ۽ کي آهي سان تي جا جون ته هن کان ڪري هو نه آهن به پر لاءِ ٿيو ڪيو",
    "ug": "ۋە بۇ بىلەن ئۇ ئۈچۈن بىر دەپ ھەم كېيىن قىلىش بولغان بولۇپ",
    "en": "the of and to in a is that for on with as was by are at from it his he has have be not this which said will an were their but or its",
    "tr": "ve bir bu da de için ile olarak olan çok daha en gibi kadar sonra ne ama var yok ise göre olduğu değil ki mi dedi türkiye",
    "fa-Latn": "va dar az ke in ast ra ba baraye an yek khod ta bar ham niz shod kard mishavad bood goft ham ma shoma man hast nist mikonam "
    "mikonad salam khoobi chetori agar vali ama kheili khub emruz farda diruz irani be ye rooz hastam darad daram mikhaham bayad ye",
}
CYRILLIC_TAJIK = "ғӣқӯҳҷ"


def identify_language(text: str) -> str:
    """The BCP-47 code: fa, ar, ur, ps, ckb, az, sd, ug, tr, tg, en, fa-Latn, or und when the text does not say."""
    words = [MARKS.sub("", word) for word in WORD.findall(text[:20000])]
    if not words:
        return "und"
    letters = Counter(_script(word[0]) for word in words for _ in word)
    script = letters.most_common(1)[0][0]
    if script == "arabic":
        return _arabic_script(words)
    if script == "latin":
        return _latin_script(words)
    if script == "cyrillic":
        text = "".join(words).lower()
        return "tg" if any(letter in text for letter in CYRILLIC_TAJIK) else "und"
    return "und"


def _script(letter: str) -> str:
    if ARABIC_SCRIPT.match(letter):
        return "arabic"
    if letter.lower() <= "\u024f" or "\u1e00" <= letter <= "\u1eff":
        return "latin"
    return "cyrillic" if "\u0400" <= letter <= "\u04ff" else "other"


def _arabic_script(words: list[str]) -> str:
    joined = "".join(words)
    scores: dict[str, float] = {}
    for language, own in OWN_LETTERS.items():
        scores[language] = 3.0 * sum(joined.count(letter) for letter in own)
    scores["ar"] = 1.0 * sum(joined.count(letter) for letter in "ةىأإ")
    scores["fa"] = 1.5 * sum(joined.count(letter) for letter in "پچژگ") + 0.5
    for language, table in _WORDS.items():
        if language in ("en", "tr", "fa-Latn"):
            continue
        scores[language] = scores.get(language, 0) + 2.0 * sum(word.translate(FOLD) in table for word in words)
    scores["ar"] += 0.7 * sum(word.startswith(("ال", "وال", "بال", "لل")) and len(word) > 4 for word in words)
    return max(scores, key=lambda language: scores[language])


def _latin_script(words: list[str]) -> str:
    lower = [word.lower() for word in words]
    scores = {language: sum(word in _WORDS[language] for word in lower) for language in ("en", "tr", "fa-Latn")}
    scores["tr"] += sum(letter in "ğşı" for word in words for letter in word)
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] else "en"


_WORDS = {
    language: frozenset(word.translate(FOLD) for word in words.split()) for language, words in FUNCTION_WORDS.items()
}
