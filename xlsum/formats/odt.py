"""ODT (OpenDocument text): paragraphs and headings in order; comments and deleted text stay out."""

from collections.abc import Iterator

from xlsum.document import Document
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.publication import published_as_iso
from xlsum.formats.tags import language_tag
from xlsum.formats.xml import Element, first_named, kept, local_name, named, parse_xml, text_at
from xlsum.formats.zipped import open_zip, read_member

SKIPPED = ("tracked-changes", "annotation", "forms", "sequence-decls", "note-citation")


def read_odt(data: bytes, origin: Origin) -> Iterator[Document]:
    """The one document of an OpenDocument text; a heading that comes first is the headline."""
    with open_zip(data, origin) as archive:
        content, meta = read_member(archive, "content.xml"), read_member(archive, "meta.xml")
    if not content:
        raise origin.error("not an OpenDocument text: no content.xml in it")
    body = first_named(parse_xml(content, origin).root, "text")
    if body is None:
        raise origin.error("not an OpenDocument text: no office:text in it")
    blocks = [(local_name(one), _text(one)) for one in named(body, "p", "h") if not _is_skipped(one)]
    blocks = [(name, text) for name, text in blocks if text]
    headline = blocks.pop(0)[1] if len(blocks) > 1 and blocks[0][0] == "h" else ""
    about = parse_xml(meta, origin).root if meta else None
    document = Document(
        id=origin.id,
        text="\n\n".join(text for _, text in blocks),
        headline=headline or text_at(about, "title"),
        published=published_as_iso(text_at(about, "date", "creation-date")),
        path=origin.path,
        format="odt",
        language=language_tag(text_at(about, "language")),
        extra=kept(byline=text_at(about, "creator", "initial-creator"), subject=text_at(about, "subject")),
    )
    yield check_not_empty(document, origin)


def _text(block: Element) -> str:
    pieces = [block.text or ""]
    for element in block.iterdescendants():
        name = local_name(element)
        inner = name not in {"p", "h"} and not _is_skipped(element) and name not in SKIPPED
        pieces.append(" " if name in {"s", "tab", "line-break"} else (element.text or "") if inner else "")
        pieces.append((element.tail or "") if not _is_skipped(element) else "")
    return " ".join("".join(pieces).split())


def _is_skipped(element: Element) -> bool:
    return any(local_name(parent) in SKIPPED for parent in element.iterancestors())
