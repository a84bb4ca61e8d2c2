"""The review page: one self-contained HTML file, source and English side by side, edited in the browser."""

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from html import escape
from importlib.resources import files

from xlsum.document import Result
from xlsum.formats.label import visible_line
from xlsum.formats.result_json import Json, result_to_json
from xlsum.persian.folding import find_words, fold_letters
from xlsum.persian.glossary import Glossary, load_names

SCRIPTS = ("text.js", "distance.js", "state.js", "view.js", "edit.js", "exports.js", "keys.js")
UNSAFE_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def review_page(results: Iterable[Result], glossary: Glossary | None = None) -> str:
    """The page for these results. Nothing is loaded from elsewhere, and no word of a wire is read as markup.

    Terms of `glossary` (when None, of the names that come with xlsum) are offered where the English lacks them.
    """
    shown = list(results)
    terms = load_names() if glossary is None else glossary
    script = '"use strict";\n(() => {\n' + "\n".join(map(_asset, SCRIPTS)) + "\n})();\n"
    fields = {
        "title": escape(f"Review: {shown[0].id}" if len(shown) == 1 else f"Review of {len(shown)} documents"),
        "policy": _policy(script),
        "style": _asset("page.css"),
        "data": _data(shown, terms),
        "script": script,
    }
    before, *parts = _asset("page.html").split("{{")
    return before + "".join(fields[name] + rest for name, _, rest in (part.partition("}}") for part in parts))


def _asset(name: str) -> str:
    return files("xlsum.formats.review").joinpath(name).read_text(encoding="utf-8")


def _policy(script: str) -> str:
    """Content Security Policy: this script and no other, no request to anywhere."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    rules = ("default-src 'none'", "style-src 'unsafe-inline'", f"script-src 'sha256-{digest}'", "base-uri 'none'")
    return "; ".join((*rules, "form-action 'none'"))


def _data(results: Sequence[Result], terms: Glossary) -> str:
    shown = [{**result_to_json(result), "labelLine": visible_line(result)} for result in results]
    text = json.dumps(
        {"results": shown, "suggestions": [_suggestions(one, terms) for one in results]}, ensure_ascii=False
    )
    text = text.encode("utf-8", "replace").decode("utf-8")
    for character, escaped in UNSAFE_IN_SCRIPT.items():
        text = text.replace(character, escaped)
    return text


def _suggestions(result: Result, terms: Glossary) -> Json:
    """For each segment the glossary terms of its source that have an English which can be demanded."""
    found = {
        segment.id: [
            {"persian": term.persian, "english": list(term.english)}
            for term in dict.fromkeys(terms.find(find_words(fold_letters(segment.source))))
            if not term.is_ambiguous
        ]
        for segment in result.translation.segments
    }
    return {identity: offered for identity, offered in found.items() if offered}
