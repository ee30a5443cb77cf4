"""Mail (`.eml`): the subject, and the body that a mail program would show.

Plain text goes before HTML, unless it only says that the real message is in HTML. The draft's text
is the decoded subject, an empty line and the decoded body, since no line of the file itself could
be pointed at; quoted replies and the signature stay in the text but are not prose
(`reading.quotes`). Attachments are ignored. The standard library's message parser is used with its
lenient policy and only for the structure: headers are decoded here, because its strict header
parser fails on some real mail and is slow on hostile mail. A charset or boundary that lies never
fails: `reading.decoding` says what is tried.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

from valuecheck.reading.decoding import decode, decode_file, refuse_documents
from valuecheck.reading.passages import Content, copied, shifted
from valuecheck.reading.plain import read_plain
from valuecheck.reading.quotes import without_quotes
from valuecheck.reading.webpage import read_webpage
from valuecheck.records import Span

_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_HTML_START = re.compile(r"(?i)\s{0,99}<(?:!doctype html|html|head|body)\b")
_HEADER = re.compile(
    rb"(?i)^(?:from|to|subject|date|received|return-path|message-id|content-type|"
    rb"mime-version|delivered-to|reply-to|sender|x-[\w-]{1,60})[ \t]?:",
    re.MULTILINE,
)
#: A plain part this short may only be a notice that the message is in HTML.
_NOTICE_WORDS = 30
_DEEPEST = 50
#: No honest part describes itself at such length, and the parser is slow on one that does.
_OVERLONG = re.compile(rb"(?im)^content-type:[^\r\n]{5000}")


class _Body(NamedTuple):
    text: str
    html: bool


def read_mail_text(text: str) -> Content:
    """Return the content of a message that is already decoded, headers included."""
    return read_mail(text.encode("utf-8", "surrogatepass"), "draft", nul_is_text=True)


def read_mail(data: bytes, name: str, *, nul_is_text: bool = False) -> Content:
    """Return the content of a message.

    Parameters
    ----------
    data : bytes
        The file, not empty.
    name : str
        For the message of an error.
    nul_is_text : bool
        False to refuse NUL bytes as the mark of a binary file.

    Raises
    ------
    DraftError
        If the file is binary.
    """
    refuse_documents(data, name)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:3] == b"\xef\xbb\xbf":
        data = decode_file(data, name).encode("utf-8", "surrogatepass")
    elif b"\0" in data and not nul_is_text:
        data = decode_file(data, name).encode("utf-8")  # UTF-16 without a mark, or an error
    data = data.lstrip(b"\r\n")
    message = _parse(data)
    if message is None:
        return _without_headers(data)
    subject = decode_header(_header(message, "subject"))
    body = _body(message, 0)
    if body is None:
        reason = "only images" if _has_images(message) else "no text part"
        body = _Body("", html=False)
    else:
        reason = ""
    return _content(subject, body, reason)


def _parse(data: bytes) -> Message | None:
    """Return the message, or None where the file has no header of a message."""
    head = re.split(rb"\r?\n\r?\n|\r\r", data[:100_000], maxsplit=1)[0]
    if not _HEADER.search(head) or _OVERLONG.search(data):
        return None
    try:
        message = message_from_bytes(data)
    except (RecursionError, ValueError, LookupError):  # parts nested past any sense
        return None
    return message if message.keys() else None


def _without_headers(data: bytes) -> Content:
    """Read a file that is no message as the text it is."""
    plain = read_plain(decode(data))
    return Content(plain.text, plain.prose, plain.subject, (), False, True, plain.empty_reason)


def _content(subject: str, body: _Body, reason: str) -> Content:
    """Put subject and body together into one text, with everything mapped into it."""
    page = read_webpage(body.text, mail=True) if body.html else None
    prose = without_quotes(page.prose if page else copied(body.text, 0, len(body.text)))
    offset = len(subject) + 2 if subject else 0
    text = f"{subject}\n\n{body.text}" if subject else body.text
    hidden = page.hidden if page else ()
    if not reason:
        own = page.empty_reason if page else "nothing but white space"
        had_prose = (page.prose.text if page else body.text).strip()
        reason = "nothing but quoted text" if had_prose else own or "no visible text"
    return Content(
        text=text,
        prose=shifted(prose, offset, len(body.text)),
        subject=copied(text, 0, len(subject)) if subject else None,
        hidden=tuple(Span(start + offset, end + offset) for start, end in hidden),
        decoded=True,
        final=True,
        empty_reason=reason,
    )


# Headers


def _header(message: Message, name: str) -> str:
    """Return a header as it stands in the file, bytes that are not ASCII decoded."""
    for key, value in message.raw_items():
        if key.lower() == name:
            raw = str(value).encode("utf-8", "surrogateescape")
            return decode(raw)
    return ""


def decode_header(value: str) -> str:
    """Return a header's text: unfolded, encoded words (RFC 2047) decoded; never fails."""
    value = " ".join(line.strip() for line in value.splitlines()).strip()
    parts: list[str] = []
    pending: list[bytes] = []
    charset, position = "", 0
    for match in _ENCODED_WORD.finditer(value):
        between = value[position : match.start()]
        word_charset = match[1].split("*")[0].lower()
        # Words of one charset are decoded together: some mailers cut a character in two.
        if pending and (between.strip() or word_charset != charset):
            parts.append(decode(b"".join(pending), charset))
            pending = []
        if between.strip() or not position:
            parts.append(between)
        pending.append(_word_bytes(match[2].lower(), match[3]))
        charset, position = word_charset, match.end()
    if pending:
        parts.append(decode(b"".join(pending), charset))
    parts.append(value[position:])
    return " ".join("".join(parts).split())


