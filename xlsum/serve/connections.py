"""Connections of a running server: how many, how long one may be silent, and how they end."""

import asyncio
import json
from collections import OrderedDict
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from xlsum.serve.config import ServerConfig

LAST_WORDS_SECONDS = 0.5  # at the end, for a request that is on its way


class Door:
    """Who is inside. `silent` connections have no request under way, the longest silent first."""

    def __init__(self, config: ServerConfig) -> None:
        self.config = config
        self.inside: set[PatientProtocol] = set()
        self.silent: OrderedDict[PatientProtocol, None] = OrderedDict()

    def admit(self, connection: "PatientProtocol") -> None:
        """Let a connection in; where that is one too many, the longest silent one goes, or else the new one."""
        self.inside.add(connection)
        self.silent[connection] = None
        if len(self.inside) > self.config.max_connections:
            longest_silent = next(iter(self.silent))
            longest_silent.refuse(503, f"too many connections: at most {self.config.max_connections}")

    def forget(self, connection: "PatientProtocol") -> None:
        """The connection has ended or is about to."""
        self.inside.discard(connection)
        self.silent.pop(connection, None)


class PatientProtocol(H11Protocol):  # type: ignore[misc]  # uvicorn is not type-checked here
    """HTTP/1.1 that tells senders of slow headers (slow loris) and one connection too many why they are refused."""

    door: Door  # set by `protocol_of`
    _deadline: asyncio.TimerHandle | None = None
    _ending = False

    def connection_made(self, transport: Any) -> None:  # Any: as uvicorn declares it
        super().connection_made(transport)
        self._await_headers()
        self.door.admit(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_clock()
        self.door.forget(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._is_silent and self._deadline is None:
            self._await_headers()
        super().data_received(data)

    def handle_events(self) -> None:
        super().handle_events()
        if self._is_silent:
            return
        self._stop_clock()
        self.door.silent.pop(self, None)
        if self._ending:
            self.cycle.keep_alive = False

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self._is_silent or self.transport.is_closing():
            return
        self.door.silent[self] = None
        if self.conn.their_state is h11.SEND_BODY:  # the rest of a body that nobody reads
            self._await_headers()

    def shutdown(self) -> None:
        """End the connection, or let it end with the request under way; one that is just being sent is answered."""
        self._ending = True
        if self._is_silent:
            self.loop.call_later(LAST_WORDS_SECONDS, self._end)
        else:
            self.cycle.keep_alive = False

    def refuse(self, status: int, reason: str) -> None:
        """Answer a connection without a request under way, and close it."""
        self.door.forget(self)
        if self.transport.is_closing():
            return
        body = json.dumps({"error": reason}).encode()
        lines = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            f"Retry-After: {self.door.config.retry_after_seconds}",
            "Connection: close",
        )
        self.transport.write("\r\n".join((*lines, "", "")).encode() + body)
        self.transport.close()

    @property
    def _is_silent(self) -> bool:
        return self.cycle is None or bool(self.cycle.response_complete)

    def _await_headers(self) -> None:
        self._stop_clock()
        self._deadline = self.loop.call_later(self.door.config.read_timeout_seconds, self._is_late)

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _is_late(self) -> None:
        self._deadline = None
        if not self._is_silent:
            return
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.close()
        else:
            self.refuse(408, f"no request came in {self.door.config.read_timeout_seconds:g} seconds")

    def _end(self) -> None:
        if self._is_silent and not self.transport.is_closing():
            self.transport.close()


def protocol_of(config: ServerConfig) -> type[PatientProtocol]:
    """The protocol with a door of its own."""
    return type("PatientProtocolOfOneServer", (PatientProtocol,), {"door": Door(config)})
