"""The server: LibreTranslate's shapes, our own API, limits that refuse in words, batching that keeps answers apart."""

import asyncio
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the extra `serve` is not installed")

from starlette.testclient import TestClient

from tests.conftest import FakeEngine
from xlsum.engines.protocol import DecodingOptions
from xlsum.pipeline import Pipeline
from xlsum.serve.app import build_app
from xlsum.serve.batcher import Batcher, BusyError
from xlsum.serve.config import ServerConfig
from xlsum.serve.guard import RateLimiter, RefusedError
from xlsum.settings import Settings
from xlsum.stages import EXTRACTIVE, extractive_writer
from xlsum.summarize import Summarizer
from xlsum.translate import Translator

FIXTURES = Path(__file__).parent / "fixtures"
PERSIAN = "وزیر آمد. او رفت."
ENGLISH = "English of وزیر آمد. English of او رفت."


def pipeline() -> Pipeline:
    writer = extractive_writer(EXTRACTIVE, Settings())
    return Pipeline(
        Translator(FakeEngine(), DecodingOptions(), retry=False),
        Summarizer(writer, writer, identities=(writer.identity,)),
    )


def serving(config: ServerConfig) -> Iterator[TestClient]:
    with TestClient(build_app(pipeline(), config)) as client:
        yield client


@pytest.fixture
def client() -> Iterator[TestClient]:
    yield from serving(ServerConfig(max_characters=1000, max_body_bytes=5000))


ASKED = {"q": PERSIAN, "source": "fa", "target": "en"}


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"json": ASKED}, id="JSON"),
        pytest.param({"data": ASKED}, id="form"),
        pytest.param({"params": ASKED}, id="query string"),
        pytest.param({"files": {name: (None, value) for name, value in ASKED.items()}}, id="multipart"),
        pytest.param({"json": {**ASKED, "api_key": "ignored"}}, id="a key where none is configured"),
        pytest.param({"content": json.dumps(ASKED, ensure_ascii=False).encode()}, id="no content type"),
    ],
)
def test_translate_takes_fields_whichever_way_they_come(client: TestClient, sent: dict[str, object]) -> None:
    answer = client.post("/translate", **sent)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"translatedText": ENGLISH}


