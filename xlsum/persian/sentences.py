"""Sentences and paragraphs of Persian text, with nothing lost between them.

A newline always ends a sentence; within a line `. ! ? ؟ … ۔` may, a colon never does. Each line is read once from left
to right, so the time grows with the length of the text.
"""

import re
from collections.abc import Iterator

from xlsum.document import Segment

SPACE = re.compile(r"\s+")
LINE_BREAK = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
MARK = re.compile("((?:\\.(?: \\.)+|[.!?؟…۔]+)\u200c?)([»\"”’'›)\\]}]*)(\\s*)")
PAIRS = {"»": "«", ")": "(", "]": "[", "}": "{", "”": "“", "›": "‹"}
QUOTE_CLOSERS = frozenset("»\"”’'›")
# Within brackets or quotes that are shorter than this (in characters) a sentence does not end: what stands around them
# is one sentence with them. Longer ones are speeches, which no translator reads in one piece.
LONGEST_UNDIVIDED_QUOTE = 200
# How far the rules look to either side of a mark; longer words are no abbreviations.
REACH = 40

QUOTE = re.compile('[«»()\\[\\]{}“”‹›"]')
WORD_BEFORE = re.compile(r"[^\s«»\"“”()\[\]{}‹›،؛:/]*\Z")
WORD_AFTER = re.compile(r"[\s«\"“(\[{‹]*([^\s«»\"“”()\[\]{}‹›،؛:.!?؟…]*)")
LETTER = re.compile(r"[^\W\d_]")
PERSIAN_WORD = re.compile("[\u0621-\u06d3\u200c]{2,}")
NUMERAL = re.compile(r"[0-9\u06f0-\u06f9\u0660-\u0669]+\Z")
INITIALS = re.compile(r"(?:(?:[^\W\d_]|الف)\.)*(?:[^\W\d_]|الف)\Z")

ABBREVIATIONS = frozenset(
    "ص صص ج ش ق م ه رک ر.ک نک ن.ک تلف دکت مهن ق.م ب.م ه.ش ه.ق ه.م ا.س.ا "
    "Mr Mrs Ms Dr Prof St Jr Sr Inc Ltd Co Corp vs etc No Vol Fig Gen Col Lt Sgt Capt Gov Sen Rep Rev "
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec e.g i.e a.m p.m U.S U.N U.K Ph.D al approx".split()
)
# Words that open a sentence of a wire: after one of them even a doubtful mark has ended something.
OPENING_WORDS = frozenset(
    "وی او آنها آن‌ها این همچنین اما ولی البته ایشان رئیس‌جمهور سخنگوی نماینده به گزارش در ما من آقای خانم بر براساس طبق پس هم‌اکنون".split()
)
STRONG_OPENINGS = frozenset("وی او همچنین ایشان اما".split())
# Words that go on with the sentence in which a quotation with a mark of its own stands.
GOING_ON = frozenset(
    "و را که گفت گفته گفتند گفتم می‌گوید میگوید گوید گوییم افزود پرسید پاسخ نوشت نوشته اظهار تاکید تأکید تصریح خواند نامید "
    "است بود شد شده می‌شود یا تا نیز هم خواندند دانست کرد خبر سخن عنوان سپس".split()
)
# Finite verbs and verb endings: a word like this before an ellipsis has ended its sentence.
VERBS = frozenset(
    "است بود شد کرد نیست هست نبود نشد نکرد گفت دارد ندارد باشد داد آمد رفت کنند کنیم کنم شدند بودند کردند هستند نیستند گفتند دارند "
    "دارم داریم ندارم ندارند باشند آمدند رفتند دادند شدم بودم کردم".split()
)
VERB_SHAPE = re.compile("ن?می\u200c?[\u0621-\u06cc]{2,}\\Z")


def split_sentences(text: str) -> list[Segment]:
    """The sentences in order: `"".join(s.text + s.gap for s in split_sentences(text)) == text` for every string.

    A segment's text has no whitespace around it and its gap is the whitespace after it; only whitespace at the very
    start of `text` stays with the first sentence. Text of nothing but whitespace is one segment with an empty text.
    """
    segments, start = [], 0
    for end, following in _boundaries(text):
        segments.append(Segment(text[start:end], text[end:following]))
        start = following
    return segments


def split_paragraphs(text: str) -> list[Segment]:
    """The lines of `text` that are not blank, with the same promise as `split_sentences`."""
    segments, start = [], 0
    for line_start, end, following in _lines(text):
        segments.append(Segment(text[start:end], text[end:following]))
        start = following
    return segments


