"""Plots of an evaluation as SVG text, in the style of the audit's page."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from valuecheck.auditing.svg import clean, number, open_svg
from valuecheck.evaluating.intervals import SEED, Figure
from valuecheck.evaluating.measuring import Point
from valuecheck.evaluating.statistics import Bin

_SIDE, _LEFT, _LOW = 360.0, 46.0, 40.0
#: More points than this hide each other.
MOST_POINTS = 1500


def _square(label: str, across: str, up: str, top: int) -> tuple[list[str], float]:
    """Return the frame of a square plot with equal axes, and the pixels of its side."""
    inner = _SIDE - _LEFT - 12
    high = _SIDE - _LOW - inner
    parts = [open_svg(_SIDE, _SIDE, label, "square")]
    for step in range(5):
        value = top * step / 4
        at = inner * step / 4
        x, y = number(_LEFT + at), number(high + inner - at)
        parts.append(
            f'<path class="grid" d="M{x} {number(high)}V{number(high + inner)}'
            f'M{number(_LEFT)} {y}H{number(_LEFT + inner)}"/>'
            f'<text class="tick" x="{x}" y="{number(high + inner + 16)}" text-anchor="middle">'
            f"{value:.0f}</text>"
            f'<text class="tick" x="{number(_LEFT - 6)}" y="{number(high + inner - at + 4)}" '
            f'text-anchor="end">{value:.0f}</text>'
        )
    parts.append(
        f'<path class="equal" d="M{number(_LEFT)} {number(high + inner)}'
        f'L{number(_LEFT + inner)} {number(high)}"/>'
        f'<text class="axis" x="{number(_LEFT + inner / 2)}" y="{number(_SIDE - 4)}" '
        f'text-anchor="middle">{clean(across)}</text>'
        f'<text class="axis" transform="translate(12 {number(high + inner / 2)}) rotate(-90)" '
        f'text-anchor="middle">{clean(up)}</text>'
    )
    return parts, inner


def _place(x: float, y: float, inner: float) -> tuple[str, str]:
    """Return the coordinates of a point whose axes run from 0 to 1."""
    return number(_LEFT + x * inner), number(_SIDE - _LOW - y * inner)


def calibration_svg(bins: Sequence[Bin], label: str) -> str:
    """Return stated chance against what happened; a larger dot holds more drafts."""
    parts, inner = _square(label, "stated, %", "happened, %", 100)
    most = max((one.rows for one in bins), default=1)
    line = "L".join(" ".join(_place(one.stated, one.happened, inner)) for one in bins)
    if line:
        parts.append(f'<path class="line score" d="M{line}"/>')
    for one in bins:
        x, y = _place(one.stated, one.happened, inner)
        parts.append(
            f'<circle class="week" cx="{x}" cy="{y}" r="{3 + 7 * (one.rows / most) ** 0.5:.1f}">'
            f"<title>said {100 * one.stated:.0f} %, happened {100 * one.happened:.0f} %, "
            f"{one.rows:,} times</title></circle>"
        )
    return "".join(parts) + "</svg>"


def scatter_svg(points: Sequence[Point], label: str) -> str:
    """Return the graders' score against the model's; drafts without overall grades are left out."""
    shown = [(one.graded, one.model) for one in points if one.graded is not None]
    if len(shown) > MOST_POINTS:
        shown = Random(SEED).sample(shown, MOST_POINTS)
    parts, inner = _square(label, "graders' score", "model's score", 100)
    for graded, model in shown:
        x, y = _place(graded / 100, model / 100, inner)
        parts.append(f'<circle class="week" fill-opacity="0.45" cx="{x}" cy="{y}" r="3"/>')
    return "".join(parts) + "</svg>"


def intervals_svg(rows: Sequence[tuple[str, Figure]], label: str) -> str:
    """Return figures from 0 to 1 with their intervals, one line each."""
    height, width, left = 22.0 * len(rows) + 30, 520.0, 110.0
    room = width - left - 20

    def across(value: float) -> str:
        return number(left + max(0.0, min(1.0, value)) * room)

    parts = [open_svg(width, height, label, "intervals")]
    for step in range(0, 11, 2):
        x = across(step / 10)
        parts.append(
            f'<path class="grid" d="M{x} 6V{number(height - 22)}"/>'
            f'<text class="tick" x="{x}" y="{number(height - 6)}" text-anchor="middle">'
            f"{step / 10:g}</text>"
        )
    for at, (name, figure) in enumerate(rows):
        y = 17.0 + 22 * at
        parts.append(
            f'<text class="axis" x="{number(left - 8)}" y="{number(y + 4)}" text-anchor="end">'
            f"{clean(name)}</text>"
        )
        if figure.value is None:
            continue
        if figure.low is not None and figure.high is not None:
            parts.append(
                f'<path class="line score" d="M{across(figure.low)} {number(y)}'
                f'H{across(figure.high)}"/>'
            )
        parts.append(
            f'<circle class="week" cx="{across(figure.value)}" cy="{number(y)}" r="4.5">'
            f"<title>{clean(name)}: {figure.value:.2f}</title></circle>"
        )
    return "".join(parts) + "</svg>"


def score_bins(points: Sequence[Point], label: str) -> list[int]:
    """Return how many drafts with a label score in each tenth of the scale."""
    counts = [0] * 10
    for one in points:
        if one.label == label:
            counts[min(9, int(one.model // 10))] += 1
    return counts
