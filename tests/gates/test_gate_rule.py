"""The one rule: what fails a draft, what a baseline forgives, and that nothing else does either."""

from __future__ import annotations

import pytest
from gate_checks import finding, report
from hypothesis import given
from hypothesis import strategies as st

from valuecheck.gates.rule import SEVERITIES, SLACK, Limits, failure
from valuecheck.records import Report


@pytest.mark.parametrize(
    ("draft", "limits", "reason"),
    [
        (report(60), Limits(), None),
        (report(20, "broadcast"), Limits(), "it reads as a broadcast"),
        (report(20, "broadcast"), Limits(broadcast_below=20), None),
        (
            report(19.9, "broadcast"),
            Limits(broadcast_below=20),
            "it reads as a broadcast: score 19.9 is below 20",
        ),
        (report(10, "mixed"), Limits(broadcast_below=20), None),
        (report(54.9), Limits(min_score=55), "score 54.9 is below 55"),
        (report(55), Limits(min_score=55), None),
        (report(60, pressure=1.51), Limits(most={"pressure": 1.5}), "pressure 1.51 is above 1.5"),
        (report(60, pressure=1.5), Limits(most={"pressure": 1.5}), None),
        (report(60, useful=0.9), Limits(least={"useful": 1}), "useful 0.90 is below 1"),
        (report(60, useful=1.0), Limits(least={"useful": 1}), None),
        (report(None), Limits(), None),
        (report(None), Limits(most={"pressure": 0}), None),
        (report(None), Limits(strict=True), "not scored (--strict)"),
        (report(None), Limits(min_score=0), "not scored, and a score of 0 was asked for"),
        (report(None), Limits(least={"useful": 1}), "not scored, and useful of 1 was asked for"),
    ],
)
def test_what_fails_a_draft(draft: Report, limits: Limits, reason: str | None) -> None:
    assert failure(draft, limits) == reason


@pytest.mark.parametrize("level", SEVERITIES)
@pytest.mark.parametrize("severity", SEVERITIES)
def test_a_new_finding_fails_from_the_configured_severity_on(level: str, severity: str) -> None:
    new = [finding(severity=severity)]
    fails = SEVERITIES.index(severity) >= SEVERITIES.index(level)
    reason = failure(report(60), Limits(fail_on=level), new=new)
    assert reason == ("new since the baseline: act-now in line 1" if fails else None)


def test_the_reason_counts_new_findings_and_names_the_first() -> None:
    new = [finding("shouted-subject", part="subject"), finding(), finding()]
    reason = failure(report(60), Limits(), new=new)
    assert reason == "new since the baseline: shouted-subject in the subject and 2 more"


@given(
    recorded=st.floats(0, 100),
    score=st.floats(0, 100),
    verdict=st.sampled_from(["broadcast", "mixed", "value"]),
    least=st.none() | st.floats(0, 100),
)
def test_what_stands_in_the_baseline_passes_while_it_is_no_worse(
    recorded: float, score: float, verdict: str, least: float | None
) -> None:
    draft, limits = report(score, verdict), Limits(min_score=least)
    reason = failure(draft, limits, stands=True, recorded=recorded)
    if score >= recorded - SLACK:
        assert reason is None
    else:
        plain = failure(draft, limits)
        assert (reason is None) == (plain is None)
    assert failure(draft, limits, new=[finding()], stands=True, recorded=recorded) is not None


def test_a_draft_that_lost_its_score_is_judged_like_any_other() -> None:
    assert failure(report(None), Limits(), stands=True, recorded=50) is None
    assert failure(report(None), Limits(strict=True), stands=True, recorded=50) is not None
    assert failure(report(None), Limits(strict=True), stands=True, recorded=None) is None
