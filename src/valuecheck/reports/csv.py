"""CSV: a row for each finding, and one for each draft without any and each file not checked.

Spreadsheets run cells that begin with certain characters as formulas; a draft's words may begin
with any. Such cells get an apostrophe before them, which a spreadsheet takes for "this is text".
"""

from __future__ import annotations

from collections.abc import Iterator

from valuecheck.gates.outcome import Outcome
from valuecheck.records import Finding
from valuecheck.reports.problems import KNOWN, NEW, Places
from valuecheck.reports.run import Run
from valuecheck.reports.terminal import one_line, safe

COLUMNS = (
    "path",
    "channel",
    "words",
    "score",
    "verdict",
    "passed",
    "failure",
    "part",
    "line",
    "column",
    "severity",
    "trait",
    "rule",
    "text",
    "message",
    "points",
    "state",
    "changed",
    "error",
)
#: What a spreadsheet may take for the beginning of a formula, also in full width.
_FORMULA = tuple("=+-@|%＝＋－＠")


def csv(run: Run) -> str:
    """Return the report as CSV with a header; lines end in a line feed."""
    from csv import DictWriter
    from io import StringIO

    written = StringIO()
    writer = DictWriter(written, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for outcome in run.outcomes:
        writer.writerows(_rows(outcome, baseline=run.baseline))
    for path, message in run.errors:
        writer.writerow({"path": _cell(path), "passed": "no", "error": _cell(message)})
    return written.getvalue()


def _rows(outcome: Outcome, *, baseline: bool) -> Iterator[dict[str, object]]:
    report = outcome.report
    draft: dict[str, object] = {
        "path": _cell(report.path),
        "channel": report.channel,
        "words": report.words,
        "score": "" if report.score is None else round(report.score, 1),
        "verdict": report.verdict,
        "passed": _yes(outcome.failure is None),
        "failure": _cell(outcome.failure or ""),
    }
    suppressed = [(one.finding, "ignored") for one in outcome.suppressed]
    states = [NEW if one in outcome.new else KNOWN for one in report.findings]
    found = [
        (one, state if baseline else "") for one, state in zip(report.findings, states, strict=True)
    ]
    places = Places(outcome)
    for finding, state in (*found, *suppressed):
        changed = ""
        if outcome.changed is not None:
            changed = _yes(places.changed(places.of(finding)))
        yield {**draft, **_finding(finding), "state": state, "changed": changed}
    if not found and not suppressed:
        yield draft


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "part": finding.part,
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "trait": finding.trait,
        "rule": _cell(finding.rule),
        "text": _cell(one_line(finding.text)),
        "message": _cell(finding.message),
        "points": round(finding.points, 1),
    }


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _cell(text: str) -> str:
    """Return a text on one line that no spreadsheet takes for a formula."""
    shown = safe(text)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
