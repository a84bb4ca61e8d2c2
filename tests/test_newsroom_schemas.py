"""What newsrooms ingest, against the rules of its standards.

IPTC's schemas come with no package that an index offers, so they are not here. NewsML-G2 is held against the content
model of IPTC's own `newsmlg2` and its catalogue; ninjs, NITF, TMX, XLIFF and RSS against their rules in our words, for
the parts that we write (those of ninjs were compared with ninjs-schema_3.2.json line by line).
"""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from tests.results_for_tests import make_result
from xlsum.document import Flag, Result, Translation
from xlsum.formats import write_results
from xlsum.formats.label import reviewed, without_label

TEXT = {"type": "string", "minLength": 1}
TEXTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["value"],
        "additionalProperties": False,
        "properties": {
            "role": TEXT,
            "contentType": TEXT,
            "charCount": {"type": "integer"},
            "wordCount": {"type": "integer"},
            "value": TEXT,
        },
    },
}
DATE_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
URI = {"type": "string", "pattern": r"^[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-Z\[\]_a-z~]+$"}
NINJS_TEXTS = ("version", "language", "by", "slugline", "located", "copyrightNotice", "usageTerms", "edNote")


def object_of(*names: str, **special: object) -> dict[str, Any]:
    properties: dict[str, object] = {**dict.fromkeys(names, TEXT), **special}
    return {"type": "object", "additionalProperties": False, "properties": properties}


# ninjs 3.2: no other property is allowed, only `uri` is required (and `name` of an association), statuses and types are
# closed lists, times have their offset.
PROPERTIES: dict[str, object] = {
    **dict.fromkeys(NINJS_TEXTS, TEXT),
    "uri": URI,
    "standard": object_of("name", "version", schema=URI),
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "urgency": {"type": "integer", "minimum": 1, "maximum": 9},
    **dict.fromkeys(("versionCreated", "contentCreated", "embargoedUntil"), DATE_TIME),
    **dict.fromkeys(("headlines", "descriptions", "bodies"), TEXTS),
    "infoSources": {"type": "array", "items": object_of("name", "role", "literal", uri=URI)},
    "altIds": {"type": "array", "items": object_of("role", "value")},
    "digitalSourceType": object_of("name", "literal", uri=URI),
    "subjects": {"type": "array", "items": object_of("name", "rel", "literal", "creator", uri=URI)},
}
ASSOCIATION = {
    "type": "object",
    "required": ["name", "uri"],
    "additionalProperties": False,
    "properties": {**PROPERTIES, "name": TEXT, "rel": TEXT},
}
NINJS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["uri"],
    "additionalProperties": False,
    "properties": {**PROPERTIES, "associations": {"type": "array", "items": ASSOCIATION}},
}

AGENCY_FIELDS = {
    "urgency": "2", "byline": "سارا امینی", "version": "3", "embargo": "2024-03-20T00:00:00Z", "copyright": "© نمونه",
    "usage": "terms", "creditline": "EXA", "slugline": "GAS", "dateline": "تهران", "subjects": "economy; گاز",
    "links": "https://example.com/2 tag:example.com,2024:خبر not-an-address",
}  # fmt: skip


def filled(identity: str = "tag:example.com,2024:خبر ۱") -> Result:
    """A result with every field that an agency's item can bring."""
    return make_result(identity, source=replace(make_result().source, extra=AGENCY_FIELDS))


def rejected() -> Result:
    """A reviewed result with a sentence that its reviewer rejected."""
    flag = Flag("review", "do-not-use", "rejected by Sara Amini")
    paragraphs = make_result().translation.paragraphs
    segment = replace(paragraphs[2][0], level="do-not-use", flags=(flag,))
    result = make_result(translation=Translation((*paragraphs[:2], (segment,))))
    return reviewed(result, "Sara Amini", "2026-11-23T08:00:00+00:00")


