"""Our own API: whole results, as JSON or as server-sent events with the headline and lead first."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from xlsum.document import Document, Result
from xlsum.formats import result_to_json
from xlsum.formats.review import review_page
from xlsum.serve.desk import Desk
from xlsum.serve.fields import Fields, read_fields
from xlsum.serve.guard import RefusedError, check_key

LANGUAGES = ("", "fa", "prs")


class V1:
    """The endpoints /v1/translate, /v1/summarize and /v1/run, all working on one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def routes(self) -> list[Route]:
        """Path by path."""
        return [
            Route("/v1/translate", self.translate, methods=["POST"]),
            Route("/v1/summarize", self.summarize, methods=["POST"]),
            Route("/v1/run", self.run, methods=["POST"]),
            Route("/review", self.review, methods=["POST"]),
        ]

    async def translate(self, request: Request) -> Response:
        """The result object without a summary."""
        document = await self._document(request)
        return JSONResponse(result_to_json(await self.desk.run(document, summary=False)))

    async def summarize(self, request: Request) -> Response:
        """The summary of the result object, with the document's id."""
        result = result_to_json(await self.desk.run(await self._document(request)))
        return JSONResponse({key: result[key] for key in ("id", "headline", "summary", "provenance")})

    async def run(self, request: Request) -> Response:
        """The whole result object; with `Accept: text/event-stream`, first an event `lead`, then `result`."""
        document = await self._document(request)
        if "text/event-stream" in request.headers.get("accept", ""):
            return StreamingResponse(self._events(document), media_type="text/event-stream")
        return JSONResponse(result_to_json(await self.desk.run(document)))

    async def review(self, request: Request) -> Response:
        """The review page of a wire: source and English side by side, to edit, judge and export."""
        return HTMLResponse(review_page([await self.desk.run(await self._document(request))]))

    async def _events(self, document: Document) -> AsyncIterator[str]:
        try:
            lead = await self.desk.run(lead_of(document), summary=False)
            yield _event("lead", {"headline": lead.headline and lead.headline.english, "lead": _lead_text(lead)})
            yield _event("result", result_to_json(await self.desk.run(document)))
        except RefusedError as refused:
            yield _event("error", {"error": refused.reason})

    async def _document(self, request: Request) -> Document:
        """The wire of a request: `text`, and `id`, `headline`, `published`, `source`, `url`, `language` where given."""
        fields = await read_fields(request, self.desk.config)
        key = fields.text("api_key") or request.headers.get("authorization", "").removeprefix("Bearer ")
        check_key(self.desk.config, key)
        self.desk.rates.admit(key if self.desk.config.api_keys else (request.client.host if request.client else ""))
        return _document(fields)


def lead_of(document: Document) -> Document:
    """The headline and the first paragraph under it."""
    lines = [line for line in document.text.split("\n") if line.strip()]
    return replace(document, text="\n".join(lines[: 1 if document.headline else 2]))


def _lead_text(result: Result) -> str:
    return " ".join(segment.english for segment in result.translation.paragraphs[-1])


def _document(fields: Fields) -> Document:
    text = "\n".join(fields.texts("text"))
    if not text.strip():
        raise RefusedError(422, "text is empty")
    language = fields.text("language")
    if language not in LANGUAGES:
        raise RefusedError(400, f"language {language!r} is not one of fa, prs")
    return Document(
        id=fields.text("id", "request"),
        text=text,
        headline=fields.text("headline"),
        published=fields.text("published"),
        source=fields.text("source"),
        url=fields.text("url"),
        format="api",
        language=language,
    )


def _event(name: str, data: object) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
