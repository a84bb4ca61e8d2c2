"""The application: routes, one way of refusing, what is logged and counted."""

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xlsum.pipeline import Pipeline
from xlsum.serve.config import ServerConfig
from xlsum.serve.desk import Desk
from xlsum.serve.guard import RefusedError
from xlsum.serve.libretranslate import LibreTranslate
from xlsum.serve.openapi import openapi_document
from xlsum.serve.page import home_page, home_policy
from xlsum.serve.reviews import Reviews
from xlsum.serve.stories import Stories
from xlsum.serve.v1 import V1
from xlsum.serve.workshop import Workshop

LOG = logging.getLogger("xlsum.serve")
LINGER_SECONDS = 20.0  # for what is still being sent after a refusal


def build_app(pipeline: Pipeline, config: ServerConfig) -> Starlette:
    """The ASGI application that serves one pipeline."""
    desk = Desk(Workshop(pipeline), config)
    stories = Stories(config.watch, config.watch_folder, pipeline, config.watch_interval_seconds)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        desk.batcher.start()
        stories.start()
        first = asyncio.create_task(desk.warm_up())
        yield
        first.cancel()
        await asyncio.to_thread(stories.stop)
        await desk.batcher.stop()

    routes = [*_own_routes(desk), *LibreTranslate(desk).routes(), *V1(desk).routes(), *Reviews(desk, stories).routes()]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Watched, desk=desk), *_cross_origin(config)],
        exception_handlers={RefusedError: _refused, HTTPException: _not_found, Exception: _failed},
    )
    app.state.desk = desk
    return app


def _cross_origin(config: ServerConfig) -> list[Middleware]:
    if not config.cors_origin:
        return []
    headers = ["Authorization", "Content-Type"]
    return [Middleware(CORSMiddleware, allow_origins=[config.cors_origin], allow_methods=["*"], allow_headers=headers)]


def _own_routes(desk: Desk) -> list[Route]:
    page, headers = home_page(), {"Content-Security-Policy": home_policy(), "Referrer-Policy": "no-referrer"}

    async def home(request: Request) -> Response:
        return HTMLResponse(page, headers=headers)

    async def health(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def metrics(request: Request) -> Response:
        return PlainTextResponse(generate_latest(desk.registry))

    async def openapi(request: Request) -> Response:
        return JSONResponse(openapi_document())

    return [
        Route("/", home),
        Route("/health", health),
        Route("/metrics", metrics),
        Route("/openapi.json", openapi),
        Route("/spec", openapi),
    ]


class Watched:
    """Counts and logs every request: path, status and time, never a word of a document."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self.app, self.desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status = time.perf_counter(), 500

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-content-type-options", b"nosniff")]
            await send(message)

        try:
            await self.app(scope, receive, noting)
        finally:
            self._note(getattr(scope.get("route"), "path", "other"), status, time.perf_counter() - start)

    def _note(self, path: str, status: int, seconds: float) -> None:
        self.desk.requests.labels(path, status).inc()
        self.desk.seconds.labels(path).observe(seconds)
        LOG.info(json.dumps({"path": path, "status": status, "seconds": round(seconds, 3)}))


class Refusal(JSONResponse):  # type: ignore[misc]  # starlette is not type-checked here
    """Says why, then lets the sender finish for a while: one that is cut off while it sends never reads the answer."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": True})
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(_read_away(receive), LINGER_SECONDS)
        await send({"type": "http.response.body", "body": b""})


async def _read_away(receive: Receive) -> None:
    while (message := await receive())["type"] == "http.request" and message.get("more_body"):
        pass


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    headers = {"Retry-After": str(error.retry_after_seconds)} if error.retry_after_seconds else {}
    answer = Refusal if error.while_sent else JSONResponse
    return answer({"error": error.reason}, error.status, headers)


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    LOG.error("a request failed", exc_info=error)
    return JSONResponse({"error": "the server failed on this request; it is logged"}, 500)
