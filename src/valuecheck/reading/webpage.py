"""HTML: the text a reader sees, each character with its place in the source.

Block tags give line breaks, inline tags join, white space collapses as in a browser, entities map
to their own span. Not prose: comments, `script`, `style`, `head`, `template`, `noscript`, form
fields, graphics, and attributes such as `alt`. The first `title` is the subject. Text that a
reader would not see (`reading.html_styles`) is listed in `hidden`, the usual short hidden
preheader included; padding without a letter or digit is not.
"""

from __future__ import annotations

import re
from html import unescape

from valuecheck.reading.html_names import (
    IN_HEAD,
    LINES,
    PARAGRAPHS,
    SKIPPED,
    VOID,
    closed_by,
)
from valuecheck.reading.html_styles import Look, look_inside
from valuecheck.reading.html_tokens import Kind, Token, tokens
from valuecheck.reading.passages import Content, PassageBuilder
from valuecheck.records import Span

_QUOTE_CLASSES = ("gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix")
_QUOTE_IDS = ("divrplyfwdmsg", "appendonsend", "olk_src_body_section")

_SPACES = " \t\n\r\f"
_ENTITY = r"&(?:#[0-9]{1,12};?|#[xX][0-9a-fA-F]{1,10};?|[A-Za-z][A-Za-z0-9]{1,31};?)"
_SPECIAL = re.compile(rf"{_ENTITY}|[ \t\n\r\f]{{2,}}|[\t\n\r\f]")
_ENTITIES = re.compile(_ENTITY)


def read_webpage(source: str, *, mail: bool = False) -> Content:
    """Return the content of an HTML page or fragment.

    Parameters
    ----------
    source : str
        The HTML.
    mail : bool
        True where it is the body of a message: then quoted replies are not prose.
    """
    page = _Page(source, mail)
    for token in tokens(source):
        page.take(token)
    return page.content()


class _Element:
    """An open element."""

    __slots__ = ("look", "name", "skipped")

    def __init__(self, name: str, look: Look, skipped: bool) -> None:
        self.name = name
        self.look = look
        self.skipped = skipped


class _Page:
    """Takes tokens from left to right and sorts text into prose, title, hidden and nothing."""

    def __init__(self, source: str, mail: bool) -> None:
        self.source = source
        self.mail = mail
        self.prose = PassageBuilder(source)
        self.title = PassageBuilder(source)
        self.hidden: list[Span] = []
        self.hiding: Span | None = None
        self.images = False
        self.stack: list[_Element] = []
        self.open: dict[str, int] = {}

    def take(self, token: Token) -> None:
        if token.kind is Kind.START:
            self._start(token)
        elif token.kind is Kind.END:
            self._end(token.name)
        else:
            self._text(token.start, token.end)

    def content(self) -> Content:
        self._reveal()
        title = self.title.build()
        return Content(
            self.source,
            self.prose.build(),
            title if title.text else None,
            tuple(self.hidden),
            empty_reason=self._why_empty(),
        )

    def _why_empty(self) -> str:
        if self.hidden:
            return "all of its text is hidden"
        return "only images" if self.images else "no visible text"

    # Tags

    def _start(self, token: Token) -> None:
        name = token.name
        self._close_implied(name)
        outer = self.stack[-1] if self.stack else None
        if outer is None or not outer.skipped:
            self._break_for(name)
            self.images = self.images or name == "img"
        if name in VOID:
            return
        look = look_inside(outer.look if outer else Look(), token.attributes)
        skipped = (outer is not None and outer.skipped) or name in SKIPPED
        skipped = skipped or (self.mail and _is_quote(name, token.attributes))
        self.stack.append(_Element(name, look, skipped))
        self.open[name] = self.open.get(name, 0) + 1

    def _end(self, name: str) -> None:
        if name in ("p", "br") and not self.open.get(name):
            self._break_for(name)
        if not self.open.get(name):
            return
        while self._pop() != name:
            pass
        if not (self.stack and self.stack[-1].skipped):
            self._break_for(name)

    def _close_implied(self, name: str) -> None:
        """Close the elements that a start tag ends without their own end tag."""
        if self.stack and self.stack[-1].name == "head" and name not in IN_HEAD:
            self._pop()
        closing = closed_by(name)
        while self.stack and self.stack[-1].name in closing:
            self._pop()

    def _pop(self) -> str:
        name = self.stack.pop().name
        self.open[name] -= 1
        return name

    def _break_for(self, name: str) -> None:
        if name in PARAGRAPHS:
            self.prose.line_break(2)
        elif name in LINES:
            self.prose.line_break(1)
        elif name == "br":
            self.prose.one_more_break()

    # Text

    def _text(self, start: int, end: int) -> None:
        element = self.stack[-1] if self.stack else None
        if element is None:
            self._show(start, end)
        elif element.name == "title" and not self.title.length and not self.open.get("svg"):
            _copy_text(self.source, start, end, self.title)
        elif element.skipped:
            return
        elif element.look.hidden:
            self._hide(start, end)
        else:
            self._show(start, end)

    def _show(self, start: int, end: int) -> None:
        if self.hiding and not self.source[start:end].isspace():
            self._reveal()
        if self.open.get("pre"):
            _copy_preformatted(self.source, start, end, self.prose)
        else:
            _copy_text(self.source, start, end, self.prose)

    def _hide(self, start: int, end: int) -> None:
        text = self.source[start:end]
        if not any(map(str.isalnum, _ENTITIES.sub(" ", text))):
            return
        begin = start + len(text) - len(text.lstrip())
        stop = end - (len(text) - len(text.rstrip()))
        self.hiding = Span(self.hiding.start if self.hiding else begin, stop)

    def _reveal(self) -> None:
        """Visible text follows: what was hidden before it is one span."""
        if self.hiding:
            self.hidden.append(self.hiding)
            self.hiding = None


def _is_quote(name: str, attributes: dict[str, str]) -> bool:
    """Is this element a quoted reply, by the marks that mail programs leave?"""
    if not attributes:
        return False
    if name == "blockquote" and attributes.get("type", "").lower() == "cite":
        return True
    classes = attributes.get("class", "")
    if classes and any(mark in classes for mark in _QUOTE_CLASSES):
        return True
    return attributes.get("id", "").lower() in _QUOTE_IDS


def _copy_text(source: str, start: int, end: int, builder: PassageBuilder) -> None:
    """Copy text with its white space collapsed and its entities resolved."""
    text = source[start:end]
    stripped = text.strip(_SPACES)
    if not stripped:
        builder.space(start)
        return
    first = start + len(text) - len(text.lstrip(_SPACES))
    last = first + len(stripped)
    if first > start:
        builder.space(start)
    position = first
    for match in _SPECIAL.finditer(source, first, last):
        builder.copy(position, match.start())
        if match[0][0] == "&":
            _copy_entity(match, builder)
        else:
            builder.space(match.start())
        position = match.end()
    builder.copy(position, last)
    if last < end:
        builder.space(last)


def _copy_preformatted(source: str, start: int, end: int, builder: PassageBuilder) -> None:
    """Copy text as it stands, with its entities resolved."""
    position = start
    for match in _ENTITIES.finditer(source, start, end):
        builder.copy(position, match.start())
        _copy_entity(match, builder)
        position = match.end()
    builder.copy(position, end)


def _copy_entity(match: re.Match[str], builder: PassageBuilder) -> None:
    text = unescape(match[0])
    if text == match[0]:
        builder.copy(*match.span())
    else:
        builder.replace(*match.span(), text)