NPM = [json.loads(line) for line in (FIXTURES / "npm_requests.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("sent", [pytest.param(sent, id=f"{sent['client']} {sent['path']}") for sent in NPM])
def test_what_npm_clients_send_is_answered_as_they_expect(client: TestClient, sent: dict[str, Any]) -> None:
    """The requests were recorded from the packages (benchmarks/server/npm/clients.mjs)."""
    answer = client.request(sent["method"], sent["path"], content=sent["body"].encode(), headers=sent["headers"])
    assert answer.status_code == 200, answer.text
    body = answer.json()
    if sent["path"] == "/languages":
        assert {"fa", "en"} <= {language["code"] for language in body}
    elif sent["path"] == "/detect":
        assert body[0]["language"] == "fa"
    else:
        assert body["translatedText"] == f"English of {json.loads(sent['body'])['q']}"


@pytest.mark.parametrize(
    "others",
    [
        pytest.param({"apiKey": "", "tags": ["a"]}, id="a list of strings"),
        pytest.param({"options": {"a": 1}, "ratio": 0.5, "flag": True, "none": None}, id="an object, numbers, nothing"),
    ],
)
def test_fields_that_we_do_not_know_are_passed_over(client: TestClient, others: dict[str, object]) -> None:
    assert client.post("/translate", json={**ASKED, **others}).json() == {"translatedText": ENGLISH}


def test_more_texts_than_may_wait_are_one_request() -> None:
    for client in serving(ServerConfig(max_waiting=2)):
        answer = client.post("/translate", json={**ASKED, "q": [PERSIAN] * 40})
        assert answer.json()["translatedText"] == [ENGLISH] * 40


def test_a_long_text_is_worked_on_in_portions_and_comes_back_whole() -> None:
    lines = [f"وزیر شماره {number} آمد.\r\n" for number in range(600)]
    for client in serving(ServerConfig()):
        answer = client.post("/translate", json={**ASKED, "q": "".join(lines)})
        assert answer.json()["translatedText"] == "".join(f"English of {line}" for line in lines)


def test_browsers_may_ask_from_the_origin_that_is_configured() -> None:
    asking = {"Origin": "https://desk.example", "Access-Control-Request-Method": "POST"}
    asking["Access-Control-Request-Headers"] = "content-type"
    for client in serving(ServerConfig(cors_origin="https://desk.example")):
        before = client.options("/translate", headers=asking)
        assert before.headers["access-control-allow-origin"] == "https://desk.example"
        answer = client.post("/translate", json=ASKED, headers={"Origin": "https://desk.example"})
        assert answer.headers["access-control-allow-origin"] == "https://desk.example"


def test_metrics_count_by_path(client: TestClient) -> None:
    client.post("/translate", json=ASKED)
    assert 'xlsum_requests_total{path="/translate",status="200"} 1.0' in client.get("/metrics").text


@pytest.mark.parametrize(
    "count", [pytest.param(2, id="number"), pytest.param("2", id="digits"), pytest.param(2.0, id="2.0")]
)
def test_alternatives_may_be_asked_for(client: TestClient, count: object) -> None:
    answer = client.post("/translate", json={**ASKED, "q": "وزیر آمد.", "alternatives": count})
    assert isinstance(answer.json()["alternatives"], list)


def test_several_texts_come_back_as_several_with_their_languages(client: TestClient) -> None:
    answer = client.post("/translate", json={"q": [PERSIAN, "Stays as it is."], "source": "auto", "target": "en"})
    body = answer.json()
    assert body["translatedText"] == [ENGLISH, "Stays as it is."]
    assert [found["language"] for found in body["detectedLanguage"]] == ["fa", "en"]


def test_lines_and_blank_lines_of_a_text_stay(client: TestClient) -> None:
    text = "وزیر آمد.\n\n  او رفت.\r\n"
    answer = client.post("/translate", json={"q": text, "source": "fa", "target": "en"}).json()
    assert answer["translatedText"] == "English of وزیر آمد.\n\n  English of او رفت.\r\n"


def test_html_keeps_its_tags_and_attributes(client: TestClient) -> None:
    html = '<p class="a">وزیر آمد.</p><script>var x = "متن";</script>'
    answer = client.post("/translate", json={"q": html, "source": "fa", "target": "en", "format": "html"}).json()
    assert answer["translatedText"] == '<p class="a">English of وزیر آمد.</p><script>var x = "متن";</script>'


@pytest.mark.parametrize("html", [pytest.param("", id="nothing"), pytest.param("a\x00\x0b\uffffb", id="control bytes")])
def test_html_that_xml_cannot_hold_is_read_all_the_same(client: TestClient, html: str) -> None:
    answer = client.post("/translate", json={"q": html, "source": "auto", "target": "en", "format": "html"})
    assert answer.json()["translatedText"] == html.replace("\x00", "\ufffd").replace("\x0b", "\ufffd").replace(
        "\uffff", "\ufffd"
    )


def test_a_file_is_translated_and_can_be_fetched(client: TestClient) -> None:
    answer = client.post(
        "/translate_file", files={"file": ("a.txt", PERSIAN.encode())}, data={"source": "fa", "target": "en"}
    )
    assert answer.status_code == 200, answer.text
    address = answer.json()["translatedFileUrl"]
    assert client.get(address).text == ENGLISH


def test_the_small_endpoints_have_libretranslates_shapes(client: TestClient) -> None:
    assert client.post("/detect", data={"q": PERSIAN}).json()[0]["language"] == "fa"
    assert {"code": "fa", "name": "Persian", "targets": ["en"]} in client.get("/languages").json()
    assert client.get("/frontend/settings").json()["charLimit"] == 1000
    assert client.get("/health").json() == {"status": "ok"}
    assert "xlsum_requests_total" in client.get("/metrics").text
    assert client.get("/openapi.json").json()["openapi"].startswith("3.")
    assert "<title>xlsum</title>" in client.get("/").text


@pytest.mark.parametrize(
    ("sent", "status", "reason"),
    [
        pytest.param({"json": {"source": "fa"}}, 400, "missing q", id="no text"),
        pytest.param({"json": {**ASKED, "target": "de"}}, 400, "de is not supported", id="a target we have not"),
        pytest.param({"json": {**ASKED, "source": "xx"}}, 400, "xx is not supported", id="a source we have not"),
        pytest.param({"content": b"{"}, 400, "not valid JSON", id="broken JSON"),
        pytest.param({"content": b"[" * 4000}, 400, "not valid JSON", id="open brackets"),
        pytest.param({"content": b"[1]"}, 400, "must be a JSON object", id="an array"),
        pytest.param({"content": b'{"q": "\xff"}'}, 400, "not UTF-8", id="not UTF-8"),
        pytest.param({"json": {**ASKED, "q": [1]}}, 400, "list of strings", id="numbers for texts"),
        pytest.param({"json": {**ASKED, "alternatives": "x"}}, 400, "whole number", id="alternatives"),
        pytest.param({"json": {**ASKED, "q": "ا" * 1001}}, 413, "1001 characters", id="too many characters"),
        pytest.param({"content": b"x" * 5001}, 413, "over 5000 bytes", id="too large a body"),
    ],
)
def test_what_is_refused_says_why(client: TestClient, sent: dict[str, object], status: int, reason: str) -> None:
    answer = client.post("/translate", **sent)  # type: ignore[arg-type]
    assert answer.status_code == status
    assert reason in answer.json()["error"]


def test_keys_are_asked_for_where_they_are_configured() -> None:
    for client in serving(ServerConfig(api_keys=frozenset({"desk-1"}))):
        assert client.post("/translate", json=ASKED).status_code == 403
        assert client.post("/translate", json={**ASKED, "api_key": "desk-2"}).status_code == 403
        assert client.post("/translate", json={**ASKED, "api_key": "desk-1"}).status_code == 200
        assert client.post("/v1/run", json={"text": PERSIAN}, headers={"Authorization": "Bearer desk-1"}).is_success


def test_rates_are_limited_with_a_time_to_come_back() -> None:
    for client in serving(ServerConfig(requests_per_minute=2)):
        statuses = [client.post("/translate", json=ASKED) for _ in range(3)]
        assert [answer.status_code for answer in statuses] == [200, 200, 429]
        assert int(statuses[2].headers["Retry-After"]) >= 1


def test_tokens_of_a_rate_come_back_with_time() -> None:
    rates = RateLimiter(60)
    for _ in range(60):
        rates.admit("a", now=0.0)
    with pytest.raises(RefusedError):
        rates.admit("a", now=0.0)
    rates.admit("a", now=2.0)
    rates.admit("b", now=0.0)


def test_v1_gives_the_whole_result_and_streams_the_lead_first(client: TestClient) -> None:
    wire = {"text": "دیدار وزیران\nوزیر آمد. او رفت.", "id": "w1"}
    whole = client.post("/v1/run", json=wire).json()
    assert whole["id"] == "w1"
    assert whole["summary"]["text"]
    assert client.post("/v1/translate", json=wire).json()["summary"] is None
    assert client.post("/v1/summarize", json=wire).json()["summary"]["text"]
    streamed = client.post("/v1/run", json=wire, headers={"Accept": "text/event-stream"}).text
    assert streamed.index("event: lead") < streamed.index("event: result")


def test_a_streamed_wire_decodes_no_sentence_twice() -> None:
    engine = FakeEngine()
    with TestClient(
        build_app(Pipeline(Translator(engine, DecodingOptions(), retry=False), None), ServerConfig())
    ) as it:
        it.post("/v1/run", json={"text": PERSIAN + "\nنماینده خندید."}, headers={"Accept": "text/event-stream"})
    asked = [text for batch in engine.asked for text in batch]
    assert sorted(map(asked.count, ("وزیر آمد.", "او رفت.", "نماینده خندید."))) == [1, 1, 1]


def test_a_file_in_a_wire_format_is_run_and_several_wires_are_refused(client: TestClient) -> None:
    one = client.post("/v1/run", files={"file": ("a.jsonl", json.dumps({"id": "x", "text": PERSIAN}).encode())})
    assert one.json()["id"] == "x"
    lines = "\n".join(json.dumps({"id": name, "text": PERSIAN}) for name in "ab")
    several = client.post("/v1/run", files={"file": ("a.jsonl", lines.encode())})
    assert (several.status_code, "2 wires" in several.json()["error"]) == (422, True)
    page = client.post("/review", files={"file": ("a.jsonl", lines.encode())})
    assert "Review of 2 documents" in page.text


def test_the_desk_opens_the_review_page_of_a_wire(client: TestClient) -> None:
    page = client.post("/review", data={"text": "دیدار وزیران\nوزیر آمد. <script>alert(1)</script>"})
    assert page.headers["content-type"].startswith("text/html")
    assert "English of دیدار وزیران" in page.text
    assert "<script>alert(1)" not in page.text


def test_v1_refuses_an_empty_wire(client: TestClient) -> None:
    assert client.post("/v1/run", json={"text": " "}).status_code == 422


def test_no_cors_header_by_default(client: TestClient) -> None:
    answer = client.get("/health", headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_items_that_wait_together_share_a_batch_and_a_bad_one_fails_alone() -> None:
    batches: list[list[int]] = []

    def work(items: list[int]) -> list[int]:
        batches.append(items)
        if -1 in items:
            raise ValueError("a bad item")
        return [item * 10 for item in items]

    async def main() -> list[object]:
        batcher: Batcher[int, int] = Batcher(work, max_items=8, max_waiting=10)
        asked = [asyncio.ensure_future(batcher.submit([item])) for item in (1, -1, 3)]
        await asyncio.sleep(0)
        batcher.start()
        answers = await asyncio.gather(*asked, return_exceptions=True)
        await batcher.stop()
        return list(answers)

    first, bad, last = asyncio.run(main())
    assert (first, last) == ([10], [30])
    assert isinstance(bad, ValueError)
    assert batches[0] == [1, -1, 3]


def test_a_full_queue_refuses() -> None:
    async def main() -> None:
        batcher: Batcher[int, int] = Batcher(list, max_items=1, max_waiting=1)
        waiting = asyncio.ensure_future(batcher.submit([1]))
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await batcher.submit([2])
        waiting.cancel()

    asyncio.run(main())


def test_lanes_share_what_waits_and_light_requests_pass_heavy_ones() -> None:
    batches: list[list[int]] = []

    def work(items: list[int]) -> list[int]:
        batches.append(items)
        time.sleep(0.05)
        return items

    async def main() -> list[int]:
        batcher: Batcher[int, int] = Batcher(
            work, max_items=8, max_waiting=20, lanes=2, max_weight=100, weigh=lambda item: item
        )
        heavy = [asyncio.ensure_future(batcher.submit([item])) for item in (500, 501)]
        light = [asyncio.ensure_future(batcher.submit([item])) for item in range(6)]
        await asyncio.sleep(0)
        batcher.start()
        answers = await asyncio.gather(*light, *heavy)
        await batcher.stop()
        return [answer for [answer] in answers]

    assert asyncio.run(main()) == [*range(6), 500, 501]
    assert sorted(batches[:2]) == [[0, 1, 2, 3], [500]]  # half of the eight to each lane, the heavy ones on one only


def test_a_batcher_finishes_what_it_let_in_before_it_stops() -> None:
    async def main() -> tuple[list[int], ...]:
        batcher: Batcher[int, int] = Batcher(list, max_items=1, max_waiting=5)
        batcher.start()
        asked = [asyncio.ensure_future(batcher.submit([item, item + 1, item + 2])) for item in (1, 11)]
        await asyncio.sleep(0)
        await batcher.stop()
        assert all(one.done() for one in asked)
        return tuple(one.result() for one in asked)

    assert asyncio.run(main()) == ([1, 2, 3], [11, 12, 13])