RESULTS = [
    pytest.param(make_result(), id="the usual"),
    pytest.param(filled(), id="every field of an agency"),
    pytest.param(make_result("a b/ü خبر", headline=None, summary=None), id="an id that is no address"),
    pytest.param(make_result(source=replace(make_result().source, language="prs", agency="", published="")), id="Dari"),
    pytest.param(without_label(make_result()), id="label switched off"),
    pytest.param(reviewed(make_result(), "Sara Amini", "2026-11-23T08:00:00+00:00"), id="reviewed"),
    pytest.param(rejected(), id="a sentence rejected"),
]


def written(format: str, folder: Path, *results: Result) -> bytes:
    write_results(results, folder / "out", format)
    return (folder / "out").read_bytes()


@pytest.mark.parametrize("result", RESULTS)
def test_ninjs_keeps_to_the_rules_of_its_schema(tmp_path: Path, result: Result) -> None:
    jsonschema.Draft202012Validator.check_schema(NINJS)
    jsonschema.validate(json.loads(written("ninjs", tmp_path, result)), NINJS)


G2 = "{http://iptc.org/std/nar/2006-10-01/}"


def declared(kind: type) -> tuple[list[tuple[str, Any]], set[str]]:
    """The child elements in their order and the attributes that IPTC's class of an element declares."""
    children: list[tuple[str, Any]] = []
    attributes: set[str] = set()
    for one in reversed(kind.__mro__):
        children += [(child["xml_name"].lower(), child["element_class"]) for _, child in vars(one).get("elements", ())]
        attributes |= {attribute["xml_name"] for attribute in vars(one).get("attributes", {}).values()}
    return children, attributes


def undeclared(element: Any, kind: type, path: str) -> Iterator[str]:
    """What IPTC's content model does not allow at an element and below."""
    from NewsMLG2.utils import import_string

    children, attributes = declared(kind)
    names = [name for name, _ in children]
    yield from (f"{path}@{name}" for name in element.attrib if name not in attributes)
    last = 0
    for child in element.iterchildren(f"{G2}*"):
        name = etree.QName(child).localname.lower()  # the package spells altId in lower case
        if name not in names[last:]:
            yield f"{path}/{name}: unknown or out of order"
            continue
        last = names.index(name, last)
        below = children[last][1]
        yield from undeclared(child, import_string(below) if isinstance(below, str) else below, f"{path}/{name}")


@pytest.mark.parametrize("result", RESULTS)
def test_newsml_keeps_to_the_content_model_of_iptc(tmp_path: Path, result: Result) -> None:
    newsitem = pytest.importorskip("NewsMLG2.newsitem", reason="newsmlg2, IPTC's own reader, is not installed")
    root = etree.fromstring(written("newsml", tmp_path, result))
    assert list(undeclared(root, newsitem.NewsItem, "newsItem")) == []
    item = newsitem.NewsItem(xmlelement=root)
    assert item.itemmeta.versioncreated


def test_every_code_of_newsml_is_of_a_scheme_that_the_item_declares(tmp_path: Path) -> None:
    package = pytest.importorskip("NewsMLG2", reason="newsmlg2, which brings IPTC's catalogues, is not installed")
    root = etree.fromstring(written("newsml", tmp_path, filled()))
    catalog = root.find(f"{G2}catalogRef").get("href").rpartition("/")[2]
    held = etree.parse(Path(package.__file__).parent / "catalogs" / catalog)
    known = {scheme.get("alias") for tree in (held, root) for scheme in tree.iter(f"{G2}scheme")}
    codes = [value for one in root.iter(f"{G2}*") for name, value in one.items() if name in {"qcode", "rel", "role"}]
    assert len(codes) >= 6
    assert {code.partition(":")[0] for code in codes} <= known


