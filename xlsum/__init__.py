"""xlsum: Persian newswire in, a checked English translation and an English summary out."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsum.document import Document, Flag, Result, Segment, Summary
    from xlsum.formats import read_documents, write_results
    from xlsum.pipeline import Pipeline, load_pipeline

__version__ = "0.1.0"

__all__ = [
    "Document",
    "Flag",
    "Pipeline",
    "Result",
    "Segment",
    "Summary",
    "__version__",
    "load_pipeline",
    "read_documents",
    "write_results",
]

_HOMES = {
    "Document": "xlsum.document",
    "Flag": "xlsum.document",
    "Pipeline": "xlsum.pipeline",
    "Result": "xlsum.document",
    "Segment": "xlsum.document",
    "Summary": "xlsum.document",
    "load_pipeline": "xlsum.pipeline",
    "read_documents": "xlsum.formats",
    "write_results": "xlsum.formats",
}


def __getattr__(name: str) -> Any:  # Any: the public names have no common type
    """Import a public name when it is first asked for, so that `import xlsum` stays light."""
    if name not in _HOMES:
        raise AttributeError(f"module 'xlsum' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
