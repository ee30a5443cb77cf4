"""What the formats for other tools list: the faults of a run, worst first, and where they stand.

Praise (a finding of a value trait that is only information) is no fault: no build should stop for
it, and no pull request should be annotated with it. A draft that fails its gate and a file that
could not be checked are problems too, of the whole file.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import PurePath

from valuecheck.frozen import record
from valuecheck.gates.baseline import is_fault, key_of
from valuecheck.gates.outcome import Outcome
from valuecheck.reading.positions import LineIndex
from valuecheck.records import Finding
from valuecheck.reports.run import Run
from valuecheck.reports.terminal import one_line

#: Rules of problems that are not findings.
GATE, UNREADABLE = "gate", "unreadable"
#: From the worst.
LEVELS = ("error", "warning", "info")
NEW, KNOWN = "new", "known"
#: A line break, as `LineIndex` counts them.
_BREAK = re.compile(r"\r\n?|\n")


@record
class Place:
    """Where something stands in a file.

    Attributes
    ----------
    line, column : int
        Of its first character, from 1; columns count code points.
    end_line, end_column : int
        Of the place after its last character.
    """

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def last_line(self) -> int:
        """Line of the last character: a line break belongs to the line that it ends."""
        ends_before = self.end_column == 1 and self.end_line > self.line
        return self.end_line - ends_before


@record
class Problem:
    """One thing that a tool may show.

    Attributes
    ----------
    path : str
        The draft's name.
    rule : str
        A finding's rule (with its trait after a slash where the rule is `words`), `gate` or
        `unreadable`.
    severity : str
        `info`, `warning` or `error`.
    message : str
        One line that is safe to print.
    place : Place or None
        None for the whole file, and where the reader's file does not hold the words at a line of
        its own (a decoded mail, a subject given apart).
    finding : Finding or None
        None where it is not of one.
    state : str or None
        `new` or `known` with a baseline.
    changed : bool
        Whether it stands on a line that git says changed.
    occurrence : int
        How many findings of this rule with these words stand before it in the draft.
    """

    path: str
    rule: str
    severity: str
    message: str
    place: Place | None = None
    finding: Finding | None = None
    state: str | None = None
    changed: bool = False
    occurrence: int = 0


def problems(run: Run, *, known: bool = False) -> tuple[Problem, ...]:
    """Return the problems of a run: of files not checked, on changed lines, then worst first.

    Parameters
    ----------
    run : Run
        What was found.
    known : bool
        Whether findings that stand in the baseline are listed too.
    """
    found = [Problem(path, UNREADABLE, "error", one_line(message)) for path, message in run.errors]
    for outcome in run.outcomes:
        found += of_draft(outcome, baseline=run.baseline, known=known)
    return tuple(sorted(found, key=rank))


def rank(problem: Problem) -> tuple[bool, bool, int, bool, float, str, int]:
    """Return what problems are sorted by; the order of the draft decides between equals."""
    finding = problem.finding
    return (
        problem.rule != UNREADABLE,
        # A draft that fails is told before any word of it.
        finding is not None and not problem.changed,
        LEVELS.index(problem.severity),
        finding is not None,
        finding.points if finding else 0.0,
        problem.path,
        finding.start if finding else 0,
    )


def of_draft(outcome: Outcome, *, baseline: bool, known: bool = False) -> Iterator[Problem]:
    """Yield the problems of one draft in the order of the text, its gate first."""
    path = outcome.report.path
    if outcome.failure is not None:
        message = f"This draft does not pass: {one_line(outcome.failure)}."
        yield Problem(path, GATE, "error", message)
    places, numbers = Places(outcome), occurrences(outcome)
    for finding in outcome.report.findings:
        state = _state(finding, outcome) if baseline else None
        if is_fault(finding) and (known or state != KNOWN):
            yield of_finding(path, finding, places, state, numbers[finding])


def of_finding(
    path: str, finding: Finding, places: Places, state: str | None, occurrence: int
) -> Problem:
    """Return the problem that a finding is."""
    place = places.of(finding)
    return Problem(
        path,
        rule_id(finding),
        finding.severity,
        message_of(finding, places),
        place,
        finding,
        state,
        places.changed(place),
        occurrence,
    )


class Places:
    """Where findings of one draft stand in the file that a reader has.

    Parameters
    ----------
    outcome : Outcome
        Of the draft.
    """

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome
        self._index = LineIndex(outcome.source)
        self._lines: list[str] | None = None

    @property
    def decoded(self) -> bool:
        """Whether positions are of a text that the reader's file does not hold as it is."""
        return self._outcome.report.text is not None

    def of(self, finding: Finding) -> Place | None:
        """Return the place of a finding, or None where the file does not hold its words."""
        return None if self.decoded else self.in_source(finding)

    def in_source(self, finding: Finding) -> Place | None:
        """Return the place in the text that positions point into; None for a subject apart."""
        if self._outcome.source[finding.start : finding.end] != finding.text:
            return None
        return self.between(finding.start, finding.end)

    def between(self, start: int, end: int) -> Place:
        """Return the place of a range of code points."""
        return Place(*self._index.locate(start), *self._index.locate(end))

    def line(self, number: int) -> str:
        """Return a line of the source, from 1, without its break."""
        if self._lines is None:
            self._lines = _BREAK.split(self._outcome.source)
        return self._lines[number - 1]

    def changed(self, place: Place | None) -> bool:
        """Tell whether any line of a place is one that git says changed."""
        lines = self._outcome.changed
        if not lines or place is None:
            return False
        return not lines.isdisjoint(range(place.line, place.last_line + 1))


def occurrences(outcome: Outcome) -> dict[Finding, int]:
    """Return for each finding how many before it have its rule and words.

    Those that a comment takes away count too, so that the comment changes no other's number.
    """
    seen: Counter[tuple[str, str]] = Counter()
    numbers = {}
    every = (*outcome.report.findings, *(one.finding for one in outcome.suppressed))
    for one in sorted(every, key=lambda one: (one.part != "subject", one.start)):
        key = key_of(one)
        numbers[one] = seen[key]
        seen[key] += 1
    return numbers


def rule_id(finding: Finding) -> str:
    """Return the id of a finding's rule; what the model's weights found has one for each trait."""
    return key_of(finding)[0]


def message_of(finding: Finding, places: Places) -> str:
    """Return what to say of a finding on one line: its words, what they do, where if unclear."""
    where = ""
    if finding.part == "subject" and places.in_source(finding) is None:
        where = " (in the subject)"
    elif places.decoded:
        where = f" (line {finding.line} of the decoded text)"
    return f"“{one_line(finding.text)}”{where}: {one_line(finding.message)}"


def fingerprint(problem: Problem, *more: str) -> str:
    """Return 32 hexadecimal digits that stay the same while the draft changes around the words.

    Made of the rule (of `words`, with its trait), the words without their case and spacing, and
    which of the same words it is; never of the line.

    Parameters
    ----------
    problem : Problem
        Of a finding, a gate or a file.
    *more : str
        What else tells it from others, such as the path.
    """
    from hashlib import sha256

    parts = [problem.rule, *more]
    if problem.finding is not None:
        parts += [key_of(problem.finding)[1], str(problem.occurrence)]
    whole = "\0".join(parts).encode("utf-8", "surrogatepass")
    return sha256(whole).hexdigest()[:32]


def posix(path: str) -> str:
    """Return a path with slashes and without a dot before them, as other tools write it."""
    return PurePath(path).as_posix()


def _state(finding: Finding, outcome: Outcome) -> str:
    return NEW if finding in outcome.new else KNOWN
