"""Find the prose in a draft without moving a character.

Bytes, paths and texts become a `records.Draft`: the source as given, the visible prose and the
subject, each mapped into the source. What each format counts as prose is said in its module:
`plain`, `markdown`, `webpage` and `mail`; how bytes become text in `decoding`. A byte order mark
is no part of the text. Formats are imported when they are met.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuecheck.errors import DraftError, UsageError
from valuecheck.records import Draft, Passage

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from valuecheck.reading.passages import Content

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "expand_paths",
    "file_bytes",
    "format_of",
    "read_bytes",
    "read_path",
    "read_text",
]

FORMATS: tuple[str, ...] = ("text", "markdown", "html", "email")

#: The file name endings that a search for drafts accepts, and the format of each.
SUFFIXES: dict[str, str] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".eml": "email",
}

EMPTY = "the file is empty"


def read_text(
    text: str,
    *,
    name: str = "draft",
    subject: str | None = None,
    channel: str | None = None,
    format: str = "text",
) -> Draft:
    """Return the draft in a text that is already decoded.

    Parameters
    ----------
    text : str
        The source; positions count its code points.
    name : str
        Label for reports.
    subject : str, optional
        A subject given beside the text; it goes before one that the text names itself.
    channel : str, optional
        One of `traits.CHANNELS`; guessed where it is None.
    format : str
        One of `FORMATS`.

    Raises
    ------
    UsageError
        If the format or the channel is not one of those accepted.
    """
    if format not in FORMATS:
        raise UsageError(f"unknown format {format!r}; accepted: {', '.join(FORMATS)}")
    _check_channel(channel)
    return _draft(_content(text, format), name, subject, channel, format)


def read_bytes(
    data: bytes, *, name: str, subject: str | None = None, channel: str | None = None
) -> Draft:
    """Return the draft in a file's bytes; its name's ending says the format, else it is text.

    Parameters
    ----------
    data : bytes
        The content, decoded as `reading.decoding` says: byte order mark, UTF-8, the charset the
        file declares, and else cp1252 with U+FFFD for bytes that it lacks.
    name : str
        The file's name, for the format and for reports.
    subject, channel : str, optional
        As for `read_text`.

    Raises
    ------
    DraftError
        If the bytes are not those of a text.
    UsageError
        If the channel is not one of those accepted.
    """
    _check_channel(channel)
    format = format_of(name)
    if format == "email":
        from valuecheck.reading.mail import read_mail

        content = read_mail(data, name) if data else _content("", format)
    else:
        from valuecheck.reading.decoding import decode_file

        content = _content(decode_file(data, name, markup=format == "html"), format)
    return _draft(content, name, subject, channel, format)


def read_path(
    path: str | os.PathLike[str], *, subject: str | None = None, channel: str | None = None
) -> Draft:
    """Return the draft in a file.

    Parameters
    ----------
    path : str or path-like
        The file; an ending that is not in `SUFFIXES` is read as text.
    subject, channel : str, optional
        As for `read_text`.

    Raises
    ------
    DraftError
        If the file is missing, cannot be read, or is binary; names the file and the reason.
    UsageError
        If the channel is not one of those accepted.
    """
    from os import fspath

    name = fspath(path)
    _check_channel(channel)
    return read_bytes(file_bytes(name), name=name, subject=subject, channel=channel)


def file_bytes(name: str) -> bytes:
    """Return what is in a file.

    Raises
    ------
    DraftError
        If it is missing or cannot be read; names the file and the reason.
    """
    try:
        with open(name, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise DraftError(f"{name}: no such file") from None
    except IsADirectoryError:
        raise DraftError(f"{name}: is a folder, not a file") from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise DraftError(f"{name}: cannot be read: {reason}") from None


def expand_paths(patterns: Sequence[str]) -> tuple[list[str], list[tuple[str, DraftError]]]:
    """Return the files that paths, folders and globs stand for, and the ones that failed.

    See `reading.paths` for what is taken and what is skipped.
    """
    from valuecheck.reading.paths import expand

    return expand(patterns, SUFFIXES)


def format_of(name: str) -> str:
    """Return the format that a file's name stands for: one of `FORMATS`."""
    from os.path import splitext

    return SUFFIXES.get(splitext(name)[1].lower(), "text")


def _check_channel(channel: str | None) -> None:
    if channel is not None:
        from valuecheck.reading.channels import check_channel

        check_channel(channel)


def _content(text: str, format: str) -> Content:
    """Read a text in one of `FORMATS`."""
    if not text:
        from valuecheck.reading.passages import Content

        return Content("", Passage(""), final=format == "email", empty_reason=EMPTY)
    if format == "markdown":
        from valuecheck.reading.markdown import read_markdown

        return read_markdown(text)
    if format == "html":
        from valuecheck.reading.webpage import read_webpage

        return read_webpage(text)
    if format == "email":
        from valuecheck.reading.mail import read_mail_text

        return read_mail_text(text)
    from valuecheck.reading.plain import read_plain

    return read_plain(text)


def _draft(
    content: Content, name: str, subject: str | None, channel: str | None, format: str
) -> Draft:
    """Put a draft together out of what was read and what was given beside it."""
    from valuecheck.reading.passages import without_unseen

    prose = without_unseen(content.prose)
    own = without_unseen(content.subject) if content.subject else None
    if channel is None:
        from valuecheck.reading.channels import guess_channel

        title = subject or (own.text if own is not None else None)
        guess = guess_channel(prose.text, format=format, subject=title)
    return Draft(
        name=name,
        text=content.text,
        prose=prose,
        # A subject given apart is a text of its own: its places point into what is read of it.
        subject=own if subject is None else Passage(without_unseen(Passage(subject)).text),
        subject_apart=subject is not None,
        channel=guess if channel is None else channel,
        channel_given=channel is not None,
        final=content.final,
        decoded=content.decoded,
        hidden=content.hidden,
        empty_reason=_empty_reason(content, prose),
    )


def _empty_reason(content: Content, prose: Passage) -> str | None:
    if prose.text and not prose.text.isspace():
        return None
    return content.empty_reason or "no visible text"
