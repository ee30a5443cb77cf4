"""The reviewdog diagnostic format, as one document or one diagnostic a line.

Its columns count the bytes of UTF-8, from 1; the end of a range is exclusive. Fixes, where the run
has them, become suggestions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from valuecheck.gates.outcome import Outcome
from valuecheck.reports.escapes import json_text
from valuecheck.reports.problems import Place, Places, Problem, posix, problems
from valuecheck.reports.run import Fix, Run

_SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def rdjson(run: Run) -> str:
    """Return the report as one JSON document (`DiagnosticResult`)."""
    result = {"source": {"name": "valuecheck"}, "diagnostics": list(_diagnostics(run))}
    return json_text(result, indent=2) + "\n"


def rdjsonl(run: Run) -> str:
    """Return the report as one JSON object (`Diagnostic`) a line."""
    source = {"source": {"name": "valuecheck"}}
    return "".join(json_text({**one, **source}) + "\n" for one in _diagnostics(run))


def _diagnostics(run: Run) -> Iterator[dict[str, Any]]:
    outcomes = {one.report.path: one for one in run.outcomes}
    places = {path: Places(outcome) for path, outcome in outcomes.items()}
    for one in problems(run):
        location: dict[str, Any] = {"path": posix(one.path)}
        if one.place is not None:
            location["range"] = _range(one.place, places[one.path])
        diagnostic: dict[str, Any] = {
            "message": one.message,
            "location": location,
            "severity": _SEVERITIES[one.severity],
            "code": {"value": one.rule},
        }
        if one.place is not None:
            suggestions = list(_suggestions(one, run, outcomes[one.path], places[one.path]))
            if suggestions:
                diagnostic["suggestions"] = suggestions
        yield diagnostic


def _suggestions(
    problem: Problem, run: Run, outcome: Outcome, places: Places
) -> Iterator[dict[str, Any]]:
    for fix in run.fixes.get(problem.path, ()):
        if fix.finding == problem.finding and fix.edits:
            place = places.between(fix.edits[0].start, fix.edits[-1].end)
            yield {"range": _range(place, places), "text": _edited(fix, outcome.source)}


def _edited(fix: Fix, source: str) -> str:
    """Return what stands between a fix's first and last edit when all are made.

    Several suggestions of one diagnostic are alternatives, so that one has to hold all edits.
    """
    kept, at = [], fix.edits[0].start
    for edit in fix.edits:
        kept += [source[at : edit.start], edit.text]
        at = edit.end
    return "".join(kept)


def _range(place: Place, places: Places) -> dict[str, Any]:
    return {
        "start": _position(place.line, place.column, places),
        "end": _position(place.end_line, place.end_column, places),
    }


def _position(line: int, column: int, places: Places) -> dict[str, int]:
    before = places.line(line)[: column - 1]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
