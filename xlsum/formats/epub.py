"""EPUB: one document a chapter, in the order of the book's spine."""

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from zipfile import ZipFile

from xlsum.document import Document
from xlsum.errors import DocumentError
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import with_encoding
from xlsum.formats.publication import published_as_iso
from xlsum.formats.tags import language_tag
from xlsum.formats.xml import Element, attribute, first_named, kept, named, paragraphs_of, parse_xml, text_at, text_of
from xlsum.formats.zipped import open_zip, read_member


def read_epub(data: bytes, origin: Origin) -> Iterator[Document]:
    """The chapters that hold text. A chapter that cannot be read is reported and the others are read."""
    with open_zip(data, origin) as archive:
        place = _package_path(archive, origin)
        package = parse_xml(read_member(archive, place), origin).root
        chapters = [posixpath.join(posixpath.dirname(place), href) for href in _spine(package)]
        if not chapters:
            raise origin.error("a book without chapters: its spine is empty")
        for chapter in chapters:
            try:
                document = _chapter(archive, chapter, package, origin)
            except DocumentError as error:
                origin.report(error)
                continue
            if document:
                yield document


def _package_path(archive: ZipFile, origin: Origin) -> str:
    container = read_member(archive, "META-INF/container.xml")
    place = attribute(parse_xml(container, origin).root, "full-path", "rootfile") if container else ""
    if not place:
        raise origin.error("not an EPUB: no META-INF/container.xml that names the book")
    return place


def _spine(package: Element) -> list[str]:
    files = {item.get("id"): item for item in named(package, "item")}
    items = [files[one.get("idref")] for one in named(package, "itemref") if one.get("idref") in files]
    items = [item for item in items if not (item.get("media-type") or "").startswith("image/")]
    return [unquote(item.get("href") or "") for item in items if "nav" not in (item.get("properties") or "").split()]


def _chapter(archive: ZipFile, path: str, package: Element, origin: Origin) -> Document | None:
    data = read_member(archive, path)
    if not data:
        raise origin.error(f"the chapter {path} is not in the book")
    file = parse_xml(data, Origin(f"{origin.name}/{path}", max_document_bytes=origin.max_document_bytes))
    body = first_named(file.root, "body")
    paragraphs = paragraphs_of(body) if body is not None else []
    if not paragraphs:
        return None  # a cover or a picture
    heading = text_of(first_named(body, "h1", "h2"))
    if heading and len(paragraphs) > 1 and paragraphs[0] == heading:
        paragraphs = paragraphs[1:]
    document = Document(
        id=f"{origin.id}/{posixpath.splitext(posixpath.basename(path))[0]}",
        text="\n\n".join(paragraphs),
        headline=heading,
        published=published_as_iso(text_at(package, "date")),
        source=text_at(package, "publisher"),
        path=origin.path,
        format="epub",
        language=language_tag(text_at(package, "language")),
        extra=kept(book=text_at(package, "title"), byline=text_at(package, "creator"), chapter=path),
    )
    return check_not_empty(with_encoding(document, file.decoded), origin)
