"""From a catalogue card, or from a checkpoint nobody has a card of, to the manifest that its folder will carry."""

from __future__ import annotations

from dataclasses import replace

from xlsum.catalogue import Catalogue, ModelCard
from xlsum.engines.manifest import Manifest
from xlsum.errors import CheckpointError

UNKNOWN_LICENCE = "LicenseRef-unknown"


def manifest_of_card(card: ModelCard, *, revision: str = "") -> Manifest:
    """What a card says, as a manifest without files. `revision` is the commit that was really fetched, if any."""
    return Manifest(
        name=card.name,
        task=card.task,
        architecture=card.architecture,
        licence=card.licence,
        files={},
        revision=revision or card.revision,
        repo=card.repo,
        revision_unverified=card.revision_unverified,
        forbids=card.forbids,
        source_prefix=card.source_prefix,
        source_suffix=card.source_suffix,
        target_prefix=card.target_prefix,
        source_languages=card.source_languages,
        target_language=card.target_language,
        reads=card.reads,
        max_input_tokens=card.max_input_tokens,
        max_positions=card.max_positions,
        decoding=card.decoding,
        scores=card.scores,
    )


def card_of_manifest(manifest: Manifest) -> ModelCard:
    """What a checkpoint folder says of itself, as a card: for what the catalogue does not know."""
    return ModelCard(
        name=manifest.name,
        task=manifest.task,
        architecture=manifest.architecture,
        licence=manifest.licence,
        forbids=manifest.forbids,
        repo=manifest.repo,
        revision=manifest.revision,
        revision_unverified=manifest.revision_unverified,
        reads=manifest.reads,
        source_languages=manifest.source_languages,
        target_language=manifest.target_language,
        max_input_tokens=manifest.max_input_tokens,
        max_positions=manifest.max_positions,
        decoding=manifest.decoding,
        scores=manifest.scores,
    )


def manifest_of_stranger(architecture: str, name: str, catalogue: Catalogue) -> Manifest:
    """The manifest of a checkpoint without a card: token lists and decoding of the first card of its architecture.

    Its licence is unknown, its scores none. Raises CheckpointError where no card has that architecture.
    """
    like = next((card for card in catalogue.cards if card.architecture == architecture), None)
    if like is None:
        raise CheckpointError(f"{name}: no card has the architecture {architecture!r} to go by")
    return replace(
        manifest_of_card(like),
        name=name,
        licence=UNKNOWN_LICENCE,
        forbids="Its licence is not known here: ask whoever gave it to you.",
        repo="",
        revision="",
        revision_unverified=False,
        scores=(),
    )
