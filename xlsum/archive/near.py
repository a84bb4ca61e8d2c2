"""Near-duplicates: documents that share most of their word sequences, found with MinHash as they are read.

Their unchanged sentences come from the sentence memory in any case; this says which documents they are. MinHash over
three-word shingles, 16 bands of 4 (Broder 1997; Leskovec et al., Mining of Massive Datasets, chapter 3): documents of
Jaccard similarity 0.8 share 3 bands or more with probability 0.98, those of 0.4 with 0.007.
"""

import hashlib
import sqlite3

from xlsum.document import Document
from xlsum.errors import MissingExtraError
from xlsum.persian.normalize import normalize

BANDS = 16
ROWS = 4
SHINGLE_WORDS = 3
SHARED_BANDS = 3
CANDIDATES = 1000  # rows looked at: boilerplate that thousands share says nothing
FIND = f"""
SELECT document FROM (SELECT document FROM bands WHERE band IN ({",".join("?" * BANDS)}) LIMIT {CANDIDATES})
GROUP BY document HAVING count(*) >= {SHARED_BANDS} ORDER BY count(*) DESC, document LIMIT 1
"""


def bands_of(document: Document) -> tuple[bytes, ...]:
    """Sixteen hashes of the document; near-duplicates share some. Raises MissingExtraError."""
    try:
        from datasketch import MinHash
    except ImportError as error:
        raise MissingExtraError("datasketch", "archive") from error
    words = normalize(f"{document.headline} {document.text}").split()
    shingles = {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(max(1, len(words) - SHINGLE_WORDS + 1))}
    signature = MinHash(num_perm=BANDS * ROWS, seed=1)
    signature.update_batch([shingle.encode("utf-8", "replace") for shingle in shingles])
    values = signature.hashvalues
    return tuple(
        hashlib.sha256(bytes([band]) + values[band * ROWS : (band + 1) * ROWS].tobytes()).digest()[:8]
        for band in range(BANDS)
    )


def link_near(connection: sqlite3.Connection, document: int, bands: tuple[bytes, ...]) -> None:
    """Note the document that this one is nearly the same as, and let later ones find it."""
    found = connection.execute(FIND, bands).fetchone()
    if found:
        connection.execute("UPDATE documents SET near = ? WHERE document = ?", (found[0], document))
    connection.executemany("INSERT INTO bands VALUES (?, ?)", [(band, document) for band in bands])
