"""Requests cut into portions, so that a long one takes turns with the others instead of holding them up."""

from collections.abc import Iterator, Sequence

from xlsum.serve.workshop import DocumentJob, Job, TextJob

PORTION_CHARACTERS = 5_000  # about 50 sentences of a wire

Portion = tuple[Job, ...]


def cut_text(text: str) -> list[str]:
    """Pieces of whole lines of at most `PORTION_CHARACTERS` (a longer line stays whole); joined they are the text."""
    pieces = [""]
    for line in text.splitlines(keepends=True):
        if pieces[-1] and len(pieces[-1]) + len(line) > PORTION_CHARACTERS:
            pieces.append("")
        pieces[-1] += line
    return pieces


def cut_jobs(jobs: Sequence[Job]) -> Iterator[Portion]:
    """The jobs in order, as many to a portion as stay within `PORTION_CHARACTERS`; at least one."""
    portion: list[Job] = []
    for job in jobs:
        if portion and weigh_portion((*portion, job)) > PORTION_CHARACTERS:
            yield tuple(portion)
            portion = []
        portion.append(job)
    if portion:
        yield tuple(portion)


def weigh_portion(portion: Portion) -> int:
    """Characters to read."""
    return sum(map(_characters, portion))


def _characters(job: Job) -> int:
    if isinstance(job, DocumentJob):
        return len(job.document.headline) + len(job.document.text)
    assert isinstance(job, TextJob)
    return len(job.text)