def _boundaries(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence ends and where the next one starts."""
    for start, end, following in _lines(text):
        line = text[start:end]
        for sentence_end, next_start in _boundaries_of_line(line):
            yield start + sentence_end, start + next_start
        yield end, following


def _lines(text: str) -> Iterator[tuple[int, int, int]]:
    """Start and end of each line that is not blank, and the start of the next one."""
    start = 0
    for space in SPACE.finditer(text):
        at_end = space.end() == len(text)
        if not at_end and (space.start() == 0 or not LINE_BREAK.search(space.group())):
            continue
        yield start, space.start(), space.end()
        start = space.end()
    if start < len(text):
        yield start, len(text), len(text)


def _boundaries_of_line(line: str) -> Iterator[tuple[int, int]]:
    spans = _undivided_spans(line)
    start = span = letter = 0
    for match in MARK.finditer(line):
        end, following = match.end(2), match.end()
        while span < len(spans) and spans[span][1] < end:
            span += 1
        within = span < len(spans) and spans[span][0] < match.start() and end <= spans[span][1]
        letter = _next_letter(line, max(start, letter))
        if within or following == len(line) or letter >= match.start():
            continue
        if _ends_sentence(line, start, match):
            yield end, following
            start = following


def _next_letter(line: str, position: int) -> int:
    """Where the first letter at or after `position` stands."""
    match = LETTER.search(line, position)
    return match.start() if match else len(line)


def _undivided_spans(line: str) -> list[tuple[int, int]]:
    """The outermost short pairs of quotes and brackets, in order: positions of the opener and of the closer."""
    spans: list[tuple[int, int]] = []
    waiting: dict[str, list[int]] = {opener: [] for opener in PAIRS.values()}
    straight = -1
    for match in QUOTE.finditer(line):
        position, character = match.start(), match.group()
        if character in waiting:
            waiting[character].append(position)
            continue
        if character == '"':
            opener, straight = (straight, -1) if straight >= 0 else (-1, position)
        else:
            opener = waiting[PAIRS[character]].pop() if waiting[PAIRS[character]] else -1
        if opener >= 0 and position - opener <= LONGEST_UNDIVIDED_QUOTE:
            while spans and spans[-1][0] > opener:
                spans.pop()
            spans.append((opener, position))
    return spans


def _ends_sentence(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether the mark ends a sentence; `start` is where the sentence began."""
    marks, closers, gap = match.groups()
    before = _word_before(line, start, match.start())
    following = _word_after(line, match.end())
    if not gap:
        return _ends_glued(line, marks, before, following, match.end())
    if closers and closers[-1] in QUOTE_CLOSERS and following in GOING_ON:
        return False
    if "…" in marks or ".." in marks or ". ." in marks:
        return _ends_with_ellipsis(before, following)
    if "." in marks and not closers:
        return _ends_with_stop(line, start, match, before, following)
    if "." not in marks and closers and "۔" not in marks:
        return following in OPENING_WORDS
    return True


def _ends_glued(line: str, marks: str, before: str, following: str, position: int) -> bool:
    """A mark with no space after it ends a sentence only between two Persian words: «شد.وی»."""
    if not PERSIAN_WORD.fullmatch(following) or before in ABBREVIATIONS or len(marks.strip("\u200c")) > 2:
        return False
    return bool(PERSIAN_WORD.fullmatch(before)) and line[position] not in ")]}"


def _ends_with_ellipsis(before: str, following: str) -> bool:
    """An ellipsis ends a sentence after a finite verb, or before a word that opens one."""
    return before in VERBS or bool(VERB_SHAPE.fullmatch(before)) or following in STRONG_OPENINGS


def _ends_with_stop(line: str, start: int, match: re.Match[str], before: str, following: str) -> bool:
    if NUMERAL.fullmatch(before):
        # "۱. " at the start of a sentence numbers it; anywhere else the numeral is its last word.
        number = match.start() - len(before)
        return number - start > REACH or bool(line[start:number].strip("()-–—•* "))
    if before in ABBREVIATIONS or INITIALS.fullmatch(before):
        return following in STRONG_OPENINGS
    return not following[:1].islower() or not following.isascii()


def _word_before(line: str, start: int, position: int) -> str:
    """The word that the mark at `position` stands after, "" after a space or a quote."""
    match = WORD_BEFORE.search(line[max(start, position - REACH) : position])
    return match.group() if match else ""


def _word_after(line: str, position: int) -> str:
    match = WORD_AFTER.match(line[position : position + REACH])
    return match.group(1) if match else ""


def join_wrapped_lines(text: str) -> str:
    """The text as it is: hard-wrapped lines are joined in a later version."""
    return text
