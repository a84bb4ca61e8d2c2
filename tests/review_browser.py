"""The review page in a browser: short names for what the tests do there."""

import time
from pathlib import Path

from tests.browser import By, Keys, webdriver


class Page:
    """The page in a browser: short names for what the tests do."""

    def __init__(self, driver: "webdriver.Chrome", downloads: Path) -> None:
        self.driver, self.downloads = driver, downloads

    def find(self, selector: str):  # type: ignore[no-untyped-def] # selenium's own element
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def all(self, selector: str) -> list:  # type: ignore[type-arg]
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def pair(self, identity: str, inside: str = ""):  # type: ignore[no-untyped-def]
        return self.find(f'.pair[data-id="{identity}"] {inside}')

    def press(self, keys: str) -> None:
        self.driver.switch_to.active_element.send_keys(keys)

    def statistic(self, name: str) -> str:
        return str(self.find(f'[data-statistic="{name}"]').text)

    def rewrite(self, text: str, ending: str = Keys.ENTER) -> None:
        area = self.find("textarea")
        area.send_keys(Keys.CONTROL, "a")
        area.send_keys(text)
        area.send_keys(Keys.CONTROL, ending)

    def shown(self) -> list[str]:
        return [pair.get_attribute("data-id") for pair in self.all(".pair") if pair.is_displayed()]

    def export(self, kind: str, name: str) -> str:
        (self.downloads / name).unlink(missing_ok=True)
        self.find("#open-export").click()
        self.find(f'[data-export="{kind}"]').click()
        self.find("#export [data-close]").click()
        for _ in range(100):
            if (self.downloads / name).exists():
                return (self.downloads / name).read_text(encoding="utf-8")
            time.sleep(0.1)
        raise AssertionError(f"{name} was not downloaded: {list(self.downloads.iterdir())}")
