"""What changes with time: scores, traits, and how much is asked for what is given.

A row asks where its grade of `hard_sell` is 2 or more, and gives where `useful` is. Months are
compared early third against late third; a trait drifts where its mean moved by a fifth of a grade
or more and by more than three standard errors.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import sqrt

from valuecheck.auditing.labels import Names, channel_of, shown
from valuecheck.auditing.records import TRAIT_INDEX, AuditedRow
from valuecheck.traits import BY_NAME, TRAIT_NAMES

ASK_TRAIT, GIVE_TRAIT = "hard_sell", "useful"
CLEAR = 2.0
MOST_GROUPS = 50
LEAST_CHANGE = 0.2
LEAST_ERRORS = 3.0
SCORE_BINS = 20

_TRAITS = len(TRAIT_NAMES)
_ROWS, _SCORED, _ASK, _GIVE, _BROADCAST, _MIXED, _VALUE, _SCORE, _PUSH, _GAIN = range(10)
_SUMS = 10
_SQUARES = _SUMS + _TRAITS
_BINS = _SQUARES + _TRAITS
_DAY_FIELDS = _BINS
_GROUP_FIELDS = _BINS + SCORE_BINS


@dataclass(frozen=True, slots=True)
class Mix:
    """Means and counts of some rows.

    Attributes
    ----------
    name : str
        A month (`2024-03`), a channel or a list.
    rows, scored : int
        Rows, and those with a score.
    score, broadcast, value : float or None
        Means; None where nothing was scored.
    verdicts : tuple of (str, int)
        Rows of `broadcast`, `mixed` and `value`.
    ask, give : int
        Rows that ask, and rows that give.
    ratio : float or None
        Asks for each give; None where nothing is given.
    traits : tuple of float
        15 mean grades in the order of `traits.TRAITS`; () where nothing was scored.
    histogram : tuple of int
        Rows by score in 20 bins of 5 points; () for months.
    """

    name: str
    rows: int
    scored: int
    score: float | None
    broadcast: float | None
    value: float | None
    verdicts: tuple[tuple[str, int], ...]
    ask: int
    give: int
    ratio: float | None
    traits: tuple[float, ...]
    histogram: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Drift:
    """A trait that moved.

    Attributes
    ----------
    trait, pole : str
        Its name and pole.
    early, late : float
        Mean grades of the early and the late third of the months.
    errors : float
        The change in standard errors.
    sentence : str
        In words.
    """

    trait: str
    pole: str
    early: float
    late: float
    errors: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Mixes:
    """The table by time, channel and list.

    Attributes
    ----------
    total : Mix
        All rows.
    months, channels, lists : tuple of Mix
        Months in order; channels and lists with most rows first, at most 50.
    drift : tuple of Drift
        Traits that moved, most first.
    """

    total: Mix
    months: tuple[Mix, ...]
    channels: tuple[Mix, ...]
    lists: tuple[Mix, ...]
    drift: tuple[Drift, ...]


class MixCounts:
    """Sums grades by day, channel and list."""

    def __init__(self) -> None:
        self._total = array("d", bytes(8 * _GROUP_FIELDS))
        self._days: dict[int, array[float]] = {}
        self._groups: dict[bool, dict[int, array[float]]] = {True: {}, False: {}}
        self._names = {True: Names(500), False: Names(500)}

    def add(self, row: AuditedRow, date_code: int) -> None:
        """See the next row, with the number of its date."""
        sums = [self._total, self._group(False, channel_of(row))]
        if row.list_name.strip():
            sums.append(self._group(True, shown(row.list_name)))
        entries = _entries(row)
        for one in sums:
            for at, number in entries:
                one[at] += number
            if row.score is not None:
                one[_BINS + min(SCORE_BINS - 1, int(row.score * SCORE_BINS / 100))] += 1
        if date_code:
            day = self._days.get(date_code)
            if day is None:
                day = self._days[date_code] = array("d", bytes(8 * _DAY_FIELDS))
            for at, number in entries:
                day[at] += number

    def _group(self, is_list: bool, name: str) -> array[float]:
        number = self._names[is_list].number(name)
        found = self._groups[is_list].get(number)
        if found is None:
            found = self._groups[is_list][number] = array("d", bytes(8 * _GROUP_FIELDS))
        return found

    def finish(self, resolve: Callable[[int], int]) -> Mixes:
        """Return the table by time, channel and list.

        Parameters
        ----------
        resolve : callable
            Turns the dates' numbers into days.
        """
        months: dict[str, array[float]] = {}
        for code, sums in self._days.items():
            day = resolve(code)
            if day:
                _pour(months.setdefault(date.fromordinal(day).isoformat()[:7], _empty()), sums)
        ordered = sorted(months.items())
        return Mixes(
            total=_mix("all", self._total),
            months=tuple(_mix(name, sums) for name, sums in ordered),
            channels=self._mixes(False),
            lists=self._mixes(True),
            drift=_drift([sums for _, sums in ordered]),
        )

    def _mixes(self, is_list: bool) -> tuple[Mix, ...]:
        names = self._names[is_list].all()
        mixes = [_mix(names[at], sums) for at, sums in self._groups[is_list].items()]
        mixes.sort(key=lambda one: (-one.rows, one.name))
        return tuple(mixes[:MOST_GROUPS])


def asks(row: AuditedRow) -> bool:
    """Tell whether a row clearly asks: its grade of `hard_sell` is 2 or more."""
    return bool(row.grades) and row.grades[TRAIT_INDEX[ASK_TRAIT]] >= CLEAR


def gives(row: AuditedRow) -> bool:
    """Tell whether a row clearly gives: its grade of `useful` is 2 or more."""
    return bool(row.grades) and row.grades[TRAIT_INDEX[GIVE_TRAIT]] >= CLEAR


def _entries(row: AuditedRow) -> list[tuple[int, float]]:
    """Return what a row adds to each field it touches."""
    entries: list[tuple[int, float]] = [(_ROWS, 1.0)]
    if row.score is None:
        return entries
    verdict = {"broadcast": _BROADCAST, "mixed": _MIXED}.get(row.verdict, _VALUE)
    entries += [
        (_SCORED, 1.0),
        (verdict, 1.0),
        (_SCORE, row.score),
        (_PUSH, row.broadcast or 0.0),
        (_GAIN, row.value or 0.0),
    ]
    if asks(row):
        entries.append((_ASK, 1.0))
    if gives(row):
        entries.append((_GIVE, 1.0))
    entries += [(_SUMS + at, grade) for at, grade in enumerate(row.grades)]
    entries += [(_SQUARES + at, grade * grade) for at, grade in enumerate(row.grades)]
    return entries


def _empty() -> array[float]:
    return array("d", bytes(8 * _DAY_FIELDS))


def _pour(into: array[float], sums: array[float]) -> None:
    for at in range(_DAY_FIELDS):
        into[at] += sums[at]


def _mix(name: str, sums: array[float]) -> Mix:
    scored = int(sums[_SCORED])
    ask, give = int(sums[_ASK]), int(sums[_GIVE])
    means = [round(sums[at] / scored, 3) for at in range(_SUMS, _SQUARES)] if scored else []
    return Mix(
        name=name,
        rows=int(sums[_ROWS]),
        scored=scored,
        score=round(sums[_SCORE] / scored, 2) if scored else None,
        broadcast=round(sums[_PUSH] / scored, 2) if scored else None,
        value=round(sums[_GAIN] / scored, 2) if scored else None,
        verdicts=tuple(
            (verdict, int(sums[at]))
            for verdict, at in (("broadcast", _BROADCAST), ("mixed", _MIXED), ("value", _VALUE))
        ),
        ask=ask,
        give=give,
        ratio=round(ask / give, 2) if give else None,
        traits=tuple(means),
        histogram=tuple(map(int, sums[_BINS:])),
    )


def _drift(months: list[array[float]]) -> tuple[Drift, ...]:
    """Return the traits whose mean moved from the early to the late third of the months."""
    third = len(months) // 3
    if not third:
        return ()
    early, late = _empty(), _empty()
    for sums in months[:third]:
        _pour(early, sums)
    for sums in months[-third:]:
        _pour(late, sums)
    if early[_SCORED] < 2 or late[_SCORED] < 2:
        return ()
    found = []
    for at, trait in enumerate(TRAIT_NAMES):
        before, before_error = _mean_error(early, at)
        after, after_error = _mean_error(late, at)
        errors = (after - before) / max(1e-9, sqrt(before_error + after_error))
        if abs(after - before) >= LEAST_CHANGE and abs(errors) >= LEAST_ERRORS:
            words = (
                f"{trait} {'rose' if after > before else 'fell'} from {before:.1f} to {after:.1f}"
            )
            pole = BY_NAME[trait].pole
            rounded = round(max(-99.0, min(99.0, errors)), 1)
            found.append(Drift(trait, pole, round(before, 2), round(after, 2), rounded, words))
    return tuple(sorted(found, key=lambda one: -abs(one.late - one.early)))


def _mean_error(sums: array[float], trait: int) -> tuple[float, float]:
    """Return a trait's mean and the square of its standard error."""
    rows = sums[_SCORED]
    mean = sums[_SUMS + trait] / rows
    variance = max(0.0, sums[_SQUARES + trait] / rows - mean * mean)
    return mean, variance / rows
