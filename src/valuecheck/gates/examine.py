"""Check one draft as its settings say, and judge it: the road from `Draft` to `Outcome`.

In: a checker, a draft and what applies to it. Out: its report with the configured severities, the
team's own rules and without what comments ignore; and whether it passes. A draft to which nothing
of this applies costs what the checker alone costs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from valuecheck.frozen import record
from valuecheck.gates.configuration import Settings
from valuecheck.gates.outcome import Outcome, Suppressed
from valuecheck.gates.rule import failure
from valuecheck.records import Draft, Finding, Report

if TYPE_CHECKING:
    from typing import Protocol

    from valuecheck.findings.rules import RuleBook
    from valuecheck.gates.baseline import Recorded
    from valuecheck.gates.ignores import Ignores
    from valuecheck.gates.ignoring import Taken
    from valuecheck.scoring.model import Model

    class Checks(Protocol):
        """What a checker can do (`checking.Checker`)."""

        model: Model

        @property
        def rules(self) -> RuleBook:
            """Its phrase rules."""

        def check(self, draft: Draft, *, explain: bool = False, findings: bool = True) -> Report:
            """Return the report of a draft."""


#: What a draft must hold for its comments to be read (`ignores.MARK`, without importing it).
_MARK = "valuecheck:"
WORDS = "words"


@record
class Examined:
    """A draft's report before it is judged.

    Attributes
    ----------
    report : Report
        With the configured severities and without what is ignored.
    units : tuple of Finding
        What a baseline counts: every match of a phrase rule, and the report's other findings.
    suppressed : tuple of Suppressed
        What comments took away.
    ignored_words : int
        How many words add nothing.
    exempt : bool
        Whether a comment is for the whole draft: then there is nothing to judge.
    problems : tuple of (int, str)
        Line and fault of comments that are not obeyed or not used.
    """

    report: Report
    units: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    ignored_words: int = 0
    exempt: bool = False
    problems: tuple[tuple[int, str], ...] = ()


def examine(
    checker: Checks,
    draft: Draft,
    settings: Settings,
    own: RuleBook | None = None,
    *,
    explain: bool = False,
    units: bool = False,
    findings: bool = True,
) -> Examined:
    """Return a draft's report as its settings and its comments say.

    Parameters
    ----------
    checker : Checks
        Scores it.
    draft : Draft
        As it was read.
    settings : Settings
        What applies to it.
    own : RuleBook, optional
        The team's own rules.
    explain : bool
        Whether the report carries every contribution.
    units : bool
        Whether there is a baseline, which counts findings beyond those that a report shows.
    findings : bool
        False where only the scores are wanted: they depend on comments, not on rules.
    """
    if _MARK not in draft.text and not (units or (own and findings)):
        report = checker.check(draft, explain=explain, findings=findings)
        found = _as_configured(report.findings, settings.severities)
        return Examined(_with_findings(report, found))
    return _examine_closely(checker, draft, settings, own, explain, units)


def _examine_closely(
    checker: Checks,
    draft: Draft,
    settings: Settings,
    own: RuleBook | None,
    explain: bool,
    units: bool,
) -> Examined:
    from valuecheck.gates.phrases import all_findings, beyond, in_order, own_findings, with_points
    from valuecheck.scoring.explain import tokenize

    ignores = _ignores(checker, draft, settings, own)
    draft = _without_comments(draft, ignores)
    parts = tokenize(draft, checker.model)
    owned = own_findings(draft, parts, own) if own else ()
    owned = _as_configured(owned, settings.severities)
    closely = bool(owned or (ignores and ignores.ignores))
    report = checker.check(draft, explain=explain or closely)
    if report.scores is None:
        return _unscored(report, ignores)
    every: tuple[Finding, ...] = ()
    if units or ignores:
        every = all_findings(draft, parts, checker.rules, report.scores)
        every = _as_configured(every, settings.severities)
    if owned and report.explanations is not None:
        owned = with_points(owned, report.explanations)
    shown = _as_configured(report.findings, settings.severities)
    report = _with_findings(report, in_order((*shown, *owned)))
    examined = Examined(report)
    if ignores:
        rest = beyond(every, report.findings)
        examined = _ignoring(checker, draft, report, ignores, rest)
        every = _not_ignored(every, draft, ignores)
    report = examined.report
    if not explain:
        report = replace(report, explanations=None)
    counted = (*every, *(one for one in report.findings if one.rule not in _ids(checker)))
    return replace(examined, report=report, units=in_order(counted) if units else ())


def judge(
    examined: Examined,
    settings: Settings,
    source: str,
    *,
    baseline: bool = False,
    recorded: Recorded | None = None,
) -> Outcome:
    """Return what becomes of a draft.

    Parameters
    ----------
    examined : Examined
        Its report; with a baseline, with units.
    settings : Settings
        What it must meet.
    source : str
        Its text.
    baseline : bool
        Whether there is a baseline.
    recorded : Recorded, optional
        What stands of it there.
    """
    report = examined.report
    new: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    if baseline:
        report, new, known = _against(report, examined.units, recorded)
    reason = None
    if not examined.exempt:
        reason = failure(
            report,
            settings.limits,
            new=new,
            stands=recorded is not None,
            recorded=recorded.score if recorded else None,
        )
    return Outcome(report, reason, new, known, examined.suppressed, examined.ignored_words, source)


def _against(
    report: Report, units: Sequence[Finding], recorded: Recorded | None
) -> tuple[Report, tuple[Finding, ...], tuple[Finding, ...]]:
    """Sort the report's findings into new and known; new ones that it did not show join it."""
    from valuecheck.gates.baseline import compare
    from valuecheck.gates.phrases import in_order

    fresh, _ = compare(units, recorded)
    hidden = [one for one in fresh if not any(_holds(other, one) for other in report.findings)]
    report = replace(report, findings=in_order((*report.findings, *hidden)))
    new = tuple(one for one in report.findings if any(_holds(one, other) for other in fresh))
    return report, new, tuple(one for one in report.findings if one not in new)


