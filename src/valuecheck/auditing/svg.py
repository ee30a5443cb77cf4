"""Charts as SVG text: drawn by hand, coloured by the page's style sheet, no script needed.

Every function returns one `<svg>` with a role and a label. What cells contributed is escaped; no
chart carries an inline style, which the page's content policy would refuse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from math import ceil

from valuecheck.auditing.samples import GRID, Point, Samples

#: Control characters and halves of surrogate pairs, which no HTML may hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MAP = 560
_LEFT, _TOP, _RIGHT, _BOTTOM = 44, 14, 14, 44


def clean(text: str) -> str:
    """Return text for HTML: escaped, and without what no HTML may hold."""
    return escape(_FORBIDDEN.sub("\ufffd", text), quote=True)


def number(value: float) -> str:
    """Return a coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def open_svg(width: float, height: float, label: str, kind: str, extra: str = "") -> str:
    """Return the opening tag of a chart."""
    return (
        f'<svg class="{kind}" viewBox="0 0 {number(width)} {number(height)}" role="img" '
        f'aria-label="{clean(label)}"{extra}>'
    )


def map_svg(samples: Samples) -> str:
    """Return the map: broadcast to the right, value upwards, each row a point."""
    label = (
        "Map of rows: broadcast from 0 at the left to 10 at the right, value from 0 at the bottom "
        "to 10 at the top. Arrow keys move from row to row, Enter pins one."
    )
    parts = [
        f'<svg class="map" id="map" viewBox="0 0 {_MAP} {_MAP}" role="application" tabindex="0" '
        f'aria-label="{label}" aria-describedby="detail">'
    ]
    if samples.scored > len(samples.points):
        parts += _shading(samples.grid)
    parts += _axes()
    parts.append('<g id="points">')
    parts += [_mark(point) for point in samples.points]
    parts.append('</g><circle id="ring" class="ring" r="9" cx="-20" cy="-20"/></svg>')
    return "".join(parts)


def _across(grade: float) -> float:
    return _LEFT + grade / 10 * (_MAP - _LEFT - _RIGHT)


def _down(grade: float) -> float:
    return _MAP - _BOTTOM - grade / 10 * (_MAP - _TOP - _BOTTOM)


def _axes() -> list[str]:
    parts = []
    for grade in range(0, 11, 2):
        x, y = number(_across(grade)), number(_down(grade))
        low, high = number(_down(0)), number(_down(10))
        left, right = number(_across(0)), number(_across(10))
        parts += [
            f'<path class="grid" d="M{x} {low}V{high}M{left} {y}H{right}"/>',
            f'<text class="tick" x="{x}" y="{_MAP - _BOTTOM + 17}" text-anchor="middle">'
            f"{grade}</text>",
            f'<text class="tick" x="{_LEFT - 8}" y="{number(_down(grade) + 4)}" text-anchor="end">'
            f"{grade}</text>",
        ]
    # Along these lines the score is the same: 50 + 5 · (value − broadcast).
    for score in (25, 50, 75):
        lead = (score - 50) / 5
        start, end = max(0.0, -lead), min(10.0, 10.0 - lead)
        parts.append(
            f'<path class="equal" d="M{number(_across(start))} {number(_down(start + lead))}'
            f'L{number(_across(end))} {number(_down(end + lead))}"/>'
            f'<text class="tick equal-label" x="{number(_across(end) - 4)}" '
            f'y="{number(_down(end + lead) + (13 if lead >= 0 else -6))}" text-anchor="end">'
            f"score {score}</text>"
        )
    middle = number(_across(5))
    parts.append(
        f'<text class="axis" x="{middle}" y="{_MAP - 8}" text-anchor="middle">broadcast →</text>'
        f'<text class="axis" transform="translate(13 {number(_down(5))}) rotate(-90)" '
        'text-anchor="middle">value →</text>'
    )
    return parts


