# ruff: noqa: E501 - a sample reads best as its lines were sent
"""Reading what agencies send: one sample of ours in each format, its fields, and what is refused."""

import base64
import io
import json
import zipfile

import pytest

from xlsum.document import Document
from xlsum.errors import DocumentError
from xlsum.formats import read_bytes
from xlsum.formats.publication import published_as_iso
from xlsum.formats.registry import detect_format

ZWNJ = "\u200c"
FIRST = f"وزیر نفت گفت تولید گاز ۷۷ درصد افزایش می{ZWNJ}یابد."
SECOND = f"وی افزود که این طرح{ZWNJ}ها تا پایان سال ادامه دارد."
TITLE = f"افزایش تولید گاز در سال{ZWNJ}های آینده"
BODY = f"{FIRST}\n\n{SECOND}"
G2 = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'


def news_item(guid: str = "tag:example.com,2024:1", status: str = "stat:usable", body: str = "") -> str:
    body = body or (
        f'<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>no</title>'
        f"</head><body><p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML>"
    )
    return f"""<newsItem {G2} guid="{guid}" version="3" standard="NewsML-G2" xml:lang="fa">
<itemMeta><itemClass qcode="ninat:text"/><provider literal="EXA"><name>Example News</name></provider>
<versionCreated>2024-03-19T10:00:00+03:30</versionCreated><firstCreated>2024-03-19T09:00:00+03:30</firstCreated>
<embargoed>2024-03-20T00:00:00Z</embargoed><pubStatus qcode="{status}"/><edNote>recast</edNote>
<link rel="irel:seeAlso" href="https://example.com/1"/></itemMeta>
<contentMeta><urgency>2</urgency><creator><name>سارا امینی</name></creator><language tag="fa"/>
<subject qcode="medtop:04000000"><name>economy</name></subject><slugline>GAS</slugline>
<headline>{TITLE}</headline><dateline>تهران</dateline><by>سارا امینی</by></contentMeta>
<contentSet>{body}</contentSet></newsItem>"""


NITF = f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE nitf SYSTEM "nitf-3-4.dtd">
<nitf xml:lang="fa"><head><title>t</title><docdata management-status="usable"><doc-id id-string="nitf-1"/>
<urgency ed-urg="3"/><date.issue norm="20240319T100000+0330"/><date.release norm="20240320T000000Z"/>
<du-key key="gas" version="2"/><doc.copyright holder="Example"/><key-list><keyword key="گاز"/></key-list></docdata>
<pubdata name="Example News" ex-ref="https://example.com/1"/></head>
<body><body.head><hedline><hl1>{TITLE}</hl1><hl2>دوم</hl2></hedline><byline>سارا امینی</byline>
<dateline><location>تهران</location></dateline></body.head>
<body.content><p>{FIRST}</p><!-- a note --><media><media-caption>عکس</media-caption></media><p>{SECOND}</p></body.content>
<body.end><tagline>EXA</tagline></body.end></body></nitf>"""

RSS = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>خبرگزاری نمونه</title><link>https://example.com</link><language>fa-IR</language>
<item><title>{TITLE}</title><link>https://example.com/1</link><guid isPermaLink="false">rss-1</guid>
<author>a@example.com (سارا امینی)</author><category>اقتصاد</category>
<pubDate>سه{ZWNJ}شنبه ۲۹ اسفند ۱۴۰۲ ساعت ۱۰:۳۰</pubDate><description>خلاصه</description>
<content:encoded><![CDATA[<p>{FIRST}</p><script>x()</script><p>{SECOND.replace(ZWNJ, "&zwnj;")}</p>]]></content:encoded></item>
<item><title>دومین خبر</title><link>https://example.com/2</link><pubDate>Tue, 19 Mar 2024 10:00:00 +0330</pubDate>
<description>&lt;p&gt;{FIRST}&lt;/p&gt;</description></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fa"><title>نمونه</title><entry><id>atom-1</id>
<title type="html">{TITLE}</title><updated>2024-03-19T10:00:00Z</updated><author><name>سارا</name></author>
<link rel="alternate" href="https://example.com/1"/>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content></entry></feed>"""

