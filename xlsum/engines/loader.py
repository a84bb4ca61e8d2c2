"""From a name or a folder to an engine that is ready to run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xlsum.catalogue import Catalogue, ModelCard, load_catalogue
from xlsum.engines.cards import card_of_manifest, manifest_of_card, manifest_of_stranger
from xlsum.engines.locations import WEIGHTS
from xlsum.engines.manifest import MANIFEST, Manifest, read_manifest
from xlsum.engines.protocol import Engine
from xlsum.engines.source import read_source
from xlsum.engines.store import Installed, find_checkpoint, installed_checkpoints
from xlsum.engines.verify import verify_folder
from xlsum.errors import CheckpointError, UnknownModelError, UsageError

AUTO = "auto"
ENGINES = ("ct2", "hf")
_TASKS = {"translate": "translate", "summarize": "summarize"}


@dataclass(frozen=True, slots=True)
class ChosenModel:
    """What a name stands for: a folder to load, or (folder None) a card that needs no weights ("lead", "lexrank").

    `card` is the catalogue's, else what the folder says of itself.
    """

    name: str
    folder: Path | None
    card: ModelCard


def load_engine(
    name_or_folder: str,
    stage: str,
    *,
    device: str = "auto",
    compute_type: str = "auto",
    threads: int = 0,
    workers: int = 1,
    engine: str = "ct2",
    catalogue: Catalogue | None = None,
) -> Engine:
    """The engine of a checkpoint, its files verified. `auto` is the best one installed, else the embedded one.

    `stage` is "translate" or "summarize"; `threads` CPU threads (0: all) are shared by `workers` batches at a time;
    `engine` is "ct2", or "hf" (extra `hf`), the reference, which takes a transformers checkpoint folder.
    Raises UnknownModelError, CheckpointError, UsageError, MissingExtraError.
    """
    if engine not in ENGINES:
        raise UsageError(f"unknown engine {engine!r}: one of {', '.join(ENGINES)}")
    if engine == "hf":
        return _reference_engine(Path(name_or_folder), stage, device, catalogue or load_catalogue())
    chosen = choose_model(name_or_folder, stage, catalogue=catalogue)
    if chosen.folder is None:
        raise UsageError(f"{chosen.name} needs no engine: it is no network")
    manifest = read_manifest(chosen.folder)
    _check_task(manifest.task, stage, chosen.name)
    verify_folder(chosen.folder, manifest)
    from xlsum.engines.ct2 import Ct2Engine

    return Ct2Engine(
        chosen.folder, manifest, device=device, compute_type=compute_type, threads=threads, workers=workers
    )


def _reference_engine(folder: Path, stage: str, device: str, cards: Catalogue) -> Engine:
    from xlsum.engines.hf import HfEngine

    if not folder.is_dir():
        raise UnknownModelError(f"{folder}: no such folder: the hf engine takes a transformers checkpoint folder")
    architecture = read_source(folder).architecture
    card = cards.get(folder.name)
    manifest = manifest_of_card(card) if card else manifest_of_stranger(architecture, folder.name, cards)
    _check_task(manifest.task, stage, folder.name)
    return HfEngine.from_folder(folder, manifest, device=device)


def choose_model(name_or_folder: str, stage: str, *, catalogue: Catalogue | None = None) -> ChosenModel:
    """What `auto`, a card's name or a folder stands for. Raises UnknownModelError, CheckpointError, UsageError."""
    cards = catalogue or load_catalogue()
    if name_or_folder == AUTO:
        return _best(stage, cards)
    if _is_path(name_or_folder):
        return _of_folder(Path(name_or_folder).expanduser(), cards)
    card = cards.get(name_or_folder)
    if card:
        _check_task(card.task, stage, card.name)
    folder = find_checkpoint(name_or_folder)
    if folder:
        return ChosenModel(name_or_folder, folder, card or card_of_manifest(read_manifest(folder)))
    if card and not card.needs_weights:
        return ChosenModel(name_or_folder, None, card)
    if card:
        raise CheckpointError(
            f"{name_or_folder} is not installed: `xlsum models pull {name_or_folder}`, "
            f"or `xlsum models add DIR --name {name_or_folder}`"
        )
    raise UnknownModelError(f"unknown model {name_or_folder!r}{cards.nearest(name_or_folder)}: see `xlsum models list`")


def _best(stage: str, cards: Catalogue) -> ChosenModel:
    """What ranks highest of the stage: a checkpoint that is here, or a card that needs no weights.

    A checkpoint without a card ranks 0: it answers only where it is named.
    """
    task = _TASKS[stage]
    found = [
        (_rank(c, cards), not c.embedded, ChosenModel(c.manifest.name, c.folder, _card(c.manifest, cards)))
        for c in installed_checkpoints()
        if c.manifest.task == task
    ]
    found += [
        (card.rank, False, ChosenModel(card.name, None, card))
        for card in cards.cards
        if card.task == task and not card.needs_weights
    ]
    if not found:
        raise CheckpointError(f"no checkpoint that can {stage} is installed in {WEIGHTS} or the store: `xlsum doctor`")
    return max(found, key=lambda ranked: ranked[:2])[2]


def _card(manifest: Manifest, cards: Catalogue) -> ModelCard:
    return cards.get(manifest.name) or card_of_manifest(manifest)


def _rank(checkpoint: Installed, cards: Catalogue) -> int:
    card = cards.get(checkpoint.manifest.name)
    return card.rank if card else 0


def _is_path(name: str) -> bool:
    return (
        "/" in name or "\\" in name or name in {".", ".."} or name.startswith("~") or (Path(name) / MANIFEST).is_file()
    )


def _of_folder(folder: Path, cards: Catalogue) -> ChosenModel:
    if not folder.is_dir():
        raise UnknownModelError(f"{folder}: no such folder")
    if not (folder / MANIFEST).is_file():
        raise CheckpointError(f"{folder}: no {MANIFEST}: convert it first with `xlsum models add {folder}`")
    manifest = read_manifest(folder)
    return ChosenModel(str(folder), folder, _card(manifest, cards))


def _check_task(task: str, stage: str, name: str) -> None:
    if task != _TASKS[stage]:
        raise UsageError(f"{name} is for the task {task!r}: it cannot {stage}")
