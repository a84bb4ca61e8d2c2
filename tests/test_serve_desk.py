"""The desk's page: its list of watched stories over HTTP, and real clicks in headless Chromium."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("uvicorn", reason="the extra `serve` is not installed")

import uvicorn
from starlette.testclient import TestClient

from tests.browser import By, needs_browser, start_browser, webdriver
from tests.test_serve import pipeline
from xlsum.errors import SourceNotFoundError
from xlsum.serve.app import build_app
from xlsum.serve.config import ServerConfig

STORY = "دیدار وزیران خارجه در تهران\nوزیر آمد. او رفت."
KILL = "ابطال خبر: دیدار وزیران خارجه در تهران\nاین خبر درست نیست."


@pytest.fixture
def config(tmp_path: Path) -> ServerConfig:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(STORY, encoding="utf-8")
    return ServerConfig(
        watch=(str(tmp_path / "in"),),
        watch_interval_seconds=0.05,
        watch_folder=tmp_path / "kept",
        max_body_bytes=50_000,
    )


def until(found: Callable[[], object]) -> object:
    """Whatever is found, once it is."""
    for _ in range(400):
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come")


def stories(client: TestClient) -> list[dict[str, object]]:
    listed: list[dict[str, object]] = client.get("/v1/stories").json()["stories"]
    return listed


def test_stories_have_headline_gist_and_review_page_and_outlive_the_server(config: ServerConfig) -> None:
    with TestClient(build_app(pipeline(), config)) as client:
        [story] = until(lambda: stories(client))  # type: ignore[misc]
        assert story["headline"]["english"] == "English of دیدار وزیران خارجه در تهران"
        assert story["gist"]
        assert "English of وزیر آمد." in client.get(f"/{story['address']}").text
        assert client.get("/review/elsewhere").status_code == 404
    with TestClient(build_app(pipeline(), replace(config, watch_interval_seconds=3600.0))) as client:
        assert [one["id"] for one in stories(client)] == ["a"]


def test_a_new_version_and_a_kill_are_shown_on_the_story(config: ServerConfig) -> None:
    folder = Path(config.watch[0])
    with TestClient(build_app(pipeline(), config)) as client:
        until(lambda: stories(client))
        (folder / "a.txt").write_text(STORY.replace("رفت", "ماند"), encoding="utf-8")
        until(lambda: stories(client)[0]["version"] == 2)
        (folder / "b.txt").write_text(KILL, encoding="utf-8")
        until(lambda: len(stories(client)) == 2)
        killed = until(lambda: next((one for one in stories(client) if one["id"] == "a" and one["notices"]), None))
    assert isinstance(killed, dict)
    assert (killed["id"], killed["version"], killed["level"]) == ("a", 2, "do-not-use")
    assert killed["changes"] == [{"segment": "p2s2", "before": "English of او رفت.", "now": "English of او ماند."}]


def test_a_withdrawn_story_stays_withdrawn_in_its_next_version(config: ServerConfig) -> None:
    folder = Path(config.watch[0])
    with TestClient(build_app(pipeline(), config)) as client:
        until(lambda: stories(client))
        (folder / "b.txt").write_text(KILL, encoding="utf-8")
        until(lambda: any(one["id"] == "a" and one["notices"] for one in stories(client)))
        (folder / "a.txt").write_text(STORY.replace("رفت", "ماند"), encoding="utf-8")
        story = until(lambda: next((one for one in stories(client) if one["version"] == 2), None))
    assert isinstance(story, dict)
    assert [notice["kind"] for notice in story["notices"]] == ["kill"]


def test_a_source_that_is_not_there_is_told_at_once_and_one_that_is_away_in_the_list(config: ServerConfig) -> None:
    with pytest.raises(SourceNotFoundError, match="nothing there to watch"):
        build_app(pipeline(), replace(config, watch=("/nowhere",)))
    with TestClient(build_app(pipeline(), replace(config, watch=("http://127.0.0.1:1/feed",)))) as client:
        troubles = until(lambda: client.get("/v1/stories").json()["troubles"])
    assert "cannot be reached" in str(troubles)


def test_stories_need_the_key_where_one_is_configured(config: ServerConfig) -> None:
    with TestClient(build_app(pipeline(), replace(config, api_keys=frozenset({"desk"})))) as client:
        assert client.get("/v1/stories").status_code == 403
        assert client.get("/v1/stories", headers={"Authorization": "Bearer desk"}).is_success


@pytest.fixture
def desk(config: ServerConfig, tmp_path: Path) -> Iterator["webdriver.Chrome"]:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(build_app(pipeline(), config), log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    driver = start_browser(tmp_path)
    driver.get(f"http://127.0.0.1:{listener.getsockname()[1]}/")
    yield driver
    driver.quit()
    server.should_exit = True
    thread.join()


def text_of(driver: "webdriver.Chrome", selector: str) -> str:
    found = driver.find_elements(By.CSS_SELECTOR, selector)
    return found[0].text if found else ""


@pytest.mark.slow
@needs_browser
def test_a_pasted_wire_a_file_and_a_story_open_their_review_page(desk: "webdriver.Chrome", tmp_path: Path) -> None:
    def shown() -> str:
        desk.switch_to.frame("page")
        words = text_of(desk, "main")
        desk.switch_to.default_content()
        return words

    def click(selector: str) -> None:
        desk.find_element(By.CSS_SELECTOR, selector).click()

    click("#run")
    assert "Paste a wire first" in text_of(desk, "#state")
    desk.find_element(By.ID, "text").send_keys("مجلس قانون را پذیرفت\nنماینده خندید. <b>او</b> رفت.")
    click("#run")
    until(lambda: "English of نماینده خندید." in text_of(desk, "#lead"))
    until(lambda: "English of <b>او</b> رفت." in shown())
    file = tmp_path / "dropped.html"
    file.write_text("<html><body><article><h1>بازی فوتبال</h1><p>تیم ما در بازی دیروز برنده شد.</p></article>", "utf-8")
    desk.find_element(By.ID, "file").send_keys(str(file))
    until(lambda: "تیم ما در بازی دیروز برنده شد." in shown())
    until(lambda: text_of(desk, "#stories h3"))
    click("#stories h3 a")
    until(lambda: "English of وزیر آمد." in shown())
    assert not [entry for entry in desk.get_log("browser") if entry["level"] == "SEVERE"]