# The rules of each XML format for the elements that we write: which come in which order, which attributes they have.
NITF = """<!ELEMENT nitf (head?, body)> <!ATTLIST nitf xmlns CDATA #FIXED "http://iptc.org/std/NITF/2006-10-18/"
  xml:lang CDATA #IMPLIED>
<!ELEMENT head (title?, meta*, docdata?, pubdata*)> <!ELEMENT title (#PCDATA)>
<!ELEMENT meta EMPTY> <!ATTLIST meta name NMTOKEN #IMPLIED content CDATA #REQUIRED>
<!ELEMENT docdata (doc-id | urgency | date.issue | date.release | ed-msg | du-key | doc.copyright | key-list)*>
<!ATTLIST docdata management-status (usable | embargoed | withheld | canceled) "usable">
<!ELEMENT doc-id EMPTY> <!ATTLIST doc-id id-string CDATA #IMPLIED>
<!ELEMENT urgency EMPTY> <!ATTLIST urgency ed-urg (1|2|3|4|5|6|7|8) #IMPLIED>
<!ELEMENT date.issue EMPTY> <!ATTLIST date.issue norm CDATA #IMPLIED>
<!ELEMENT date.release EMPTY> <!ATTLIST date.release norm CDATA #IMPLIED>
<!ELEMENT ed-msg EMPTY> <!ATTLIST ed-msg info CDATA #IMPLIED>
<!ELEMENT du-key EMPTY> <!ATTLIST du-key key CDATA #IMPLIED version CDATA #IMPLIED>
<!ELEMENT doc.copyright EMPTY> <!ATTLIST doc.copyright holder CDATA #IMPLIED>
<!ELEMENT key-list (keyword*)> <!ELEMENT keyword EMPTY> <!ATTLIST keyword key CDATA #IMPLIED>
<!ELEMENT pubdata EMPTY> <!ATTLIST pubdata type (print | audio | video | web | appliance | other) #IMPLIED
  name CDATA #IMPLIED ex-ref CDATA #IMPLIED>
<!ELEMENT body (body.head?, body.content*, body.end?)> <!ATTLIST body xml:lang CDATA #IMPLIED>
<!ELEMENT body.head (hedline?, byline*, distributor?, dateline*, abstract*)>
<!ELEMENT hedline (hl1, hl2*)> <!ELEMENT hl1 (#PCDATA)> <!ELEMENT hl2 (#PCDATA)>
<!ELEMENT byline (#PCDATA)> <!ELEMENT distributor (#PCDATA)> <!ELEMENT dateline (#PCDATA | location)*>
<!ELEMENT location (#PCDATA)> <!ELEMENT abstract (p+)> <!ELEMENT p (#PCDATA)>
<!ELEMENT body.content (p*)> <!ELEMENT body.end (tagline?)> <!ELEMENT tagline (#PCDATA)>"""
TMX = """<!ELEMENT tmx (header, body)> <!ATTLIST tmx version CDATA #FIXED "1.4">
<!ELEMENT header (note | prop)*> <!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block | paragraph | sentence | phrase) #REQUIRED o-tmf CDATA #REQUIRED adminlang CDATA #REQUIRED
  srclang CDATA #REQUIRED datatype CDATA #REQUIRED>
<!ELEMENT body (tu*)> <!ELEMENT tu ((note | prop)*, tuv+)> <!ATTLIST tu tuid CDATA #IMPLIED srclang CDATA #IMPLIED>
<!ELEMENT note (#PCDATA)> <!ELEMENT prop (#PCDATA)> <!ATTLIST prop type CDATA #REQUIRED>
<!ELEMENT tuv ((note | prop)*, seg)> <!ATTLIST tuv xml:lang CDATA #REQUIRED> <!ELEMENT seg (#PCDATA)>"""
XLIFF = """<!ELEMENT xliff (file+)> <!ATTLIST xliff xmlns CDATA #FIXED "urn:oasis:names:tc:xliff:document:2.0"
  version (2.0 | 2.1) #REQUIRED srcLang NMTOKEN #REQUIRED trgLang NMTOKEN #IMPLIED>
<!ELEMENT file (notes?, unit+)> <!ATTLIST file xmlns CDATA #IMPLIED id NMTOKEN #REQUIRED original CDATA #IMPLIED>
<!ELEMENT notes (note+)> <!ELEMENT note (#PCDATA)> <!ATTLIST note category CDATA #IMPLIED>
<!ELEMENT unit (notes?, segment+)> <!ATTLIST unit id NMTOKEN #REQUIRED>
<!ELEMENT segment (source, target?)> <!ATTLIST segment id NMTOKEN #IMPLIED
  state (initial | translated | reviewed | final) "initial" subState CDATA #IMPLIED>
<!ELEMENT source (#PCDATA)> <!ELEMENT target (#PCDATA)>"""
RSS = """<!ELEMENT rss (channel)> <!ATTLIST rss version CDATA #FIXED "2.0" xmlns:content CDATA #IMPLIED
  xmlns:dc CDATA #IMPLIED>
<!ELEMENT channel (title, link, description, language?, item*)> <!ELEMENT title (#PCDATA)> <!ELEMENT link (#PCDATA)>
<!ELEMENT description (#PCDATA)> <!ELEMENT language (#PCDATA)>
<!ELEMENT item (title | link | guid | pubDate | dc:creator | category | description | content:encoded)*>
<!ELEMENT guid (#PCDATA)> <!ATTLIST guid isPermaLink (true | false) "true"> <!ELEMENT pubDate (#PCDATA)>
<!ELEMENT dc:creator (#PCDATA)> <!ATTLIST dc:creator xmlns:dc CDATA #IMPLIED> <!ELEMENT category (#PCDATA)>
<!ELEMENT content:encoded (#PCDATA)> <!ATTLIST content:encoded xmlns:content CDATA #IMPLIED>"""
RULES = [
    pytest.param(rules, name, id=name) for name, rules in (("nitf", NITF), ("tmx", TMX), ("xliff", XLIFF), ("rss", RSS))
]


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize(("rules", "format"), RULES)
def test_an_xml_format_keeps_to_its_rules(tmp_path: Path, rules: str, format: str, result: Result) -> None:
    definition = etree.DTD(io.StringIO(rules))
    root = etree.fromstring(written(format, tmp_path, result))
    assert definition.validate(root), definition.error_log.filter_from_errors()


