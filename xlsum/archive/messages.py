"""Windows and what became of them as JSON, for workers that are not on this machine."""

import json
from collections.abc import Mapping
from typing import Any

from xlsum.archive.records import document_from_json, document_to_json
from xlsum.archive.windows import Failure, Finished, Waiting, Window


def window_to_json(window: Window) -> str:
    """The window as a line; `window_from_json` gives it back."""
    documents = [[waiting.row, document_to_json(waiting.document)] for waiting in window.documents]
    return json.dumps({"window": window.number, "gist": window.gist, "documents": documents})


def window_from_json(text: str) -> Window:
    """The window of `window_to_json`."""
    message = json.loads(text)
    documents = tuple(Waiting(int(row), document_from_json(document)) for row, document in message["documents"])
    return Window(int(message["window"]), documents, bool(message["gist"]))


def finished_to_json(finished: Finished) -> dict[str, object]:
    """What became of a window, as JSON values. The sentences for the memory stay behind."""
    return {
        "window": finished.number,
        "rows": list(finished.rows),
        "lines": list(finished.lines),
        "failures": [[failure.row, failure.reason, failure.attempts] for failure in finished.failures],
        "seconds": finished.seconds,
        "tokens": finished.tokens,
        "flags": dict(finished.flags),
        "gist": finished.gist,
    }


def finished_from_json(message: Mapping[str, Any]) -> Finished:  # Any: JSON that `finished_to_json` wrote
    """What became of the window."""
    return Finished(
        int(message["window"]),
        tuple(int(row) for row in message["rows"]),
        tuple(message["lines"]),
        tuple(Failure(int(row), str(reason), int(attempts)) for row, reason, attempts in message["failures"]),
        (),
        float(message["seconds"]),
        int(message["tokens"]),
        {str(kind): int(count) for kind, count in message["flags"].items()},
        bool(message["gist"]),
    )
