"""What travels through an audit: one `AuditedRow` for every row of the table, in order.

Whoever looks at the whole table is an `Observer`: it is shown every row once, in order, also
those that were scored before an interruption, and asked for its summary at the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

from valuecheck.traits import TRAITS

#: Where a trait's grade stands in `AuditedRow.grades`.
TRAIT_INDEX: dict[str, int] = {trait.name: at for at, trait in enumerate(TRAITS)}


@dataclass(frozen=True, slots=True)
class RowFinding:
    """The words of a row that earn a trait.

    Attributes
    ----------
    trait, rule : str
        As in `records.Finding`.
    severity : str
        `info`, `warning` or `error`.
    part : str
        `subject` or `body`.
    start, end : int
        Code points into `AuditedRow.source` (into `AuditedRow.subject` where part is `subject` and
        `AuditedRow.subject_apart` is true).
    words : str
        What stands there, verbatim.
    points : float
        What the words contribute to the score (negative: they cost points).
    """

    trait: str
    rule: str
    severity: str
    part: str
    start: int
    end: int
    words: str
    points: float


@dataclass(frozen=True, slots=True)
class AuditedRow:
    """One row of the table and what was found in it.

    Attributes
    ----------
    number : int
        From 1, over all input files; a header is no row.
    file : str
        Name of the input file.
    line : int
        Where the row begins in it, from 1 (the row's number in it, for Parquet and Excel).
    id, date, list_name : str
        The cells of those roles as they stand, "" where the table has no such column. Dates of
        typed formats (Parquet, Excel) are in ISO form.
    channel : str
        One of `traits.CHANNELS`: what the cell says, else guessed.
    channel_cell : str
        The channel's cell as it stands ("Instagram"), "" where there is none.
    subject : str
        The subject's cell, or the subject the text itself names, or "".
    subject_apart : bool
        Whether the subject has a cell of its own.
    source : str
        The text that positions refer to: the text's cell, decoded where it is MIME.
    body : str
        Its visible prose, without markup.
    words : int
        Words of prose and subject.
    verdict : str
        `broadcast`, `mixed`, `value` or `not scored`.
    score, broadcast, value, spam : float or None
        As in `records.Scores` ([0, 100], [0, 10], [0, 10], [0, 1]), rounded as they are written;
        None where the row was not scored.
    grades : tuple of float
        15 expected grades in [0, 3] in the order of `traits.TRAITS`; () where not scored.
    findings : tuple of RowFinding
        In the order of the text; at most 12.
    reason : str
        Why it was not scored ("too little text"), else "".
    error : str
        Why it could not be read or scored (a failure), else "".
    """

    number: int
    file: str
    line: int
    id: str = ""
    date: str = ""
    list_name: str = ""
    channel: str = "blog"
    channel_cell: str = ""
    subject: str = ""
    subject_apart: bool = False
    source: str = field(default="", repr=False)
    body: str = field(default="", repr=False)
    words: int = 0
    verdict: str = "not scored"
    score: float | None = None
    broadcast: float | None = None
    value: float | None = None
    spam: float | None = None
    grades: tuple[float, ...] = ()
    findings: tuple[RowFinding, ...] = ()
    reason: str = ""
    error: str = ""

    @property
    def top(self) -> RowFinding | None:
        """The finding that costs most points; where none costs any, the one that earns most."""
        return top_finding(self.findings)

    def grade(self, trait: str) -> float | None:
        """Return the expected grade of a trait in [0, 3], None where the row was not scored.

        Raises
        ------
        KeyError
            If there is no such trait.
        """
        at = TRAIT_INDEX[trait]
        return self.grades[at] if self.grades else None


def top_finding(findings: tuple[RowFinding, ...]) -> RowFinding | None:
    """Return the finding that costs most points; where none costs any, the one that earns most."""
    if not findings:
        return None
    costly = min(findings, key=lambda one: one.points)
    return costly if costly.points < 0 else max(findings, key=lambda one: one.points)


class Observer(Protocol):
    """Whoever looks at the whole table."""

    def add(self, row: AuditedRow) -> None:
        """See the next row; keep little of it, there may be millions."""

    def finish(self) -> Any:
        """Return the summary; called once, after the last row."""
