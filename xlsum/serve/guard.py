"""Who may ask, how often and how much: keys, rates, sizes and slow senders, before a request reaches its handler."""

import asyncio
import hmac
import time
from collections import OrderedDict

from starlette.requests import Request

from xlsum.serve.config import ServerConfig

MOST_CALLERS = 10_000  # callers whose rate is remembered; the longest silent is forgotten first


class RefusedError(Exception):
    """A request that is refused: its HTTP status, one sentence why, and in how many seconds to try again (0: never).

    `while_sent` says that its body was still on the way.
    """

    def __init__(self, status: int, reason: str, retry_after_seconds: int = 0, *, while_sent: bool = False) -> None:
        super().__init__(reason)
        self.status, self.reason, self.retry_after_seconds = status, reason, retry_after_seconds
        self.while_sent = while_sent


class RateLimiter:
    """A token bucket for each caller: `per_minute` requests a minute, as many at once; 0 lets all through."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def admit(self, caller: str, now: float | None = None) -> None:
        """Count a request. Raises RefusedError (429) when the caller has used up the minute."""
        if not self._per_minute:
            return
        at = time.monotonic() if now is None else now
        tokens, last = self._buckets.pop(caller, (float(self._per_minute), at))
        tokens = min(self._per_minute, tokens + (at - last) * self._per_minute / 60)
        self._buckets[caller] = (max(0.0, tokens - 1), at)
        if len(self._buckets) > MOST_CALLERS:
            self._buckets.popitem(last=False)
        if tokens < 1:
            wait = 1 + int((1 - tokens) * 60 / self._per_minute)
            raise RefusedError(429, f"too many requests: at most {self._per_minute} a minute", wait)


def check_key(config: ServerConfig, given: str) -> None:
    """Refuse a request without one of the configured keys (403); with none configured every request passes."""
    if config.api_keys and not any(hmac.compare_digest(given.encode(), key.encode()) for key in config.api_keys):
        raise RefusedError(403, "a valid api_key is needed")


async def read_body(request: Request, config: ServerConfig) -> bytes:
    """The whole body. Raises RefusedError: 413 when it is too large, 408 when it does not arrive in time."""
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > config.max_body_bytes:
        raise RefusedError(413, f"the body is over {config.max_body_bytes} bytes", while_sent=True)
    try:
        return await asyncio.wait_for(_read(request, config.max_body_bytes), config.read_timeout_seconds)
    except TimeoutError:
        raise RefusedError(408, f"the body did not arrive in {config.read_timeout_seconds:g} seconds") from None


async def _read(request: Request, limit: int) -> bytes:
    pieces, size = [], 0
    async for piece in request.stream():
        size += len(piece)
        if size > limit:
            raise RefusedError(413, f"the body is over {limit} bytes", while_sent=True)
        pieces.append(piece)
    return b"".join(pieces)
