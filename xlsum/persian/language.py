"""Which language a paragraph is in: told from its letters, its function words and the Persian lexicon.

Persian is the rule and anything else needs proof: letters that Persian has not, function words that are not Persian, or
Arabic articles on words that Persian has not borrowed. So a headline of three borrowed words is not called Arabic.
"""

import re
from collections import Counter

from xlsum.persian.half_space_lexicon import load_lexicon

WORD = re.compile("[^\\W\\d_]+(?:[\u200c'’][^\\W\\d_]+)*")
FOLD = str.maketrans({"ي": "ی", "ى": "ی", "ے": "ی", "ك": "ک", "\u200c": None, "أ": "ا", "إ": "ا", "ٱ": "ا"})
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
    "ar": "ةإ",
}
FUNCTION_WORDS = {
    "fa": (
        "و در به از که این است را با برای آن یک خود تا بر هم نیز شد کرد شود بود گفت می ها های ای شده باید "
        "دارد وی او ما اما یا هر دو پس اگر کرده باشد کنند کند شدند نیست دیگر روز سال گزارش کشور درباره علیه "
        "میان طی پیش بیش همه چه بین سوی توسط خواهد"
    ),
    "ar": (
        "في من على إلى الى أن ان هذا هذه التي الذي عن مع كان كانت قال بعد قبل بين لم لن قد ما لا هو ذلك "
        "كما حيث خلال عند وقال او أو وفي علي ومن والتي غير كل هناك تم أكد اكد منذ ضد حول يوم"
    ),
    "ur": (
        "کے کی کا میں ہے اور سے کو نے پر ہیں اس یہ کہ کر بھی تھا ایک نہیں تو گیا ہو جو تھی ان وہ لیے ہوئے رہا کیا جس"
    ),
    "ps": (
        "د نن ولسمشر ته تر څو غونډه ووژل په او کې چې څخه ته دی دي له کړي یې هم سره وو شوی کوي دا نه "
        "شي وي ده دې دغه لپاره پر وکړ وویل خو کړې کړ"
    ),
    "ckb": ("لە بە و کە بۆ ئەو ئەم لەگەڵ هەر کرد دەکات بوو یەک ئێمە نییە ئەوەی دوای ھەموو سەر لەسەر دەبێت کوردستان"),
    "az": (
        "بو ایله اولان دیر اوچون بیر ده دا نین لار لر ایدی اولدو وار ائتدی قدر کیمی اونون سونرا آراسیندا باغلی "
        "داها چوخ یوخ ائدیب اولاراق دئدی لری لاری"
    ),
    "sd": "جي جو ۾ ۽ کي آهي سان تي جا جون ته هن کان ڪري هو نه آهن به پر لاءِ ٿيو ڪيو",
    "ug": "ۋە بۇ بىلەن ئۇ ئۈچۈن بىر دەپ ھەم كېيىن قىلىش بولغان بولۇپ",
    "en": (
        "the of and to in a is that for on with as was by are at from it his he has have be not this which "
        "said will an were their but or its"
    ),
    "tr": (
        "ve bir bu da de için ile olarak olan çok daha en gibi kadar sonra ne ama var yok ise göre olduğu "
        "değil ki mi dedi türkiye"
    ),
    "fa-Latn": (
        "va dar az ke in ast ra ba baraye an yek khod ta bar ham niz shod kard mishavad bood goft ham ma "
        "shoma man hast nist mikonam mikonad salam khoobi chetori agar vali ama kheili khub emruz farda "
        "diruz irani be ye rooz hastam darad daram mikhaham bayad ye"
    ),
}
CYRILLIC_TAJIK = frozenset("ғӣқӯҳҷ")
OTHER_LATIN = frozenset(
    "le la les des est une dans pour que qui sur avec der die das und ist nicht mit ein eine el "
    "los las por para con del una è il "
    "gli di che per non och att det som en van het een zijn os ao uma não w na się jest".split()
)

AZERI_ENDINGS = ("لر", "لار", "لری", "لاری", "یب", "ینده", "لیق", "دیر", "یلدی", "ماق", "مک", "لو")

LONGEST_SAMPLE = 20_000  # characters that are looked at
FEWEST_WORDS = 4  # Latin words that must say nothing before the answer is that nothing is known
# A word seen so often in Persian news says little for another language that has it too, and something for Persian.
COMMON_IN_PERSIAN, KNOWN_IN_PERSIAN = 50, 5
# The share of the letters that Persian script must have in a paragraph full of Latin names.
LEAST_SHARE = 0.15

