"""Gist first: the headline and lead of every document before the body of any."""

from dataclasses import replace

from xlsum.document import Document

GIST_NOTE = "only headline and lead are done yet: the body follows when the run goes on"


def gist_of(document: Document) -> Document:
    """The document down to its lead: the first paragraph, or the first two lines when the headline is one of them."""
    lines = [number for number, line in enumerate(document.text.split("\n")) if line.strip()]
    wanted = 1 if document.headline.strip() else 2
    if len(lines) <= wanted:
        return document
    text = "\n".join(document.text.split("\n")[: lines[wanted - 1] + 1])
    return replace(document, text=text, warnings=(*document.warnings, GIST_NOTE))