NINJS2 = {
    "uri": "ninjs-2",
    "type": "text",
    "language": "fa",
    "version": "2",
    "versioncreated": "2024-03-19T10:00:00Z",
    "embargoed": "2024-03-20T00:00:00Z",
    "pubstatus": "usable",
    "urgency": 2,
    "headline": TITLE,
    "byline": "سارا امینی",
    "located": "تهران",
    "body_xhtml": f"<p>{FIRST}</p><p>{SECOND}</p>",
    "subject": [{"name": "economy"}],
    "associations": {"picture": {"uri": "pic-1"}},
}
NINJS32 = {
    "uri": "ninjs-32",
    "standard": {"name": "ninjs", "version": "3.2"},
    "versionCreated": "2024-03-19T10:00:00Z",
    "embargoedUntil": "2024-03-20T00:00:00Z",
    "pubStatus": "usable",
    "urgency": 2,
    "headlines": [{"value": TITLE}],
    "bodies": [{"contentType": "application/xhtml+xml", "value": f"<p>{FIRST}</p><p>{SECOND}</p>"}],
    "infoSources": [{"name": "Example News"}],
}
NINJS3 = {
    "uri": "ninjs-3",
    "standard": {"name": "ninjs", "version": "3.0"},
    "language": "fa",
    "headlines": [{"role": "short", "value": "کوتاه"}, {"role": "main", "value": TITLE}],
    "bodies": [{"role": "main", "contenttype": "text/plain", "value": BODY}],
    "by": "سارا امینی",
    "infosources": [{"name": "Example News"}],
}
IPTC7901 = (
    "\x01EXA0042 3 ECO 123 gas\r\ngas-output, 1st ld\r\n\x02" + TITLE + "\r\nby Sara Amini\r\n    " + FIRST + "\r\n\r\n    "
    + SECOND + "\r\n\x03191030 mar 24\x04"
)  # fmt: skip
EML = (
    "From: =?utf-8?b?" + base64.b64encode("خبرگزاری نمونه".encode()).decode() + "?= <wire@example.com>\r\n"
    "Subject: =?utf-8?b?" + base64.b64encode(TITLE.encode()).decode() + "?=\r\n"
    "Date: Tue, 19 Mar 2024 10:00:00 +0330\r\nMessage-ID: <mail-1@example.com>\r\nX-Priority: 2\r\nMIME-Version: 1.0\r\n"
    'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    + base64.b64encode(BODY.replace("\n", "\r\n").encode()).decode()
)  # fmt: skip
MARKDOWN = f"---\nid: md-1\ndate: ۱۴۰۲/۱۲/۲۹\nsource: نمونه\nurgency: 2\n---\n\n# {TITLE}\n\n**وزیر** {FIRST[5:]}\n\n[{SECOND}](https://example.com)\n"


def zip_of(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text, zipfile.ZIP_STORED if name == "mimetype" else None)
    return buffer.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DOCX = zip_of(
    **{
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>"
        f'<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>{TITLE}</w:t></w:r></w:p>'
        f"<w:p><w:r><w:t>{FIRST[:10]}</w:t></w:r><w:del><w:r><w:delText>کهنه</w:delText></w:r></w:del>"
        f"<w:r><w:t>{FIRST[10:]}</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{SECOND}</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
        "docProps/core.xml": "<cp:coreProperties xmlns:cp='c' xmlns:dc='d' xmlns:t='t'><dc:creator>سارا امینی</dc:creator>"
        "<t:modified>2024-03-19T10:00:00Z</t:modified></cp:coreProperties>",
    }
)
ODT = zip_of(
    **{
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<o:d xmlns:o='o' xmlns:t='t'><o:body><o:text><t:tracked-changes><t:p>کهنه</t:p></t:tracked-changes>"
        f"<t:h>{TITLE}</t:h><t:p>{FIRST[:10]}<t:span>{FIRST[10:15]}</t:span>{FIRST[15:]}</t:p>"
        f"<t:p>{SECOND.replace(' ', '<t:s/>', 1)}<o:annotation><t:p>یادداشت</t:p></o:annotation></t:p></o:text></o:body></o:d>",
        "meta.xml": "<o:m xmlns:o='o' xmlns:d='d'><d:creator>سارا امینی</d:creator><d:date>2024-03-19T10:00:00</d:date></o:m>",
    }
)
EPUB = zip_of(
    **{
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container><rootfiles><rootfile full-path='OEBPS/book.opf'/></rootfiles></container>",
        "OEBPS/book.opf": "<package><metadata><title>کتاب</title><language>fa</language><creator>سارا امینی</creator>"
        "<date>2024-03-19</date></metadata><manifest><item id='n' href='nav.xhtml' properties='nav'/>"
        "<item id='c1' href='one.xhtml'/></manifest><spine><itemref idref='n'/><itemref idref='c1'/></spine></package>",
        "OEBPS/nav.xhtml": "<html><body><p>فهرست</p></body></html>",
        "OEBPS/one.xhtml": f"<html><body><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND.replace(ZWNJ, '&zwnj;')}</p></body></html>",
    }
)

