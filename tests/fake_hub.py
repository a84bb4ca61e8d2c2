"""A hub on 127.0.0.1 that speaks enough of the Hugging Face protocol for the real client to download from it."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class FakeHub:
    """Files of one repository by name; `requests` remembers what was asked; `cut_after` breaks one transfer off."""

    def __init__(self, repo: str, files: dict[str, bytes]) -> None:
        self.repo, self.files = repo, files
        self.listed: list[str] | None = None  # the names that the listing claims, when not those of `files`
        self.requests: list[str] = []
        self.ranges: list[str] = []
        self.tokens: set[str] = set()
        self.cut_after: int | None = None
        self.url = ""


@contextmanager
def serve(hub: FakeHub) -> Iterator[FakeHub]:
    """The hub at `hub.url` until the block ends."""
    handler = type("Handler", (_Handler,), {"hub": hub})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        hub.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()


class _Handler(BaseHTTPRequestHandler):
    hub: FakeHub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def log_message(self, format: str, *args: object) -> None:
        pass

    def _answer(self, *, body: bool) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.requests.append(f"{self.command} {path}")
        self.hub.tokens.add(self.headers.get("Authorization", ""))
        api = f"/api/models/{self.hub.repo}"
        if path in {api, f"{api}/revision/{COMMIT}", f"{api}/revision/main"}:
            return self._json(self._info(), body)
        if path.startswith(f"{api}/tree/"):
            return self._json(self._tree(), body)
        name = path.removeprefix(f"/{self.hub.repo}/resolve/{COMMIT}/")
        if name in self.hub.files and name != path:
            return self._file(self.hub.files[name], body)
        code = (
            "RepoNotFound"
            if self.hub.repo not in path
            else "RevisionNotFound"
            if path.startswith(api)
            else "EntryNotFound"
        )
        self._reply(404, b"", {"X-Error-Code": code}, body)

    def _info(self) -> dict[str, object]:
        names = self.hub.listed or list(self.hub.files)
        return {"id": self.hub.repo, "sha": COMMIT, "siblings": [{"rfilename": name} for name in names]}

    def _tree(self) -> list[dict[str, object]]:
        return [
            {"type": "file", "path": name, "size": len(content), "oid": _oid(content)}
            for name, content in self.hub.files.items()
        ]

    def _file(self, content: bytes, body: bool) -> None:
        start, wanted = 0, self.headers.get("Range", "")
        if body and wanted:
            self.hub.ranges.append(wanted)
            start = int(wanted.removeprefix("bytes=").split("-")[0])
        headers = {"ETag": f'"{_oid(content)}"', "X-Repo-Commit": COMMIT, "Accept-Ranges": "bytes"}
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._reply(206 if start else 200, content[start:], headers, body)

    def _json(self, record: object, body: bool) -> None:
        self._reply(200, json.dumps(record).encode(), {"Content-Type": "application/json"}, body)

    def _reply(self, status: int, content: bytes, headers: dict[str, str], body: bool) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        cut, long = self.hub.cut_after, len(content) > 100_000
        if body and cut is not None and long:
            self.hub.cut_after = None
            self.wfile.write(content[:cut])
            self.close_connection = True
        elif body:
            self.wfile.write(content)


def _oid(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
