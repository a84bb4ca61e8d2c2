"""The API of LibreTranslate 1.x, so that its clients work unchanged. Fields come by query, form, multipart or JSON.

Source of the shapes: LibreTranslate's published OpenAPI document (/spec of any instance).
"""

import secrets
from collections import OrderedDict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from xlsum.errors import DocumentError
from xlsum.formats import read_bytes
from xlsum.serve.desk import Desk
from xlsum.serve.fields import Fields, read_fields
from xlsum.serve.guard import RefusedError
from xlsum.serve.html import translate_html
from xlsum.serve.workshop import TranslatedText, detect

SOURCES = {"fa": "Persian", "prs": "Dari", "en": "English"}
TARGETS = ("en",)
SURE, UNSURE = 92, 0  # LibreTranslate gives percentages; our detector gives an answer or none
FILE_FORMATS = (".txt", ".html", ".docx", ".odt", ".epub", ".pdf")
MOST_FILES = 64
MOST_ALTERNATIVES = 10


class LibreTranslate:
    """The endpoints, all working on one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.files: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def routes(self) -> list[Route]:
        """Path by path, as LibreTranslate has them."""
        return [
            Route("/translate", self.translate, methods=["POST", "GET"]),
            Route("/translate_file", self.translate_file, methods=["POST"]),
            Route("/download_file/{token}/{name}", self.download_file, methods=["GET"]),
            Route("/detect", self.detect, methods=["POST", "GET"]),
            Route("/languages", self.languages, methods=["GET"]),
            Route("/frontend/settings", self.frontend_settings, methods=["GET"]),
        ]

    async def translate(self, request: Request) -> Response:
        """POST /translate: `q` (a string or a list), `source`, `target`, `format`, `alternatives`, `api_key`."""
        fields = await self._admitted(request)
        texts = fields.texts("q")
        source, alternatives = _languages(fields), fields.count("alternatives", MOST_ALTERNATIVES)
        if _format(fields) == "html":
            translated = [await translate_html(text, self.desk, _code(source)) for text in texts]
        else:
            translated = await self.desk.translate(texts, _code(source))
        several = isinstance(fields.values["q"], list)
        return JSONResponse(_answer(translated, source, alternatives, several))

    async def translate_file(self, request: Request) -> Response:
        """POST /translate_file: `file`, `source`, `target`; answers with the address of the translated file."""
        fields = await self._admitted(request)
        if fields.upload is None:
            raise RefusedError(400, "Invalid request: missing file parameter")
        source = _languages(fields)
        try:
            documents = list(read_bytes(fields.upload.data, fields.upload.name))
        except DocumentError as error:
            raise RefusedError(400, error.reason) from error
        texts = [f"{document.headline}\n{document.text}".strip() for document in documents]
        translated = await self.desk.translate(texts, _code(source))
        address = self._keep(fields.upload.name, "\n\n".join(text.text for text in translated).encode())
        return JSONResponse({"translatedFileUrl": f"{str(request.base_url).rstrip('/')}{address}"})

    async def download_file(self, request: Request) -> Response:
        """GET /download_file/TOKEN/NAME: a translated file, kept until 64 others came after it."""
        kept = self.files.get(request.path_params["token"])
        if kept is None:
            raise RefusedError(404, "no such file: it may have been replaced by later ones")
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return Response(kept[1], media_type="text/plain; charset=utf-8", headers=headers)

    async def detect(self, request: Request) -> Response:
        """POST /detect: `q`; the languages it may be in, the likeliest first."""
        fields = await self._admitted(request)
        language = detect(fields.texts("q")[0])
        return JSONResponse([{"confidence": UNSURE if language == "und" else SURE, "language": language}])

    async def languages(self, request: Request) -> Response:
        """GET /languages: what can be translated into what."""
        return JSONResponse([{"code": code, "name": name, "targets": list(TARGETS)} for code, name in SOURCES.items()])

    async def frontend_settings(self, request: Request) -> Response:
        """GET /frontend/settings: what a client may show."""
        config = self.desk.config
        return JSONResponse(
            {
                "apiKeys": bool(config.api_keys),
                "keyRequired": bool(config.api_keys),
                "charLimit": config.max_characters,
                "filesTranslation": True,
                "frontendTimeout": 500,
                "language": {
                    "source": {"code": "auto", "name": "Auto Detect"},
                    "target": {"code": "en", "name": "English"},
                },
                "suggestions": False,
                "supportedFilesFormat": list(FILE_FORMATS),
            }
        )

    async def _admitted(self, request: Request) -> Fields:
        fields = await read_fields(request, self.desk.config)
        self.desk.admit_request(request, fields.text("api_key"))
        return fields

    def _keep(self, name: str, data: bytes) -> str:
        token = secrets.token_urlsafe(16)
        self.files[token] = (name, data)
        while len(self.files) > MOST_FILES:
            self.files.popitem(last=False)
        return f"/download_file/{token}/translated.txt"


def _languages(fields: Fields) -> str:
    """The source code that was asked for. Raises RefusedError (400) for a language that is not served."""
    source, target = fields.text("source", "auto") or "auto", fields.text("target", "en") or "en"
    if source != "auto" and source not in SOURCES:
        raise RefusedError(400, f"{source} is not supported: source is auto or one of {', '.join(SOURCES)}")
    if target not in TARGETS:
        raise RefusedError(400, f"{target} is not supported: target is {', '.join(TARGETS)}")
    return source


def _format(fields: Fields) -> str:
    wanted = fields.text("format", "text") or "text"
    if wanted not in ("text", "html"):
        raise RefusedError(400, f"{wanted} is not supported: format is text or html")
    return wanted


def _code(source: str) -> str:
    return "" if source == "auto" else source


def _answer(translated: list[TranslatedText], source: str, alternatives: int, several: bool) -> dict[str, object]:
    answer: dict[str, object] = {"translatedText": _one_or_all([text.text for text in translated], several)}
    if source == "auto":
        found = [
            {"confidence": UNSURE if text.language == "und" else SURE, "language": text.language} for text in translated
        ]
        answer["detectedLanguage"] = found if several else found[0]
    if alternatives:
        others = [list(text.alternatives[:alternatives]) for text in translated]
        answer["alternatives"] = others if several else others[0]
    return answer


def _one_or_all(texts: list[str], several: bool) -> str | list[str]:
    return texts if several else texts[0]
