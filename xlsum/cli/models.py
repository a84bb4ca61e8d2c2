"""`xlsum models`: what checkpoints there are, which are here, and how they come and go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from xlsum.catalogue import ModelCard
    from xlsum.engines.convert import Conversion
    from xlsum.engines.manifest import Manifest
    from xlsum.engines.store import Installed

app = typer.Typer(help="List, fetch, convert, verify and remove checkpoints.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Name = Annotated[str, typer.Argument(help="A card's name, as `xlsum models list` prints it.")]
Quantization = Annotated[str, typer.Option(help="The type of the converted weights.")]
Prune = Annotated[
    bool, typer.Option("--prune/--no-prune", help="Drop the pieces that Persian to English does not need.")
]
KeepText = Annotated[
    Path | None,
    typer.Option("--keep-text", help="A text file whose pieces are never pruned.", exists=True, dir_okay=False),
]
Replace = Annotated[bool, typer.Option("--replace", help="Make it anew when it is in the store already.")]


@app.command("list")
def list_models(as_json: Json = False) -> None:
    """List every checkpoint: its task, whether it is here, its licence. Example: xlsum models list"""
    from xlsum.catalogue import load_catalogue
    from xlsum.engines.store import installed_checkpoints

    catalogue = load_catalogue()
    here = {found.manifest.name: found for found in reversed(list(installed_checkpoints()))}
    if as_json:
        rows = [
            {"name": c.name, "task": c.task, "state": _state(c, here), "licence": c.licence} for c in catalogue.cards
        ]
        rows += [_stranger(found) for name, found in here.items() if catalogue.get(name) is None]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for card in catalogue.cards:
        print(f"{card.name:<28}{card.task:<11}{_state(card, here):<11}{card.licence:<18}{card.description}")
    for name, found in here.items():
        if catalogue.get(name) is None:
            print(f"{name:<28}{found.manifest.task:<11}{'installed':<11}{found.manifest.licence}")


@app.command()
def show(name: Name, as_json: Json = False) -> None:
    """Print a checkpoint's card, its scores and what is installed of it. Example: xlsum models show compact-fa-en"""
    from xlsum.cli.model_card import card_and_installed, card_lines, card_record

    card, found = card_and_installed(name)
    if as_json:
        print(json.dumps(card_record(card, found), ensure_ascii=False, indent=2))
        return
    for line in card_lines(card, found):
        print(line)


@app.command()
def pull(
    name: Name,
    quantization: Quantization = "int8",
    prune: Prune = True,
    keep_text: KeepText = None,
    replace_it: Replace = False,
    keep_download: Annotated[bool, typer.Option(help="Keep the downloaded checkpoint.")] = False,
) -> None:
    """Download, convert, prune and verify a checkpoint. Example: xlsum models pull nllb-200-distilled-600M"""
    from xlsum.catalogue import load_catalogue
    from xlsum.engines.pull import pull_checkpoint

    card = load_catalogue().card(name)
    how = _conversion(quantization, prune and card.prune, keep_text)
    _print_licence(card.licence, card.forbids)
    installed = pull_checkpoint(card, how, report=_say, replace=replace_it, keep=keep_download)
    _print_installed(installed)


@app.command()
def add(
    folder: Annotated[Path, typer.Argument(help="A transformers checkpoint, or a folder that xlsum converted.")],
    card: Annotated[str, typer.Option(help="The card that it is of.")] = "",
    name: Annotated[str, typer.Option(help="The name in the store; default: the card's, else the folder's.")] = "",
    quantization: Quantization = "int8",
    prune: Prune = True,
    keep_text: KeepText = None,
    replace_it: Replace = False,
) -> None:
    """Take a local checkpoint into the store. Example: xlsum models add ./nllb --card nllb-200-distilled-600M"""
    from xlsum.cli.model_card import manifest_for
    from xlsum.engines.install import add_checkpoint, is_converted

    manifest = None if is_converted(folder) else manifest_for(folder, card, name)
    if manifest:
        _print_licence(manifest.licence, manifest.forbids)
    _print_installed(add_checkpoint(folder, manifest, _conversion(quantization, prune, keep_text), replace=replace_it))


