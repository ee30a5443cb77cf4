"""Where an editor with one hour should spend it.

What a row would gain is estimated from its findings: the points that the words cost which cost
most. Nothing was rewritten and scored again, so this is the most that cutting them would win, not
a promise. Rows with the same body are one piece of work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from heapq import heappush, heappushpop

from valuecheck.auditing.labels import channel_of, shown
from valuecheck.auditing.records import AuditedRow, RowFinding

MOST_WORK = 100
#: Edits counted for a row: the strongest few; after those the return on time falls.
MOST_EDITS = 3
#: Points below which an edit is not worth the opening of the file.
LEAST_GAIN = 1.0
MINUTES_AN_EDIT = 2.0
MINUTES_A_WORD = 0.1
HOUR = 60.0


@dataclass(frozen=True, slots=True)
class Work:
    """One row to improve.

    Attributes
    ----------
    number, file, line, id, date, channel, list_name, title : int or str
        Which row it is; `title` is its subject, else its first words.
    score : float
        Now.
    gain : float
        Points to gain at most.
    edits : int
        Places to change.
    per_edit : float
        `gain / edits`; the list is in the order of this.
    minutes : float
        Estimated effort: two minutes an edit and one more for every ten words replaced.
    words : tuple of (str, str, float)
        Trait, words and points of each place.
    copies : int
        Rows with this very body: one edit mends all of them.
    """

    number: int
    file: str
    line: int
    id: str
    date: str
    channel: str
    list_name: str
    title: str
    score: float
    gain: float
    edits: int
    per_edit: float
    minutes: float
    words: tuple[tuple[str, str, float], ...]
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Hour:
    """What one hour buys: the first rows of the worklist that fit into it.

    Attributes
    ----------
    rows, edits : int
        How many of each.
    gain, minutes : float
        Points over all those rows, copies not counted, and the minutes used.
    """

    rows: int
    edits: int
    gain: float
    minutes: float


class Worklist:
    """Keeps the rows that gain most per edit.

    Parameters
    ----------
    plan : callable, optional
        Returns the findings of a row worth an edit; by default an estimate from their points.
    most : int
        How many rows are kept.
    """

    def __init__(
        self,
        plan: Callable[[AuditedRow], tuple[RowFinding, ...]] | None = None,
        most: int = MOST_WORK,
    ) -> None:
        self._plan = plan or costly_words
        self._most = most
        self._heap: list[tuple[float, float, int, int]] = []
        self._works: dict[int, Work] = {}

    def add(self, row: AuditedRow, digest: int) -> None:
        """See the next row, with the digest of its body."""
        # A body too short to have a digest stands for itself alone.
        key = digest or -row.number
        known = self._works.get(key)
        if known is not None:
            self._works[key] = replace(known, copies=known.copies + 1)
            return
        if row.score is None or not row.findings:
            return
        work = work_for(row, self._plan(row))
        if work is None:
            return
        entry = (work.per_edit, work.gain, -row.number, key)
        if len(self._heap) < self._most:
            heappush(self._heap, entry)
        else:
            dropped = heappushpop(self._heap, entry)
            if dropped == entry:
                return
            del self._works[dropped[3]]
        self._works[key] = work

    def finish(self) -> tuple[Work, ...]:
        """Return the worklist, most points per edit first."""
        return tuple(self._works[entry[3]] for entry in sorted(self._heap, reverse=True))


def work_for(row: AuditedRow, planned: tuple[RowFinding, ...]) -> Work | None:
    """Return the piece of work that some findings of a row make, None where it wins nothing."""
    score = row.score
    if score is None or not planned:
        return None
    gain = min(100.0 - score, -sum(one.points for one in planned))
    if gain < LEAST_GAIN:
        return None
    words = sum(len(one.words.split()) for one in planned)
    return Work(
        number=row.number,
        file=row.file,
        line=row.line,
        id=shown(row.id),
        date=shown(row.date, 40),
        channel=channel_of(row),
        list_name=shown(row.list_name),
        title=shown(row.subject or row.body),
        score=score,
        gain=round(gain, 1),
        edits=len(planned),
        per_edit=round(gain / len(planned), 2),
        minutes=round(MINUTES_AN_EDIT * len(planned) + MINUTES_A_WORD * words, 1),
        words=tuple((one.trait, shown(one.words, 160), round(one.points, 1)) for one in planned),
    )


def costly_words(row: AuditedRow) -> tuple[RowFinding, ...]:
    """Return the strongest few findings that cost points, each place once, strongest first."""
    costly = sorted(
        (one for one in row.findings if one.points <= -LEAST_GAIN and one.severity != "info"),
        key=lambda one: (one.points, one.start),
    )
    chosen: list[RowFinding] = []
    for one in costly:
        if len(chosen) == MOST_EDITS:
            break
        if not any(_overlap(one, other) for other in chosen):
            chosen.append(one)
    return tuple(chosen)


def one_hour(works: tuple[Work, ...], minutes: float = HOUR) -> Hour:
    """Return what fits into an hour, from the top of the list."""
    rows = edits = 0
    gain = used = 0.0
    for work in works:
        if used + work.minutes > minutes:
            break
        rows += 1
        edits += work.edits
        gain += work.gain
        used += work.minutes
    return Hour(rows, edits, round(gain, 1), round(used, 1))


def _overlap(one: RowFinding, other: RowFinding) -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end
