"""Does a draft pass? The one rule, for every door.

A draft fails if its verdict is `broadcast`, if its score is below `min_score`, if a trait passes a
limit, or if, with a baseline, it has a new finding of at least `fail_on`. A draft that stands in
the baseline passes while it is no worse than recorded there. Nothing else fails it, except that
`strict` was asked for and there is no score.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from valuecheck.frozen import record
from valuecheck.records import Finding, Report
from valuecheck.traits import BROADCAST

#: From the mildest to the worst.
SEVERITIES = ("info", "warning", "error")
#: A draft in the baseline may lose so many points before it is worse than recorded.
SLACK = 1.0


@record
class Limits:
    """What a draft must meet.

    Attributes
    ----------
    min_score : float or None
        Scores in [0, 100] below it fail; so does a draft without a score.
    strict : bool
        Whether a draft that is not scored fails.
    broadcast_below : float or None
        The verdict `broadcast` fails only scores below this; None: whatever the score.
    most, least : mapping of str to float
        Grades in [0, 3] that a trait must not pass; a minimum fails a draft without a score.
    fail_on : str
        With a baseline, the mildest severity of a new finding that fails.
    """

    min_score: float | None = None
    strict: bool = False
    broadcast_below: float | None = None
    most: Mapping[str, float] = field(default_factory=dict)
    least: Mapping[str, float] = field(default_factory=dict)
    fail_on: str = "warning"


def pass_line(limits: Limits, broadcast_below: float) -> float:
    """Return the lowest score in [0, 100] that passes, limits by trait aside.

    Parameters
    ----------
    limits : Limits
        What a draft must meet.
    broadcast_below : float
        The model's own bound of the verdict `broadcast`.
    """
    line = broadcast_below
    if limits.broadcast_below is not None:
        line = min(line, limits.broadcast_below)
    return max(line, limits.min_score or 0.0)


def failure(
    report: Report,
    limits: Limits,
    *,
    new: Sequence[Finding] = (),
    stands: bool = False,
    recorded: float | None = None,
) -> str | None:
    """Return why the draft fails, or None where it passes.

    Parameters
    ----------
    report : Report
        Of the draft.
    limits : Limits
        What it must meet.
    new : sequence of Finding
        With a baseline, the findings that do not stand in it.
    stands : bool
        Whether the draft stands in the baseline.
    recorded : float or None
        Its score there.
    """
    level = SEVERITIES.index(limits.fail_on)
    fresh = [one for one in new if SEVERITIES.index(one.severity) >= level]
    fell = ""
    if stands:
        score = report.score
        no_lower = recorded is None or (score is not None and score >= recorded - SLACK)
        if no_lower and not fresh:
            return None
        if not no_lower and score is not None:
            fell = f" (score {recorded:.1f} in the baseline)"
    reason = _not_scored(report, limits) if report.score is None else _scored(report, limits)
    if reason is not None:
        return reason + fell
    return _new(fresh) if fresh else None


def _not_scored(report: Report, limits: Limits) -> str | None:
    """A draft without a score never passes a minimum: what was asked for is not known."""
    if limits.min_score is not None:
        return f"not scored, and a score of {limits.min_score:g} was asked for"
    for trait, least in limits.least.items():
        return f"not scored, and {trait} of {least:g} was asked for"
    return "not scored (--strict)" if limits.strict else None


def _scored(report: Report, limits: Limits) -> str | None:
    score = report.score
    assert score is not None
    if limits.min_score is not None and score < limits.min_score:
        return f"score {score:.1f} is below {limits.min_score:g}"
    if report.verdict == BROADCAST:
        reason = _broadcast(report, limits.broadcast_below)
        if reason is not None:
            return reason
    for trait, most in limits.most.items():
        grade = report.grade(trait)
        if grade is not None and grade > most:
            return f"{trait} {grade:.2f} is above {most:g}"
    for trait, least in limits.least.items():
        grade = report.grade(trait)
        if grade is not None and grade < least:
            return f"{trait} {grade:.2f} is below {least:g}"
    return None


def _broadcast(report: Report, below: float | None) -> str | None:
    """Return why a broadcast fails; below a bound of the user's own only, if there is one."""
    assert report.scores is not None
    stretch, score = report.scores.stretch, report.scores.score
    whose = "it reads"
    if stretch is not None:
        score = stretch.score
        whose = f"{stretch.lines} alone read{'s' * (stretch.line == stretch.last_line)}"
    if below is None:
        return f"{whose} as a broadcast" + (f": score {score:.1f}" if stretch else "")
    if score < below:
        return f"{whose} as a broadcast: score {score:.1f} is below {below:g}"
    return None


def _new(fresh: Sequence[Finding]) -> str:
    # The words themselves stay out: a reason is printed as it is.
    first = fresh[0]
    place = "the subject" if first.part == "subject" else f"line {first.line}"
    more = f" and {len(fresh) - 1} more" if len(fresh) > 1 else ""
    return f"new since the baseline: {first.rule} in {place}{more}"
