"""Cells that a spreadsheet would run: find them, and take the fuse out.

A spreadsheet that opens a CSV runs a cell that begins with `=`, `+`, `-`, `@`, their full-width
forms, a tab or a carriage return. A leading apostrophe makes it text. Plain numbers run nothing.
"""

from __future__ import annotations

import re

_FUSES = frozenset("=+-@\t\r＝＋－＠")
_NUMBER = re.compile(r"[+-][\d\s.,()/%-]{0,40}")


def runs(text: str) -> bool:
    """Tell whether a spreadsheet would run a cell with this text.

    Examples
    --------
    >>> [runs(text) for text in ("=1+1", "@SUM(A1)", "-12.5", "- tips", "+49 123", "a=b", "")]
    [True, True, False, True, False, False, False]
    """
    if text[:1] not in _FUSES or not text:
        return False
    return not _NUMBER.fullmatch(text)


def defused(text: str) -> str:
    """Return the text, with an apostrophe before it if a spreadsheet would run it.

    Examples
    --------
    >>> defused("=cmd|'/c calc'!A1"), defused("Hello")
    ("'=cmd|'/c calc'!A1", 'Hello')
    """
    return f"'{text}" if runs(text) else text
