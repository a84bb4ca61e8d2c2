"""The OpenAPI document of the server."""

import json
from importlib.resources import files
from typing import Any

from xlsum import __version__


def openapi_document() -> dict[str, Any]:  # Any: a JSON document
    """OpenAPI 3.1, with the version of the package put in."""
    document: dict[str, Any] = json.loads(files("xlsum.serve").joinpath("openapi.json").read_text(encoding="utf-8"))
    document["info"]["version"] = __version__
    return document