@app.command()
def convert(
    folder: Annotated[Path, typer.Argument(help="A transformers checkpoint.")],
    out: Annotated[Path, typer.Argument(help="The folder to make; it must not exist.")],
    card: Annotated[str, typer.Option(help="The card that it is of.")] = "",
    name: Annotated[str, typer.Option(help="Its name; default: the card's, else the folder's.")] = "",
    quantization: Quantization = "int8",
    prune: Prune = True,
    keep_text: KeepText = None,
) -> None:
    """Convert a local checkpoint into a folder of your own. Example: xlsum models convert ./nllb ./nllb-ct2"""
    from xlsum.cli.model_card import manifest_for
    from xlsum.engines.install import convert_to_folder

    manifest = manifest_for(folder, card, name)
    _print_licence(manifest.licence, manifest.forbids)
    written = convert_to_folder(folder, out, manifest, _conversion(quantization, prune, keep_text))
    _print_made(written, out)


@app.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Names or folders; default: all here.")] = None,
) -> None:
    """Check every file against its recorded SHA-256. Example: xlsum models verify compact-fa-en"""
    from xlsum.cli.model_card import named_checkpoint
    from xlsum.engines.store import broken_checkpoints, installed_checkpoints
    from xlsum.engines.verify import verify_folder
    from xlsum.errors import CheckpointError

    failed = [] if names else [reason for _, reason in broken_checkpoints()]
    for found in [named_checkpoint(name) for name in names] if names else list(installed_checkpoints()):
        try:
            verify_folder(found.folder, found.manifest, thorough=True)
            print(f"{found.manifest.name}: {len(found.manifest.files)} files, whole and unchanged")
        except CheckpointError as error:
            failed.append(str(error))
    for reason in failed:
        _say(f"xlsum: {reason}")
    if failed:
        raise typer.Exit(1)


@app.command()
def path(name: Name) -> None:
    """Print the folder of an installed checkpoint. Example: xlsum models path compact-fa-en"""
    from xlsum.cli.model_card import named_checkpoint

    print(named_checkpoint(name).folder)


@app.command()
def remove(names: Annotated[list[str], typer.Argument(help="Names of checkpoints in the store.")]) -> None:
    """Remove checkpoints from the store. Example: xlsum models remove nllb-200-distilled-600M"""
    from xlsum.engines.store import remove_checkpoint

    for name in names:
        freed = remove_checkpoint(name)
        print(f"{name}: removed, {freed / 1e6:.0f} MB freed")


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _state(card: ModelCard, here: dict[str, Installed]) -> str:
    found = here.get(card.name)
    if found:
        return "embedded" if found.embedded else "installed"
    return "embedded" if not card.needs_weights else "-"


def _stranger(found: Installed) -> dict[str, str]:
    known = found.manifest
    return {"name": known.name, "task": known.task, "state": "installed", "licence": known.licence}


def _conversion(quantization: str, prune: bool, keep_text: Path | None) -> Conversion:
    from xlsum.engines.convert import Conversion

    texts = tuple(keep_text.read_text("utf-8").splitlines()) if keep_text else ()
    return Conversion(quantization, prune, texts)


def _print_licence(licence: str, forbids: str) -> None:
    _say(f"licence: {licence}. {forbids}")


def _print_installed(installed: Installed) -> None:
    _print_made(installed.manifest, installed.folder)


def _print_made(manifest: Manifest, folder: Path) -> None:
    pruned = manifest.pruning
    kept = f", {pruned['tokens']:,} of {pruned['of_tokens']:,} tokens kept" if pruned else ""
    revision = f" at {manifest.revision}" if manifest.revision else ""
    print(f"{manifest.name}{revision}: {manifest.quantization}{kept}, in {folder}")
