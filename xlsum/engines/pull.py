"""Fetches a checkpoint from the hub and installs it. The only code of xlsum that reaches for the network by itself."""

from __future__ import annotations

import errno
import os
import re
import shutil
import socket
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsum.catalogue import ModelCard
from xlsum.engines.cards import manifest_of_card
from xlsum.engines.convert import Conversion, convert_checkpoint
from xlsum.engines.install import install, lock, need_disk
from xlsum.engines.locations import store_folder
from xlsum.engines.manifest import Manifest, sha256_of
from xlsum.engines.store import PARTIAL, Installed
from xlsum.errors import CheckpointError, MissingExtraError, NetworkError, OutputError, UsageError

# Settings and tokenizers: data, never code.
_SMALL_FILES = re.compile(r"(config|generation_config|tokenizer|vocab)\.json|[\w.-]*\.(model|spm)")
_SAFETENSORS = re.compile(r"model(-\d+-of-\d+)?\.safetensors|model\.safetensors\.index\.json")
_TORCH_BIN = re.compile(r"pytorch_model(-\d+-of-\d+)?\.bin|pytorch_model\.bin\.index\.json")
_CONVERTED_SHARE = 1.3  # the download, and what is made of it, in downloads
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HubFiles:
    """What the hub has of a card: the commit, and the names that are worth fetching."""

    revision: str
    names: tuple[str, ...]


def pull_checkpoint(
    card: ModelCard, how: Conversion, *, report: Report = lambda line: None, replace: bool = False, keep: bool = False
) -> Installed:
    """Download a card's checkpoint (what is there already is not fetched again), convert it, verify it, install it.

    `report` hears what happens, a line at a time; `keep` keeps the download. Raises NetworkError, CheckpointError,
    UsageError, OutputError, MissingExtraError.
    """
    if not card.repo:
        raise UsageError(f"{card.name} ships with the package: there is nothing to pull")
    if (store_folder() / card.name).exists() and not replace:
        raise UsageError(f"{card.name} is in the store already: --replace makes it anew")
    hub = _import_hub()
    _import_converter()
    need_disk(store_folder(), int(card.download_bytes * _CONVERTED_SHARE))
    folder = store_folder() / PARTIAL / "downloads" / card.name
    with lock(f"{card.name}.download"):
        revision = _download(hub, card, folder, report)
        _check_known_files(card, folder)
    report(f"converting to {how.quantization}")
    manifest = manifest_of_card(card, revision=revision)
    installed = install(card.name, lambda target: _converted(folder, target, manifest, how), replace=replace)
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)
    return installed


def choose_files(names: list[str]) -> tuple[str, ...]:
    """The files of a repository to fetch: settings, tokenizer, and the weights once, safetensors before torch's .bin.

    Raises CheckpointError for a name that leaves the folder.
    """
    for name in names:
        if name.startswith(("/", "\\")) or "\\" in name or ".." in name.split("/") or "\0" in name:
            raise CheckpointError(f"the hub offers a file named {name!r}, which leaves the folder: refused")
    chosen = [name for name in names if _SMALL_FILES.fullmatch(name)]
    weights = [name for name in names if _SAFETENSORS.fullmatch(name)]
    return tuple(chosen + (weights or [name for name in names if _TORCH_BIN.fullmatch(name)]))


def hub_endpoint() -> str:
    """`HF_ENDPOINT`, else the public hub as its client knows it. Raises MissingExtraError without the client."""
    return os.environ.get("HF_ENDPOINT", "").rstrip("/") or str(_import_hub().constants.ENDPOINT)


def _download(hub: Any, card: ModelCard, folder: Path, report: Report) -> str:
    try:
        _reach(hub_endpoint())
        found = _list_files(hub, card)
        note = " (not pinned: recorded as fetched)" if card.revision_unverified else ""
        report(f"{card.repo} at {found.revision}{note}: {len(found.names)} files from {hub_endpoint()}")
        hub.snapshot_download(
            card.repo,
            revision=found.revision,
            allow_patterns=list(found.names),
            local_dir=folder,
            endpoint=hub_endpoint(),
        )
    except CheckpointError:
        raise
    except Exception as error:  # the hub's client raises its own, its HTTP library's and the system's errors
        raise _explained(error, card) from error
    missing = [name for name in found.names if not (folder / name).is_file()]
    if missing:
        raise NetworkError(
            f"{card.repo}: {missing[0]} did not arrive: run the same command again, it goes on where it stopped"
        )
    return found.revision


def _reach(endpoint: str) -> None:
    """Raise OSError at once where nobody answers; the hub's client would try again for half a minute."""
    if urllib.request.getproxies():
        return
    address = urllib.parse.urlsplit(endpoint)
    port = address.port or (443 if address.scheme == "https" else 80)
    socket.create_connection((address.hostname or "", port), timeout=10).close()


def _list_files(hub: Any, card: ModelCard) -> HubFiles:
    info = hub.HfApi(endpoint=hub_endpoint()).model_info(card.repo, revision=card.revision or None)
    if card.revision and info.sha != card.revision:
        raise CheckpointError(f"{card.repo}: the hub gives {info.sha}, the card pins {card.revision}: refused")
    names = choose_files([sibling.rfilename for sibling in info.siblings or []])
    return HubFiles(str(info.sha), names)


def _explained(error: Exception, card: ModelCard) -> NetworkError | OutputError:
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return OutputError(f"{store_folder()}: the disk is full: free some space and run the same command again")
    endpoint, kind = hub_endpoint(), type(error).__name__
    if kind in {"RepositoryNotFoundError", "GatedRepoError"}:
        return NetworkError(
            f"{endpoint} has no {card.repo} for you: set HF_TOKEN if it is private, or `xlsum models add DIR`"
        )
    if kind == "RevisionNotFoundError":
        return NetworkError(
            f"{endpoint} has no revision {card.revision} of {card.repo}: correct its card in models.yaml"
        )
    reason = " ".join(str(error).split())[:120] or kind
    return NetworkError(
        f"{endpoint} cannot be reached for {card.repo} ({kind}: {reason}): try again with a network, set HF_ENDPOINT "
        f"to a mirror, or `xlsum models add DIR --card {card.name}`; until then the embedded default answers"
    )


def _check_known_files(card: ModelCard, folder: Path) -> None:
    for name, sha256 in card.files.items():
        if (folder / name).is_file() and sha256_of(folder / name) != sha256:
            shutil.rmtree(folder, ignore_errors=True)
            raise CheckpointError(f"{card.repo}: {name} is not the file that the card knows (SHA-256): refused")


def _converted(folder: Path, target: Path, manifest: Manifest, how: Conversion) -> Manifest:
    return convert_checkpoint(folder, target, manifest, how)


def _import_hub() -> Any:
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        import huggingface_hub
        import huggingface_hub.utils
    except ImportError as error:
        raise MissingExtraError("huggingface_hub", "hf") from error
    if not sys.stderr.isatty():
        huggingface_hub.utils.disable_progress_bars()
    return huggingface_hub


def _import_converter() -> None:
    """Before hours of download, make sure that what comes can be converted."""
    try:
        import torch  # noqa: F401
        import transformers  # noqa: F401
    except ImportError as error:
        raise MissingExtraError(str(error.name), "hf") from error
