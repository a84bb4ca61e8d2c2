"""Our own API: whole results, as JSON or as server-sent events with the headline and lead first."""

import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from xlsum.document import Document, Result
from xlsum.errors import DocumentError
from xlsum.formats import read_bytes, result_to_json
from xlsum.serve.desk import Desk
from xlsum.serve.fields import Fields, read_fields
from xlsum.serve.guard import RefusedError

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

    async def _events(self, document: Document) -> AsyncIterator[str]:
        try:
            lead = await self.desk.lead(document)
            yield lead_event(lead)
            yield event("result", result_to_json(await self.desk.run(document, known=lead)))
        except RefusedError as refused:
            yield event("error", {"error": refused.reason})

    async def _document(self, request: Request) -> Document:
        wires = await read_wires(self.desk, request)
        if len(wires) > 1:
            raise RefusedError(422, f"the file holds {len(wires)} wires: send one at a time")
        return wires[0]


async def read_wires(desk: Desk, request: Request) -> list[Document]:
    """The wire of a request: `text`, and `id`, `headline`, `published`, `source`, `url`, `language` where given.

    Or those of a `file` in any format that xlsum reads. Raises RefusedError (400, 403, 408, 413, 422, 429).
    """
    fields = await read_fields(request, desk.config)
    desk.admit_request(request, fields.text("api_key"))
    if fields.upload is None:
        return [_document(fields)]
    try:
        wires = list(read_bytes(fields.upload.data, fields.upload.name))
    except DocumentError as error:
        raise RefusedError(422, error.reason) from error
    if not wires:
        raise RefusedError(422, f"{fields.upload.name} holds no wire")
    return wires


def event(name: str, data: object) -> str:
    """One server-sent event."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def lead_event(lead: Result) -> str:
    """The event that tells headline and lead before the rest is done."""
    text = " ".join(segment.english for segment in lead.translation.paragraphs[-1])
    return event("lead", {"headline": lead.headline and lead.headline.english, "lead": text})


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
