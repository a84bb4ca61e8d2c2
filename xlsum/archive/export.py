"""Every finished result of an archive, in source order, each document once."""

import json
from collections.abc import Iterator, Sequence
from heapq import merge
from pathlib import Path
from typing import Any, NamedTuple

from xlsum.archive.ledger import NAME, Ledger
from xlsum.archive.parts import Parts
from xlsum.archive.records import unpack
from xlsum.document import Document
from xlsum.errors import UsageError

SHARDS = "shard-*-of-*"
FINISHED = """
SELECT s.name, d.source, d.item, d.copy_of, d.payload, o.id, w.part, o.line
FROM documents d
JOIN documents o ON o.document = coalesce(d.copy_of, d.document)
JOIN windows w ON w.window = o.window
LEFT JOIN sources s ON s.source = d.source
WHERE o.state IN ({}) ORDER BY d.source, d.item
"""


class Exported(NamedTuple):
    """A result as a line of JSON, with the place that orders it."""

    source: int
    item: int
    line: str


def export_lines(out: Path, *, gist: bool = False) -> Iterator[str]:
    """The result of each finished document of an archive, or of all shards in the folder, as a line of JSON.

    `gist` takes in those of which headline and lead are done; a warning in them says so. A run may be writing the
    archive meanwhile. Raises UsageError where there is no ledger.
    """
    for exported in merge(
        *(_exported(folder, gist) for folder in archives_of(out)), key=lambda one: (one.source, one.item)
    ):
        yield exported.line


def archives_of(out: Path) -> Sequence[Path]:
    """The folder itself, or the folders of its shards. Raises UsageError where there is no ledger."""
    if (out / NAME).is_file():
        return [out]
    shards = sorted(folder for folder in out.glob(SHARDS) if (folder / NAME).is_file())
    if not shards:
        raise UsageError(f"{out}: no ledger here: `xlsum batch run SOURCE... -o {out}` makes one")
    return shards


def _exported(folder: Path, gist: bool) -> Iterator[Exported]:
    ledger, parts = Ledger.read(folder), Parts(folder)
    query = FINISHED.format("'done', 'gist'" if gist else "'done'")
    try:
        for _, source, item, copy_of, payload, original, part, line in ledger.connection.execute(query):
            text = parts.line(part, line)
            yield Exported(source, item, _as_copy(text, unpack(payload), original) if copy_of else text)
    finally:
        ledger.close()


def _as_copy(line: str, document: Document, original: str) -> str:
    """The result of the original under the copy's own id and source, with a note."""
    from xlsum.prepare import source_sha256

    result: dict[str, Any] = json.loads(line)  # Any: JSON
    source = result["source"]
    result["id"] = document.id
    source |= {"path": document.path, "url": document.url, "published": document.published, "format": document.format}
    note = f"done as a copy of {original!r}, whose text is the same"
    source |= {"extra": dict(document.extra), "warnings": [*document.warnings, note]}
    source["sha256"] = result["provenance"]["source_sha256"] = source_sha256(document)
    return json.dumps(result, ensure_ascii=False)
