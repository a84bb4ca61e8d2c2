"""Lines that surround a story on an agency's page and are no part of it."""

import re

MARKS = "[\\s.:：/\\\\|*•\\-–—()]*"
NUMBER = "[0-9\u06f0-\u06f9\u0660-\u0669]"
NAME = "[\\w\u200c]"

# Raw text comes in: letters of other keyboards and hard spaces, one character for one.
SAME_LETTERS = str.maketrans("يىك\u00a0", "ییک ")

NETWORK = "(?:تلگرام|توییتر|فیس\u200c?بوک|اینستاگرام|واتس\u200c?اپ|ایتا|بله|سروش|روبیکا|لینکدین)"
HOSTS = "(?:t\\.me|telegram\\.me|instagram\\.com|twitter\\.com|x\\.com|eitaa\\.com|ble\\.ir|rubika\\.ir|sapp\\.ir)"
BUTTONS = (
    "ارسال به دوستان|ارسال نظر|ثبت نظر|نسخه چاپی|نسخهٔ چاپی|چاپ|چاپ خبر|ذخیره|کپی لینک|لینک کوتاه|کپی شد|دانلود تصویر|"
    "نظر شما چیست؟?|نظر شما|دیدگاه شما|پربازدیدها|آخرین اخبار|اخبار مرتبط|مطالب مرتبط|مطالب پیشنهادی|خبرهای مرتبط"
)
READ_MORE = (
    "بیشتر (?:بخوانید|ببینید|بدانید)|همچنین (?:بخوانید|ببینید)|مطالعه بیشتر|"
    "(?:در این (?:باره|زمینه|رابطه) )(?:بیشتر )?بخوانید"
)
TAGS = (
    "(?:برچسب|بر چسب|کلید ?واژه|تگ|هشتگ)(?:[\u200c ]?(?:ها|های خبر|های مطلب))?|(?:کلمات|واژگان|واژه[\u200c ]?های) کلیدی"
)
NUMBERED = "(?:کد|شماره|شناسه) ?(?:خبر|مطلب|خبرنگار|رهگیری خبر|یادداشت)"
COUNTED = "(?:تعداد )?(?:بازدید|مشاهده|نظرات|نظر|دیدگاه)(?:[\u200c ]?ها)?"
FROM_US = f"(?:در|از)(?: {NAME}{{2,20}}){{1,5}}"
SHARED = "(?:این (?:خبر|مطلب|صفحه) را )?(?:به )?اشتراک[\u200c ]?(?:گذاری|بگذارید|گذاشتن)"

# Each pattern must match a whole line, so that a sentence that only speaks of such a thing stays.
WHOLE_LINES = (
    f"(?:انتهای|پایان) (?:پیام|خبر){MARKS}(?:{NAME}{{1,12}}{MARKS}){{0,3}}",
    f"{NUMBERED}{MARKS}[A-Za-z]{{0,4}}{NUMBER}[0-9\u06f0-\u06f9\u0660-\u0669,،/-]*{MARKS}",
    "(?:تاریخ|زمان|ساعت) ?(?:و ساعت )?(?:انتشار|مخابره|درج)\\s*[:：].{0,60}",
    f"{COUNTED}\\s*[:：]?\\s*\\(?{NUMBER}+\\)?(?: (?:نظر|بار|بازدید))?",
    f"{SHARED}(?: {NAME}{{2,12}}){{0,5}}{MARKS}",
    f"(?:{BUTTONS})\\s*[:：]?",
    "(?:لینک|نشانی) کوتاه(?: خبر)?\\s*[:：]?\\s*\\S{0,80}",
    f"(?:{READ_MORE})\\s*(?:[:：>»←«/].{{0,200}})?",
    f"(?:{TAGS})\\s*[:：].{{0,400}}",
    f"(?:#{NAME}{{2,40}}[\\s،,|]*)+",
    "@[A-Za-z]\\w{2,31}",
    f"(?:https?://)?{HOSTS}/\\S{{1,60}}",
    f"(?:ما|خبرها|اخبار(?: {NAME}{{2,20}})?) را {FROM_US} (?:دنبال کنید|بخوانید|ببینید){MARKS}",
    f"(?:به )?(?:کانال|صفحه)(?: {NAME}{{2,20}}){{1,6}} (?:بپیوندید|ملحق شوید|را دنبال کنید){MARKS}",
    "(?:خانه|صفحه (?:اصلی|نخست))(?:\\s*[>›»|]\\s*[^.>›»|]{1,40}){1,4}",
    f"{NETWORK}(?:[\\s|،/-]+{NETWORK}){{2,}}",
)
_WHOLE_LINE = re.compile(f"[\\s*•\\-–—>|]*(?:{'|'.join(WHOLE_LINES)})\\s*")
LONGEST_LINE = 450  # in characters: nothing above is longer
# At the end of the last sentence: «... است. انتهای پیام/ن».
_TAIL = re.compile(f"(?<=[.!؟?»:،/\\s])\\s{{0,8}}((?:انتهای|پایان) پیام{MARKS}(?:{NAME}{{1,12}}/?)?\\s*)\\Z")
TAIL_LENGTH = 60


def strip_boilerplate(text: str) -> tuple[str, list[str]]:
    """The story without the lines that are no part of it, and these lines, in order.

    Line breaks between the lines that stay are kept. A text of nothing but such lines comes back as it is.
    """
    story: list[str] = []
    removed: list[str] = []
    for line in text.split("\n"):
        folded = line.translate(SAME_LETTERS)
        if len(line) <= LONGEST_LINE and line.strip() and _WHOLE_LINE.fullmatch(folded):
            removed.append(line.strip())
            continue
        tail = _TAIL.search(folded, max(0, len(line) - TAIL_LENGTH))
        if tail:
            removed.append(line[tail.start() :].strip())
            line = line[: tail.start()].rstrip()
        story.append(line)
    if not any(line.strip() for line in story):
        return text, []
    return "\n".join(story), removed
