"""Screenshots of the review page for the documentation, from a wire written here.

    python -m tests.review_pictures [--out docs]

Each is taken in headless Chromium after real clicks and typing: review.png (light), review-dark.png, review-phone.png,
review-phone-dark.png.
"""

import argparse
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tests.browser import By, Keys, start_browser, webdriver
from tests.results_for_tests import make_result
from xlsum.document import (
    Coverage,
    DateReading,
    Flag,
    Headline,
    NumberReading,
    Result,
    SourceInfo,
    Summary,
    TranslatedSegment,
    Translation,
)
from xlsum.formats.review import review_page

HEADLINE = "بودجه نوسازی ناوگان حمل‌ونقل عمومی افزایش یافت"
LEAD = "معاون وزیر راه روز یکشنبه ۱۳ خرداد ۱۴۰۳ از اختصاص ۲۰ هزار میلیارد تومان برای خرید اتوبوس خبر داد."
RISE = "این رقم نسبت به سال گذشته ۳۵ درصد افزایش یافته است."
QUOTE = "وی گفت: «تا پایان سال حدود ۲۵۰۰ دستگاه اتوبوس نو وارد شهرهای بزرگ می‌شود.»"
CLOSE = "جزئیات این طرح هفته آینده در مجلس بررسی می‌شود."
NUMBERS = Flag("numbers", "do-not-use", "«۲۵۰۰ دستگاه» is not in the English: the source says 2,500")
NAMES = Flag("names", "check", "«معاون وزیر راه» has no name: check who is meant")
SUNDAY = date(2024, 6, 2)


@dataclass(frozen=True, slots=True)
class Picture:
    """A screenshot: its file, the window in pixels, the theme."""

    name: str
    width: int
    height: int
    theme: str


PICTURES = (
    Picture("review.png", 1200, 1000, "light"),
    Picture("review-dark.png", 1200, 1000, "dark"),
    Picture("review-phone.png", 390, 844, "light"),
    Picture("review-phone-dark.png", 390, 844, "dark"),
)


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("docs"))
    out = parser.parse_args().out
    with tempfile.TemporaryDirectory() as name:
        page = Path(name, "page.html")
        page.write_text(review_page([_wire(), replace(_wire(), id="transport-2")]), encoding="utf-8")
        for picture in PICTURES:
            driver = start_browser(Path(name))
            try:
                _take(driver, page, picture, out)
            finally:
                driver.quit()


def _take(driver: "webdriver.Chrome", page: Path, picture: Picture, out: Path) -> None:
    size = {"width": picture.width, "height": picture.height, "deviceScaleFactor": 1, "mobile": picture.width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(page.as_uri())
    while driver.find_element(By.ID, "theme").text != f"Theme: {picture.theme}":
        driver.find_element(By.ID, "theme").click()
    driver.find_element(By.CSS_SELECTOR, '.pair[data-id="p2s1"] button.accepted').click()
    driver.find_element(By.CSS_SELECTOR, '.pair[data-id="p2s2"] .english-text').click()
    area = driver.find_element(By.TAG_NAME, "textarea")
    area.send_keys(Keys.BACKSPACE, " on the previous year.", Keys.CONTROL, Keys.ENTER)
    focus = "main" if picture.width > 600 else '.pair[data-id="p2s1"]'
    driver.execute_script("document.querySelector('main').scrollTop = 0")
    driver.execute_script("document.querySelector(arguments[0]).scrollIntoView()", focus)
    amount = driver.find_element(By.CSS_SELECTOR, '.pair[data-id="p2s1"] .source-text .reading:last-of-type')
    webdriver.ActionChains(driver).move_to_element(amount).perform()
    driver.save_screenshot(str(out / picture.name))


def _segment(
    identity: str, source: str, score: float, english: str, *flags: Flag, other: str = ""
) -> TranslatedSegment:
    level = flags[0].level if flags else "ok"
    return TranslatedSegment(identity, source, source, english, score, level, flags, (other,) if other else ())


def _paragraphs() -> tuple[tuple[TranslatedSegment, ...], ...]:
    lead = "The deputy roads minister announced on Sunday, 2 June 2024, 20 trillion tomans for buying buses."
    rise = "This figure has risen by 35 percent compared with last year."
    quote = "“By the end of the year about {} new buses will enter the big cities,” he said."
    close = "Parliament will examine the details of the plan next week."
    return (
        (_segment("p1s1", HEADLINE, -0.31, "Budget for renewing public transport rises"),),
        (
            _segment("p2s1", LEAD, -0.42, lead, NAMES),
            _segment("p2s2", RISE, -0.55, "The figure is up 35 percent.", other=rise),
        ),
        (
            _segment("p3s1", QUOTE, -0.94, quote.format(250), NUMBERS, other=quote.format("2,500")),
            _segment("p3s2", CLOSE, -0.48, close),
        ),
    )


def _wire() -> Result:
    """The example: a lead with a date and an amount, a figure that went wrong, a name that is missing."""
    paragraphs = _paragraphs()
    summary = "The deputy roads minister announced 20 trillion tomans for buying buses. The figure is up 35 percent."
    extra = {"byline": "سارا امینی", "urgency": "3", "version": "2"}
    digest, published = "c4bb2855c4d5" + "0" * 52, "2024-06-02T10:00:00+03:30"
    return make_result(
        "transport",
        source=SourceInfo("newsml", digest, "fa", "transport.xml", "", published, "ISNA", "Tehran", extra),
        headline=Headline(HEADLINE, paragraphs[0][0].english),
        translation=Translation(paragraphs),
        dates=(DateReading("۱۳ خرداد ۱۴۰۳", "jalali", SUNDAY, (SUNDAY, SUNDAY), "", "p2s1"),),
        numbers=(
            NumberReading("۲۰ هزار میلیارد تومان", "20000000000000", "toman", "p2s1"),
            NumberReading("۳۵ درصد", "35", "percent", "p2s2"),
            NumberReading("۲۵۰۰ دستگاه", "2500", "", "p3s1"),
        ),
        summary=Summary(summary, "extractive", "ok", (), ("p2s1", "p2s2"), (("p2s1",), ("p2s2",)), ""),
        coverage=Coverage(5, 5),
    )


if __name__ == "__main__":
    main()
