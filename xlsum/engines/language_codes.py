"""Language codes of a checkpoint: chosen, checked and put into its token templates."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from xlsum.engines.manifest import Manifest
from xlsum.errors import UnknownLanguageError


def chosen_language(manifest: Manifest, wanted: str) -> str:
    """The source code to use: `wanted`, or the checkpoint's default for "". Raises UnknownLanguageError."""
    if wanted and wanted not in manifest.source_languages:
        raise UnknownLanguageError(unknown_code(wanted, manifest.source_languages, manifest.name))
    return wanted or next(iter(manifest.source_languages), "")


def filled(template: Sequence[str], manifest: Manifest, language: str) -> list[str]:
    """The tokens of a template with the source and target codes put in."""
    target = manifest.target_language
    return [token.replace("{source_language}", language).replace("{target_language}", target) for token in template]


def unknown_code(wanted: str, valid: Sequence[str], name: str) -> str:
    """One line: the code is not one of the valid ones, and which these are."""
    near = get_close_matches(wanted, valid, n=1, cutoff=0.5)
    hint = f" (did you mean {near[0]}?)" if near else ""
    return f"unknown language code {wanted!r} for {name}{hint}: valid codes are {', '.join(valid) or 'none'}"
