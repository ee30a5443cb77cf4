"""Build visible text out of pieces of a source, keeping where each character came from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from valuecheck.frozen import record
from valuecheck.records import OffsetMap, Passage, Run, Span

#: What no reader sees in any format: NULs and the colour codes of terminals.
_UNSEEN = re.compile(r"\x00+|\x1b\[[0-9;]*[A-Za-z]")


@record
class Content:
    """What a format reader found; the fields mean what they mean in `records.Draft`."""

    text: str
    prose: Passage
    subject: Passage | None = None
    hidden: tuple[Span, ...] = ()
    decoded: bool = False
    final: bool = False
    empty_reason: str | None = None


class Piece(NamedTuple):
    """A stretch `[start, end)` of a passage to keep, or the text to put in its place."""

    start: int
    end: int
    replacement: str | None = None


class PassageBuilder:
    """Collects a passage from left to right.

    Breaks and spaces are held back until visible text follows, so that a passage never starts or
    ends with them and never holds more than one in a row.

    Parameters
    ----------
    source : str
        The text that copied positions point into.
    """

    __slots__ = ("_breaks", "_length", "_parts", "_runs", "_source", "_space")

    def __init__(self, source: str) -> None:
        self._source = source
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0
        self._breaks = 0
        self._space: int | None = None

    @property
    def length(self) -> int:
        """Code points so far, breaks and spaces that are held back not counted."""
        return self._length

    def copy(self, start: int, end: int) -> None:
        """Append the source's own `[start, end)`."""
        if start >= end:
            return
        self.settle()
        self._append(self._source[start:end], start, end)

    def replace(self, start: int, end: int, text: str) -> None:
        """Append `text` as what the source's `[start, end)` looks like to a reader."""
        if not text:
            return
        self.settle()
        if len(text) == end - start and text != self._source[start:end]:
            self.insert(text)  # same length would claim the same characters
        else:
            self._append(text, start, end)

    def insert(self, text: str) -> None:
        """Append text that stands nowhere in the source."""
        self._parts.append(text)
        self._length += len(text)

    def space(self, position: int) -> None:
        """Ask for one space before the next visible text; `position` is where white space stood."""
        if self._length and not self._breaks and self._space is None:
            self._space = position

    def line_break(self, count: int = 1) -> None:
        """Ask for at least `count` line breaks before the next visible text."""
        self._space = None
        if self._length:
            self._breaks = max(self._breaks, count)

    def one_more_break(self) -> None:
        """Ask for one more line break than was asked so far, two at the most."""
        self.line_break(min(self._breaks + 1, 2))

    def settle(self) -> None:
        """Append what was held back."""
        if self._breaks:
            self.insert("\n" * self._breaks)
            self._breaks = 0
        elif self._space is not None:
            at = self._space
            if self._source[at] == " ":
                self._append(" ", at, at + 1)
            else:
                self.insert(" ")
            self._space = None

    def build(self) -> Passage:
        """Return the passage; what is still held back is dropped."""
        return Passage("".join(self._parts), OffsetMap(tuple(self._runs)))

    def _append(self, text: str, start: int, end: int) -> None:
        run = Run(self._length, self._length + len(text), start, end)
        self.insert(text)
        add_run(self._runs, run)


def add_run(runs: list[Run], run: Run) -> None:
    """Append a run, as part of the last one where both are linear and adjoin on both sides."""
    if runs and run.start == runs[-1].end and run.source_start == runs[-1].source_end:
        last = runs[-1]
        straight = last.end - last.start == last.source_end - last.source_start
        if straight and run.end - run.start == run.source_end - run.source_start:
            runs[-1] = Run(last.start, run.end, last.source_start, run.source_end)
            return
    runs.append(run)


def copied(source: str, start: int, end: int) -> Passage:
    """Return the source's own `[start, end)` as a passage; the identity where it is all of it."""
    if start == 0 and end == len(source):
        return Passage(source)
    run = Run(0, end - start, start, end)
    return Passage(source[start:end], OffsetMap((run,) if end > start else ()))


def shifted(passage: Passage, by: int, length: int) -> Passage:
    """Return the passage for a source of `length` that now stands `by` code points further on."""
    runs = passage.origin.runs
    if runs is None:
        runs = (Run(0, length, 0, length),) if length else ()
    moved = (Run(a, b, start + by, end + by) for a, b, start, end in runs)
    return Passage(passage.text, OffsetMap(tuple(moved)))


def compose(passage: Passage, pieces: Iterable[Piece]) -> Passage:
    """Return a passage made of pieces of another one, mapped into that one's source.

    Parameters
    ----------
    passage : Passage
        What to cut from.
    pieces : iterable of Piece
        Ascending and not overlapping. A piece without length and with a replacement is an
        insertion that maps to nothing.
    """
    whole = (Run(0, len(passage.text), 0, len(passage.text)),)
    old = whole if passage.origin.runs is None else passage.origin.runs
    parts: list[str] = []
    runs: list[Run] = []
    length = index = 0
    for start, end, replacement in pieces:
        text = passage.text[start:end] if replacement is None else replacement
        parts.append(text)
        while index < len(old) and old[index].end <= start:
            index += 1
        if replacement is None:
            _keep(old, index, Span(start, end), length - start, runs)
        elif start < end and replacement:
            span = passage.origin.to_source(start, end)
            if span.end - span.start != len(replacement):
                runs.append(Run(length, length + len(replacement), *span))
        length += len(text)
    return Passage("".join(parts), OffsetMap(tuple(runs)))


def _keep(old: tuple[Run, ...], index: int, span: Span, by: int, runs: list[Run]) -> None:
    """Add what `span` holds of the old runs, moved by `by` code points."""
    if span.start == span.end:
        return
    while index < len(old) and old[index].start < span.end:
        run = old[index]
        start, end = max(run.start, span.start), min(run.end, span.end)
        if run.end - run.start == run.source_end - run.source_start:
            to = run.source_start - run.start
            add_run(runs, Run(start + by, end + by, start + to, end + to))
        elif (start, end) == (run.start, run.end):
            add_run(runs, Run(start + by, end + by, run.source_start, run.source_end))
        index += 1


def without_unseen(passage: Passage) -> Passage:
    """Drop NULs and terminal colour codes; the passage itself where it has none."""
    pieces = []
    kept = 0
    for match in _UNSEEN.finditer(passage.text):
        pieces.append(Piece(kept, match.start()))
        kept = match.end()
    if not kept:
        return passage
    return compose(passage, [*pieces, Piece(kept, len(passage.text))])
