"""The texts of a run as plain files, for tools of others."""

from collections.abc import Iterable

from xlsum.scoring.records import RunRecord


def export_files(record: RunRecord) -> dict[str, str]:
    """File names with their text, one segment (or one summary) a line; line breaks inside a text become spaces."""
    segments = [segment for output in record.outputs for segment in output.segments if segment.references]
    summaries = [output for output in record.outputs if output.summaries]
    files = {
        "source.fa": [segment.persian for segment in segments],
        "output.en": [segment.english for segment in segments],
        "summary.en": [output.summary for output in summaries],
    }
    for at in range(min((len(segment.references) for segment in segments), default=0)):
        files[f"reference{at + 1}.en"] = [segment.references[at] for segment in segments]
    for at in range(min((len(output.summaries) for output in summaries), default=0)):
        files[f"summary-reference{at + 1}.en"] = [output.summaries[at] for output in summaries]
    return {name: _lines(texts) for name, texts in files.items() if texts}


def _lines(texts: Iterable[str]) -> str:
    return "".join(" ".join(text.split()) + "\n" for text in texts)
