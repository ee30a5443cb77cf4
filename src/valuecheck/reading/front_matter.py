"""The title in a Markdown file's front matter, read line by line.

Front matter is a first line `---` (YAML) or `+++` (TOML) up to the same mark again. Only `title`
and `subject` at the left margin are looked for (`subject` goes before `title`): quotes, escaped
quotes, a YAML comment and folded lines are understood, nothing else of either language is.
"""

from __future__ import annotations

import re

from valuecheck.reading.passages import Piece, compose, copied
from valuecheck.records import Passage

_OPENING = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*(?:\r\n|\r|\n)")
_ENTRY = re.compile(r"[ \t]*[\w.\"'-]+[ \t]*[:=]|[ \t]*[#\[]")
_LINE = re.compile(r"[^\r\n]*")
_BREAK = re.compile(r"\r\n?|\n")
_TITLE = re.compile(r"(?i)[\"']?(title|subject)[\"']?[ \t]*[:=][ \t]*")
_FOLDED = re.compile(r"[>|][+-]?[1-9]?[+-]?[ \t]*")
_COMMENT = re.compile(r"[ \t]#")
_QUOTED = {
    '"': re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"'),
    "'": re.compile(r"'[^']*(?:''[^']*)*'"),
}
_ESCAPES = {'"': re.compile(r"\\([\"'\\/])"), "'": re.compile(r"'(')")}


def read_front_matter(text: str) -> tuple[Passage | None, int]:
    """Return the title in the front matter and where the text after it starts.

    Returns
    -------
    title : Passage or None
        Mapped into `text`.
    start : int
        Code point after the closing mark's line; 0 where there is no front matter.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return None, 0
    closing = ("---", "...") if opening[1] == "---" else ("+++",)
    found: dict[str, Passage] = {}
    position, first = opening.end(), True
    while position < len(text):
        start, end, after = _line(text, position)
        line = text[start:end]
        if line.rstrip() in closing:
            return found.get("subject", found.get("title")), after
        if first and line.strip():
            if not _ENTRY.match(line):
                return None, 0  # a rule above ordinary text
            first = False
        match = _TITLE.match(line)
        if match and match[1].lower() not in found:
            title = _value(text, start + match.end(), end, after)
            if title.text.strip():
                found[match[1].lower()] = title
        position = after
    return None, 0


def _line(text: str, position: int) -> tuple[int, int, int]:
    """Return start and end of the line at `position`, and where the next one starts."""
    match = _LINE.match(text, position)
    end = match.end() if match else len(text)
    newline = _BREAK.match(text, end)
    return position, end, newline.end() if newline else len(text)


def _value(text: str, start: int, end: int, after: int) -> Passage:
    """Return the value at `[start, end)`, without its quotes, comment or folding."""
    if _FOLDED.fullmatch(text, start, end):
        return _folded(text, after)
    value = text[start:end].rstrip()
    quote = value[:1]
    if quote in ('"', "'") and (quoted := _QUOTED[quote].match(value)):
        return _unescaped(copied(text, start + 1, start + quoted.end() - 1), quote)
    comment = _COMMENT.search(value)
    if comment:
        value = value[: comment.start()].rstrip()
    return copied(text, start, start + len(value))


def _unescaped(value: Passage, quote: str) -> Passage:
    pieces: list[Piece] = []
    kept = 0
    for match in _ESCAPES[quote].finditer(value.text):
        pieces.append(Piece(kept, match.start()))
        pieces.append(Piece(match.start(1), match.end(1)))
        kept = match.end()
    return compose(value, [*pieces, Piece(kept, len(value.text))]) if kept else value


def _folded(text: str, position: int) -> Passage:
    """Return the indented lines from `position` on, joined by spaces."""
    pieces: list[Piece] = []
    while position < len(text):
        start, end, position = _line(text, position)
        line = text[start:end]
        if not line.strip() or line[0] not in " \t":
            break
        if pieces:
            pieces.append(Piece(start, start, " "))
        lead = len(line) - len(line.lstrip())
        pieces.append(Piece(start + lead, start + len(line.rstrip())))
    return compose(Passage(text), pieces)
