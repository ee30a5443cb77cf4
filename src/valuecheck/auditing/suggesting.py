"""The first edits of the rows that gain most, planned and measured when all rows are known.

Planning every row would cost a hundred times its scoring. So the rows that may gain most are kept
while the table goes by, by the points that their words cost; only these are planned at the end, and
of them those are kept whose edits were measured to gain most.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING

from valuecheck.auditing.content import content_of
from valuecheck.auditing.records import AuditedRow
from valuecheck.auditing.worklist import costly_words
from valuecheck.errors import ValuecheckError
from valuecheck.reading import read_text
from valuecheck.revision.context import in_context
from valuecheck.revision.door import proposer, require_spacy
from valuecheck.revision.planner import Propose, plan_revision
from valuecheck.revision.planning import Goal
from valuecheck.revision.records import Edit, RevisionPlan

if TYPE_CHECKING:
    from valuecheck.checking import Checker

#: Edits named of a row; rows planned for each one that is named.
FIRST_EDITS, PLANNED = 3, 3
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a row's first edits are, and how many points they gain together."""

    gain: float
    edits: str


class Suggester:
    """Keeps the rows that may gain most, and plans them.

    Parameters
    ----------
    count : int
        How many rows get edits.
    checker : Checker
        Scores them again.
    content : str
        One of `content.CONTENTS`.

    Raises
    ------
    MissingExtraError
        Without spaCy.
    """

    def __init__(self, count: int, checker: Checker, content: str) -> None:
        require_spacy("valuecheck audit --suggest")
        self._count, self._checker, self._content = count, checker, content
        self._most = PLANNED * count + 10
        self._heap: list[tuple[float, int]] = []
        self._rows: dict[int, AuditedRow] = {}
        self._bodies: set[int] = set()

    def add(self, row: AuditedRow) -> None:
        """See the next row; of rows with the same body, the first."""
        body = hash((row.source, row.subject))
        if row.score is None or body in self._bodies:
            return
        promise = -sum(one.points for one in costly_words(row))
        if promise <= 0:
            return
        self._bodies.add(body)
        self._rows[row.number] = row
        entry = (promise, -row.number)
        if len(self._heap) < self._most:
            heappush(self._heap, entry)
        else:
            dropped = heappushpop(self._heap, entry)
            row = self._rows.pop(-dropped[1])
            self._bodies.discard(hash((row.source, row.subject)))

    def finish(self) -> dict[int, Suggestion]:
        """Return what is suggested, by the number of the row."""
        propose = proposer()
        found = []
        for number, row in sorted(self._rows.items()):
            try:
                plan = self._plan(row, propose)
            except ValuecheckError:  # read once as a cell, it cannot be read as what it decodes to
                continue
            if plan.edits and plan.score_before is not None and plan.score_after is not None:
                gain = plan.score_after - plan.score_before
                found.append((-gain, number, Suggestion(round(gain, 1), _told(plan))))
        return {number: one for _, number, one in sorted(found)[: self._count]}

    def _plan(self, row: AuditedRow, propose: Propose) -> RevisionPlan:
        format = content_of(row.source) if self._content == "auto" else self._content
        draft = read_text(
            row.source,
            name=f"row {row.number}",
            subject=row.subject if row.subject_apart else None,
            channel=row.channel,
            format=format,
        )
        draft = replace(draft, channel_given=bool(row.channel_cell))
        return plan_revision(
            draft,
            self._checker.check(draft),
            lambda other: self._checker.check(other, findings=False),
            propose,
            Goal(100.0, FIRST_EDITS),
            format=format,
        )


def _told(plan: RevisionPlan) -> str:
    return "; ".join(f"{_words(plan, one.edit)} (+{one.gain:.1f})" for one in plan.edits)


def _words(plan: RevisionPlan, edit: Edit) -> str:
    before, after = map(_short, in_context(plan, edit))
    if not after:
        return f"cut “{before}”"
    return f"“{before}” → “{after}”"


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
