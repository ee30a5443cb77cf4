"""The records that leave the gates: what became of one draft."""

from __future__ import annotations

from valuecheck.frozen import record
from valuecheck.records import Finding, Report


@record
class Suppressed:
    """A finding that an ignore comment took away.

    Attributes
    ----------
    finding : Finding
        As it would have been reported.
    reason : str or None
        Why, in the author's words.
    line : int
        Line of the comment, from 1.
    """

    finding: Finding
    reason: str | None
    line: int


@record
class Outcome:
    """A draft's report and what the gate made of it.

    Attributes
    ----------
    report : Report
        Its findings are those that count, in the order of the text: neither suppressed nor of a
        rule that is off; each has its configured severity.
    failure : str or None
        Why the draft fails its gate, in one line; None where it passes.
    new : tuple of Finding
        With a baseline: those of the report's findings that do not stand in it, whatever their
        severity.
    known : tuple of Finding
        With a baseline: those that stand in it. Without one both are empty.
    suppressed : tuple of Suppressed
        What ignore comments took away, in the order of the text.
    ignored_words : int
        How many words of the draft add nothing to its scores because a comment says so.
    source : str
        The text that the findings' positions point into.
    changed : frozenset of int or None
        Lines, from 1, that git says changed; None where that was not asked.
    """

    report: Report
    failure: str | None = None
    new: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    ignored_words: int = 0
    source: str = ""
    changed: frozenset[int] | None = None
