"""Print: what the output can show, and how to show it without ever failing on a character."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from valuecheck.reports.terminal import one_line
from valuecheck.reports.text import Look

#: What a report draws with; an encoding that has these has quotation marks too.
_DRAWN = "█░−…“”"


class ReaderGoneError(Exception):
    """Whoever read the output has stopped reading (`| head`)."""


def write(text: str, stream: TextIO | None = None) -> None:
    """Write a text and flush it; characters the stream's encoding lacks become escapes.

    Raises
    ------
    ReaderGoneError
        If nobody reads the stream any more.
    """
    stream = sys.stdout if stream is None else stream
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error


def complain(message: str) -> None:
    """Write one line about what went wrong to stderr."""
    write(f"valuecheck: {one_line(message)}\n", sys.stderr)


def can_encode(text: str) -> bool:
    """Tell whether stdout's encoding has these characters."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def look(color: str) -> Look:
    """Return how reports are drawn on stdout.

    Parameters
    ----------
    color : str
        `auto` (on a terminal, unless NO_COLOR is set or TERM is dumb), `always` or `never`.
    """
    colour = color == "always" or (
        color == "auto"
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
        and sys.stdout.isatty()
    )
    return Look(width=80, colour=colour, blocks=can_encode(_DRAWN))


class Progress:
    """A line on stderr that says how far a long check is; silent where nobody watches.

    Parameters
    ----------
    total : int
        How many drafts there are.
    """

    #: Fewer drafts than this are done before a reader has found the line.
    FEWEST = 21

    def __init__(self, total: int) -> None:
        self.total = total
        self.shown = total >= self.FEWEST and sys.stderr.isatty()

    def at(self, number: int) -> None:
        """Show that the draft with this number, from 1, is being checked."""
        if self.shown:
            sys.stderr.write(f"\r{number} of {self.total} drafts")
            sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away, before something else is printed."""
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
