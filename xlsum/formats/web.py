"""An address that the user named, fetched: the one place where reading opens a connection."""

import urllib.error
import urllib.request
from urllib.parse import urlsplit

from xlsum import __version__
from xlsum.errors import NetworkError

TIMEOUT_SECONDS = 30.0
SCHEMES = ("http://", "https://")


def is_address(source: str) -> bool:
    """Whether a source is a web address rather than a file."""
    return source.lower().startswith(SCHEMES)


def fetch(address: str, max_bytes: int) -> bytes:
    """The bytes at an address. Raises NetworkError when it cannot be reached or holds more than `max_bytes`."""
    request = urllib.request.Request(address, headers={"User-Agent": f"xlsum/{__version__}", "Accept": "*/*"})
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:
            data: bytes = answer.read(max_bytes + 1)
    except urllib.error.HTTPError as error:
        raise NetworkError(f"{address}: the server answers {error.code} {error.reason}; check the address") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise NetworkError(f"{address}: cannot be reached: {reason}; check the address and the network") from error
    if len(data) > max_bytes:
        raise NetworkError(f"{address}: over {max_bytes / 1e6:.0f} MB; raise the document limit")
    return data


def name_of(address: str) -> str:
    """The last part of the address's path, which may have a suffix, else its host."""
    parts = urlsplit(address)
    return parts.path.rstrip("/").rpartition("/")[2] or parts.netloc
