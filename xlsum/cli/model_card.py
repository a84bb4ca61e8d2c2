"""What `xlsum models` prints of a card and of what is installed of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from xlsum.catalogue import ModelCard, load_catalogue
from xlsum.engines.cards import manifest_of_card, manifest_of_stranger
from xlsum.engines.locations import WEIGHTS
from xlsum.engines.manifest import MANIFEST, Manifest, Score, read_manifest
from xlsum.engines.protocol import DecodingOptions
from xlsum.engines.source import read_source
from xlsum.engines.store import Installed, find_checkpoint, folder_bytes, plain_name
from xlsum.errors import CheckpointError


def card_and_installed(name: str) -> tuple[ModelCard | None, Installed | None]:
    """The card of a name and what is installed under it; one of them is there. Raises UnknownModelError."""
    catalogue = load_catalogue()
    folder = find_checkpoint(name)
    found = _installed(folder) if folder else None
    return (catalogue.get(name), found) if found else (catalogue.card(name), None)


def named_checkpoint(name_or_folder: str) -> Installed:
    """The installed checkpoint of a name, or of a folder. Raises UnknownModelError, CheckpointError."""
    folder = find_checkpoint(name_or_folder)
    if folder is None and (Path(name_or_folder) / MANIFEST).is_file():
        folder = Path(name_or_folder)
    if folder is None:
        card = load_catalogue().card(name_or_folder)
        if not card.needs_weights:
            raise CheckpointError(f"{card.name} has no weights: it is part of the program")
        raise CheckpointError(f"{card.name} is not installed: `xlsum models pull {card.name}`")
    return _installed(folder)


def manifest_for(folder: Path, card_name: str, name: str) -> Manifest:
    """What is known of the transformers checkpoint in a folder: from the card named, or from its architecture alone."""
    catalogue = load_catalogue()
    if card_name:
        known = manifest_of_card(catalogue.card(card_name))
    else:
        own = plain_name(name or folder.resolve().name)
        architecture = read_source(folder).architecture
        card = catalogue.get(own)
        known = manifest_of_card(card) if card else manifest_of_stranger(architecture, own, catalogue)
    if name and name != known.name:
        # Under a name of its own it may be a fine-tuned one: the published scores are not its scores.
        known = replace(known, name=plain_name(name), scores=())
    return replace(known, revision="")


def card_record(card: ModelCard | None, found: Installed | None) -> dict[str, Any]:
    """Card and manifest as JSON; either may be null."""
    installed = None
    if found:
        installed = {"folder": str(found.folder), "embedded": found.embedded, "bytes": folder_bytes(found.folder)}
        installed |= asdict(found.manifest)
    return {"card": asdict(card) if card else None, "installed": installed}


def card_lines(card: ModelCard | None, found: Installed | None) -> Iterator[str]:
    """The lines that a person reads."""
    known = card or (found.manifest if found else None)
    if known is None:
        return
    yield f"{known.name}: {card.description}" if card else f"{known.name} (no card)"
    licence = found.manifest.licence if found else known.licence
    yield _row("task", f"{known.task}, {known.architecture}")
    yield _row("licence", licence)
    yield _row("forbids", known.forbids)
    if known.repo:
        yield _row("hub", f"{known.repo} at {known.revision or 'no pinned revision: `pull` records what it gets'}")
    yield _row("languages", f"{', '.join(known.source_languages) or '-'} -> {known.target_language or '-'}")
    yield _row("reads", f"up to {(found.manifest if found else known).max_input_tokens} tokens at once")
    yield _row("decoding", decoding_text((found.manifest if found else known).decoding))
    yield from (_row("score", score_text(score)) for score in scores_of(card, found))
    yield _row("here", _where(card, found))


def scores_of(card: ModelCard | None, found: Installed | None) -> tuple[Score, ...]:
    """The scores that an installed checkpoint brings, else its card's."""
    return (found.manifest.scores if found else ()) or (card.scores if card else ())


def score_text(score: Score) -> str:
    """One score with where it comes from."""
    return f"{score.metric} {score.value:g} on {score.benchmark}" + (f" ({score.source})" if score.source else "")


def decoding_text(options: DecodingOptions) -> str:
    """The options that differ from greedy."""
    usual = asdict(DecodingOptions())
    return ", ".join(f"{key} {value:g}" for key, value in asdict(options).items() if value != usual[key]) or "greedy"


def _installed(folder: Path) -> Installed:
    return Installed(folder, read_manifest(folder), folder.resolve().is_relative_to(WEIGHTS.resolve()))


def _where(card: ModelCard | None, found: Installed | None) -> str:
    if found is None:
        if card and not card.needs_weights:
            return "part of the program, no weights needed"
        return f"no: `xlsum models pull {card.name}`" if card and card.repo else "no"
    kind = "embedded" if found.embedded else "installed"
    known = found.manifest
    pruned = (
        f", {known.pruning['tokens']:,} of {known.pruning['of_tokens']:,} tokens"
        if "of_tokens" in known.pruning
        else ""
    )
    megabytes = folder_bytes(found.folder) / 1e6
    return f"{kind}, {known.quantization}{pruned}, {megabytes:.0f} MB, {known.known_revision}, {found.folder}"


def _row(label: str, text: str) -> str:
    return f"  {label:<10}{text}"
