"""Count an audit while it runs, and tell whether the table passes.

A limit is `NAME>COUNT` or `NAME>SHARE%` of all rows, with `>` or `>=`. NAME is a verdict
(`broadcast`, `mixed`, `value`, `not scored`), a broadcast trait (rows with level 2 or more: a
grade of 1.5 or more), `error`, or `below` (rows that fail --min-score).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from valuecheck.auditing.records import AuditedRow
from valuecheck.errors import UsageError
from valuecheck.traits import TRAIT_NAMES

VERDICTS = ("broadcast", "mixed", "value", "not scored")
_NAMES = (*VERDICTS, *TRAIT_NAMES, "error", "below")
_LIMIT = re.compile(r"\s*([a-z_ -]+?)\s*(>=|>)\s*(\d+(?:\.\d+)?)\s*(%?)\s*")
#: A trait counts for a row from this grade on.
CLEAR = 1.5


@dataclass(frozen=True, slots=True)
class Limit:
    """How many rows may be of a kind.

    Attributes
    ----------
    name : str
        One of the names that the module lists.
    reached : bool
        Whether the number itself is too many (`>=`).
    number : float
        Of rows, or per cent of all rows.
    share : bool
        Whether it is per cent.
    """

    name: str
    reached: bool
    number: float
    share: bool

    def __str__(self) -> str:
        sign = ">=" if self.reached else ">"
        return f"{self.name}{sign}{self.number:g}{'%' if self.share else ''}"


def parse_limit(text: str) -> Limit:
    """Return the limit that a text means.

    Raises
    ------
    UsageError
        If it is none.

    Examples
    --------
    >>> print(parse_limit("broadcast > 10 %"))
    broadcast>10%
    """
    found = _LIMIT.fullmatch(text)
    if not found:
        raise UsageError(
            f"{text!r} is no limit; write for example 'broadcast>10%' or 'hard_sell>=25'"
        )
    name = found[1].replace("-", "_").replace(" ", "_")
    name = "not scored" if name == "not_scored" else name
    if name not in _NAMES:
        from difflib import get_close_matches

        near = get_close_matches(name, _NAMES, n=1)
        hint = f"did you mean {near[0]}?" if near else f"accepted: {', '.join(_NAMES)}"
        raise UsageError(f"{text!r}: nothing is called {name!r}; {hint}")
    number = float(found[3])
    if found[4] and number > 100:
        raise UsageError(f"{text!r}: a share is 0 to 100 %")
    return Limit(name, found[2] == ">=", number, bool(found[4]))


@dataclass(slots=True)
class Tally:
    """What an audit has counted.

    Attributes
    ----------
    counts : Counter
        Rows by every name a limit may have.
    total_score : float
        Sum of the scores.
    first_errors : list of str
        The first few rows that failed, with their reasons.
    """

    min_score: float | None = None
    rows: int = 0
    scored: int = 0
    total_score: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    first_errors: list[str] = field(default_factory=list)

    def add(self, row: AuditedRow) -> None:
        """Count one row."""
        self.rows += 1
        counts = self.counts
        counts[row.verdict] += 1
        if row.error:
            counts["error"] += 1
            if len(self.first_errors) < 3:
                self.first_errors.append(f"{row.file}: row {row.number}: {row.error}")
        if row.score is not None:
            self.scored += 1
            self.total_score += row.score
            for name, grade in zip(TRAIT_NAMES, row.grades, strict=True):
                if grade >= CLEAR:
                    counts[name] += 1
        if self.min_score is not None and (row.score is None or row.score < self.min_score):
            counts["below"] += 1

    @property
    def mean_score(self) -> float | None:
        """Mean score of the rows that have one."""
        return self.total_score / self.scored if self.scored else None

    def failures(self, limits: Sequence[Limit]) -> list[str]:
        """Return one line for each limit that the table breaks.

        Without a limit on `below`, no row may fail the minimum score.
        """
        found = []
        for limit in limits:
            count = self.counts[limit.name]
            number = 100 * count / max(1, self.rows) if limit.share else count
            if number > limit.number or (limit.reached and number == limit.number):
                share = f" ({number:.1f}%)" if limit.share else ""
                found.append(f"{limit}: {count:,} of {self.rows:,} rows{share}")
        below = self.counts["below"]
        if below and all(limit.name != "below" for limit in limits):
            found.append(
                f"{below:,} of {self.rows:,} rows score below {self.min_score:g} or have no score"
            )
        return found
