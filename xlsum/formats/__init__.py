"""Formats: what agencies send in, what newsrooms take out.

`read_documents` and `read_bytes` read; `write_results`, `result_to_json` and `result_from_json` write.
"""

from xlsum.formats.registry import INPUT_FORMATS, InputFormat
from xlsum.formats.result_json import result_from_json, result_to_json
from xlsum.formats.sources import read_bytes, read_documents
from xlsum.formats.writing import OUTPUT_FORMATS, OutputFormat, write_results

__all__ = [
    "INPUT_FORMATS",
    "OUTPUT_FORMATS",
    "InputFormat",
    "OutputFormat",
    "read_bytes",
    "read_documents",
    "result_from_json",
    "result_to_json",
    "write_results",
]
