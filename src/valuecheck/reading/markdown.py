"""Markdown: the text a reader of the rendered page sees, mapped into the source.

Two passes, each linear. This one goes over the lines: front matter, code blocks, tables, comments,
reference definitions and the marks of headings, lists and quotes are left out, and the rest is
cut into blocks. `reading.markdown_inline` then takes links, emphasis and inline code out of each.

The title in the front matter (or a first line `Subject: …`) is the subject; a first heading is
prose. Lines of one paragraph are joined by a line break, blocks by an empty line, list items by a
line break. This is not a complete CommonMark parser: where both readings are possible, text is
kept rather than lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from valuecheck.reading.markdown_inline import hidden_pieces, label
from valuecheck.reading.passages import Content, PassageBuilder, Piece, compose
from valuecheck.reading.plain import subject_line
from valuecheck.records import Passage, Span

_LINE_END = re.compile(r"\r\n?|\n")
_QUOTE = re.compile(r"(?: {0,3}>[ \t]?)*")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_HEADING = re.compile(r"#{1,6}(?=[ \t]|$)[ \t]*")
_ITEM = re.compile(r"(?:[-*+•]|\d{1,9}[.)])(?:[ \t]+|$)")
_BOX = re.compile(r"\[[ xX]\][ \t]+")
_DEFINITION = re.compile(r"\[(?!\^)([^\[\]\n]{1,999})\]:[ \t]*\S")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,99}\]:[ \t]*")
_RAW_BLOCK = re.compile(r"(?i)<(script|style|pre|svg|template)(?=[\s>])")


def read_markdown(text: str) -> Content:
    """Return the content of a Markdown text.

    Parameters
    ----------
    text : str
        The text as given.
    """
    subject, start = _front_matter(text)
    if not start:
        subject, start = subject_line(text)
    if not start and text.startswith("\ufeff"):
        start = 1
    scanner = _Scanner(text)
    lines = list(_lines(text, start))
    for index, line in enumerate(lines):
        scanner.take(line, lines[index + 1] if index + 1 < len(lines) else None)
    blocks = scanner.builder.build()
    pieces: list[Piece] = []
    for block_start, block_end in pairwise([*scanner.starts, len(blocks.text)]):
        pieces += hidden_pieces(blocks.text, block_start, block_end, scanner.labels)
    prose = compose(blocks, pieces) if pieces else blocks
    return Content(text, prose, subject, empty_reason=_why_empty(text, start))


def _front_matter(text: str) -> tuple[Passage | None, int]:
    """Return the title in the front matter and where the text after it starts."""
    if not text.startswith(("---", "+++", "\ufeff")):
        return None, 0
    from valuecheck.reading.front_matter import read_front_matter

    return read_front_matter(text)


def _why_empty(text: str, start: int) -> str:
    if not text.strip():
        return "only white space"
    if start and not text[start:].strip():
        return "only front matter or a subject line"
    return "no prose beside code, tables, images and markup"


def _lines(text: str, start: int) -> Iterator[Span]:
    """Yield the lines from `start` on, without their ends; of empty lines in a row only one."""
    empty = False
    for match in _LINE_END.finditer(text, start):
        end = match.start()
        if end > start or not empty:
            yield Span(start, end)
        empty = end == start
        start = match.end()
    if start < len(text):
        yield Span(start, len(text))


class _Scanner:
    """Takes line after line and copies what is prose.

    Attributes
    ----------
    builder : PassageBuilder
        The blocks, with inline marks still in them.
    starts : list of int
        Where each block starts in the built text.
    labels : set of str
        Names of the link references that the text defines.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.builder = PassageBuilder(text)
        self.starts: list[int] = []
        self.labels: set[str] = set()
        self.skip_to = 0  # inside a comment or raw HTML up to here
        self.fence = ""
        self.fence_quoted = False
        self.blank = True
        self.in_code = self.in_table = False
        self.item_indent = 0
        self.block_open = False

    def take(self, line: Span, following: Span | None) -> None:
        start, end = max(line.start, self.skip_to), line.end
        if start > line.start and start >= end:
            return
        quote = _QUOTE.match(self.text, start, end)
        inside = quote.end() if quote else start
        content = self.text[inside:end]
        lead = len(content) - len(content.lstrip())
        position, content = inside + lead, content.strip()
        if self.fence and (inside > start or not self.fence_quoted):
            self._maybe_close_fence(content)
            return
        self.fence = ""
        if not content:
            self._blank_line()
            return
        indent = len(self.text[inside:position].expandtabs(4))
        if not self._is_code(indent) and not self._is_table(content, following):
            self._line(position, content, indent, quoted=inside > start)
        self.blank = False

    # Lines that are no prose

    def _blank_line(self) -> None:
        self._end_block(2)
        self.blank = True
        self.in_table = False

    def _is_code(self, indent: int) -> bool:
        """Is this line part of an indented code block?"""
        if self.blank and indent < self.item_indent:
            self.item_indent = 0
        deep = indent - self.item_indent >= 4
        self.in_code = deep and (self.blank or self.in_code)
        return self.in_code

    def _is_table(self, content: str, following: Span | None) -> bool:
        if self.in_table and "|" in content:
            return True
        self.in_table = False
        if "|" in content and following is not None:
            rule = self.text[following.start : following.end].strip("> \t")
            self.in_table = "|" in rule and "-" in rule and not rule.strip("|:- \t")
        if self.in_table:
            self._end_block(2)
        return self.in_table

    def _maybe_close_fence(self, content: str) -> None:
        if content.startswith(self.fence) and not content.strip(self.fence[0]):
            self.fence = ""
            self.blank = True

    def _opens_fence(self, content: str, quoted: bool) -> bool:
        match = _FENCE.match(content)
        if match is None or (content[0] == "`" and "`" in content[match.end() :]):
            return False
        self.fence, self.fence_quoted = match[1], quoted
        return True

    def _opens_raw(self, position: int, content: str) -> bool:
        """Skip a comment or raw HTML that starts here, however many lines it takes."""
        if content.startswith("<!--"):
            close = self.text.find("-->", position + 4)
            self.skip_to = close + 3 if close >= 0 else len(self.text)
            return True
        match = _RAW_BLOCK.match(content)
        if match is None:
            return False
        end = re.compile(rf"(?i)</{match[1]}\s{{0,9}}>").search(self.text, position)
        self.skip_to = end.end() if end else len(self.text)
        return True

    # Prose

    def _line(self, position: int, content: str, indent: int, *, quoted: bool) -> None:
        if self._opens_fence(content, quoted) or _is_rule(content, self.block_open):
            self._end_block(2)
        elif self._opens_raw(position, content):
            self._end_block(2)
            rest = Span(position, position + len(content))
            if self.skip_to < rest.end:
                self.take(Span(self.skip_to, rest.end), None)
        elif match := _HEADING.match(content):
            self._end_block(2)
            self._copy(position + match.end(), _without_closing_marks(content[match.end() :]))
            self._end_block(2)
        elif match := _ITEM.match(content):
            self._end_block(1)
            self._item(position, content, indent, match)
        elif match := _DEFINITION.match(content):
            self.labels.add(label(match[1]))
            self._end_block(2)
        elif match := _FOOTNOTE.match(content):
            self._end_block(1)
            self._copy(position + match.end(), content[match.end() :])
        else:
            self._copy(position, content)

    def _item(self, position: int, content: str, indent: int, marker: re.Match[str]) -> None:
        rest = content[marker.end() :]
        self.item_indent = indent + min(marker.end(), 5)
        box = _BOX.match(rest)
        skip = marker.end() + (box.end() if box else 0)
        inner = content[skip:]
        heading = _HEADING.match(inner)
        skip += heading.end() if heading else 0
        if not self._opens_fence(content[skip:], quoted=False):
            self._copy(position + skip, content[skip:])

    def _copy(self, start: int, content: str) -> None:
        if not content:
            return
        if self.block_open:
            self.builder.line_break(1)
        self.builder.settle()
        if not self.block_open:
            self.starts.append(self.builder.length)
            self.block_open = True
        self.builder.copy(start, start + len(content))

    def _end_block(self, breaks: int) -> None:
        self.builder.line_break(breaks)
        self.block_open = False


def _is_rule(content: str, after_text: bool) -> bool:
    """Is this line a thematic break, or the underline of the heading above it?"""
    if content[0] not in "-*_=":
        return False
    marks = set(content)
    if after_text and marks in ({"="}, {"-"}):
        return True
    marks -= {" ", "\t"}
    return marks in ({"-"}, {"*"}, {"_"}) and content.count(content[0]) >= 3


def _without_closing_marks(heading: str) -> str:
    """Return a heading without closing `#`s and `{#anchor}`."""
    if heading.endswith("}") and (anchor := heading.rfind("{#")) >= 0:
        heading = heading[:anchor].rstrip()
    bare = heading.rstrip("#")
    return bare.rstrip() if not bare or bare[-1] in " \t" else heading
