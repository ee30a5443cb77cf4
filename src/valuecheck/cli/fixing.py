"""Find fixes for findings: what `check --fixes` adds to the formats that can carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from valuecheck.gates.outcome import Outcome
from valuecheck.reading import format_of, read_text
from valuecheck.records import Draft, Finding
from valuecheck.reports.run import Edit as SourceEdit
from valuecheck.reports.run import Fix
from valuecheck.revision.door import proposer
from valuecheck.revision.planner import prepare
from valuecheck.revision.planning import Goal
from valuecheck.revision.records import MeasuredEdit

if TYPE_CHECKING:
    from valuecheck.cli.running import Session
    from valuecheck.gates.examine import Checks
    from valuecheck.revision.planner import Propose

#: Formats that can say how a finding may be fixed.
FORMATS = ("sarif", "rdjson", "rdjsonl")
#: Fixes of one finding, the most helpful first.
MOST_FIXES = 3


def fixes(
    session: Session, checker: Checks, outcomes: Iterable[Outcome]
) -> dict[str, tuple[Fix, ...]]:
    """Return the fixes of each draft by its path: edits that were measured to help by themselves.

    Mail is left out: its file does not hold the text that is edited.
    """
    proposers: dict[tuple[str, ...], Propose] = {}
    found: dict[str, tuple[Fix, ...]] = {}
    for outcome in outcomes:
        path = outcome.report.path
        if outcome.report.text is not None or not outcome.report.findings:
            continue
        files = session.configuration(path).pattern_files()
        propose = proposers.setdefault(files, proposer(files))
        found[path] = _fixes(session, checker, outcome, propose)
    return found


def _fixes(
    session: Session, checker: Checks, outcome: Outcome, propose: Propose
) -> tuple[Fix, ...]:
    draft = _draft(session, outcome)
    settings = session.settings(draft.name)
    # A fix answers a finding, however good the draft as a whole is.
    prepared = prepare(
        draft,
        outcome.report,
        lambda other: session.examined(checker, other, settings, findings=False).report,
        propose,
        Goal(100.0),
    )
    made: dict[Finding, list[Fix]] = {}
    for one in prepared.helpful:
        finding = _answered(one, outcome.report.findings)
        if finding is None or (one.edit.part == "subject" and draft.subject_apart):
            continue
        fixes_of = made.setdefault(finding, [])
        if len(fixes_of) < MOST_FIXES:
            fixes_of.append(_fix(one, finding))
    return tuple(fix for fixes_of in made.values() for fix in fixes_of)


def _draft(session: Session, outcome: Outcome) -> Draft:
    report = outcome.report
    draft = read_text(
        outcome.source,
        name=report.path,
        subject=session.options.subject,
        channel=report.channel,
        format=format_of(report.path),
    )
    return replace(draft, channel_given=report.channel_given)


def _answered(one: MeasuredEdit, findings: Iterable[Finding]) -> Finding | None:
    """Return the finding that an edit is an answer to: of its own trait, if there is one."""
    edit = one.edit
    touched = [
        finding
        for finding in findings
        if finding.part == edit.part and finding.start < edit.end and edit.start < finding.end
    ]
    if not touched:
        return None

    def shared(finding: Finding) -> tuple[bool, int]:
        inside = min(finding.end, edit.end) - max(finding.start, edit.start)
        return finding.trait == edit.trait, inside

    return max(touched, key=shared)


def _fix(one: MeasuredEdit, finding: Finding) -> Fix:
    edit = one.edit
    text = f"{edit.message} (score +{one.gain:.1f}, {edit.kind})"
    return Fix(finding, text, (SourceEdit(edit.start, edit.end, edit.after),))