def _holds(shown: Finding, unit: Finding) -> bool:
    """Tell whether a finding of a report is, or has in it, what a baseline counts."""
    return (
        shown.rule == unit.rule
        and shown.part == unit.part
        and shown.start < unit.end
        and unit.start < shown.end
        and (shown.rule != WORDS or shown.trait == unit.trait)
    )


def _as_configured(
    findings: Sequence[Finding], severities: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Return the findings with the severities of their rules; those that are off are left out."""
    if not severities:
        return tuple(findings)
    return tuple(
        replace(one, severity=severities.get(one.rule, one.severity))
        for one in findings
        if severities.get(one.rule) != "off"
    )


def _with_findings(report: Report, findings: tuple[Finding, ...]) -> Report:
    return report if findings == report.findings else replace(report, findings=findings)


def _ids(checker: Checks) -> frozenset[str]:
    """Return the ids of the rules whose every match is a unit of its own."""
    from valuecheck.findings.detectors import DETECTORS

    return frozenset(one.id for one in (*checker.rules.rules, *DETECTORS))


def _ignores(
    checker: Checks, draft: Draft, settings: Settings, own: RuleBook | None
) -> Ignores | None:
    if _MARK not in draft.text:
        return None
    from valuecheck.gates.ignores import read_ignores

    ids = {WORDS, *_ids(checker), *(one.id for one in (own.rules if own else ()))}
    return read_ignores(draft, ids, require_reason=settings.require_ignore_reason)


def _without_comments(draft: Draft, ignores: Ignores | None) -> Draft:
    if ignores is None:
        return draft
    from valuecheck.gates.ignores import without_comments

    return without_comments(draft, ignores.comments)


def _unscored(report: Report, ignores: Ignores | None) -> Examined:
    if ignores is None:
        return Examined(report)
    # Whether a comment would have been used is not known without a score.
    exempt = any(one.span is None and "all" in one.names for one in ignores.ignores)
    return Examined(report, exempt=exempt, problems=ignores.problems)


def _ignoring(
    checker: Checks, draft: Draft, report: Report, ignores: Ignores, rest: Sequence[Finding]
) -> Examined:
    if not ignores.ignores:
        return Examined(report, problems=ignores.problems)
    from valuecheck.gates.ignoring import take_away

    taken: Taken = take_away(report, draft, ignores.ignores, rest, checker.model.calibration)
    unused = [
        (one.line, f"this ignore is not used: {', '.join(one.names)}") for one in taken.unused
    ]
    return Examined(
        taken.report,
        (),
        taken.suppressed,
        taken.words,
        taken.everything,
        tuple(sorted([*ignores.problems, *unused])),
    )


def _not_ignored(
    findings: Sequence[Finding], draft: Draft, ignores: Ignores
) -> tuple[Finding, ...]:
    from valuecheck.gates.ignoring import is_for

    return tuple(
        one for one in findings if not any(is_for(ignore, one, draft) for ignore in ignores.ignores)
    )
