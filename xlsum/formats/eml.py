"""EML: an e-mail, its text part or else its HTML part."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr

from xlsum.document import Document
from xlsum.formats.encodings import Decoded
from xlsum.formats.html import fragment_text
from xlsum.formats.origin import Origin, check_not_empty
from xlsum.formats.plain import decode_or_refuse, with_encoding
from xlsum.formats.publication import published_as_iso
from xlsum.formats.xml import kept

MAX_MULTIPARTS = 100  # a thread of forwarded mails has a dozen; the parser needs the square of their number
SIGNATURE = re.compile(r"\n-- ?\n")
FLOWED = re.compile(r" \n(?!\n|>)")


def read_eml(data: bytes, origin: Origin) -> Iterator[Document]:
    """The one document of a mail: subject as headline, sender as source. Attachments are named in a warning."""
    if len(data) > origin.max_document_bytes:
        raise origin.error(f"over {origin.max_document_bytes / 1e6:.0f} MB: split it or raise the document limit")
    if data.lower().count(b"content-type: multipart") > MAX_MULTIPARTS:
        raise origin.error(f"refused: over {MAX_MULTIPARTS} parts within parts; save the text and give that")
    message = _innermost(BytesParser(policy=policy.default).parsebytes(data))
    part = _body(message)
    if part is None:
        raise origin.error("a mail without a text part; save its attachment and give that")
    decoded = _decoded(part, origin)
    name, address = parseaddr(_header(message, "From"))
    attached = [str(one.get_filename() or one.get_content_type()) for one in message.iter_attachments()]
    document = Document(
        id=_header(message, "Message-ID").strip("<>") or origin.id,
        text=_text(part, decoded.text),
        headline=_header(message, "Subject"),
        published=published_as_iso(_header(message, "Date")),
        source=name or address,
        path=origin.path,
        format="eml",
        extra=kept(
            byline=address,
            urgency=_header(message, "X-Priority") or _header(message, "Importance"),
            in_reply_to=_header(message, "In-Reply-To").strip("<>"),
            language=_header(message, "Content-Language"),
        ),
        warnings=(f"attachments were not read: {', '.join(attached)}",) if attached else (),
    )
    yield check_not_empty(with_encoding(document, decoded), origin)


def _innermost(message: EmailMessage) -> EmailMessage:
    """The mail itself, or the one that it only wraps: forwarded as it was."""
    while message.get_content_type() == "message/rfc822" and isinstance(inner := message.get_payload(0), EmailMessage):
        message = inner
    return message


def _body(message: EmailMessage) -> MIMEPart | None:
    """The plain part; the HTML part where there is none or it is blank."""
    plain, markup = message.get_body(("plain",)), message.get_body(("html",))
    payload = plain.get_payload(decode=True) if plain is not None else b""
    is_blank = not (isinstance(payload, bytes) and payload.strip())
    return markup if markup is not None and is_blank else plain


def _decoded(part: MIMEPart, origin: Origin) -> Decoded:
    payload = part.get_payload(decode=True)
    return decode_or_refuse(payload if isinstance(payload, bytes) else b"", origin, part.get_content_charset("") or "")


def _text(part: MIMEPart, text: str) -> str:
    text = text.replace("\r\n", "\n")
    if part.get_content_subtype() == "html":
        return fragment_text(text)
    if part.get_param("format") == "flowed":
        text = FLOWED.sub(" ", text)
    return SIGNATURE.split(text, maxsplit=1)[0].strip("\n")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name) or "").split())
    except (ValueError, IndexError, AttributeError):  # the header parser trips over some broken headers
        return ""
