"""Plans for a program: one JSON document, described by `revision.schema.json` beside this.

A consumer may rely on every key that the schema requires; a change that breaks one raises
`SCHEMA`. Positions are half-open `[start, end)` code points into the draft's text, those of a part
`subject` that was given beside it into that subject.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from valuecheck import __version__
from valuecheck.reading.positions import LineIndex
from valuecheck.records import ModelInfo
from valuecheck.revision.records import MeasuredEdit, RevisionPlan

SCHEMA = 1


def document(
    plans: Iterable[RevisionPlan], model: ModelInfo, errors: Sequence[tuple[str, str]] = ()
) -> dict[str, Any]:
    """Return the whole document.

    Parameters
    ----------
    plans : iterable of RevisionPlan
        In the order of the drafts.
    model : ModelInfo
        The model that scored them.
    errors : sequence of (str, str)
        Path and message of what could not be revised.
    """
    return {
        "schema": SCHEMA,
        "tool": {"name": "valuecheck", "version": __version__},
        "model": {"name": model.name, "version": model.version, "sha256": model.sha256},
        "plans": [plan_entry(plan) for plan in plans],
        "errors": [{"path": path, "error": message} for path, message in errors],
    }


def plan_entry(plan: RevisionPlan) -> dict[str, Any]:
    """Return exactly one entry of `plans`."""
    lines = {"body": LineIndex(plan.text), "subject": LineIndex(plan.subject or plan.text)}
    entry: dict[str, Any] = {
        "path": plan.path,
        "score_before": _rounded(plan.score_before),
        "score_after": _rounded(plan.score_after),
        "target": plan.target,
        "reached": plan.reached,
        "words_before": plan.words_before,
        "words_after": plan.words_after,
        "note": plan.note,
        "revised": plan.revised,
    }
    if plan.subject is not None:
        entry["revised_subject"] = plan.revised_subject
    entry["edits"] = [_edit_entry(one, lines) for one in plan.edits]
    entry["asks"] = [
        {
            "kind": "author",
            "trait": ask.trait,
            "slot": ask.slot,
            "line": ask.line,
            "guidance": ask.guidance,
            "example": ask.example,
            "why": ask.why,
        }
        for ask in plan.asks
    ]
    return entry


def _edit_entry(one: MeasuredEdit, lines: dict[str, LineIndex]) -> dict[str, Any]:
    edit = one.edit
    return {
        "kind": edit.kind,
        "trait": edit.trait,
        "rule": edit.rule,
        "part": edit.part,
        "start": edit.start,
        "end": edit.end,
        "line": lines[edit.part].locate(edit.start)[0],
        "before": edit.before,
        "after": edit.after,
        "message": edit.message,
        "facts": list(edit.facts),
        "gain": round(one.gain, 1),
        # Adding 0 makes a rounded −0 a plain 0.
        "effect": {name: round(change, 2) + 0.0 for name, change in one.effect.items()},
    }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)
