"""What `xlsum doctor` finds: versions, checkpoints and their files, what answers each stage, and whether it speaks."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata, util

from xlsum.catalogue import load_catalogue
from xlsum.engines.hardware import available_devices, available_threads, supported_compute_types
from xlsum.engines.loader import choose_model, load_engine
from xlsum.engines.locations import store_folder
from xlsum.engines.manifest import read_manifest
from xlsum.engines.store import Installed, broken_checkpoints, folder_bytes, installed_checkpoints
from xlsum.engines.verify import verify_folder
from xlsum.errors import CheckpointError, XlsumError

PACKAGES = ("ctranslate2", "sentencepiece", "typer", "sacrebleu", "trafilatura", "lxml", "jdatetime", "hijridate")
EXTRAS = {
    "hf": ("torch", "transformers", "safetensors", "huggingface_hub"),
    "desk": ("feedparser", "docx", "pypdfium2"),
    "serve": ("starlette", "uvicorn"),
    "archive": ("pyarrow", "fsspec", "datasketch"),
    "ray": ("ray",),
    "bench": ("matplotlib",),
}
# Sentences of ours: a number, a date, a name. A checkpoint that is whole says something English of each.
CANARIES = (
    "رئیس‌جمهور روز دوشنبه با وزیر امور خارجه روسیه دیدار کرد.",
    "قیمت نفت ۲ درصد افزایش یافت.",
    "این نشست ۲۹ اسفند ۱۴۰۲ در تهران برگزار شد.",
)


@dataclass(frozen=True, slots=True)
class Asset:
    """A checkpoint on this machine; `problem` is "" when every file is whole."""

    name: str
    task: str
    revision: str
    licence: str
    bytes: int
    embedded: bool
    folder: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StageReport:
    """What answers a stage by default; `problem` is "" when something does."""

    stage: str
    model: str
    licence: str
    forbids: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Canary:
    """A Persian sentence and what the default translator made of it."""

    persian: str
    english: str


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything `xlsum doctor` tells. `problems` is empty when this machine can work, `offline` then included."""

    versions: dict[str, str]
    missing_extras: tuple[str, ...]
    machine: str
    threads: int
    compute_types: dict[str, list[str]]
    store: str
    free_bytes: int
    assets: tuple[Asset, ...]
    stages: tuple[StageReport, ...]
    canaries: tuple[Canary, ...]
    problems: tuple[str, ...]

    @property
    def ready_offline(self) -> bool:
        """True when every stage has a whole checkpoint on this machine: nothing more is ever fetched."""
        return not self.problems


def diagnose() -> Diagnosis:
    """Look at everything and change nothing. No network is used."""
    assets = tuple(_assets())
    stages = (_stage("translate"), _stage("summarize"), *_adequacy(assets))
    canaries, trouble = _canaries()
    broken = [reason for _, reason in broken_checkpoints()]
    problems = [asset.problem for asset in assets if asset.problem] + broken
    problems += [stage.problem for stage in stages if stage.problem] + trouble
    return Diagnosis(
        versions=_versions(),
        missing_extras=tuple(extra for extra, modules in EXTRAS.items() if not all(map(_is_there, modules))),
        machine=f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        threads=available_threads(),
        compute_types=_compute_types(),
        store=str(store_folder()),
        free_bytes=shutil.disk_usage(next(p for p in (store_folder(), *store_folder().parents) if p.exists())).free,
        assets=assets,
        stages=stages,
        canaries=canaries,
        problems=tuple(dict.fromkeys(problems)),
    )


def _versions() -> dict[str, str]:
    from xlsum import __version__

    return {"xlsum": __version__} | {name: _version(name) for name in PACKAGES}


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "missing"


def _is_there(module: str) -> bool:
    return util.find_spec(module) is not None


def _compute_types() -> dict[str, list[str]]:
    return {device: sorted(supported_compute_types(device)) for device in available_devices()}


def _assets() -> Iterator[Asset]:
    for found in installed_checkpoints():
        known = found.manifest
        yield Asset(
            known.name,
            known.task,
            known.known_revision,
            known.licence,
            folder_bytes(found.folder),
            found.embedded,
            str(found.folder),
            _problem(found),
        )


def _problem(found: Installed) -> str:
    try:
        verify_folder(found.folder, found.manifest, thorough=True)
    except CheckpointError as error:
        return str(error)
    return ""


def _stage(stage: str) -> StageReport:
    try:
        chosen = choose_model("auto", stage)
    except XlsumError as error:
        return StageReport(stage, "", "", "", str(error))
    known = read_manifest(chosen.folder) if chosen.folder else None
    licence = known.licence if known else chosen.card.licence
    return StageReport(stage, chosen.name, licence, (known.forbids if known else "") or chosen.card.forbids)


def _adequacy(assets: tuple[Asset, ...]) -> Iterator[StageReport]:
    """The scorer that watches over the translation; without one that check is left out, which is no problem."""
    for asset in assets:
        card = load_catalogue().get(asset.name)
        if asset.task == "adequacy":
            yield StageReport("adequacy", asset.name, asset.licence, card.forbids if card else "")


def _canaries() -> tuple[tuple[Canary, ...], list[str]]:
    try:
        engine = load_engine("auto", "translate")
        answers = engine.generate(list(CANARIES), engine.default_options)
    except XlsumError as error:
        return (), [str(error)]
    found = tuple(Canary(persian, of[0].text) for persian, of in zip(CANARIES, answers, strict=True))
    mute = [canary.persian for canary in found if not any(c.isascii() and c.isalpha() for c in canary.english)]
    return found, [f"the translator says nothing English of: {persian}" for persian in mute]
