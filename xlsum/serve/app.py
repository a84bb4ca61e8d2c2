"""The application: routes, one way of refusing, what is logged and counted."""

import json
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from prometheus_client import generate_latest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from xlsum.pipeline import Pipeline
from xlsum.serve.config import ServerConfig
from xlsum.serve.desk import Desk
from xlsum.serve.guard import RefusedError
from xlsum.serve.libretranslate import LibreTranslate
from xlsum.serve.openapi import openapi_document
from xlsum.serve.page import home_page
from xlsum.serve.v1 import V1
from xlsum.serve.workshop import Workshop

LOG = logging.getLogger("xlsum.serve")
Next = Callable[[Request], Awaitable[Response]]


def build_app(pipeline: Pipeline, config: ServerConfig) -> Starlette:
    """The ASGI application that serves one pipeline."""
    desk = Desk(Workshop(pipeline), config)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        desk.batcher.start()
        yield
        await desk.batcher.stop()

    routes = [*_own_routes(desk), *LibreTranslate(desk).routes(), *V1(desk).routes()]
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_watched(desk))],
        exception_handlers={RefusedError: _refused, HTTPException: _not_found, Exception: _failed},
    )
    app.state.desk = desk
    return app


def _own_routes(desk: Desk) -> list[Route]:
    async def home(request: Request) -> Response:
        return HTMLResponse(home_page(), headers={"Content-Security-Policy": "default-src 'self' 'unsafe-inline'"})

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


def _watched(desk: Desk) -> Callable[[Request, Next], Awaitable[Response]]:
    """Count and log every request: path, status and time, never a word of a document."""

    async def dispatch(request: Request, following: Next) -> Response:
        start = time.perf_counter()
        response = await following(request)
        seconds = time.perf_counter() - start
        path = getattr(request.scope.get("route"), "path", "other")
        desk.requests.labels(path, response.status_code).inc()
        desk.seconds.labels(path).observe(seconds)
        LOG.info(json.dumps({"path": path, "status": response.status_code, "seconds": round(seconds, 3)}))
        if desk.config.cors_origin:
            response.headers["Access-Control-Allow-Origin"] = desk.config.cors_origin
        return response

    return dispatch


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    headers = {"Retry-After": str(error.retry_after_seconds)} if error.retry_after_seconds else {}
    return JSONResponse({"error": error.reason}, error.status, headers)


async def _not_found(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return JSONResponse({"error": error.detail}, error.status_code, error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    LOG.error("a request failed", exc_info=error)
    return JSONResponse({"error": "the server failed on this request; it is logged"}, 500)
