"""Write tables in Markdown.

In: cells. Out: lines. What is in a cell is taken as it is: it is the project's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return the lines of a table; a row that is short gets empty cells.

    Examples
    --------
    >>> print("\\n".join(table(["", "now"], [["score", 12], ["none"]])))
    | | now |
    |---|---|
    | score | 12 |
    | none | |
    """
    width = len(head)
    return [
        _line(head),
        "|" + "---|" * width,
        *(_line([*row, *[""] * (width - len(row))]) for row in rows),
    ]


def _line(cells: Iterable[object]) -> str:
    return "|" + "".join(f" {cell} |" if cell != "" else " |" for cell in cells)
