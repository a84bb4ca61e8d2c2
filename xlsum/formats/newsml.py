"""NewsML-G2: news items, messages and packages (IPTC NewsML-G2 2.x)."""

import base64
from collections.abc import Iterator
from dataclasses import replace

from xlsum.document import Document
from xlsum.errors import DocumentError
from xlsum.formats.encodings import decode
from xlsum.formats.html import fragment_text
from xlsum.formats.nitf import body_of_nitf
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import with_encoding
from xlsum.formats.publication import published_as_iso
from xlsum.formats.tags import language_tag
from xlsum.formats.xml import (
    XML_LANG,
    Element,
    attribute,
    first_named,
    kept,
    local_name,
    named,
    paragraphs_of,
    parse_xml,
    text_at,
    text_of,
)

DEAD = {"canceled", "cancelled", "withheld", "killed"}
NO_BODY = "the item has no text of its own (a picture or a film): its headline and description were read"


def read_newsml(data: bytes, origin: Origin) -> Iterator[Document]:
    """The items of a NewsML-G2 file in order. A package is read for its headlines when its items are not there too."""
    file = parse_xml(data, origin)
    items = named(file.root, "newsItem")
    packages = named(file.root, "packageItem")
    if not items and not packages:
        raise origin.error("no newsItem in it; send NewsML-G2 with newsItem or packageItem")
    memberships = _memberships(packages)
    for item in items:
        try:
            document = _document(item, origin, memberships)
            yield check_not_empty(with_encoding(document, file.decoded), origin)
        except DocumentError as error:
            origin.report(error)
    for package in [] if items else packages:
        yield check_not_empty(with_encoding(_package(package, origin), file.decoded), origin)


def _document(item: Element, origin: Origin, memberships: dict[str, str]) -> Document:
    content = first_named(item, "contentMeta")
    identity = item.get("guid") or origin.id
    described = _described(item, origin)
    text = "\n\n".join(_body(item, origin))
    document = replace(
        described,
        id=identity,
        text=text or described.extra.get("description", ""),
        warnings=described.warnings if text else (*described.warnings, NO_BODY),
        headline=text_at(content, "headline") or text_at(first_named(item, "itemMeta"), "title"),
    )
    extra = {**document.extra, **kept(package=memberships.get(identity, ""))}
    return replace(document, extra=extra)


def _described(item: Element, origin: Origin) -> Document:
    about, content = first_named(item, "itemMeta"), first_named(item, "contentMeta")
    status = attribute(about, "qcode", "pubStatus").rpartition(":")[2]
    embargo = published_as_iso(text_at(about, "embargoed"))
    language = attribute(content, "tag", "language") or str(item.get(XML_LANG) or "")
    published = text_at(about, "versionCreated") or text_at(content, "contentCreated")
    return Document(
        id=item.get("guid") or origin.id,
        text="",
        published=published_as_iso(published),
        source=_party(content, "infoSource") or _party(about, "provider"),
        url=next((link.get("href") for link in named(item, "link") if link.get("href")), ""),
        path=origin.path,
        format="newsml",
        language=language_tag(language),
        extra=kept(
            urgency=text_at(content, "urgency"),
            byline=text_at(content, "by") or _party(content, "creator"),
            dateline=text_at(content, "dateline"),
            slugline=text_at(content, "slugline"),
            keywords="; ".join(map(text_of, named(content, "keyword")) if content is not None else ()),
            genre=_party(content, "genre"),
            description=text_at(content, "description"),
            creditline=text_at(content, "creditline"),
            located=_party(content, "located"),
            subjects="; ".join(filter(None, (_name(subject) for subject in named(item, "subject")))),
            version=str(item.get("version") or ""),
            status=status,
            embargo=embargo,
            first_created=text_at(about, "firstCreated"),
            ednote=text_at(about, "edNote"),
            copyright=text_at(item, "copyrightNotice"),
            usage=text_at(item, "usageTerms"),
            links=" ".join(link.get("residref") or link.get("href") or "" for link in named(item, "link")).strip(),
        ),
        warnings=_cautions(status, embargo),
    )


def _cautions(status: str, embargo: str) -> tuple[str, ...]:
    dead = (f"the agency marked this item {status}: do not publish it",) if status in DEAD else ()
    return dead + ((f"under embargo until {embargo}",) if embargo else ())


def _body(item: Element, origin: Origin) -> list[str]:
    """The paragraphs of one rendition: a contentSet holds alternates of the same content, XML before plain text."""
    for content in named(item, "inlineXML"):
        nitf = first_named(content, "body.content")
        if paragraphs := body_of_nitf(nitf) if nitf is not None else paragraphs_of(_html_body(content)):
            return paragraphs
    for content in named(item, "inlineData"):
        if paragraphs := _inline_data(content, origin):
            return paragraphs
    return []


def _html_body(content: Element) -> Element:
    body = first_named(content, "body")
    return content if body is None else body


def _inline_data(content: Element, origin: Origin) -> list[str]:
    text = "".join(content.itertext())
    if "base64" in (content.get("encoding") or ""):
        try:
            text = decode(base64.b64decode(text, validate=False)).text
        except ValueError as error:
            raise origin.error(f"inlineData that is not base64 text: {error}") from error
    if "html" in (content.get("contenttype") or ""):
        text = fragment_text(text)
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]


def _memberships(packages: list[Element]) -> dict[str, str]:
    return {
        str(reference.get("residref")): str(package.get("guid") or "")
        for package in packages
        for reference in named(package, "itemRef")
        if reference.get("residref")
    }


def _package(package: Element, origin: Origin) -> Document:
    """A package alone: its own headline, and the headlines of what it points to."""
    references = named(package, "itemRef")
    lines = [text_at(one, "headline", "title") for one in references]
    lines += [text_at(one, "description") for one in references]
    document = _described(package, origin)
    links = " ".join(str(one.get("residref") or one.get("href") or "") for one in references)
    note = f"a package of {len(references)} items that are not in the file: only their headlines were read"
    return replace(
        document,
        headline=text_at(first_named(package, "contentMeta"), "headline"),
        text="\n\n".join(filter(None, lines)),
        extra={**document.extra, **kept(links=links)},
        warnings=(*document.warnings, note),
    )


def _party(node: Element | None, name: str) -> str:
    found = None if node is None else first_named(node, name)
    return "" if found is None else _name(found)


def _name(element: Element) -> str:
    named_so = [child for child in element if local_name(child) == "name"]
    return text_of(named_so[0]) if named_so else str(element.get("literal") or element.get("qcode") or "")
