"""Read single keys and edit single lines: on a terminal, or from whatever is piped in."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from valuecheck.cli.output import write

#: What a line break looks like while a text is edited on one line.
_BREAK = "⏎"


class Keyboard:
    """The author's keyboard: keys come without Enter, and none that was pressed early is lost."""

    def __init__(self) -> None:
        self._terminal = sys.stdin.isatty()

    @contextmanager
    def listening(self) -> Iterator[Keyboard]:
        """Take keys as they are pressed; the terminal is as it was afterwards."""
        if not self._terminal or os.name == "nt":
            yield self
            return
        import termios
        import tty

        file = sys.stdin.fileno()
        before = termios.tcgetattr(file)
        # Not the default, which throws away what was pressed before the question.
        tty.setcbreak(file, termios.TCSADRAIN)
        try:
            yield self
        finally:
            termios.tcsetattr(file, termios.TCSADRAIN, before)

    def key(self, accepted: str) -> str:
        """Return the next of the accepted keys, in lower case; '' at the end of the input."""
        while True:
            key = self._next()
            if not key or key == "\x04":
                return ""
            if key.lower() in accepted:
                return key.lower()

    def line(self, text: str) -> str:
        """Let the author change a text, which stands there to be edited on one line."""
        ending = "\r\n" if "\r\n" in text else "\n"
        shown = text.replace("\r\n", "\n").replace("\n", _BREAK)
        changed = self._edited(shown) if self._terminal else sys.stdin.readline()
        return changed.removesuffix("\n").replace(_BREAK, ending)

    def _next(self) -> str:
        if not self._terminal:
            return sys.stdin.read(1)
        if os.name == "nt":
            key = click.getchar()
            if key == "\x03":
                raise KeyboardInterrupt
            return key
        data = os.read(sys.stdin.fileno(), 1)
        if not data:  # the terminal is gone, and the author with it
            raise KeyboardInterrupt
        return data.decode("ascii", "replace")

    def _edited(self, text: str) -> str:
        with self._line_mode():
            try:
                import readline
            except ImportError:  # no line editor on this system: the author writes it anew
                write(f"  now: {text}\n")
                return input("  new: ")
            readline.set_startup_hook(lambda: readline.insert_text(text))
            try:
                return input("  > ")
            finally:
                readline.set_startup_hook(None)

    @contextmanager
    def _line_mode(self) -> Iterator[None]:
        """Give the terminal its lines and its echo back for a while."""
        if os.name == "nt":
            yield
            return
        import termios

        file = sys.stdin.fileno()
        keys = termios.tcgetattr(file)
        lines = termios.tcgetattr(file)
        lines[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(file, termios.TCSADRAIN, lines)
        try:
            yield
        finally:
            termios.tcsetattr(file, termios.TCSADRAIN, keys)