def _shading(grid: Sequence[Sequence[int]]) -> list[str]:
    """Return the cells of the map, darker where more rows are."""
    most = max((count for line in grid for count in line), default=0) or 1
    side = (_across(10) - _across(0)) / GRID
    tall = (_down(0) - _down(10)) / GRID
    return [
        f'<rect class="shade" x="{number(_across(0) + column * side)}" '
        f'y="{number(_down(0) - (line + 1) * tall)}" width="{number(side)}" '
        f'height="{number(tall)}" fill-opacity="{(count / most) ** 0.5 * 0.45:.2f}"/>'
        for line, counts in enumerate(grid)
        for column, count in enumerate(counts)
        if count
    ]


def _mark(point: Point) -> str:
    """Return a point; its shape tells the verdict also to those who do not see its colour."""
    x, y = _across(point.broadcast), _down(point.value)
    shape = {
        "broadcast": f"M{number(x)} {number(y - 5)}l5 8.6h-10z",
        "mixed": f"M{number(x)} {number(y - 5.4)}l5.4 5.4-5.4 5.4-5.4-5.4z",
    }.get(point.verdict, f"M{number(x - 4.4)} {number(y)}a4.4 4.4 0 1 0 8.8 0a4.4 4.4 0 1 0-8.8 0z")
    return f'<path class="p {point.verdict}" data-row="{point.number}" d="{shape}"/>'


def histogram_svg(bins: Sequence[int], label: str) -> str:
    """Return bars of rows by score, coloured from broadcast to value."""
    width, height = 200.0, 44.0
    most = max(bins, default=0) or 1
    step = width / max(1, len(bins))
    parts = [open_svg(width, height, label, "histogram")]
    for at, count in enumerate(bins):
        tall = count / most * (height - 4)
        middle = (at + 0.5) / len(bins)
        side = "broadcast" if middle < 0.4 else "mixed" if middle < 0.6 else "value"
        parts.append(
            f'<rect class="{side}" x="{number(at * step + 0.5)}" y="{number(height - 2 - tall)}" '
            f'width="{number(step - 1)}" height="{number(tall)}"/>'
        )
    parts.append(f'<path class="base" d="M0 {number(height - 1.5)}H{number(width)}"/></svg>')
    return "".join(parts)


def lines_svg(
    names: Sequence[str],
    series: Sequence[tuple[str, str, Sequence[float | None]]],
    top: float,
    label: str,
    *,
    size: tuple[float, float] = (1040.0, 230.0),
    ticks: int = 4,
) -> str:
    """Return lines over time.

    Parameters
    ----------
    names : sequence of str
        The months, `2024-03`.
    series : sequence of (str, str, sequence of float or None)
        Name, class and values of each line; None leaves a gap.
    top : float
        Upper end of the axis, which begins at 0.
    """
    width, height = size
    left, right, low, high = 30.0, 8.0, height - 22, 8.0
    step = (width - left - right) / max(1, len(names) - 1)

    def place(at: int, value: float) -> str:
        return f"{number(left + at * step)} {number(low - value / top * (low - high))}"

    parts = [open_svg(width, height, label, "lines")]
    for tick in range(ticks + 1):
        value = top * tick / ticks
        y = low - value / top * (low - high)
        parts.append(
            f'<path class="grid" d="M{left} {number(y)}H{number(width - right)}"/>'
            f'<text class="tick" x="{number(left - 5)}" y="{number(y + 4)}" text-anchor="end">'
            f"{value:g}</text>"
        )
    parts += _months(names, left, step, height - 5)
    for _, kind, values in series:
        parts.append(f'<path class="line {kind}" d="{_path(values, place)}"/>')
        # A value between two gaps makes no line; in a small chart only such values have a dot.
        parts += [
            f'<path class="dot {kind}" d="M{place(at, value)}h0"/>'
            for at, value in enumerate(values)
            if value is not None and (width > 400 or _alone(values, at))
        ]
    parts.append("</svg>")
    return "".join(parts)


