"""JSON Lines: first the run, then one line for each draft and for each file not checked.

A draft's line is its entry in the JSON report and what became of it at the gate.
"""

from __future__ import annotations

from typing import Any

from valuecheck.gates.outcome import Outcome
from valuecheck.reports.escapes import json_text
from valuecheck.reports.problems import KNOWN, NEW
from valuecheck.reports.run import Run


def jsonl(run: Run) -> str:
    """Return one JSON object a line, each with a `type`: `run`, `draft` or `error`."""
    model = run.model
    lines: list[dict[str, Any]] = [
        {
            "type": "run",
            "tool": {"name": "valuecheck", "version": run.version},
            "model": {"name": model.name, "version": model.version, "sha256": model.sha256},
            "drafts": len(run.outcomes),
            "failed": sum(one.failure is not None for one in run.outcomes),
            "errors": len(run.errors),
            "baseline": run.baseline,
            "passed": run.passed,
        },
        *(_draft(one, baseline=run.baseline) for one in run.outcomes),
        *({"type": "error", "path": path, "error": message} for path, message in run.errors),
    ]
    return "".join(json_text(line) + "\n" for line in lines)


def _draft(outcome: Outcome, *, baseline: bool) -> dict[str, Any]:
    entry = {
        "type": "draft",
        **outcome.report.to_dict(),
        "passed": outcome.failure is None,
        "failure": outcome.failure,
        "ignored_words": outcome.ignored_words,
        "suppressed": [
            {
                "trait": one.finding.trait,
                "rule": one.finding.rule,
                "line": one.finding.line,
                "text": one.finding.text,
                "reason": one.reason,
                "comment_line": one.line,
            }
            for one in outcome.suppressed
        ],
    }
    if baseline:
        states = [NEW if one in outcome.new else KNOWN for one in outcome.report.findings]
        entry["states"] = states
    if outcome.changed is not None:
        entry["changed_lines"] = sorted(outcome.changed)
    return entry
