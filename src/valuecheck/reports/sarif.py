"""SARIF 2.1.0: what code scanning reads. Columns count code points, regions end exclusively.

Every rule that the model and the team have is declared; what stands in the baseline is marked as
unchanged, and what a comment ignores as suppressed, with its reason. Fingerprints are made of rule
and words, not of the line. Fixes appear where the run has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from valuecheck.gates.baseline import is_fault
from valuecheck.gates.outcome import Suppressed
from valuecheck.reports.escapes import json_text
from valuecheck.reports.problems import (
    GATE,
    KNOWN,
    UNREADABLE,
    Place,
    Places,
    Problem,
    fingerprint,
    occurrences,
    of_finding,
    posix,
    problems,
)
from valuecheck.reports.run import Fix, Run
from valuecheck.reports.terminal import one_line, safe
from valuecheck.traits import BY_NAME

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
FINGERPRINT = "ruleAndWords/v1"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_ROOT = "%SRCROOT%"


def sarif(run: Run) -> str:
    """Return the report as one SARIF log with one run."""
    found = [one for one in problems(run, known=True) if one.rule != UNREADABLE]
    taken = list(_suppressed(run))
    rules = _rules(run, [*found, *(problem for problem, _ in taken)])
    numbers = {name: number for number, name in enumerate(rules)}
    places = {one.report.path: Places(one) for one in run.outcomes}
    results = [_result(one, numbers, run, places[one.path]) for one in found]
    for problem, one in taken:
        result = _result(problem, numbers, run, places[problem.path])
        results.append({**result, "suppressions": [_suppression(one)]})
    log = {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": _driver(run, rules)},
                "columnKind": "unicodeCodePoints",
                "newlineSequences": ["\r\n", "\n", "\r"],
                "invocations": [_invocation(run)],
                "results": results,
            }
        ],
    }
    return json_text(log, indent=2) + "\n"


def _driver(run: Run, rules: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": "valuecheck",
        "version": run.version,
        "rules": list(rules.values()),
        "properties": {"model": f"{run.model.name} {run.model.version}"},
    }


def _rules(run: Run, found: Iterable[Problem]) -> dict[str, dict[str, Any]]:
    """Return the descriptors of all rules by id, in an order that does not change."""
    rules = {
        GATE: _descriptor(GATE, "The draft does not pass its gate.", "error", None),
    }
    for rule in run.rules:
        rules[rule.id] = _descriptor(rule.id, rule.message, rule.severity, rule.trait)
    for one in sorted(found, key=lambda one: one.rule):
        if one.finding is not None and one.rule not in rules:
            # Detectors say one thing; the weights' words say something else of each draft.
            trait = one.finding.trait
            words = one.finding.rule == "words"
            text = f"Words that earn {trait}: {BY_NAME[trait].question}" if words else ""
            rules[one.rule] = _descriptor(
                one.rule, text or one.finding.message, one.severity, trait
            )
    return rules


def _descriptor(name: str, text: str, severity: str, trait: str | None) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": one_line(text)},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }
    if trait is not None:
        descriptor["help"] = {"text": one_line(BY_NAME[trait].advice)}
        descriptor["properties"] = {"tags": [trait, BY_NAME[trait].pole]}
    return descriptor


def _suppressed(run: Run) -> Iterator[tuple[Problem, Suppressed]]:
    state = KNOWN if run.baseline else None
    for outcome in run.outcomes:
        path, places, numbers = outcome.report.path, Places(outcome), occurrences(outcome)
        for one in outcome.suppressed:
            if is_fault(one.finding):
                yield of_finding(path, one.finding, places, state, numbers[one.finding]), one


def _suppression(one: Suppressed) -> dict[str, Any]:
    suppression: dict[str, Any] = {"kind": "inSource"}
    if one.reason:
        suppression["justification"] = safe(one.reason)
    return suppression


def _result(problem: Problem, numbers: dict[str, int], run: Run, places: Places) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": _artifact(problem.path)}
    if problem.place is not None:
        location["region"] = _region(problem.place)
    result: dict[str, Any] = {
        "ruleId": problem.rule,
        "ruleIndex": numbers[problem.rule],
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.message},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {FINGERPRINT: fingerprint(problem)},
    }
    if run.baseline:
        # Where one result has a state, all have to have one.
        result["baselineState"] = "unchanged" if problem.state == KNOWN else "new"
    if problem.finding is not None:
        result["properties"] = {
            "trait": problem.finding.trait,
            "part": problem.finding.part,
            "points": round(problem.finding.points, 1),
        }
    fixes = [] if problem.place is None else list(_fixes(problem, run, places))
    if fixes:
        result["fixes"] = fixes
    return result


def _fixes(problem: Problem, run: Run, places: Places) -> Iterator[dict[str, Any]]:
    for fix in run.fixes.get(problem.path, ()):
        if fix.finding == problem.finding and fix.edits:
            yield _fix(fix, problem.path, places)


def _fix(fix: Fix, path: str, places: Places) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(places.between(edit.start, edit.end)),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(path), "replacements": replacements}
    return {"description": {"text": one_line(fix.description)}, "artifactChanges": [change]}


def _region(place: Place) -> dict[str, int]:
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    from pathlib import PurePath
    from urllib.parse import quote

    try:
        # A name that is no UTF-8: its own bytes.
        written = quote(posix(path).encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        written = quote(posix(path).encode("utf-8", "surrogatepass"))
    if PurePath(path).is_absolute():
        return {"uri": f"file:///{written.lstrip('/')}"}
    return {"uri": written, "uriBaseId": _ROOT}


def _invocation(run: Run) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": not run.errors}
    if run.errors:
        invocation["toolExecutionNotifications"] = [
            {
                "level": "error",
                "message": {"text": one_line(message)},
                "locations": [{"physicalLocation": {"artifactLocation": _artifact(path)}}],
            }
            for path, message in run.errors
        ]
    return invocation
