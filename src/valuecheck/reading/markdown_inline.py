"""What is not visible inside one block of Markdown: marks of emphasis, link targets, code, tags.

The block is scanned once for the characters that can mean something. Openers wait on stacks, code
spans find their end in an index, link targets are read with bounded look-ahead: the time is
linear in the block whatever stands in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from valuecheck.reading.html_names import LINES, PARAGRAPHS, RAW
from valuecheck.reading.merge_fields import merge_field_end
from valuecheck.reading.passages import Piece

_TOKEN = re.compile(
    r"\\[!-/:-@\[-`{-~\n]|`+|<|\*+|_+|~~+|!?\[|\]"
    r"|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});|\{[{%]|\$\{|%%"
)
_FIELD_STARTS = frozenset(("{{", "${", "%%"))
_TICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[^\s<>@]{1,64}@[^\s<>@]{1,255})>")
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]{0,30})(?=[\s/>])[^<>]*>")
_DECLARATION = re.compile(r"<[!?][^<>]*>")
_LIQUID = re.compile(r"\{%[^%{}]{0,300}%\}")
_SPACE = re.compile(r"[ \t]*\n?[ \t]*")
_TARGET = re.compile(r"[^\s()\\]+|\\.?")
_REFERENCE = re.compile(r"\[[^\[\]]{0,300}\]")
_BREAKING = PARAGRAPHS | LINES | {"br"}
_TITLE_LIMIT = 1000
_DEEPEST_TARGET = 4


def label(text: str) -> str:
    """Return the form in which the names of link references are compared."""
    return " ".join(text.casefold().split())


def hidden_pieces(text: str, start: int, end: int, labels: set[str]) -> list[Piece]:
    """Return pieces that keep what is visible of the block `[start, end)` and what precedes it.

    Parameters
    ----------
    text : str
        The text the block stands in.
    start, end : int
        The block, up to where the next one starts.
    labels : set of str
        Defined link references, as `label` gives them.

    Returns
    -------
    list of Piece
        Together they cover `[start, end)`.
    """
    block = _Block(text, start, end, labels)
    block.scan()
    pieces: list[Piece] = []
    position = start
    for drop in sorted(block.drops, key=lambda drop: (drop.start, drop.end)):
        if drop.start < position:
            position = max(position, drop.end)  # an image inside a link: one drop holds the other
            continue
        if drop.start > position:
            pieces.append(Piece(position, drop.start))
        if drop.replacement:
            pieces.append(drop)
        position = drop.end
    if position < end:
        pieces.append(Piece(position, end))
    return pieces


class _Marks:
    """A run of emphasis marks that may still be closed: `[start, end)` is left of it."""

    __slots__ = ("end", "start")

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end


class _Block:
    def __init__(self, text: str, start: int, end: int, labels: set[str]) -> None:
        self.text, self.start, self.end = text, start, end
        self.labels = labels
        self.drops: list[Piece] = []
        self.brackets: list[tuple[int, bool]] = []
        self.marks: dict[str, list[_Marks]] = {"*": [], "_": [], "~": []}
        self.ticks: dict[int, list[int]] | None = None

    def scan(self) -> None:
        position = self.start
        while match := _TOKEN.search(self.text, position, self.end):
            position = max(self._token(match), match.end())

    def _drop(self, start: int, end: int, replacement: str | None = None) -> None:
        self.drops.append(Piece(start, end, replacement))

    def _token(self, match: re.Match[str]) -> int:
        """Take one token and return where to go on."""
        token, at = match[0], match.start()
        first = token[0]
        if first == "\\":
            self._drop(at, at + 1)
        elif first == "`":
            return self._code(at, len(token))
        elif first == "<":
            return self._angle(at)
        elif first == "&":
            from html import unescape

            character = unescape(token)
            if character != token:
                self._drop(*match.span(), character)
        elif token in _FIELD_STARTS or token == "{%":
            return self._field(at, token)
        elif first == "]":
            return self._close_bracket(at)
        elif token in ("[", "!["):
            self.brackets.append((at, token == "!["))
        else:
            return self._emphasis(at, match.end())
        return match.end()

    def _field(self, at: int, token: str) -> int:
        """Keep a merge field as it is; leave a template's instruction out."""
        if token == "{%":
            liquid = _LIQUID.match(self.text, at, self.end)
            if liquid:
                self._drop(*liquid.span())
            return liquid.end() if liquid else at
        return merge_field_end(self.text, at, self.end) or at

    def _code(self, at: int, length: int) -> int:
        if self.ticks is None:
            self.ticks = {}
            for run in _TICKS.finditer(self.text, self.start, self.end):
                self.ticks.setdefault(len(run[0]), []).append(run.start())
        places = self.ticks.get(length, [])
        index = bisect_left(places, at + length)
        if index == len(places):
            return at + length
        self._drop(at, places[index] + length)
        return places[index] + length

    def _angle(self, at: int) -> int:
        field_end = merge_field_end(self.text, at, self.end)
        if field_end:
            return field_end
        link = _AUTOLINK.match(self.text, at, self.end)
        if link:
            self._drop(at, at + 1)
            self._drop(link.end() - 1, link.end())
            return link.end()
        if self.text.startswith("<!--", at):
            close = self.text.find("-->", at + 4, self.end)
            if close >= 0:
                self._drop(at, close + 3)
                return close + 3
        tag = _TAG.match(self.text, at, self.end) or _DECLARATION.match(self.text, at, self.end)
        if tag is None:
            return at
        name = (tag[1] or "").lower() if tag.re is _TAG else ""
        stop = self._raw_end(name, tag.end()) if self.text[at + 1] != "/" else tag.end()
        self._drop(at, stop, "\n" if name in _BREAKING else None)
        return stop

    def _raw_end(self, name: str, position: int) -> int:
        """Return where a tag's raw content ends within the block (`<script>…</script>`)."""
        if name not in RAW:
            return position
        close = self.text.find(f"</{name}", position, self.end)
        return position if close < 0 else close

    # Links and images

    def _close_bracket(self, at: int) -> int:
        if not self.brackets:
            return at + 1
        opening, image = self.brackets.pop()
        inside = opening + (2 if image else 1)
        stop = self._target_end(at + 1)
        if stop is None:
            return self._shortcut(opening, inside, at, image)
        if image:
            self._drop(opening, stop)
        else:
            self._drop(opening, inside)
            self._drop(at, stop)
        return stop

    def _shortcut(self, opening: int, inside: int, at: int, image: bool) -> int:
        """Take `[text]`: a link only if `text` is defined, a footnote if it starts with `^`."""
        footnote = self.text.startswith("^", inside) and at - inside < 100
        defined = at - inside < 1000 and label(self.text[inside:at]) in self.labels
        if footnote or (image and defined):
            self._drop(opening, at + 1)
        elif defined:
            self._drop(opening, inside)
            self._drop(at, at + 1)
        return at + 1

    def _target_end(self, position: int) -> int | None:
        """Return where the `(target)` or `[reference]` that starts here ends; None if none does."""
        follower = self.text[position : position + 1] if position < self.end else ""
        if follower == "[":
            reference = _REFERENCE.match(self.text, position, self.end)
            if reference and (reference[0] == "[]" or label(reference[0][1:-1]) in self.labels):
                return reference.end()
            return None
        if follower != "(":
            return None
        position = self._destination_end(self._after_space(position + 1))
        if position < 0:
            return None
        position = self._after_space(position)
        if self.text[position : position + 1] in ('"', "'", "("):
            close = {"(": ")"}.get(self.text[position], self.text[position])
            stop = self.text.find(close, position + 1, min(self.end, position + _TITLE_LIMIT))
            position = self._after_space(stop + 1) if stop >= 0 else position
        return position + 1 if self.text.startswith(")", position) else None

    def _destination_end(self, position: int) -> int:
        """Return where a link's address ends; -1 if its parentheses nest too deep."""
        if self.text.startswith("<", position):
            close = self.text.find(">", position, min(self.end, position + _TITLE_LIMIT))
            return close + 1 if close >= 0 else -1
        depth = 0
        while position < self.end:
            character = self.text[position]
            if character == "(":
                depth += 1
                if depth > _DEEPEST_TARGET:
                    return -1
                position += 1
            elif character == ")" and depth:
                depth -= 1
                position += 1
            else:
                match = _TARGET.match(self.text, position, self.end)
                if match is None:
                    break
                position = match.end()
        return position

    def _after_space(self, position: int) -> int:
        match = _SPACE.match(self.text, position, self.end)
        return match.end() if match else position

    # Emphasis

    def _emphasis(self, at: int, stop: int) -> int:
        """Pair a run of marks with those that wait for it, else let it wait."""
        mark = self.text[at]
        if mark == "*" and (field_end := merge_field_end(self.text, at, self.end)):
            return field_end
        before = self.text[at - 1] if at > self.start else " "
        after = self.text[stop] if stop < self.end else " "
        opens = not after.isspace() and (after.isalnum() or not before.isalnum())
        closes = not before.isspace() and (before.isalnum() or not after.isalnum())
        if mark == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        waiting = self.marks[mark]
        run = _Marks(at, stop)
        while closes and waiting and run.start < run.end:
            opener = waiting[-1]
            count = min(run.end - run.start, opener.end - opener.start)
            self._drop(opener.end - count, opener.end)
            self._drop(run.start, run.start + count)
            opener.end -= count
            run.start += count
            if opener.start == opener.end:
                waiting.pop()
        if opens and run.start < run.end:
            waiting.append(run)
        return stop
