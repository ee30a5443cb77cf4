"""From bytes to text, by one stated order.

1. A byte order mark decides (UTF-8, UTF-16, UTF-32). It is no part of the text: positions count
   from the character after it.
2. UTF-16 without a mark is recognised by its NULs; any other file with NULs is binary.
3. A declared charset that looks like ASCII from outside (ISO-2022, UTF-7, UTF-16 and 32 in mail).
4. UTF-8, strictly.
5. The declared charset (mail header, HTML `meta`, XML declaration), strictly.
6. cp1252, which is what most old marketing copy is, with U+FFFD for the five bytes it lacks.

Line endings stay as they are.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from valuecheck.errors import DraftError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DOCUMENTS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zip or Office file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
)
_DECLARED = (
    rb"""(?i)<meta[^>]{1,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})"""
    rb"""|<\?xml[^>]{1,100}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})"""
)
_CHARSET_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,39}")
_LIKE_ASCII = ("iso-2022", "iso2022", "hz", "utf-7", "utf7", "utf-16", "utf16", "utf-32", "utf32")
#: Python codecs that are no charset of a file: they warn, are slow, or mean something else.
_NOT_CHARSETS = ("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined")


class Decoded(NamedTuple):
    """A file's text, and what turns such a text into bytes again: `mark + encode(encoding)`."""

    text: str
    mark: bytes
    encoding: str


def decode_file(data: bytes, name: str, *, markup: bool = False) -> str:
    """Return the text of a file.

    Parameters
    ----------
    data : bytes
        The file's content.
    name : str
        For the message of an error.
    markup : bool
        True where a declaration inside the file (HTML, XML) may name the charset.

    Raises
    ------
    DraftError
        If the file is binary.
    """
    return decoded_file(data, name, markup=markup).text


def decoded_file(data: bytes, name: str, *, markup: bool = False) -> Decoded:
    """Return the text of a file and its encoding; parameters and errors as for `decode_file`."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data[len(mark) :].decode(encoding, "replace"), mark, encoding)
    refuse_documents(data, name)
    if b"\0" in data:
        guess = _unmarked_utf16(data)
        if guess is None:
            raise DraftError(
                f"{name}: looks binary (it holds NUL bytes); "
                "accepted are text, Markdown, HTML and mail (.eml)"
            )
        return Decoded(data.decode(guess), b"", guess)
    declared = re.search(_DECLARED, data[:4096]) if markup else None
    charset = (declared[1] or declared[2]).decode("ascii", "replace") if declared else None
    return _decoded(data, None if charset and charset.lower().startswith("utf-") else charset)


def encoded_like(data: bytes, text: str, name: str, *, markup: bool = False) -> bytes:
    """Return a text in the encoding of a file's bytes, with their byte order mark.

    Parameters
    ----------
    data : bytes
        The file's content.
    text : str
        What is to stand there instead.
    name : str
        For the message of an error.
    markup : bool
        As for `decode_file`.

    Raises
    ------
    DraftError
        If the file would not keep its other bytes, or its encoding lacks a character of the text.
    """
    now = decoded_file(data, name, markup=markup)
    try:
        kept = now.mark + now.text.encode(now.encoding)
    except UnicodeEncodeError:
        kept = b""
    if kept != data:
        raise DraftError(f"{name}: not rewritten: some of its bytes are no {now.encoding}")
    try:
        return now.mark + text.encode(now.encoding)
    except UnicodeEncodeError as error:
        lacking = text[error.start]
        raise DraftError(f"{name}: not rewritten: {now.encoding} has no {lacking!r}") from error


def refuse_documents(data: bytes, name: str) -> None:
    """Raise where the first bytes are those of a well-known format that is not text.

    Raises
    ------
    DraftError
        Naming the file and what it is.
    """
    for magic, kind in _DOCUMENTS:
        if data.startswith(magic):
            raise DraftError(
                f"{name}: looks binary ({kind}); save the draft as .txt, .md, .html or .eml"
            )


def decode(data: bytes, charset: str | None = None) -> str:
    """Return the text of bytes that may be in the declared charset; never fails.

    The order is the module's, from its third step on.
    """
    return _decoded(data, charset).text


def _decoded(data: bytes, charset: str | None) -> Decoded:
    codec = _codec(charset)
    if codec and codec.replace("_", "-").startswith(_LIKE_ASCII):
        candidates: tuple[str | None, ...] = (codec, "utf-8")
    else:
        candidates = ("utf-8", codec)
    for candidate in candidates:
        if candidate:
            try:
                return Decoded(data.decode(candidate), b"", candidate)
            except (LookupError, ValueError):  # not a charset (rot13), or not these bytes
                continue
    return Decoded(data.decode("cp1252", "replace"), b"", "cp1252")


def _codec(charset: str | None) -> str | None:
    """Return Python's name of a charset, or None where it is none."""
    if not charset or not _CHARSET_NAME.fullmatch(charset):
        return None
    try:
        info = codecs.lookup(charset)
    except (LookupError, ValueError):
        return None
    return None if info.name.replace("-", "_") in _NOT_CHARSETS else info.name


def _unmarked_utf16(data: bytes) -> str | None:
    """Return the UTF-16 that bytes with NULs are most likely in, or None: then they are binary."""
    if len(data) % 2:
        return None
    even, odd = data[::2].count(0), data[1::2].count(0)
    half = len(data) // 2
    if odd > half * 0.4 and even == 0:
        encoding = "utf-16-le"
    elif even > half * 0.4 and odd == 0:
        encoding = "utf-16-be"
    else:
        return None
    try:
        data.decode(encoding)
    except UnicodeError:
        return None
    return encoding
