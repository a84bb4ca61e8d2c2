"""One running server: the pipeline behind its batcher, its limits, and what it counts."""

import asyncio
import contextlib
from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.requests import Request

from xlsum.archive.gist import gist_of
from xlsum.document import Document, Result
from xlsum.errors import DocumentError
from xlsum.serve.batcher import Batcher, BusyError
from xlsum.serve.config import ServerConfig
from xlsum.serve.guard import RateLimiter, RefusedError, check_key
from xlsum.serve.portions import Portion, cut_jobs, cut_text, weigh_portion
from xlsum.serve.workshop import Answer, DocumentJob, Job, TextJob, TranslatedText, Workshop, joined

FIRST_SENTENCE = "سلام دنیای بزرگ ما."


class Desk:
    """Takes jobs of requests to the workshop and gives answers back, or says why it refuses."""

    def __init__(self, workshop: Workshop, config: ServerConfig) -> None:
        self.workshop, self.config = workshop, config
        self.rates = RateLimiter(config.requests_per_minute)
        self.batcher: Batcher[Portion, list[Answer]] = Batcher(
            self._worked,
            max_items=config.batch_items,
            max_waiting=config.max_waiting,
            lanes=config.lanes or workshop.lanes,
            weigh=weigh_portion,
        )
        self.registry = CollectorRegistry()
        self.requests = Counter("xlsum_requests", "Requests", ["path", "status"], registry=self.registry)
        self.seconds = Histogram("xlsum_request_seconds", "Seconds a request took", ["path"], registry=self.registry)
        self.characters = Counter("xlsum_characters", "Characters taken in", registry=self.registry)
        Gauge("xlsum_waiting", "Jobs that wait", registry=self.registry).set_function(lambda: self.batcher.waiting)

    async def warm_up(self) -> None:
        """Translate a sentence, so that what is loaded at first use is loaded before the first request needs it."""
        with contextlib.suppress(Exception):  # the first request will meet it again, and report it
            await self.batcher.submit([(TextJob(FIRST_SENTENCE, "fa"),)])

    def admit_request(self, request: Request, key: str) -> None:
        """Count a request against its key or address. Raises RefusedError (403, 429)."""
        given = self.checked_key(request, key)
        self.rates.admit(given if self.config.api_keys else (request.client.host if request.client else ""))

    def checked_key(self, request: Request, key: str) -> str:
        """The key that came as a field or as a bearer token. Raises RefusedError (403)."""
        given = key or request.headers.get("authorization", "").removeprefix("Bearer ")
        check_key(self.config, given)
        return given

    async def translate(self, texts: Sequence[str], language: str = "") -> list[TranslatedText]:
        """English of each text, in order. Raises RefusedError (413, 503, 504)."""
        self._measure(texts)
        pieces = [cut_text(text) for text in texts]
        answers = iter(await self._all([TextJob(piece, language) for of_text in pieces for piece in of_text]))
        found = [[next(answers) for _ in of_text] for of_text in pieces]
        return [joined([answer for answer in of_text if isinstance(answer, TranslatedText)]) for of_text in found]

    async def run(self, document: Document, *, summary: bool = True, known: Result | None = None) -> Result:
        """The whole result of one wire, sentences of `known` taken over. Raises RefusedError (413, 422, 503, 504)."""
        [result] = await self.run_all([document], summary=summary, known=known)
        return result

    async def lead(self, document: Document) -> Result:
        """The headline and the first paragraph under it, before the rest. Raises as `run` does."""
        return await self.run(gist_of(document), summary=False)

    async def run_all(
        self, documents: Sequence[Document], *, summary: bool = True, known: Result | None = None
    ) -> list[Result]:
        """The results of several wires, in order; one that cannot be used refuses them all. Raises as `run` does."""
        self._measure([document.headline + document.text for document in documents])
        answers = await self._all([DocumentJob(document, summary, known) for document in documents])
        for answer in answers:
            if isinstance(answer, DocumentError):
                raise RefusedError(422, answer.reason)
        return [answer for answer in answers if isinstance(answer, Result)]

    def _worked(self, portions: list[Portion]) -> list[list[Answer]]:
        answers = iter(self.workshop.work([job for portion in portions for job in portion]))
        return [[next(answers) for _ in portion] for portion in portions]

    def _measure(self, texts: Sequence[str]) -> None:
        if len(texts) > self.config.max_texts:
            raise RefusedError(413, f"{len(texts)} texts; at most {self.config.max_texts} in one request")
        characters = sum(map(len, texts))
        if characters > self.config.max_characters:
            raise RefusedError(413, f"{characters} characters; at most {self.config.max_characters} in one request")
        self.characters.inc(characters)

    async def _all(self, jobs: Sequence[Job]) -> list[Answer]:
        wait = self.config.retry_after_seconds
        try:
            portions = self.batcher.submit(list(cut_jobs(jobs)))
            answered = await asyncio.wait_for(portions, self.config.request_timeout_seconds)
            return [answer for portion in answered for answer in portion]
        except BusyError:
            raise RefusedError(503, "the server is busy: its queue is full", wait) from None
        except TimeoutError:
            limit = f"{self.config.request_timeout_seconds:g}"
            raise RefusedError(504, f"not done in {limit} seconds: send less at a time") from None
