"""Figures of agreement, each a function of how often every row counts.

A statistic is prepared once from the rows' values and then asked for many weightings: all ones for
the figure itself, counts of a draw with replacement for its interval. Plain Python: who serves the
model can measure it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

#: Takes how often each row counts; None where the figure is not defined (a class is missing).
Statistic = Callable[[Sequence[int]], float | None]
LEVELS = 4
BINS = 10


class Bin(NamedTuple):
    """One bin of a calibration curve.

    Attributes
    ----------
    low, high : float
        The stated chances it holds, [low, high).
    rows : int
    stated, happened : float
        Mean stated chance, and share of rows in which it came true.
    """

    low: float
    high: float
    rows: int
    stated: float
    happened: float


def kappa(rows: Sequence[int], levels: Sequence[int], grades: Sequence[int]) -> Statistic:
    """Return the quadratic weighted kappa of whole grades 0 to 3.

    Parameters
    ----------
    rows : sequence of int (n,)
        Which rows these are, as places in the weights.
    levels, grades : sequences of int (n,)
    """
    cells = [LEVELS * level + grade for level, grade in zip(levels, grades, strict=True)]

    def statistic(weights: Sequence[int]) -> float | None:
        table = [0] * (LEVELS * LEVELS)
        for row, cell in zip(rows, cells, strict=True):
            table[cell] += weights[row]
        total = sum(table)
        across = [sum(table[LEVELS * level : LEVELS * (level + 1)]) for level in range(LEVELS)]
        down = [sum(table[grade::LEVELS]) for grade in range(LEVELS)]
        seen = chance = 0.0
        for cell, count in enumerate(table):
            level, grade = divmod(cell, LEVELS)
            distance = (level - grade) ** 2
            seen += distance * count
            chance += distance * across[level] * down[grade]
        return 1.0 - seen * total / chance if chance else None

    return statistic


def auc(rows: Sequence[int], positive: Sequence[bool], values: Sequence[float]) -> Statistic:
    """Return the area under the ROC curve: the chance that a positive row has the higher value."""
    groups = _tied(values)

    def statistic(weights: Sequence[int]) -> float | None:
        below = hits = 0.0
        positives = 0
        for group in groups:
            inside = outside = 0
            for at in group:
                if positive[at]:
                    inside += weights[rows[at]]
                else:
                    outside += weights[rows[at]]
            hits += inside * (below + 0.5 * outside)
            below += outside
            positives += inside
        return hits / (positives * below) if positives and below else None

    return statistic


def correlation(rows: Sequence[int], one: Sequence[float], other: Sequence[float]) -> Statistic:
    """Return Spearman's rank correlation."""
    first, second = _tied(one), _tied(other)

    def statistic(weights: Sequence[int]) -> float | None:
        own = [weights[row] for row in rows]
        total = sum(own)
        x, y = _ranks(first, own), _ranks(second, own)
        middle = (total + 1) / 2
        xy = xx = yy = 0.0
        for weight, a, b in zip(own, x, y, strict=True):
            a -= middle
            b -= middle
            xy += weight * a * b
            xx += weight * a * a
            yy += weight * b * b
        return float(xy / (xx * yy) ** 0.5) if xx and yy else None

    return statistic


def calibration(
    rows: Sequence[int], stated: Sequence[float], happened: Sequence[bool]
) -> Statistic:
    """Return the expected calibration error over bins of equal width."""

    def statistic(weights: Sequence[int]) -> float | None:
        found = bins(stated, happened, [weights[row] for row in rows])
        total = sum(one.rows for one in found)
        if not total:
            return None
        return sum(one.rows * abs(one.stated - one.happened) for one in found) / total

    return statistic


def share(rows: Sequence[int], true: Sequence[bool]) -> Statistic:
    """Return the share of rows for which something holds."""

    def statistic(weights: Sequence[int]) -> float | None:
        total = sum(weights[row] for row in rows)
        held = sum(weights[row] for row, one in zip(rows, true, strict=True) if one)
        return held / total if total else None

    return statistic


def mean(rows: Sequence[int], values: Sequence[float]) -> Statistic:
    """Return the mean of some values."""

    def statistic(weights: Sequence[int]) -> float | None:
        total = sum(weights[row] for row in rows)
        summed = sum(weights[row] * one for row, one in zip(rows, values, strict=True))
        return summed / total if total else None

    return statistic


def bins(
    stated: Sequence[float], happened: Sequence[bool], weights: Sequence[int] | None = None
) -> list[Bin]:
    """Return the bins of a calibration curve that hold a row."""
    counts, sums, true = [0] * BINS, [0.0] * BINS, [0] * BINS
    for at, chance in enumerate(stated):
        weight = 1 if weights is None else weights[at]
        one = min(int(chance * BINS), BINS - 1)
        counts[one] += weight
        sums[one] += weight * chance
        true[one] += weight * happened[at]
    return [
        Bin(at / BINS, (at + 1) / BINS, count, sums[at] / count, true[at] / count)
        for at, count in enumerate(counts)
        if count
    ]


def _tied(values: Sequence[float]) -> list[list[int]]:
    """Return places by ascending value, equal values together."""
    groups: list[list[int]] = []
    last: float | None = None
    for at in sorted(range(len(values)), key=values.__getitem__):
        if not groups or values[at] != last:
            groups.append([])
            last = values[at]
        groups[-1].append(at)
    return groups


def _ranks(groups: Sequence[Sequence[int]], weights: Sequence[int]) -> list[float]:
    """Return mean ranks from 1, of rows that stand there as often as their weights say."""
    ranks = [0.0] * len(weights)
    below = 0
    for group in groups:
        size = sum(weights[at] for at in group)
        for at in group:
            ranks[at] = below + (size + 1) / 2
        below += size
    return ranks
