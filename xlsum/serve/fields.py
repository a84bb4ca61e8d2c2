"""The fields of a request, whichever way a client sends them: query string, form, multipart or JSON."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from xlsum.serve.config import ServerConfig
from xlsum.serve.guard import RefusedError, read_body

FieldValue = str | list[str]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Fields:
    """Text fields by name, and the file where one was sent. A field of the body wins over one of the query."""

    values: dict[str, FieldValue]
    upload: Upload | None = None

    def text(self, name: str, default: str = "") -> str:
        """One string. Raises RefusedError (400) when a list was sent."""
        value = self.values.get(name, default)
        if isinstance(value, list):
            raise RefusedError(400, f"{name} must be one string")
        return value

    def texts(self, name: str) -> list[str]:
        """A string or a list of strings as a list. Raises RefusedError (400) when the field is missing."""
        if name not in self.values:
            raise RefusedError(400, f"Invalid request: missing {name} parameter")
        value = self.values[name]
        return value if isinstance(value, list) else [value]


async def read_fields(request: Request, config: ServerConfig) -> Fields:
    """All fields of a request. Raises RefusedError (400, 408, 413)."""
    body = await read_body(request, config)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    query: dict[str, FieldValue] = dict(request.query_params)
    if kind == "multipart/form-data":
        return await _of_multipart(body, request.headers, query)
    if not body.strip():
        return Fields(query)
    if kind == "application/x-www-form-urlencoded" and not body.lstrip().startswith(b"{"):
        return Fields({**query, **_of_form(body)})
    return Fields({**query, **_of_json(body)})


def _of_form(body: bytes) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {}
    for name, value in parse_qsl(_decoded(body), keep_blank_values=True, max_num_fields=10_000):
        known = fields.get(name)
        fields[name] = value if known is None else [*([known] if isinstance(known, str) else known), value]
    return fields


def _of_json(body: bytes) -> dict[str, FieldValue]:
    try:
        value = json.loads(_decoded(body))
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "the body is not valid JSON") from error
    if not isinstance(value, dict):
        raise RefusedError(400, "the body must be a JSON object")
    return {name: _plain(name, field) for name, field in value.items() if field is not None}


def _plain(name: str, value: object) -> FieldValue:
    if isinstance(value, list):
        if not all(isinstance(item, str) for item in value):
            raise RefusedError(400, f"{name} must be a list of strings")
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        raise RefusedError(400, f"{name} must be a string, a number or a list of strings")
    return _whole(value) if isinstance(value, str) else json.dumps(value)


def _whole(text: str) -> str:
    """The text without half surrogate pairs, which no UTF-8 answer could hold."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(400, "the body is not UTF-8") from error


async def _of_multipart(body: bytes, headers: Headers, query: dict[str, FieldValue]) -> Fields:
    try:
        form: FormData = await MultiPartParser(headers, _streamed(body), max_files=1, max_fields=100).parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise RefusedError(400, "the multipart body cannot be read") from error
    fields = dict(query)
    upload = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            upload = Upload(value.filename or "upload.txt", await value.read())
        else:
            fields[name] = value
    return Fields(fields, upload)


async def _streamed(body: bytes) -> AsyncIterator[bytes]:
    yield body
