"""Archives in bad circumstances: full and read-only disks, malformed documents, with a pipeline without weights."""