# What another language must score, and by how much it must lead Persian: one letter or one article alone is a name.
LEAST_PROOF, LEAD = 2.5, 1.0
OWN_WORD, SHARED_WORD, OWN_LETTER, ARTICLE, AZERI_ENDING = 2.5, 0.5, 2.0, 2.0, 1.0
PERSIAN_FUNCTION_WORD, PERSIAN_WORD, PERSIAN_SHAPE, UNKNOWN_WORD = 1.5, 0.4, 1.0, -0.3


def identify_language(text: str) -> str:
    """The BCP-47 code: fa, ar, ur, ps, ckb, az, sd, ug, tr, tg, en, fa-Latn, or und when the text does not say."""
    words = [MARKS.sub("", word) for word in WORD.findall(text[:LONGEST_SAMPLE])]
    words = [word for word in words if word]
    if not words:
        return "und"
    letters: Counter[str] = Counter()
    for word in words:
        letters[_script(word[0])] += len(word)
    script = max(letters, key=lambda name: letters[name])
    if script == "arabic" or letters["arabic"] >= LEAST_SHARE * letters.total():
        return _arabic_script([word for word in words if _script(word[0]) == "arabic"])
    if script == "latin":
        return _latin_script([word.lower() for word in words])
    if script == "cyrillic" and any(letter in CYRILLIC_TAJIK for word in words for letter in word.lower()):
        return "tg"
    return "und"


def _script(letter: str) -> str:
    if ARABIC_SCRIPT.match(letter):
        return "arabic"
    if letter <= "\u024f" or "\u0250" <= letter <= "\u02af" or "\u1e00" <= letter <= "\u1eff":
        return "latin"
    return "cyrillic" if "\u0400" <= letter <= "\u04ff" else "other"


def _arabic_script(words: list[str]) -> str:
    letters = Counter("".join(words))
    folded = [word.translate(FOLD) for word in words]
    scores = {"fa": sum(_persian_evidence(word, plain) for word, plain in zip(words, folded, strict=True))}
    for language, own in OWN_LETTERS.items():
        scores[language] = OWN_LETTER * sum(letters[letter] for letter in own)
        scores[language] += sum(_word_evidence(word) for word in folded if word in _WORDS[language])
    scores["ar"] += sum(ARTICLE for word in folded if _has_arabic_article(word))
    scores["az"] += sum(AZERI_ENDING for word in folded if word.endswith(AZERI_ENDINGS) and not _count_in_persian(word))
    best = max(scores, key=lambda language: scores[language])
    return best if scores[best] >= max(LEAST_PROOF, scores["fa"] + LEAD) else "fa"


def _persian_evidence(word: str, folded: str) -> float:
    if folded in _WORDS["fa"]:
        return PERSIAN_FUNCTION_WORD
    if "\u200c" in word or folded.startswith(("می", "نمی")):
        return PERSIAN_SHAPE
    return PERSIAN_WORD if _count_in_persian(folded) >= KNOWN_IN_PERSIAN else UNKNOWN_WORD


def _word_evidence(folded: str) -> float:
    return SHARED_WORD if _count_in_persian(folded) >= COMMON_IN_PERSIAN else OWN_WORD


def _has_arabic_article(folded: str) -> bool:
    """«الرئیس», «والحکومه», «بالقوه»: an article on a word that Persian news has hardly ever borrowed."""
    has_article = (len(folded) > 4 and folded.startswith("ال")) or (
        len(folded) > 5 and folded.startswith(("وال", "بال"))
    )
    return has_article and _count_in_persian(folded) < KNOWN_IN_PERSIAN


def _count_in_persian(folded: str) -> int:
    lexicon = load_lexicon()
    known = lexicon.breaks.get(folded)
    return lexicon.parts[folded] + (known.broken if known else 0)


def _latin_script(words: list[str]) -> str:
    if any("ə" in word for word in words):
        return "az"
    scores = {language: float(sum(word in _WORDS[language] for word in words)) for language in ("en", "tr", "fa-Latn")}
    scores["tr"] += sum(letter in "ğşı" for word in words for letter in word)
    scores["und"] = sum(word in OTHER_LATIN for word in words) + (0.5 if len(words) >= FEWEST_WORDS else 0.0)
    return max(scores, key=lambda language: scores[language])


_WORDS = {
    language: frozenset(word.translate(FOLD) for word in words.split()) for language, words in FUNCTION_WORDS.items()
}
