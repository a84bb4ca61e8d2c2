"""Whether a mark ends a sentence: the rules and the words they know."""

import re
from dataclasses import dataclass

MARK = re.compile("((?:\\.(?: \\.)+|[.!?؟…۔]+)\u200c?)([»\"”’'›)\\]}]*)(\\s*)")
QUOTE_CLOSERS = frozenset("»\"”’'›")
# How far the rules look to either side of a mark; longer words are no abbreviations.
REACH = 40

WORD_BEFORE = re.compile(r"[^\s«»\"“”()\[\]{}‹›،؛:/]*\Z")
WORD_AFTER = re.compile(r"[\s«\"“(\[{‹]*([^\s«»\"“”()\[\]{}‹›،؛:.!?؟…]*)")
PERSIAN_WORD = re.compile("[\u0621-\u06d3\u200c]{2,}")
NUMERAL = re.compile(r"[0-9\u06f0-\u06f9\u0660-\u0669]+\Z")
# What may stand before the number of a list: nothing but marks, or the word for what is numbered.
NUMBERED = re.compile(r"[\s()\-–—•*]*(?:ماده|بند|اصل|تبصره|فصل|بخش|مرحله|گام|نکته|جدول|شکل)?\s*\Z")
FIRST = ("1", "۱", "١")
LETTER_NAMES = "دبلیو|اف|جی|ال|تی|آر|اس|اچ|کیو|ایکس|کی|پی"
SPELLED_LETTER = re.compile(f"(?:{LETTER_NAMES}|ای|ام|ان|آی|او|بی|سی|دی|جِی|یو|وی|زد)\u200c?")
INITIALS = re.compile(rf"(?:(?:[^\W\d_]|الف|{LETTER_NAMES})\.)*(?:[^\W\d_]|الف|{LETTER_NAMES})\Z")
VERB_SHAPE = re.compile("ن?می\u200c?[\u0621-\u06cc]{2,}\\Z")

ABBREVIATIONS = frozenset(
    "صص رک ر.ک نک ن.ک تلف ق.م ب.م ه.ش ه.ق ه.م "
    "mr mrs ms dr prof st jr sr inc ltd co corp vs etc no vol fig gen col lt sgt capt gov sen rep rev "
    "jan feb mar apr jun jul aug sep sept oct nov dec e.g i.e a.m p.m u.s u.n u.k d.c ph.d al approx".split()
)
# Words that open a sentence of a wire: after one of them even a doubtful mark has ended something.
OPENING_WORDS = frozenset(
    "وی او آنها آن‌ها این همچنین اما ولی البته ایشان رئیس‌جمهور سخنگوی نماینده به گزارش در ما من "
    "آقای خانم بر براساس طبق پس هم‌اکنون".split()
)
STRONG_OPENINGS = frozenset("وی او همچنین ایشان اما".split())
# Words that go on with the sentence in which a quotation with a mark of its own stands.
GOING_ON = frozenset(
    "و را که گفت گفته گفتند گفتم می‌گوید میگوید گوید افزود پرسید پاسخ نوشت نوشته اظهار تاکید تأکید "
    "تصریح خواند نامید است بود شد شده می‌شود یا تا نیز هم خواندند دانست کرد خبر سخن عنوان سپس بعد "
    "بازداشت".split()
)
# Finite verbs: a word like this before an ellipsis has ended its sentence.
VERBS = frozenset(
    "است بود شد کرد نیست هست نبود نشد نکرد گفت دارد ندارد باشد داد آمد رفت کنند کنیم کنم شدند بودند "
    "کردند هستند نیستند گفتند دارند دارم داریم ندارم ندارند باشند آمدند رفتند دادند شدم بودم کردم".split()
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in its line, with what the rules look at: the words beside it and the start of its sentence."""

    line: str
    start: int  # of the sentence
    position: int  # of the mark
    marks: str
    closers: str
    gap: str
    before: str  # the word that the mark stands after, "" after a space or a quote
    after: str
    opener: int  # where the quote or bracket opens that ends here, or -1

    @property
    def is_abbreviation(self) -> bool:
        return self.before.lower() in ABBREVIATIONS or bool(INITIALS.fullmatch(self.before))

    @property
    def is_ellipsis(self) -> bool:
        return "…" in self.marks or ".." in self.marks or ". ." in self.marks


def read_mark(line: str, start: int, match: re.Match[str], opener: int) -> Mark:
    """The mark that MARK found in `line`, in a sentence that starts at `start`."""
    position, end = match.span()
    before = WORD_BEFORE.search(line[max(start, position - REACH) : position])
    after = WORD_AFTER.match(line[end : end + REACH])
    words = (before.group() if before else "", after.group(1) if after else "")
    return Mark(line, start, position, match.group(1), match.group(2), match.group(3), *words, opener)


def ends_sentence(mark: Mark) -> bool:
    """Whether a sentence ends at the mark, which is not the last one of its line."""
    if not mark.gap:
        return _ends_without_space(mark)
    if mark.closers:
        return _ends_with_closer(mark)
    if mark.is_ellipsis:
        return _ends_with_ellipsis(mark)
    return _ends_with_stop(mark) if "." in mark.marks else True


def _ends_without_space(mark: Mark) -> bool:
    """«شد.وی»: only between two Persian words, of which the first is no abbreviation."""
    if mark.is_abbreviation or mark.is_ellipsis or not PERSIAN_WORD.fullmatch(mark.after):
        return False
    if SPELLED_LETTER.fullmatch(mark.before) and SPELLED_LETTER.fullmatch(mark.after):
        return False  # «ام.آی.تی»
    return bool(PERSIAN_WORD.fullmatch(mark.before)) and mark.line[mark.position + len(mark.marks)] not in ")]}"


def _ends_with_closer(mark: Mark) -> bool:
    """«می‌آیم.» وی ..., «چرا؟» پرسید ..., (U.S.) ..."""
    if mark.after in GOING_ON or mark.is_abbreviation:
        return False
    if mark.closers[-1] not in QUOTE_CLOSERS:
        return mark.after in OPENING_WORDS
    if "." in mark.marks and not mark.is_ellipsis:
        return True
    # A title or a word in quotes goes on («کی بود؟» اکران شد); what a colon introduces is a whole utterance.
    is_utterance = mark.opener >= 0 and mark.line[max(0, mark.opener - REACH) : mark.opener].rstrip().endswith(":")
    return is_utterance or mark.after in OPENING_WORDS


def _ends_with_ellipsis(mark: Mark) -> bool:
    """After a finite verb or before a word that opens a sentence, but not where it stands for words («و ... است»)."""
    if not mark.before:
        return False
    return mark.before in VERBS or bool(VERB_SHAPE.fullmatch(mark.before)) or mark.after in STRONG_OPENINGS


def _ends_with_stop(mark: Mark) -> bool:
    if NUMERAL.fullmatch(mark.before):
        return not _numbers_a_list(mark)
    if mark.is_abbreviation:
        return mark.after in STRONG_OPENINGS
    return not (mark.after[:1].islower() and mark.after.isascii())


def _numbers_a_list(mark: Mark) -> bool:
    """ "۱. " at the start of a sentence, after "ماده" there, or after a colon or comma: «سه نکته: ۱. کار، ۲. تلاش»."""
    number = mark.position - len(mark.before)
    stands_after = mark.line[max(mark.start, number - REACH) : number].rstrip()[-1:]
    if (stands_after == ":" and mark.before in FIRST) or (stands_after in ("،", "؛") and len(mark.before) == 1):
        return True
    return number - mark.start <= REACH and bool(NUMBERED.match(mark.line[mark.start : number]))
