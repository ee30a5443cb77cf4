"""Figures with 95 % intervals: the same statistics on rows drawn again with replacement.

The draws come from a fixed seed, so that the same table gives the same intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from valuecheck.evaluating.statistics import Statistic

SEED = 20261124
#: Draws, and how many rows they may come to together before there are fewer.
DRAWS, FEWEST_DRAWS, MOST_ROWS = 200, 40, 300_000


class Figure(NamedTuple):
    """A figure and its 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None = None
    high: float | None = None


def draws_for(rows: int) -> int:
    """Return how many draws a table of so many rows gets."""
    return max(FEWEST_DRAWS, min(DRAWS, MOST_ROWS // max(1, rows)))


def figures(
    statistics: Mapping[str, Statistic],
    means: Mapping[str, tuple[str, ...]],
    rows: int,
    progress: Callable[[int, int], None] = lambda done, all_of: None,
) -> dict[str, Figure]:
    """Return each statistic and each mean of several, with its interval.

    Parameters
    ----------
    statistics : mapping
        Name → statistic.
    means : mapping
        Name → names of the statistics it is the mean of; those not defined are left out.
    rows : int
        How many there are to draw from.
    progress : callable
        Told after every draw how many are done, and of how many.
    """
    draws = draws_for(rows)
    chance = Random(SEED)
    stated = _all(statistics, means, [1] * rows)
    drawn: dict[str, list[float]] = {name: [] for name in stated}
    for number in range(draws if rows else 0):
        weights = [0] * rows
        for row in chance.choices(range(rows), k=rows):
            weights[row] += 1
        for name, value in _all(statistics, means, weights).items():
            if value is not None:
                drawn[name].append(value)
        progress(number + 1, draws)
    return {name: _figure(value, sorted(drawn[name])) for name, value in stated.items()}


def _all(
    statistics: Mapping[str, Statistic], means: Mapping[str, tuple[str, ...]], weights: list[int]
) -> dict[str, float | None]:
    found = {name: statistic(weights) for name, statistic in statistics.items()}
    for name, parts in means.items():
        values = [value for part in parts if (value := found[part]) is not None]
        found[name] = sum(values) / len(values) if values else None
    return found


def _figure(value: float | None, drawn: list[float]) -> Figure:
    if value is None or not drawn:
        return Figure(value)
    last = len(drawn) - 1
    # Repeated rows look less calibrated than they are: the draws are moved to the figure's side.
    shift = value - sum(drawn) / len(drawn)
    floor, ceiling = (0.0 if drawn[0] >= 0 else -1.0), max(1.0, drawn[-1])
    low, high = drawn[round(0.025 * last)] + shift, drawn[round(0.975 * last)] + shift
    return Figure(value, max(floor, low), min(ceiling, high))