SAMPLES = [
    pytest.param(news_item(), "a.xml", "newsml", {"urgency": "2", "byline": "سارا امینی", "version": "3", "dateline": "تهران"}, id="newsml"),
    pytest.param(NITF, "a.xml", "nitf", {"urgency": "3", "byline": "سارا امینی", "version": "2", "dateline": "تهران"}, id="nitf"),
    pytest.param(RSS, "a.xml", "feed", {"subjects": "اقتصاد", "links": "https://example.com/1"}, id="rss"),
    pytest.param(ATOM, "a.atom", "feed", {"byline": "سارا"}, id="atom"),
    pytest.param(json.dumps(NINJS2), "a.json", "ninjs", {"urgency": "2", "version": "2", "links": "pic-1", "located": "تهران"}, id="ninjs 2"),
    pytest.param(json.dumps(NINJS32), "a.json", "ninjs", {"urgency": "2", "embargo": "2024-03-20T00:00:00Z"}, id="ninjs 3.2 in camel case"),
    pytest.param(json.dumps([NINJS3]), "a.json", "ninjs", {"byline": "سارا امینی"}, id="ninjs 3 in an array"),
    pytest.param(json.dumps(NINJS3) + "\n", "a.jsonl", "ninjs", {"byline": "سارا امینی"}, id="ninjs in JSON Lines"),
    pytest.param(IPTC7901, "a.wire", "iptc7901", {"urgency": "3", "category": "ECO", "slugline": "gas-output, 1st ld", "byline": "Sara Amini"}, id="iptc7901"),
    pytest.param(EML, "a.eml", "eml", {"urgency": "2", "byline": "wire@example.com"}, id="mail"),
    pytest.param(MARKDOWN, "a.md", "markdown", {"urgency": "2"}, id="markdown"),
    pytest.param(DOCX, "a.docx", "docx", {"byline": "سارا امینی"}, id="docx"),
    pytest.param(ODT, "a.odt", "odt", {"byline": "سارا امینی"}, id="odt"),
    pytest.param(EPUB, "a.epub", "epub", {"byline": "سارا امینی", "book": "کتاب"}, id="epub"),
]  # fmt: skip


def read(data: bytes | str, name: str = "a.xml") -> tuple[list[Document], list[str]]:
    errors: list[DocumentError] = []
    documents = list(read_bytes(data.encode() if isinstance(data, str) else data, name, on_error=errors.append))
    return documents, [str(error) for error in errors]


@pytest.mark.parametrize(("data", "name", "format", "extra"), SAMPLES)
def test_a_sample_gives_text_headline_and_fields(
    data: str | bytes, name: str, format: str, extra: dict[str, str]
) -> None:
    documents, errors = read(data, name)
    assert not errors
    document = documents[0]
    assert document.format == format
    assert document.headline == TITLE
    lines = [line.strip() for line in document.text.split("\n") if line.strip()]
    assert lines == [FIRST, SECOND]
    assert {key: document.extra.get(key) for key in extra} == extra
    day = document.published[:10]
    assert day == "2024-03-19" or (format in {"iptc7901", "ninjs"} and not day)


KNOWN_BY_BYTES = [row for row in SAMPLES if row.values[2] not in {"markdown", "ninjs"}]


@pytest.mark.parametrize(("data", "name", "format", "extra"), KNOWN_BY_BYTES)
def test_a_sample_is_known_by_its_bytes(data: str | bytes, name: str, format: str, extra: dict[str, str]) -> None:
    raw = data.encode() if isinstance(data, str) else data
    assert detect_format("no-suffix", raw[:4096]).name == format


def test_json_without_a_name_is_read_in_one_piece_or_line_by_line() -> None:
    for text in (json.dumps(NINJS2), json.dumps(NINJS2, indent=2), json.dumps([NINJS2], indent=1)):
        documents, errors = read(text, "no-suffix")
        assert [document.id for document in documents] == ["ninjs-2"]
        assert not errors
    documents, _ = read(json.dumps(NINJS2) + "\n" + json.dumps(NINJS3), "lines.json")
    assert [document.id for document in documents] == ["ninjs-2", "ninjs-3"]


def test_ids_come_through() -> None:
    expected = {"newsml": "tag:example.com,2024:1", "nitf": "nitf-1", "feed": "rss-1", "eml": "mail-1@example.com"}
    found = {d.format: d.id for data, name in ((news_item(), "a.xml"), (NITF, "a.xml"), (RSS, "a.xml"), (EML, "a.eml"))
             for d in read(data, name)[0][:1]}  # fmt: skip
    assert found == expected


