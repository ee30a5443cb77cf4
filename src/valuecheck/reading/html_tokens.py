"""Cut HTML into tags and text with exact offsets, in linear time.

The standard library's parser gives lines and columns, not offsets, and rescans what it holds back;
drafts need neither. What a browser would not show as text (comments, declarations, the content of
`script` and its like) gives no token. Broken markup never fails: a `<` that starts nothing is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from valuecheck.reading.html_names import RAW


class Kind(Enum):
    """What a token is."""

    TEXT = 0
    START = 1
    END = 2


class Token(NamedTuple):
    """One piece of HTML.

    Attributes
    ----------
    kind : Kind
        Text, start tag or end tag.
    start, end : int
        Code points in the source.
    name : str
        The tag's name in lower case; empty for text.
    attributes : dict of str to str
        Of a start tag; names in lower case, entities in values left alone.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""
    attributes: dict[str, str] = {}  # noqa: RUF012 - shared by all tags without attributes


_NAME = re.compile(r"[A-Za-z][^\s/>]*")
_SPACE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(
    r"""([^\s/>][^\s/>=]*)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]*))?""",
)
_RAW_END = {name: re.compile(rf"(?i)</{name}(?=[\s/>])") for name in RAW}


def tokens(source: str) -> Iterator[Token]:
    """Yield the tags and texts of an HTML source from left to right.

    Parameters
    ----------
    source : str
        Any text.
    """
    last_close = source.rfind(">")
    size = len(source)
    text_start = position = 0
    never_closed: set[str] = set()
    while 0 <= (at := source.find("<", position)) <= last_close:
        end, token = _markup(source, at)
        if end == at:
            position = at + 1
            continue
        if at > text_start:
            yield Token(Kind.TEXT, text_start, at)
        if token:
            yield token
            if token.kind is Kind.START and token.name in RAW:
                raw_end = _raw_end(source, token.name, end, never_closed)
                if token.name == "title" and raw_end > end:
                    yield Token(Kind.TEXT, end, raw_end)
                end = raw_end
        text_start = position = end
    if text_start < size:
        yield Token(Kind.TEXT, text_start, size)


def _markup(source: str, at: int) -> tuple[int, Token | None]:
    """Return where the markup that starts at a `<` ends (`at` if it is none), and its token.

    A `>` follows somewhere: the caller has looked.
    """
    follower = source[at + 1 : at + 2]
    if follower == "!" and source.startswith("<!--", at):
        end = source.find("-->", at + 2)
        return (end + 3 if end >= 0 else len(source)), None
    if follower in ("!", "?"):
        return source.find(">", at) + 1, None
    if follower == "/":
        name = _NAME.match(source, at + 2)
        end = source.find(">", at) + 1
        return end, Token(Kind.END, at, end, name[0].lower()) if name else None
    name = _NAME.match(source, at + 1)
    return _start_tag(source, at, name) if name else (at, None)


def _start_tag(source: str, at: int, name: re.Match[str]) -> tuple[int, Token | None]:
    attributes: dict[str, str] = {}
    position = name.end()
    while True:
        space = _SPACE.match(source, position)
        position = space.end() if space else position
        match = _ATTRIBUTE.match(source, position)
        if match is None:
            break
        value = match[2] or ""
        if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
            value = value[1:-1]
        attributes.setdefault(match[1].lower(), value)
        position = match.end()
    if position >= len(source):
        return position, None  # the tag never ends: browsers drop it and all that follows
    return position + 1, Token(Kind.START, at, position + 1, name[0].lower(), attributes)


def _raw_end(source: str, name: str, start: int, never_closed: set[str]) -> int:
    """Return where the content of a raw element ends; an unclosed title or form field is empty."""
    match = None if name in never_closed else _RAW_END[name].search(source, start)
    if match:
        return match.start()
    never_closed.add(name)
    return start if name in ("title", "textarea") else len(source)
