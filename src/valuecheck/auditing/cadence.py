"""How often each list is written to, week by week, against the table's own habit.

A burst is a week with at least four mailings, at least twice the list's median week, and more
than three standard deviations of a Poisson process above it: chance alone does that in about one
week of a thousand. Weeks of silence between a list's first and last mailing count as weeks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt
from statistics import median

from valuecheck.auditing.dates import iso
from valuecheck.auditing.labels import Names, channel_of, plural, shown
from valuecheck.auditing.records import AuditedRow

MOST_LISTS = 50
MOST_WEEKS = 520
_LISTS_COUNTED = 500
FEWEST_IN_BURST = 4


@dataclass(frozen=True, slots=True)
class Burst:
    """Weeks in a row with far more mailings than usual.

    Attributes
    ----------
    list_name : str
        The list.
    first, last : str
        Monday of the first week and Sunday of the last, ISO.
    rows : int
        Mailings in those weeks.
    usual : float
        The list's median week, times the weeks.
    sentence : str
        In words.
    """

    list_name: str
    first: str
    last: str
    rows: int
    usual: float
    sentence: str


@dataclass(frozen=True, slots=True)
class ListCadence:
    """One list's weeks.

    Attributes
    ----------
    name : str
        The list (the channel, where the table has no column of lists).
    rows : int
        Dated rows.
    first_week : str
        Monday of the first week, ISO.
    weeks : tuple of int
        Rows of each week from the first to the last, silence counted as 0; the last 520 weeks.
    usual : float
        The median week.
    busiest : int
        Rows of the busiest week.
    longest_silence : int
        Weeks without any.
    """

    name: str
    rows: int
    first_week: str
    weeks: tuple[int, ...]
    usual: float
    busiest: int
    longest_silence: int


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often the whole programme speaks.

    Attributes
    ----------
    by : str
        `list` or `channel`: what the rows were counted by.
    lists : tuple of ListCadence
        Those with most rows first.
    bursts : tuple of Burst
        In the order of time.
    usual : float
        Median of the lists' median weeks.
    """

    by: str
    lists: tuple[ListCadence, ...]
    bursts: tuple[Burst, ...]
    usual: float


class CadenceCounts:
    """Counts rows by list and by day."""

    def __init__(self) -> None:
        self._counts: dict[tuple[bool, int, int], int] = {}
        self._names = {True: Names(_LISTS_COUNTED), False: Names(_LISTS_COUNTED)}

    def add(self, row: AuditedRow, date_code: int) -> None:
        """See the next row, with the number of its date."""
        if not date_code:
            return
        listed = bool(row.list_name.strip())
        name = shown(row.list_name) if listed else channel_of(row)
        key = (listed, self._names[listed].number(name), date_code)
        self._counts[key] = self._counts.get(key, 0) + 1

    def finish(self, resolve: Callable[[int], int]) -> Cadence:
        """Return the cadence of each list.

        Parameters
        ----------
        resolve : callable
            Turns the dates' numbers into days.
        """
        listed = any(key[0] for key in self._counts)
        weeks: dict[int, dict[int, int]] = {}
        for (is_list, number, code), count in self._counts.items():
            day = resolve(code)
            if is_list == listed and day:
                # Ordinal 1 is a Monday.
                of_list = weeks.setdefault(number, {})
                of_list[(day - 1) // 7] = of_list.get((day - 1) // 7, 0) + count
        names = self._names[listed].all()
        lists = [_cadence(names[number], of_list) for number, of_list in weeks.items()]
        lists.sort(key=lambda one: (-one.rows, one.name))
        bursts = [
            burst
            for number, of_list in weeks.items()
            for burst in bursts_of(names[number], of_list)
        ]
        bursts.sort(key=lambda one: (one.first, one.list_name))
        usual = float(median(one.usual for one in lists)) if lists else 0.0
        return Cadence(
            "list" if listed else "channel", tuple(lists[:MOST_LISTS]), tuple(bursts), usual
        )


def _dense(weeks: dict[int, int]) -> list[int]:
    """Return the counts from the first to the last week; the last `MOST_WEEKS`."""
    last = max(weeks)
    first = max(min(weeks), last - MOST_WEEKS + 1)
    return [weeks.get(week, 0) for week in range(first, last + 1)]


def _cadence(name: str, weeks: dict[int, int]) -> ListCadence:
    dense = _dense(weeks)
    silence = longest = 0
    for count in dense:
        silence = 0 if count else silence + 1
        longest = max(longest, silence)
    return ListCadence(
        name=name,
        rows=sum(weeks.values()),
        first_week=iso((max(weeks) - len(dense) + 1) * 7 + 1),
        weeks=tuple(dense),
        usual=float(median(dense)),
        busiest=max(dense),
        longest_silence=longest,
    )


def bursts_of(name: str, weeks: dict[int, int]) -> list[Burst]:
    """Return the bursts of one list.

    Parameters
    ----------
    weeks : dict of int to int
        Mailings by week number (days since ordinal 1, by seven).
    """
    usual = float(median(_dense(weeks)))
    least = max(FEWEST_IN_BURST, 2 * usual, usual + 3 * sqrt(max(usual, 1.0)))
    loud = sorted(week for week, count in weeks.items() if count >= least)
    found: list[Burst] = []
    start = 0
    for at in range(1, len(loud) + 1):
        if at < len(loud) and loud[at] == loud[at - 1] + 1:
            continue
        run = loud[start:at]
        start = at
        rows = sum(weeks[week] for week in run)
        expected = usual * len(run)
        first, last = iso(run[0] * 7 + 1), iso(run[-1] * 7 + 7)
        habit = f"usually {expected:g}" if expected else "usually none"
        words = f"{name}: {rows} in {plural(len(run), 'week')} from {first}, {habit}"
        found.append(Burst(name, first, last, rows, expected, words))
    return found
