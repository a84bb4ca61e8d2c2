"""What an operator can set of the server. Every limit has a default that is safe on a shared machine."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ServerConfig:
    """Limits are per request unless they say otherwise; 0 requests a minute means no rate limit."""

    host: str = "127.0.0.1"
    port: int = 5000
    api_keys: frozenset[str] = frozenset()  # empty: no key is asked for, and one that is sent is ignored
    max_body_bytes: int = 2_000_000
    max_characters: int = 200_000
    max_texts: int = 1_000
    requests_per_minute: int = 0  # of one key, or of one address where no key is configured
    max_waiting: int = 128  # requests in the queue; one more is told to come back
    max_connections: int = 512
    batch_items: int = 64  # requests that may share one batch
    lanes: int = 0  # batches worked on side by side; 0: as many as the engine has workers
    request_timeout_seconds: float = 300.0
    read_timeout_seconds: float = 20.0  # for the headers and the body of a request to arrive
    cors_origin: str = ""  # "" sends no CORS header
    retry_after_seconds: int = 2
    watch: tuple[str, ...] = ()  # feeds and folders whose wires the desk's page lists
    watch_interval_seconds: float = 60.0
    watch_folder: Path = Path("desk")  # where the results of watched sources are kept
