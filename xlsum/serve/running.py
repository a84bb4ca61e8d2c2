"""Run the application with uvicorn: bounded connections, slow senders cut off, a graceful end."""

import asyncio
import logging
import socket
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from xlsum.errors import UsageError
from xlsum.pipeline import Pipeline
from xlsum.serve.app import build_app
from xlsum.serve.config import ServerConfig

GRACE_SECONDS = 30
LONGEST_HEADERS = 32_768  # bytes


class PatientProtocol(H11Protocol):  # type: ignore[misc]  # uvicorn is not type-checked here
    """HTTP/1.1 that closes a connection whose request headers do not arrive in time (slow loris)."""

    header_timeout_seconds = 20.0

    def connection_made(self, transport: Any) -> None:  # Any: as uvicorn declares it
        super().connection_made(transport)
        loop = asyncio.get_event_loop()
        self._deadline = loop.call_later(self.header_timeout_seconds, self._close_if_silent)

    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        super().connection_lost(exc)

    def _close_if_silent(self) -> None:
        if self.cycle is None and not self.transport.is_closing():
            self.transport.close()


def serve(pipeline: Pipeline, config: ServerConfig) -> None:
    """Serve until SIGTERM or SIGINT; requests in hand are finished first. Raises UsageError when the port is taken."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    PatientProtocol.header_timeout_seconds = config.read_timeout_seconds
    uvicorn.Server(
        uvicorn.Config(
            build_app(pipeline, config),
            http=PatientProtocol,
            ws="none",
            limit_concurrency=config.max_connections,
            timeout_graceful_shutdown=GRACE_SECONDS,
            timeout_keep_alive=15,
            h11_max_incomplete_event_size=LONGEST_HEADERS,
            access_log=False,
            log_level="warning",
            server_header=False,
        )
    ).run(sockets=[_bound(config)])


def _bound(config: ServerConfig) -> socket.socket:
    family = socket.AF_INET6 if ":" in config.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((config.host, config.port))
    except OSError as error:
        listener.close()
        raise UsageError(f"{config.host}:{config.port}: {error.strerror}; choose another --host or --port") from error
    listener.listen(1024)
    return listener
