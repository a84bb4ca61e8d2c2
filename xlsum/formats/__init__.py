"""Formats: what agencies send in, what newsrooms take out.

`read_documents` and `read_bytes` read; `write_results`, `result_to_json` and `result_from_json` write.
"""

from xlsum.formats.registry import INPUT_FORMATS, InputFormat
from xlsum.formats.sources import read_bytes, read_documents

__all__ = ["INPUT_FORMATS", "InputFormat", "read_bytes", "read_documents"]
