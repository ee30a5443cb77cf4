"""From an offset to the line and column that an editor shows."""

from __future__ import annotations

import re
from bisect import bisect_right

_BREAK = re.compile(r"\r\n?|\n")


class LineIndex:
    r"""Line and column of offsets into one text.

    `\r\n` counts as one break, and so do a lone `\r` and a lone `\n`. The index is built when it is
    first asked, so that a draft without findings costs nothing.

    Parameters
    ----------
    text : str
        The text the offsets point into.
    """

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] | None = None

    def locate(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a code point, both counted from 1.

        Offsets outside the text are moved to its nearest end.
        """
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _BREAK.finditer(self._text))]
        offset = min(max(offset, 0), len(self._text))
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
