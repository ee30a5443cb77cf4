"""The rows a report shows in full: the worst, the best, and a fair sample of the rest.

The sample is a reservoir (Vitter's algorithm R) drawn with a fixed seed, so that the same table
always shows the same points.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from random import Random

from valuecheck.auditing.labels import channel_of, shown
from valuecheck.auditing.records import AuditedRow, RowFinding
from valuecheck.auditing.worklist import LEAST_GAIN, costly_words

MOST_POINTS = 2_000
MOST_EXTREME = 12
GRID = 20
MOST_TEXT = 1_400
_MOST_EARNING = 4
_SEED = 20_240_229


@dataclass(frozen=True, slots=True)
class Point:
    """A row on the map.

    Attributes
    ----------
    number, id, date, channel, list_name, title : int or str
        Which row it is; `title` is its subject, else its first words.
    verdict : str
        `broadcast`, `mixed` or `value`.
    score, broadcast, value : float
        In [0, 100], [0, 10], [0, 10].
    trait, words, points : str or float
        Its top finding; "" and 0 where there is none.
    """

    number: int
    id: str
    date: str
    channel: str
    list_name: str
    title: str
    verdict: str
    score: float
    broadcast: float
    value: float
    trait: str
    words: str
    points: float


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A row in its own words.

    Attributes
    ----------
    point : Point
        The row.
    pieces : tuple of (str, str, float)
        Its body in pieces: text, the trait the piece earns ("" for none) and its points.
    cut : bool
        Whether the body goes on.
    """

    point: Point
    pieces: tuple[tuple[str, str, float], ...]
    cut: bool


@dataclass(frozen=True, slots=True)
class Samples:
    """What a report shows row by row.

    Attributes
    ----------
    points : tuple of Point
        All scored rows, or a sample of them, in the order of the table.
    scored : int
        Rows the sample was drawn from.
    grid : tuple of tuple of int
        All scored rows, counted in 20 × 20 cells: `grid[value][broadcast]`, from 0 upwards.
    worst, best : tuple of Excerpt
        Lowest and highest scores, one of each body.
    """

    points: tuple[Point, ...]
    scored: int
    grid: tuple[tuple[int, ...], ...]
    worst: tuple[Excerpt, ...]
    best: tuple[Excerpt, ...]


class Sampler:
    """Draws the sample and keeps the extremes.

    Parameters
    ----------
    most : int
        Points on the map.
    """

    def __init__(self, most: int = MOST_POINTS) -> None:
        self._most = most
        self._random = Random(_SEED)
        self._points: list[Point] = []
        self._scored = 0
        self._grid = [[0] * GRID for _ in range(GRID)]
        self._worst = _Extreme(1.0)
        self._best = _Extreme(-1.0)

    def add(self, row: AuditedRow, digest: int) -> None:
        """See the next row, with the digest of its body."""
        if row.score is None or row.broadcast is None or row.value is None:
            return
        self._scored += 1
        self._grid[_cell(row.value)][_cell(row.broadcast)] += 1
        if len(self._points) < self._most:
            self._points.append(point_of(row))
        else:
            at = self._random.randrange(self._scored)
            if at < self._most:
                self._points[at] = point_of(row)
        self._worst.add(row, digest)
        self._best.add(row, digest)

    def finish(self) -> Samples:
        """Return what was kept."""
        return Samples(
            points=tuple(sorted(self._points, key=lambda point: point.number)),
            scored=self._scored,
            grid=tuple(map(tuple, self._grid)),
            worst=self._worst.excerpts(),
            best=self._best.excerpts(),
        )


class _Extreme:
    """The few rows with the lowest scores (with the highest, where the sign is negative)."""

    def __init__(self, sign: float) -> None:
        self._sign = sign
        self._kept: list[tuple[float, int, int, Excerpt]] = []

    def add(self, row: AuditedRow, digest: int) -> None:
        rank = self._sign * (row.score or 0.0)
        if len(self._kept) == MOST_EXTREME and rank >= self._kept[-1][0]:
            return
        if digest and any(digest == kept[2] for kept in self._kept):
            return
        insort(self._kept, (rank, row.number, digest, excerpt_of(row)), key=lambda kept: kept[:2])
        del self._kept[MOST_EXTREME:]

    def excerpts(self) -> tuple[Excerpt, ...]:
        return tuple(kept[3] for kept in self._kept)


def point_of(row: AuditedRow) -> Point:
    """Return a scored row as a point."""
    top = row.top
    return Point(
        number=row.number,
        id=shown(row.id),
        date=shown(row.date, 40),
        channel=channel_of(row),
        list_name=shown(row.list_name),
        title=shown(row.subject or row.body, 110),
        verdict=row.verdict,
        score=row.score or 0.0,
        broadcast=row.broadcast or 0.0,
        value=row.value or 0.0,
        trait=top.trait if top else "",
        words=shown(top.words, 140) if top else "",
        points=round(top.points, 1) if top else 0.0,
    )


def excerpt_of(row: AuditedRow) -> Excerpt:
    """Return a row's body with the words that cost or earn most marked in it."""
    body = row.body[:MOST_TEXT].rstrip()
    marks: list[tuple[int, int, RowFinding]] = []
    for one in _worth_marking(row):
        at = body.find(one.words)
        if at >= 0 and not any(at < end and start < at + len(one.words) for start, end, _ in marks):
            marks.append((at, at + len(one.words), one))
    pieces: list[tuple[str, str, float]] = []
    done = 0
    for start, end, one in sorted(marks, key=lambda mark: mark[:2]):
        if start > done:
            pieces.append((body[done:start], "", 0.0))
        pieces.append((body[start:end], one.trait, round(one.points, 1)))
        done = end
    if done < len(body):
        pieces.append((body[done:], "", 0.0))
    return Excerpt(point_of(row), tuple(pieces), len(row.body) > len(body))


def _worth_marking(row: AuditedRow) -> list[RowFinding]:
    """Return what costs points, most first, then what earns them."""
    marked = [*costly_words(row)]
    earning = [one for one in row.findings if one.points >= LEAST_GAIN]
    marked += sorted(earning, key=lambda one: -one.points)[:_MOST_EARNING]
    return [one for one in marked if one.part == "body" and one.words.strip()]


def _cell(grade: float) -> int:
    return max(0, min(GRID - 1, int(grade * GRID / 10.0)))
