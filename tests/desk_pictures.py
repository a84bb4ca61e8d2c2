"""Screenshots of the desk for the documentation, from the example wires and notices written here.

    python -m tests.desk_pictures [--out docs]

It starts `xlsum serve --watch` on a folder, clicks through it in headless Chromium, and writes desk.png (home with the
list of stories), desk-review.png (a wire that was just pasted), desk-dark.png and desk-phone.png.
"""

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.server.running import running_server
from tests.browser import By, start_browser, webdriver

EXAMPLES = Path(__file__).parent.parent / "examples"
PASTED = "economy.txt"
KILL = """ابطال خبر: پیروزی تیم ملی والیبال برابر ایتالیا در نخستین گام
به اطلاع مشترکان می‌رساند خبر یادشده به دلیل اشتباه در نتیجه ست چهارم باطل است و استفاده نشود."""
CORRECTION = """اصلاحیه: تصادف اتوبوس و کامیون در محور یزد - کرمان ۷ کشته و ۱۸ مصدوم بر جا گذاشت
شمار مصدومان این حادثه ۱۶ نفر است."""
SECONDS = 240


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path("docs"))
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wires = folder / "wires"
        wires.mkdir()
        for path in EXAMPLES.glob("*.txt"):
            if path.name not in (PASTED, "scraped.txt"):
                shutil.copy(path, wires)
        options = ("--watch", "wires", "--watch-interval", "1", "--watch-folder", "kept")
        with running_server(*options, folder=folder) as server:
            driver = start_browser(folder)
            try:
                _take(driver, server.address, wires, chosen.out)
            finally:
                driver.quit()


def _take(driver: "webdriver.Chrome", address: str, wires: Path, out: Path) -> None:
    driver.set_window_size(1280, 900)
    driver.get(address)
    _wait(lambda: _count(driver, "li.story") >= 4)
    politics = wires / "politics.txt"
    politics.write_text(politics.read_text(encoding="utf-8").replace("۲۰ تیر", "۲۷ تیر"), encoding="utf-8")
    _wait(lambda: _count(driver, "details") >= 1)
    for count, (name, text) in enumerate({"notice-1": CORRECTION, "notice-2": KILL}.items(), 1):
        (wires / f"{name}.txt").write_text(text, encoding="utf-8")
        _wait(lambda expected=2 * count: _count(driver, ".notice") >= expected)  # on the notice and on its story
    driver.find_element(By.ID, "text").send_keys((EXAMPLES / PASTED).read_text(encoding="utf-8"))
    driver.execute_script("window.scrollTo(0, 0)")
    driver.save_screenshot(str(out / "desk.png"))
    driver.find_element(By.ID, "run").click()
    _wait(lambda: driver.find_element(By.ID, "review").is_displayed())
    time.sleep(2)  # the review page draws itself in its frame
    driver.save_screenshot(str(out / "desk-review.png"))
    _theme(driver, "dark")
    driver.execute_script("window.scrollTo(0, 0)")
    driver.save_screenshot(str(out / "desk-dark.png"))
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    )
    driver.execute_script("document.getElementById('feed').scrollIntoView()")
    time.sleep(0.5)
    driver.save_screenshot(str(out / "desk-phone.png"))


def _theme(driver: "webdriver.Chrome", name: str) -> None:
    driver.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": name}]}
    )


def _count(driver: "webdriver.Chrome", selector: str) -> int:
    return len(driver.find_elements(By.CSS_SELECTOR, selector))


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError("the page did not come to what was waited for")
        time.sleep(0.3)


if __name__ == "__main__":
    main()