def test_a_feed_entry_without_full_text_says_so() -> None:
    documents, _ = read(RSS)
    assert not documents[0].warnings
    assert documents[0].published == "2024-03-19T10:30:00+03:30"
    assert documents[0].extra["published_as_given"].startswith("سه")
    assert documents[1].text == FIRST
    assert "no full text" in documents[1].warnings[0]
    assert documents[1].id == "https://example.com/2"


def test_a_feed_with_a_wrong_encoding_label_is_read_by_its_letters() -> None:
    data = RSS.replace("ی", "ي").replace("utf-8", "utf-8").encode("cp1256", "ignore")
    documents, _ = read(data)
    assert documents[0].extra["encoding"] == "windows-1256"
    assert "marked as utf-8 but read as windows-1256" in documents[0].warnings[0]
    assert "وزير نفت" in documents[0].text


def test_a_message_gives_its_items_and_their_package() -> None:
    package = (
        f'<packageItem {G2} guid="pack-1"><groupSet><group><itemRef residref="b"/></group></groupSet></packageItem>'
    )
    message = f"<newsMessage {G2}><itemSet>{package}{news_item('a')}{news_item('b')}</itemSet></newsMessage>"
    documents, errors = read(message)
    assert not errors
    assert [(document.id, document.extra.get("package", "")) for document in documents] == [("a", ""), ("b", "pack-1")]


def test_a_package_alone_is_read_for_its_headlines() -> None:
    references = f'<itemRef residref="a"><headline>{TITLE}</headline></itemRef><itemRef residref="b"><title>{FIRST}</title></itemRef>'
    (document,), _ = read(
        f'<packageItem {G2} guid="pack-1"><groupSet><group>{references}</group></groupSet></packageItem>'
    )
    assert document.text == f"{TITLE}\n\n{FIRST}"
    assert document.extra["links"] == "a b"
    assert "2 items that are not in the file" in document.warnings[0]


def test_a_killed_item_and_an_embargo_warn() -> None:
    (document,), _ = read(news_item(status="stat:canceled"))
    assert "do not publish" in document.warnings[0]
    assert document.warnings[1] == "under embargo until 2024-03-20T00:00:00Z"
    assert document.extra["status"] == "canceled"


def test_an_item_with_nitf_or_base64_inside_is_read() -> None:
    nitf = (
        f"<inlineXML><nitf><body><body.content><p>{FIRST}</p><p>{SECOND}</p></body.content></body></nitf></inlineXML>"
    )
    packed = base64.b64encode(BODY.encode()).decode()
    for body in (nitf, f'<inlineData contenttype="text/plain" encoding="base64">{packed}</inlineData>'):
        (document,), _ = read(news_item(body=body))
        assert document.text == BODY


def test_every_message_of_an_old_wire_is_read() -> None:
    documents, errors = read(IPTC7901 + IPTC7901.replace("0042", "0043") + "\x01broken", "a.7901")
    assert [document.id for document in documents] == ["EXA0042", "EXA0043"]
    assert len(errors) == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Tue, 19 Mar 2024 10:00:00 +0330", "2024-03-19T10:00:00+03:30"),
        ("2024-03-19T10:00:00Z", "2024-03-19T10:00:00Z"),
        ("20240319T100000+0330", "2024-03-19T10:00:00+03:30"),
        ("2024-03-19", "2024-03-19"),
        ("۱۴۰۲/۱۲/۲۹", "2024-03-19"),
        ("1402-12-29 10:30", "2024-03-19T10:30:00+03:30"),
        ("۲۹ اسفند ۱۴۰۲", "2024-03-19"),
        (f"سه{ZWNJ}شنبه ۲۹ اسفند ماه ۱۴۰۲ - ۱۰:۳۰:۱۵", "2024-03-19T10:30:15+03:30"),
        ("۱۹ مارس ۲۰۲۴", "2024-03-19"),
        ("١٩/٠٣/٢٠٢٤", "2024-03-19"),
        ("29/12/1402", "2024-03-19"),
        ("Tue, 29 Esf 1402 10:30:00 +0330", "2024-03-19T10:30:00+03:30"),
        ("Tue, 29 Esfand 1402 07:00:00 GMT", "2024-03-19T07:00:00+00:00"),
        ("1402-12-29T07:00:00Z", "2024-03-19T07:00:00+00:00"),
        ("۲۰۲۴-۰۳-۱۹ ۱۰:۳۰", "2024-03-19T10:30:00"),
        ("1710831600", "2024-03-19T07:00:00+00:00"),
        ("1402/13/45", "1402/13/45"),
        ("دیروز", "دیروز"),
        ("", ""),
    ],
)
def test_publication_times_become_iso(given: str, expected: str) -> None:
    assert published_as_iso(given) == expected
