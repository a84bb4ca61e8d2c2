"""Makes sentences of dates, sums and percentages with exact translations: what a small corpus shows too rarely to
learn.
"""

from __future__ import annotations

from random import Random

Pair = tuple[str, str]

JALALI = (
    ("فروردین", "Farvardin"),
    ("اردیبهشت", "Ordibehesht"),
    ("خرداد", "Khordad"),
    ("تیر", "Tir"),
    ("مرداد", "Mordad"),
    ("شهریور", "Shahrivar"),
    ("مهر", "Mehr"),
    ("آبان", "Aban"),
    ("آذر", "Azar"),
    ("دی", "Dey"),
    ("بهمن", "Bahman"),
    ("اسفند", "Esfand"),
)
GREGORIAN = (
    ("ژانویه", "January"),
    ("فوریه", "February"),
    ("مارس", "March"),
    ("آوریل", "April"),
    ("مه", "May"),
    ("ژوئن", "June"),
    ("ژوئیه", "July"),
    ("اوت", "August"),
    ("سپتامبر", "September"),
    ("اکتبر", "October"),
    ("نوامبر", "November"),
    ("دسامبر", "December"),
)
SCALES = (("", ""), ("هزار", "thousand"), ("میلیون", "million"), ("میلیارد", "billion"), ("هزار میلیارد", "trillion"))
UNITS = (
    ("تومان", "tomans"),
    ("ریال", "rials"),
    ("دلار", "dollars"),
    ("یورو", "euros"),
    ("نفر", "people"),
    ("تن", "tons"),
    ("بشکه", "barrels"),
    ("کیلومتر", "kilometers"),
    ("مگاوات", "megawatts"),
    ("هکتار", "hectares"),
    ("متر مکعب", "cubic meters"),
)
# {x} is a sum or a date; what surrounds it is what wires put around it.
SUM_FRAMES = (
    ("قیمت آن {x} است.", "Its price is {x}."),
    ("این رقم به {x} رسید.", "This figure reached {x}."),
    ("وی گفت: {x} در این طرح سرمایه‌گذاری شده است.", "He said: {x} have been invested in this plan."),
    ("تاکنون {x} پرداخت شده است.", "So far {x} have been paid."),
    ("بیش از {x} برآورد می‌شود.", "It is estimated at more than {x}."),
    ("حدود {x}", "About {x}"),
    ("{x}", "{x}"),
)
PERCENT_FRAMES = (
    ("نرخ تورم به {x} درصد رسید.", "The inflation rate reached {x} percent."),
    ("صادرات {x} درصد افزایش یافت.", "Exports increased by {x} percent."),
    (
        "تولید نسبت به سال گذشته {x} درصد کاهش داشته است.",
        "Production has decreased by {x} percent compared to last year.",
    ),
    ("{x} درصد از مردم", "{x} percent of the people"),
    ("شاخص بورس {x} درصد رشد کرد.", "The stock index grew by {x} percent."),
)
DATE_FRAMES = (
    ("این نشست {x} برگزار می‌شود.", "This meeting will be held on {x}."),
    ("وی در {x} درگذشت.", "He died on {x}."),
    ("به گزارش ایسنا، در تاریخ {x}", "According to ISNA, on {x}"),
    ("از {x} آغاز شد.", "It started on {x}."),
    ("{x}", "{x}"),
)
COUNT_FRAMES = (
    ("{x} نفر کشته و {y} نفر زخمی شدند.", "{x} people were killed and {y} people were injured."),
    ("این تیم با نتیجه {x} بر {y} پیروز شد.", "The team won by {x} to {y}."),
    ("از {x} تا {y}", "From {x} to {y}"),
    ("ساعت {x}:{y}", "{x}:{y}"),
    ("در سال {x} بیش از {y} مورد ثبت شد.", "In {x}, more than {y} cases were recorded."),
)


def generate_pair(random: Random) -> Pair:
    """Returns one made-up pair; what the Persian says the English says exactly."""
    maker = random.choice((_sum, _sum, _percent, _date, _count))
    persian, english = maker(random)
    return _in_script(persian, random), english


def _sum(random: Random) -> Pair:
    number = _number(random)
    (persian_scale, english_scale), (persian_unit, english_unit) = random.choice(SCALES), random.choice(UNITS)
    source = " ".join(part for part in (number, persian_scale, persian_unit) if part)
    target = " ".join(part for part in (number, english_scale, english_unit) if part)
    return _framed(random.choice(SUM_FRAMES), source, target)


def _percent(random: Random) -> Pair:
    number = f"{random.uniform(0, 100):.{random.choice((0, 0, 1, 2))}f}"
    return _framed(random.choice(PERCENT_FRAMES), number, number)


def _date(random: Random) -> Pair:
    calendar, years = random.choice(((JALALI, (1280, 1410)), (GREGORIAN, (1900, 2030))))
    persian, english = random.choice(calendar)
    day, year = str(random.randint(1, 31)), random.choice(("", f" {random.randint(*years)}"))
    return _framed(random.choice(DATE_FRAMES), f"{day} {persian}{year}", f"{day} {english}{year}")


def _count(random: Random) -> Pair:
    persian, english = random.choice(COUNT_FRAMES)
    first, second = (str(random.randint(0, 10 ** random.randint(1, 4))) for _ in range(2))
    return persian.format(x=first, y=second), english.format(x=first, y=second)


def _number(random: Random) -> str:
    whole = random.randint(1, 10 ** random.randint(1, 6))
    if whole < 1000 and random.random() < 0.3:
        return f"{whole}.{random.randint(1, 99)}"
    return f"{whole:,}" if random.random() < 0.3 else str(whole)


def _framed(frame: Pair, persian: str, english: str) -> Pair:
    return frame[0].format(x=persian), frame[1].format(x=english)


def _in_script(text: str, random: Random) -> str:
    zero = random.choice((0x30, 0x06F0, 0x06F0, 0x0660))
    return text.translate({0x30 + digit: zero + digit for digit in range(10)})
