"""`xlsum doctor`: can this machine do the work, and with what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from xlsum.diagnosis import Diagnosis


def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Check every asset, version and licence, and translate canary sentences. Example: xlsum doctor"""
    from xlsum.diagnosis import diagnose

    found = diagnose()
    if as_json:
        record = asdict(found) | {"ready_offline": found.ready_offline}
        print(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        for line in _lines(found):
            print(line)
    for problem in found.problems:
        typer.echo(f"xlsum: {problem}", err=True)
    if found.problems:
        raise typer.Exit(1)


def _lines(found: Diagnosis) -> Iterator[str]:
    yield "versions     " + ", ".join(f"{name} {version}" for name, version in found.versions.items())
    yield "extras       " + (
        f"not installed: {', '.join(found.missing_extras)}" if found.missing_extras else "all installed"
    )
    yield f"machine      {found.machine}, {found.threads} threads"
    for device, types in found.compute_types.items():
        yield f"compute      {device}: {', '.join(types)}"
    yield f"store        {found.store}, {found.free_bytes / 1e9:.0f} GB free"
    for asset in found.assets:
        state = "broken" if asset.problem else "whole"
        where = "embedded" if asset.embedded else "installed"
        size = f"{asset.bytes / 1e6:.0f} MB"
        yield f"asset        {asset.name} {asset.revision}, {where}, {size}, {asset.licence}: {state}"
    for stage in found.stages:
        yield f"{stage.stage:<13}{stage.model or 'nothing'}, {stage.licence}. {stage.forbids}"
    for canary in found.canaries:
        yield f"canary       {canary.persian} -> {canary.english}"
    yield "offline      " + (
        "ready: every stage has its checkpoint here" if found.ready_offline else "not ready, see below"
    )
