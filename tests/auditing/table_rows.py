"""Audited rows made by hand, for tests that look at whole tables."""

from __future__ import annotations

from typing import Any

from valuecheck.auditing.records import TRAIT_INDEX, AuditedRow, RowFinding


def finding(words: str, points: float, trait: str = "pressure", at: int = 0) -> RowFinding:
    severity = "warning" if points < 0 else "info"
    return RowFinding(trait, "words", severity, "body", at, at + len(words), words, points)


def row(number: int, body: str = "", *, score: float | None = 50.0, **fields: Any) -> AuditedRow:
    """Return a row; `hard_sell=2.5` and the like set grades, everything else a field."""
    grades = [0.5] * len(TRAIT_INDEX)
    for trait in [name for name in fields if name in TRAIT_INDEX]:
        grades[TRAIT_INDEX[trait]] = fields.pop(trait)
    scored: dict[str, Any] = {}
    if score is not None:
        scored = {
            "score": score,
            "broadcast": round(10 - score / 10, 2),
            "value": round(score / 10, 2),
            "spam": 0.1,
            "verdict": "broadcast" if score < 40 else "value" if score > 60 else "mixed",
            "grades": tuple(grades),
        }
    base = {"file": "posts.csv", "line": number + 1, "source": body, "body": body}
    return AuditedRow(number, **{**base, "words": len(body.split()), **scored, **fields})
