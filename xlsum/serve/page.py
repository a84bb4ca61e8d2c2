"""The home page: paste or drop a wire and get its review page; the list of what came in by the watched feeds."""

import base64
import hashlib
from importlib.resources import files


def home_page() -> str:
    """The desk's page, one self-contained HTML document."""
    return _asset("desk.html").replace("{{style}}", _asset("desk.css")).replace("{{script}}", _asset("desk.js"))


def home_policy() -> str:
    """Its Content Security Policy: this script and no other, requests to this server only."""
    digest = base64.b64encode(hashlib.sha256(_asset("desk.js").encode()).digest()).decode()
    rules = ("default-src 'none'", f"script-src 'sha256-{digest}'", "style-src 'unsafe-inline'", "connect-src 'self'")
    return "; ".join((*rules, "frame-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"))


def _asset(name: str) -> str:
    return files("xlsum.serve").joinpath(name).read_text(encoding="utf-8")
