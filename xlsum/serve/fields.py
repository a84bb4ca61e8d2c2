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

FieldValue = object  # as it came: only the fields that a handler asks for are judged


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
        """One string. Raises RefusedError (400) when something else was sent."""
        value = self.values.get(name, default)
        if not isinstance(value, str):
            raise RefusedError(400, f"{name} must be one string")
        return value

    def count(self, name: str, most: int) -> int:
        """A whole number up to `most`, sent as a number or as its digits; 0 without it. Raises RefusedError (400)."""
        value = self.values.get(name, 0)
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # 3.0 is a whole number in JSON
        digits = str(value) if isinstance(value, str | int) else ""
        if not digits.isascii() or not digits.isdigit() or len(digits) > 9 or int(digits) > most:
            raise RefusedError(400, f"{name} must be a whole number from 0 to {most}")
        return int(digits)

    def texts(self, name: str) -> list[str]:
        """A string or a list of strings as a list. Raises RefusedError (400) when there is none."""
        value = self.values.get(name, [])
        if value == []:
            raise RefusedError(400, f"Invalid request: missing {name} parameter")
        if not isinstance(value, list):
            return [self.text(name)]
        if not all(isinstance(item, str) for item in value):
            raise RefusedError(400, f"{name} must be a string or a list of strings")
        return value


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
        fields[name] = value if known is None else [*(known if isinstance(known, list) else [str(known)]), value]
    return fields


def _of_json(body: bytes) -> dict[str, FieldValue]:
    try:
        value = json.loads(_decoded(body))
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "the body is not valid JSON") from error
    if not isinstance(value, dict):
        raise RefusedError(400, "the body must be a JSON object")
    return {name: _plain(field) for name, field in value.items() if field is not None}


def _plain(value: object) -> FieldValue:
    if isinstance(value, list):
        return [_whole(item) if isinstance(item, str) else item for item in value]
    return _whole(value) if isinstance(value, str) else value


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
