"""JUnit XML: one test case a draft, failed where the draft fails its gate.

Follows the schema of Jenkins' xUnit plugin, the strictest that is in use. A draft without a score
that passes is skipped; a file that could not be checked is an error.
"""

from __future__ import annotations

from collections.abc import Iterator

from valuecheck.gates.outcome import Outcome
from valuecheck.reports.escapes import xml, xml_lines
from valuecheck.reports.problems import GATE, of_draft, posix, rank
from valuecheck.reports.run import Run


def junit(run: Run) -> str:
    """Return the report as one XML document."""
    failed = sum(one.failure is not None for one in run.outcomes)
    skipped = sum(_skipped(one) for one in run.outcomes)
    tests = len(run.outcomes) + len(run.errors)
    counts = f'tests="{tests}" failures="{failed}" errors="{len(run.errors)}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="valuecheck" {counts}>',
        f'  <testsuite name="valuecheck" {counts} skipped="{skipped}">',
        "    <properties>",
        f'      <property name="valuecheck" value="{xml(run.version)}"/>',
        f'      <property name="model" value="{xml(f"{run.model.name} {run.model.version}")}"/>',
        "    </properties>",
    ]
    for outcome in run.outcomes:
        lines += _case(outcome, baseline=run.baseline)
    for path, message in run.errors:
        lines += [
            f'    <testcase classname="valuecheck" name="{xml(posix(path))}">',
            f'      <error type="unreadable" message="{xml(message)}"/>',
            "    </testcase>",
        ]
    return "\n".join([*lines, "  </testsuite>", "</testsuites>", ""])


def _skipped(outcome: Outcome) -> bool:
    return outcome.failure is None and outcome.report.score is None


def _case(outcome: Outcome, *, baseline: bool) -> Iterator[str]:
    report = outcome.report
    head = f'    <testcase classname="valuecheck.{xml(report.channel)}"'
    head += f' name="{xml(posix(report.path))}"'
    details = _details(outcome, baseline=baseline)
    if outcome.failure is not None:
        yield f"{head}>"
        opened = f'<failure type="{xml(report.verdict)}" message="{xml(outcome.failure)}">'
        yield f"      {opened}{xml_lines(details)}</failure>"
    elif _skipped(outcome):
        yield f"{head}>"
        yield f'      <skipped message="{xml(report.reason or "not scored")}"/>'
    elif details:
        yield f"{head}>"
        yield f"      <system-out>{xml_lines(details)}</system-out>"
    else:
        yield f"{head}/>"
        return
    yield "    </testcase>"


def _details(outcome: Outcome, *, baseline: bool) -> str:
    """Return a line for each finding, worst first."""
    found = sorted(of_draft(outcome, baseline=baseline), key=rank)
    lines = []
    for one in found:
        if one.rule != GATE and one.finding is not None:
            place = f"{one.place.line}:{one.place.column}: " if one.place else ""
            lines.append(f"{place}{one.severity}: {one.finding.trait}: {one.message} [{one.rule}]")
    return "\n".join(lines)
