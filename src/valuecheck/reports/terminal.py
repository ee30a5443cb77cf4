"""Text that is safe and fits on a terminal: escapes, widths, wrapping, colour.

A draft or a file name is written by strangers. Control characters, bidirectional overrides and
other invisible characters are shown as escapes, so that nothing they hold can move the cursor,
change the title of the window or reorder a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

#: Invisible characters outside the control ranges that change how their neighbours are shown.
_UNSAFE = frozenset("\u061c\u200b\u200e\u200f\u2028\u2029\u2060\ufeff\u00ad")

STYLES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "cyan": "36",
}


def safe(text: str) -> str:
    """Return the text on one line, with everything a terminal might obey shown as an escape."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in "\t\n\r":
        return " "
    code = ord(character)
    if (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0x202A <= code <= 0x202E  # bidirectional embeddings and overrides
        or 0x2066 <= code <= 0x2069  # bidirectional isolates
        or 0xD800 <= code <= 0xDFFF  # half a surrogate pair: cannot be encoded
        or 0xE0000 <= code <= 0xE007F  # tags: text hidden in plain sight
        or character in _UNSAFE
    ):
        if code < 0x100:
            return f"\\x{code:02x}"
        return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return character


def one_line(text: str) -> str:
    """Return the text safe and with each run of white space as one space."""
    return safe(" ".join(text.split()))


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if character < "\u0300":
        return 1
    from unicodedata import category, east_asian_width

    if category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """Return the text with spaces after it up to `width` columns."""
    return text + " " * max(0, width - columns(text))


def clip(text: str, width: int, ellipsis: str = "…") -> str:
    """Return the text, shortened with an ellipsis where it takes more than `width` columns."""
    if columns(text) <= width:
        return text
    kept, room = [], width - columns(ellipsis)
    for character in text:
        room -= _columns_of(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + ellipsis


def wrap(text: str, width: int) -> Iterator[str]:
    """Yield the text in lines of at most `width` columns; a longer word has a line of its own."""
    return _fill(text.split(), width)


def wrap_list(items: Iterable[str], width: int) -> Iterator[str]:
    """Yield the items, parted by commas, in lines that break only between items."""
    *first, last = items
    return _fill([*(f"{item}," for item in first), last], width)


def _fill(pieces: Iterable[str], width: int) -> Iterator[str]:
    line, taken = "", 0
    for piece in pieces:
        wide = columns(piece)
        if line and taken + 1 + wide > width:
            yield line
            line, taken = piece, wide
        else:
            line, taken = (f"{line} {piece}", taken + 1 + wide) if line else (piece, wide)
    if line:
        yield line


def bar(amount: float, whole: float, cells: int, *, blocks: bool) -> str:
    """Return `amount` of `whole` as a bar of `cells` columns, in blocks or in ASCII."""
    full = min(cells, max(0, round(cells * amount / whole)))
    filled, empty = ("█", "░") if blocks else ("#", ".")
    return filled * full + empty * (cells - full)


def paint(text: str, style: str, *, colour: bool) -> str:
    """Return the text in a style of `STYLES` ("bold", "red"…), or as it is without colour."""
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if colour else text
