"""Dates as people type them: one format named for each cell, the column's order found by the whole.

In: the cells of a date column, one after another. Out: a small number for each, which `resolve`
turns into a day once the whole column was seen. `03/04/2024` alone may be in March or April; one
`25/04/2024` anywhere in the column decides for all of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: Days outside of these years are slips of the keyboard, not dates of a mailing.
FIRST_YEAR, LAST_YEAR = 1970, 2099
#: What stands for "no date" in place of a number.
NO_DATE = 0
MOST_EXAMPLES = 5

_MONTHS = {
    name: number
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)
}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?[ ]+)?"
_TIME = r"(?:(?:[ ]*[T,][ ]*|[ ]+)\d{1,2}[:.h]\d{2}.{0,40})?"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern + r"\Z", re.IGNORECASE))
    for name, pattern in (
        ("ISO 8601", rf"(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_TIME}"),
        ("year/month/day", rf"(?P<y>\d{{4}})[/.](?P<m>\d{{1,2}})[/.](?P<d>\d{{1,2}}){_TIME}"),
        ("slashes", rf"(?P<a>\d{{1,2}})[/-](?P<b>\d{{1,2}})[/-](?P<y>\d{{4}}|\d{{2}}){_TIME}"),
        (
            "day.month.year",
            rf"(?P<d>\d{{1,2}})\.[ ]?(?P<m>\d{{1,2}})\.[ ]?(?P<y>\d{{4}}|\d\d){_TIME}",
        ),
        (
            "day month year",
            rf"{_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -]{_MONTH},?[ -]"
            rf"(?P<y>\d{{4}}|\d\d){_TIME}",
        ),
        (
            "month day, year",
            rf"{_WEEKDAY}{_MONTH}[ ](?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[ ](?P<y>\d{{4}}){_TIME}",
        ),
        ("yyyymmdd", r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"),
        ("seconds since 1970", r"(?P<epoch>\d{9,10})(?:\.\d+)?"),
        ("milliseconds since 1970", r"(?P<epoch>\d{12,13})"),
        ("Excel day number", r"(?P<serial>[2-6]\d{4})(?:\.\d+)?"),
    )
)


@dataclass(frozen=True, slots=True)
class DateColumn:
    """How the dates of a table were read.

    Attributes
    ----------
    dated, undated, unread : int
        Rows with a date, with an empty cell, and with a cell that is no date we know.
    formats : tuple of (str, int)
        Names of the formats met and their rows, most frequent first.
    order : str
        `day first`, `month first`, `day first (assumed)`, or "" where no cell left it open.
    first, last : str
        ISO dates, "" where there are none.
    examples : tuple of (int, str)
        Row and cell of some that could not be read.
    """

    dated: int
    undated: int
    unread: int
    formats: tuple[tuple[str, int], ...]
    order: str
    first: str
    last: str
    examples: tuple[tuple[int, str], ...]


class Dates:
    """Reads the cells of one date column.

    A date is held as a number: the day's ordinal, or a negative number where two orders are
    possible, or `NO_DATE`.
    """

    def __init__(self) -> None:
        self._formats: Counter[str] = Counter()
        self._undated = 0
        self._unread = 0
        self._day_first = 0
        self._month_first = 0
        self._open = 0
        self._examples: list[tuple[int, str]] = []
        self._seen: set[int] = set()

    def read(self, cell: str, number: int = 0) -> int:
        """Return the number that stands for a cell's date.

        Parameters
        ----------
        cell : str
            As it stands in the table.
        number : int
            The row, for the examples of what could not be read.
        """
        cell = " ".join(cell.split())
        if not cell:
            self._undated += 1
            return NO_DATE
        code = self._code(cell)
        if code == NO_DATE:
            self._unread += 1
            self._keep_example(number, cell[:40])
        else:
            self._seen.add(code)
        return code

    def _keep_example(self, number: int, cell: str) -> None:
        if len(self._examples) < MOST_EXAMPLES and all(cell != one for _, one in self._examples):
            self._examples.append((number, cell))

    def _code(self, cell: str) -> int:
        if len(cell) > 80:
            return NO_DATE
        for name, pattern in _PATTERNS:
            match = pattern.match(cell)
            if match:
                code = self._number(match.groupdict())
                if code != NO_DATE:
                    self._formats[name] += 1
                return code
        return NO_DATE

    def _number(self, found: dict[str, str]) -> int:
        if "epoch" in found or "serial" in found:
            return _from_count(found)
        year = int(found["y"])
        if len(found["y"]) == 2:
            year += 2000 if year < 70 else 1900
        if "a" in found:
            return self._either(int(found["a"]), int(found["b"]), year)
        month = _MONTHS[found["month"].lower()] if "month" in found else int(found["m"])
        return _ordinal(year, month, int(found["d"]))

    def _either(self, one: int, two: int, year: int) -> int:
        """Return the number of a date whose order is not written into it."""
        if one > 12 or two > 12:
            self._day_first += one > 12
            self._month_first += two > 12
            return _ordinal(year, two, one) if one > 12 else _ordinal(year, one, two)
        if one == two:
            return _ordinal(year, one, two)
        if not (one and two and FIRST_YEAR <= year <= LAST_YEAR):
            return NO_DATE
        self._open += 1
        return -(year * 10000 + one * 100 + two)

    def resolver(self) -> Callable[[int], int]:
        """Return what turns a number into the day's ordinal (0 for none); ask after the last."""
        month_first = self._month_first > self._day_first

        def resolve(code: int) -> int:
            if code >= 0:
                return code
            year, rest = divmod(-code, 10000)
            one, two = divmod(rest, 100)
            return _ordinal(year, one, two) if month_first else _ordinal(year, two, one)

        return resolve

    def column(self) -> DateColumn:
        """Return how the column was read."""
        resolve = self.resolver()
        days = [day for day in map(resolve, self._seen) if day]
        order = ""
        if self._open:
            if self._month_first > self._day_first:
                order = "month first"
            else:
                order = "day first" if self._day_first else "day first (assumed)"
        return DateColumn(
            dated=sum(self._formats.values()),
            undated=self._undated,
            unread=self._unread,
            formats=tuple(self._formats.most_common()),
            order=order,
            first=iso(min(days, default=0)),
            last=iso(max(days, default=0)),
            examples=tuple(self._examples),
        )


def iso(day: int) -> str:
    """Return an ordinal as an ISO date, "" for none."""
    return date.fromordinal(day).isoformat() if day > 0 else ""


def _ordinal(year: int, month: int, day: int) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return NO_DATE
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return NO_DATE


def _from_count(found: dict[str, str]) -> int:
    """Return the day of a count of seconds, milliseconds or days."""
    if "serial" in found:
        # Excel's day 60 is a 29 February 1900 that never was, hence the 30th.
        day = date(1899, 12, 30) + timedelta(days=int(found["serial"]))
    else:
        seconds = int(found["epoch"]) // (1000 if len(found["epoch"]) > 11 else 1)
        day = datetime.fromtimestamp(seconds, tz=UTC).date()
    return _ordinal(day.year, day.month, day.day)
