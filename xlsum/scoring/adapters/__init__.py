"""Test sets in the layout in which each is published."""

from collections.abc import Callable, Mapping
from pathlib import Path

from xlsum.errors import DataError, SourceNotFoundError
from xlsum.scoring.adapters import articles, parallel, records, stress, wires
from xlsum.scoring.testset import TestSet

Adapter = Callable[[Path, str], TestSet]

ADAPTERS: Mapping[str, Adapter] = {
    "wires": wires.read_wires,
    "flores": parallel.read_flores,
    "ntrex": parallel.read_ntrex,
    "tico19": parallel.read_tico19,
    "wmt": parallel.read_wmt,
    "xlsum": articles.read_articles,
    "records": records.read_records,
    "stress": stress.read_stress,
}


def read_test_set(adapter: str, folder: Path, split: str) -> TestSet:
    """The test set in `folder`, read by the adapter of that name.

    Raises SourceNotFoundError when the folder is not there, DataError when its contents are malformed.
    """
    if adapter not in ADAPTERS:
        raise DataError(f"adapter {adapter!r}: unknown; one of {', '.join(ADAPTERS)}")
    if not folder.exists():
        raise SourceNotFoundError(f"{folder}: no such folder; say with --data where the test set is")
    return ADAPTERS[adapter](folder, split)
