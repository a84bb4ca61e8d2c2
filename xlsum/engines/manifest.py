"""`manifest.json`: what a checkpoint folder says of itself, and the check that its files are what it says.

A checkpoint folder holds `model.bin`, `config.json`, `shared_vocabulary.json` (or `source_vocabulary.json` and
`target_vocabulary.json`), `sentencepiece.model` (or `source.spm` and `target.spm`) and this manifest. A token of its
token lists may hold `{source_language}` or `{target_language}`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from hashlib import file_digest
from pathlib import Path
from typing import Any

from xlsum.engines.protocol import DecodingOptions
from xlsum.errors import CheckpointError

MANIFEST = "manifest.json"
WEIGHTS_FILE = "model.bin"


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a checkpoint: its SHA-256 in hexadecimal and its size."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Score:
    """A measured or published score, with where it comes from."""

    benchmark: str
    metric: str
    value: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a checkpoint folder. `max_positions` is the most tokens the network can hold (0: no bound)."""

    name: str
    task: str  # "translate", "summarize" or "adequacy"
    architecture: str  # "m2m100", "mt5", "t5", "bart" or "marian"
    licence: str
    files: Mapping[str, FileRecord]
    revision: str = ""
    repo: str = ""
    revision_unverified: bool = False
    forbids: str = ""
    source_prefix: tuple[str, ...] = ()
    source_suffix: tuple[str, ...] = ()
    target_prefix: tuple[str, ...] = ()
    source_languages: tuple[str, ...] = ()  # the first one is the default
    target_language: str = ""
    reads: str = ""  # a summarizer's input: the Persian "source" or the English "translation"
    number_slots: bool = False  # numbers stand as slots in what it reads and writes: see number_slots.py
    max_input_tokens: int = 512
    max_positions: int = 0
    decoding: DecodingOptions = field(default_factory=DecodingOptions)
    scores: tuple[Score, ...] = ()
    quantization: str = ""
    converter: Mapping[str, str] = field(default_factory=dict)
    pruning: Mapping[str, str | int] = field(default_factory=dict)
    source_files: Mapping[str, str] = field(default_factory=dict)  # SHA-256 of the files it was converted from
    notes: str = ""

    @property
    def known_revision(self) -> str:
        """The commit that it was fetched at; for a checkpoint from no hub, the start of its weights' SHA-256."""
        weights = self.files.get(WEIGHTS_FILE)
        return self.revision or (f"sha256:{weights.sha256[:12]}" if weights else "")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a checkpoint folder. Raises CheckpointError when it is missing or malformed."""
    path = folder / MANIFEST
    try:
        record = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise CheckpointError(f"{folder}: no {MANIFEST}: convert it with `xlsum models add {folder}`") from None
    except (OSError, ValueError) as error:
        raise CheckpointError(f"{path}: cannot be read ({error}): pull or add the checkpoint again") from error
    try:
        return _from_json(record)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise CheckpointError(f"{path}: not a manifest ({error}): pull or add the checkpoint again") from error


def write_manifest(folder: Path, manifest: Manifest) -> Manifest:
    """Write (and return) the manifest of a folder, with the size and the SHA-256 of every file in it as it is now."""
    whole = replace(manifest, files=describe_files(folder))
    text = json.dumps(_without_empty(asdict(whole)), ensure_ascii=False, indent=2)
    part = folder / f".{MANIFEST}.part"
    part.write_text(text + "\n", "utf-8")
    os.replace(part, folder / MANIFEST)
    return whole


def describe_files(folder: Path) -> dict[str, FileRecord]:
    """Size and SHA-256 of every file in a folder but the manifest itself, hidden files left out."""
    found = sorted(p for p in folder.iterdir() if p.is_file() and p.name != MANIFEST and not p.name.startswith("."))
    return {path.name: FileRecord(sha256_of(path), path.stat().st_size) for path in found}


def sha256_of(path: Path) -> str:
    """SHA-256 of a file in hexadecimal."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _from_json(record: dict[str, Any]) -> Manifest:  # Any: JSON as it came; wrong types surface as TypeError
    known = {key: value for key, value in record.items() if key in _FIELDS}
    for key in _TUPLES & known.keys():
        known[key] = tuple(str(token) for token in known[key])
    known["files"] = {_plain(name): FileRecord(**of_file) for name, of_file in known["files"].items()}
    known["decoding"] = DecodingOptions(**known.get("decoding", {}))
    known["scores"] = tuple(_scores(record, known["decoding"]))
    return Manifest(**known)


def _scores(record: dict[str, Any], decoding: DecodingOptions) -> Iterator[Score]:
    """Published scores, and those that `python -m training evaluate` measured with the decoding that is the default."""
    for score in record.get("scores", []):
        yield Score(score["benchmark"], score["metric"], float(score["value"]), score.get("source", ""))
    for row in record.get("measured", []):
        if row["decoding"]["beam_size"] == decoding.beam_size and row["compute_type"] != "float32":
            how = f"measured on {row['sentences']} sentences, beam {decoding.beam_size}, {row['compute_type']}"
            yield Score(row["text"], "BLEU", float(row["bleu"]), how)
            yield Score(row["text"], "chrF++", float(row["chrf"]), how)


_FIELDS = {f.name for f in fields(Manifest)}
_TUPLES = {"source_prefix", "source_suffix", "target_prefix", "source_languages"}


def _plain(name: str) -> str:
    if name in {"", ".", ".."} or "/" in name or "\\" in name or "\0" in name:
        raise ValueError(f"file name {name!r} leaves the folder")
    return name


def _without_empty(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in ("", (), {}, [], False)}