def _alone(values: Sequence[float | None], at: int) -> bool:
    return all(value is None for value in (*values[max(0, at - 1) : at], *values[at + 1 : at + 2]))


def _path(values: Sequence[float | None], place: object) -> str:
    assert callable(place)
    path, pen = [], "M"
    for at, value in enumerate(values):
        if value is None:
            pen = "M"
            continue
        path.append(f"{pen}{place(at, value)}")
        pen = "L"
    return "".join(path) or "M0 0"


def _months(names: Sequence[str], left: float, step: float, y: float) -> list[str]:
    """Return the labels under a time axis: as many as have room."""
    every = max(1, ceil(66 / step)) if step and len(names) > 1 else 1
    return [
        f'<text class="tick" x="{number(left + at * step)}" y="{number(y)}" '
        f'text-anchor="middle">{clean(names[at])}</text>'
        for at in range(0, len(names), every)
        # The last one may run over the edge.
        if at == 0 or left + at * step < left + (len(names) - 1) * step - 24 or len(names) < 3
    ]


def balance_svg(names: Sequence[str], gives: Sequence[int], asks: Sequence[int], label: str) -> str:
    """Return a bar upwards for what is given and one downwards for what is asked, by month."""
    width, height, left, right, bottom = 1040.0, 210.0, 30.0, 8.0, 20.0
    most = max((*gives, *asks, 1))
    room = (width - left - right) / max(1, len(names))
    middle = (height - bottom) / 2
    scale = (middle - 10) / most
    parts = [open_svg(width, height, label, "balance")]
    for value, y in ((most, 10.0), (0, middle), (most, height - bottom - 10)):
        parts.append(
            f'<path class="grid" d="M{left} {number(y)}H{number(width - right)}"/>'
            f'<text class="tick" x="{number(left - 5)}" y="{number(y + 4)}" text-anchor="end">'
            f"{value}</text>"
        )
    for at, (give, ask) in enumerate(zip(gives, asks, strict=True)):
        x = number(left + at * room + room * 0.15)
        wide = number(min(room * 0.7, 40))
        parts.append(
            f'<rect class="value" x="{x}" y="{number(middle - give * scale)}" width="{wide}" '
            f'height="{number(give * scale)}"/>'
            f'<rect class="broadcast" x="{x}" y="{number(middle)}" width="{wide}" '
            f'height="{number(ask * scale)}"/>'
        )
    parts += _months(names, left + room / 2, room, height - 4)
    parts.append("</svg>")
    return "".join(parts)


def weeks_svg(
    weeks: Sequence[int], offset: int, total: int, loud: Sequence[int], label: str
) -> str:
    """Return a strip of weeks, darker where more was sent; bursts are marked above.

    Parameters
    ----------
    weeks : sequence of int
        Rows of each week.
    offset, total : int
        Where the strip begins on the axis that all lists share, and how long that is, in weeks.
    loud : sequence of int
        Places in `weeks` that belong to a burst.
    """
    width, height = 860.0, 30.0
    step = width / max(1, total)
    most = max(weeks, default=0) or 1
    parts = [open_svg(width, height, label, "weeks")]
    parts.append(f'<rect class="empty" x="0" y="9" width="{number(width)}" height="20" rx="2"/>')
    for at, count in enumerate(weeks):
        if count:
            x = (offset + at) * step
            parts.append(
                f'<rect class="week" x="{x:.2f}" y="9" width="{max(1.0, step - 0.6):.2f}" '
                f'height="20" fill-opacity="{0.2 + 0.8 * count / most:.2f}"/>'
            )
    for at in loud:
        x = (offset + at + 0.5) * step
        parts.append(f'<path class="burst" d="M{x:.2f} 8l-4-7h8z"/>')
    parts.append("</svg>")
    return "".join(parts)
