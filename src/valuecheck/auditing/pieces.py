"""Small pieces of HTML that the report's sections are made of; what cells said is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from valuecheck.auditing.svg import clean


def items(lines: Iterable[str]) -> str:
    """Return sentences as a list."""
    return f'<ul class="said">{"".join(f"<li>{clean(line)}</li>" for line in lines)}</ul>'


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, end: int = -1, wide: int = -1
) -> str:
    """Return a table of cells that are HTML already; a header with `#` is of numbers."""
    kinds = [" class='n'" if name.endswith("#") else "" for name in header]
    if wide >= 0:
        kinds[wide] = " class='words'"
    head = "".join(
        f"<th scope='col'{kind.replace('words', '')}>{name.rstrip('#')}</th>"
        for name, kind in zip(header, kinds, strict=True)
    )
    body = "".join(
        f"<tr{' class=hour-end' if at == end else ''}>"
        + "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(row, kinds, strict=True))
        + "</tr>"
        for at, row in enumerate(rows, start=1)
    )
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody>'
        "</table></div>"
    )


def link(number: int) -> str:
    """Return a row's number as a button that opens it."""
    return f'<button type="button" class="link" data-row="{number}">{number}</button>'


def mark(words: str, trait: str, points: float) -> str:
    """Return words with their trait and points beside them."""
    kind = "" if points < 0 else ' class="earn"'
    sign = "−" if points < 0 else "+"
    return f"<mark{kind}>{clean(words)}<b>{clean(trait)} {sign}{abs(points):.1f}</b></mark>"


def names_told(names: Sequence[tuple[str, int]], count: int) -> str:
    """Return the first few of some names, and how many more there are."""
    told = ", ".join(clean(name) for name, _ in names[:6])
    return f"{told} and {count - 6} more" if count > 6 else told or "–"


def numbers_told(numbers: Sequence[int], rows: int, known: set[int]) -> str:
    """Return the first few of some rows; those in `known` can be opened."""
    told = ", ".join(link(one) if one in known else f"{one}" for one in numbers[:8])
    return told + (f" and {rows - 8:,} more" if rows > 8 else "")


def day_told(iso: str) -> str:
    """Return an ISO date that stays on one line, a dash for none."""
    return f"<time>{iso}</time>" if iso else "–"