def test_the_rules_can_be_broken(tmp_path: Path) -> None:
    root = etree.fromstring(written("nitf", tmp_path, make_result()))
    head, body = root
    root[:] = [body, head]
    assert not etree.DTD(io.StringIO(NITF)).validate(root)


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("format", ["rss", "atom"])
def test_a_feed_is_read_without_a_complaint(tmp_path: Path, format: str, result: Result) -> None:
    feedparser = pytest.importorskip("feedparser")
    feed = feedparser.parse(written(format, tmp_path, result, replace(result, id="second")))
    assert not feed.bozo
    assert len(feed.entries) == 2
    for entry in feed.entries:
        assert entry.id
        assert entry.title
        assert entry.get("published_parsed") or dict.get(entry, "updated_parsed")
    assert len({entry.id for entry in feed.entries}) == 2


@pytest.mark.parametrize("result", RESULTS)
def test_an_atom_entry_has_what_rfc_4287_demands(tmp_path: Path, result: Result) -> None:
    root = etree.fromstring(written("atom", tmp_path, result))
    atom = {"a": "http://www.w3.org/2005/Atom"}
    for node in (root, *root.iterfind("a:entry", atom)):
        assert [len(node.findall(f"a:{name}", atom)) for name in ("id", "title", "updated")] == [1, 1, 1]
    assert root.find("a:author/a:name", atom) is not None
    links = [(link.get("rel"), link.get("href")) for link in root.iterfind("a:entry/a:link", atom)]
    assert len(set(links)) == len(links)
    assert all(str(address).isascii() and " " not in str(address) for _, address in links)
