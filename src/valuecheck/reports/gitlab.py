"""GitLab code quality: the JSON array that a merge request's widget reads.

GitLab tells new from old by fingerprint, so fingerprints hold no line, and each is there once.
"""

from __future__ import annotations

from typing import Any

from valuecheck.reports.escapes import json_text
from valuecheck.reports.problems import Problem, fingerprint, posix, problems
from valuecheck.reports.run import Run

#: Ours → GitLab's (`info`, `minor`, `major`, `critical`, `blocker`).
SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def gitlab(run: Run) -> str:
    """Return the report as one JSON array."""
    return json_text([_entry(one) for one in problems(run)], indent=2) + "\n"


def _entry(problem: Problem) -> dict[str, Any]:
    path, place = posix(problem.path), problem.place
    lines = {"begin": place.line, "end": place.last_line} if place else {"begin": 1}
    return {
        "description": problem.message,
        "check_name": problem.rule,
        "fingerprint": fingerprint(problem, path),
        "severity": SEVERITIES[problem.severity],
        "location": {"path": path, "lines": lines},
    }