def _word_bytes(encoding: str, word: str) -> bytes:
    from binascii import Error, a2b_base64, a2b_qp

    data = word.encode("ascii", "replace")
    if encoding == "q":
        return a2b_qp(data, header=True)
    try:
        return a2b_base64(data + b"=" * (-len(data) % 4))
    except Error:
        return data


# Parts


def _body(part: Message, depth: int) -> _Body | None:
    """Return the text that a mail program would show of a part, or None."""
    if depth > _DEEPEST or _is_attachment(part, depth):
        return None
    kind = part.get_content_type()
    if part.is_multipart():
        children = [child for child in part.get_payload() if isinstance(child, Message)]
        bodies = [body for child in children if (body := _body(child, depth + 1))]
        if kind == "multipart/alternative":
            return _best(bodies)
        return next((body for body in bodies if body.text.strip()), bodies[0] if bodies else None)
    if not kind.startswith(("text/", "multipart/")) or kind == "text/calendar":
        return None
    text = _part_text(part)
    return _Body(text, html=kind == "text/html" or bool(_HTML_START.match(text)))


def _best(bodies: list[_Body]) -> _Body | None:
    """Choose between the alternatives: plain text unless it only points to the HTML."""
    plain = next((body for body in bodies if not body.html and body.text.strip()), None)
    page = next((body for body in bodies if body.html and body.text.strip()), None)
    if plain is None or page is None:
        return plain or page or (bodies[0] if bodies else None)
    words = len(plain.text.split())
    if words < _NOTICE_WORDS and len(read_webpage(page.text).prose.text.split()) > 4 * words:
        return page
    return plain


def _is_attachment(part: Message, depth: int) -> bool:
    if depth and part.get_content_type() == "message/rfc822":
        return True
    disposition = str(part.get("content-disposition") or "").strip().lower()
    return bool(depth) and disposition.startswith("attachment")


def _part_text(part: Message) -> str:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError):
        payload = None
    if not isinstance(payload, bytes):
        raw = part.get_payload()
        payload = str(raw).encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""
    try:
        charset = part.get_content_charset()
    except (ValueError, LookupError):
        charset = None
    return decode(payload, charset)


def _has_images(message: Message) -> bool:
    return any(part.get_content_maintype() == "image" for part in message.walk())
