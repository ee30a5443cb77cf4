"""Score one row's text: from a `Task` to an `Outcome` that can be stored, sent and read back.

An outcome holds numbers and positions, not words: it is a few hundred bytes of JSON in the ledger,
in the cache and on the way from a worker, and the words are cut out of the row again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from valuecheck.auditing.content import content_of
from valuecheck.auditing.records import TRAIT_INDEX, AuditedRow, RowFinding
from valuecheck.auditing.roles import Roles, channel_of
from valuecheck.auditing.tables import Row, cell_text
from valuecheck.errors import ValuecheckError
from valuecheck.traits import CHANNELS, TRAIT_NAMES

if TYPE_CHECKING:
    from valuecheck.checking import Checker
    from valuecheck.records import Draft, Report

#: A change of what an outcome is makes old ledgers and caches unusable.
VERSION = 1
#: A longer cell is no draft but a mistake (characters).
LONGEST_TEXT = 1_000_000
SEVERITIES = ("info", "warning", "error")
VERDICTS = ("broadcast", "mixed", "value", "not scored")
_DECODED, _OTHER_BODY, _OWN_SUBJECT = 1, 2, 4


class Task(NamedTuple):
    """What of a row is scored.

    Attributes
    ----------
    text : str
    subject : str or None
        None where there is no such column or the cell is empty.
    channel : str or None
        One of `traits.CHANNELS`; guessed where None.
    content : str
        One of `content.CONTENTS`.
    """

    text: str
    subject: str | None
    channel: str | None
    content: str


class Outcome(NamedTuple):
    """What scoring a row gave; every member is plain JSON.

    Attributes
    ----------
    flags : int
        Which parts of the row are to be read again for their text.
    verdict, channel : int
        Indices into `VERDICTS` and `traits.CHANNELS`.
    scores : list of float
        score, broadcast, value, spam and 15 grades, rounded; empty where not scored.
    findings : list of list
        [trait, severity, in the subject, start, end, points, rule].
    """

    flags: int
    verdict: int
    channel: int
    words: int
    scores: list[float]
    findings: list[list[Any]]
    reason: str = ""
    error: str = ""


class Seen(NamedTuple):
    """The texts that an outcome's positions refer to."""

    source: str
    body: str
    subject: str


def task_of(row: Row, roles: Roles, content: str) -> Task:
    """Return what of a row is scored."""
    cells = row.cells
    subject = cell_text(cells[roles.subject]) if roles.subject is not None else ""
    channel = cell_text(cells[roles.channel]) if roles.channel is not None else ""
    return Task(
        cell_text(cells[roles.text]),
        subject if subject.strip() else None,
        channel_of(channel) if channel else None,
        content,
    )


def score(checker: Checker, task: Task, *, findings: bool = True) -> tuple[Outcome, Seen | None]:
    """Score a task; whatever goes wrong is the outcome's `error`.

    Returns
    -------
    outcome : Outcome
    seen : Seen or None
        The texts, where they are not the cells themselves.
    """
    if len(task.text) > LONGEST_TEXT:
        return failed(f"the text is too long: {len(task.text):,} characters, at most "
                      f"{LONGEST_TEXT:,}"), None  # fmt: skip
    try:
        draft = read(task)
        return _outcome(checker.check(draft, findings=findings), draft, task)
    except ValuecheckError as error:
        return failed(str(error)), None
    except Exception as error:
        # One row must not end an audit of a million, whatever is wrong with it.
        return failed(f"could not be scored: {type(error).__name__}: {error}"), None


def failed(error: str) -> Outcome:
    """Return the outcome of a row that could not be read or scored."""
    return Outcome(0, VERDICTS.index("not scored"), 0, 0, [], [], "", " ".join(error.split())[:500])


def read(task: Task) -> Draft:
    """Read the draft in a task.

    Raises
    ------
    ValuecheckError
        If it cannot be read.
    """
    from valuecheck.reading import read_text

    format = content_of(task.text) if task.content == "auto" else task.content
    return read_text(task.text, subject=task.subject, channel=task.channel, format=format)


def _outcome(report: Report, draft: Draft, task: Task) -> tuple[Outcome, Seen | None]:
    flags = (
        (_DECODED if draft.text != task.text else 0)
        | (_OTHER_BODY if draft.prose.text != task.text else 0)
        | (_OWN_SUBJECT if draft.subject is not None and not draft.subject_apart else 0)
    )
    scores: list[float] = []
    if report.scores is not None:
        s = report.scores
        scores = [round(s.score, 1), round(s.broadcast, 2), round(s.value, 2), round(s.spam, 3)]
        scores += [round(one.grade, 2) for one in s.traits]
    found = [
        [TRAIT_INDEX[one.trait], SEVERITIES.index(one.severity), int(one.part == "subject"),
         one.start, one.end, round(one.points, 2), one.rule]
        for one in report.findings
    ]  # fmt: skip
    reason = report.reason or ""
    if reason == "the file is empty":
        reason = "the cell is empty"
    verdict, channel = VERDICTS.index(report.verdict), CHANNELS.index(report.channel)
    outcome = Outcome(flags, verdict, channel, report.words, scores, found, reason)
    return outcome, _seen(draft) if flags else None


def _seen(draft: Draft) -> Seen:
    return Seen(draft.text, draft.prose.text, draft.subject.text if draft.subject else "")


def texts_of(task: Task, outcome: Outcome, *, whole: bool) -> Seen:
    """Return the texts of an outcome that was stored.

    Parameters
    ----------
    whole : bool
        Whether the body and the text's own subject matter, or only what positions refer to.
    """
    needed = outcome.flags if whole else outcome.flags & _DECODED
    if not needed or outcome.error:
        return Seen(task.text, task.text, task.subject or "")
    return _seen(read(task))


def audited(
    number: int, row: Row, roles: Roles, task: Task, outcome: Outcome, seen: Seen
) -> AuditedRow:
    """Put a row and its outcome together."""
    scores = outcome.scores
    apart = task.subject is not None
    cells = row.cells
    return AuditedRow(
        number=number,
        file=row.file,
        line=row.line,
        id="" if roles.id is None else cell_text(cells[roles.id]),
        date="" if roles.date is None else cell_text(cells[roles.date]),
        list_name="" if roles.list is None else cell_text(cells[roles.list]),
        channel=CHANNELS[outcome.channel],
        channel_cell="" if roles.channel is None else cell_text(cells[roles.channel]),
        subject=seen.subject,
        subject_apart=apart,
        source=seen.source,
        body=seen.body,
        words=outcome.words,
        verdict=VERDICTS[outcome.verdict],
        score=scores[0] if scores else None,
        broadcast=scores[1] if scores else None,
        value=scores[2] if scores else None,
        spam=scores[3] if scores else None,
        grades=tuple(scores[4:]),
        findings=tuple(
            RowFinding(
                TRAIT_NAMES[trait],
                rule,
                SEVERITIES[severity],
                "subject" if in_subject else "body",
                start,
                end,
                (seen.subject if in_subject and apart else seen.source)[start:end],
                points,
            )
            for trait, severity, in_subject, start, end, points, rule in outcome.findings
        ),
        reason=outcome.reason,
        error=outcome.error,
    )
