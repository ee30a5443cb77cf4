"""Drafts, reports and small tools for the tests of the gates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from valuecheck.records import Finding, Report, Scores, TraitScore
from valuecheck.traits import BY_NAME, TRAITS

#: Reads as a broadcast, whatever the model's version.
BLAST = (
    "Dear valued customer,\n\n"
    "Last chance!!! The most amazing deals EVER are almost gone.\n"
    "Act now, click here and buy today, guaranteed!\n\n"
    "Don't miss out, only 3 left in stock, everyone is buying!!!\n"
)
#: Reads as of value.
GUIDE = (
    "If your rye loaf is gummy in the middle, it left the oven too soon.\n"
    "Bake until a thermometer in the middle reads 97 degrees; in my oven that takes 55 minutes\n"
    "for a 900 gram loaf, and it fixed four loaves out of five last month.\n\n"
    "Which flour do you use, and what temperature did you measure?\n"
)


def finding(rule: str = "act-now", text: str = "act now", **more: Any) -> Finding:
    """Return a finding; `more` overrides any of its fields."""
    fields: dict[str, Any] = {
        "trait": "pressure",
        "rule": rule,
        "part": "body",
        "start": 0,
        "end": len(text),
        "line": 1,
        "column": 1,
        "text": text,
        "message": "It pushes.",
        "severity": "warning",
        "points": -1.0,
        **more,
    }
    return Finding(**fields)


def report(score: float | None, verdict: str = "mixed", **grades: float) -> Report:
    """Return a report with this score and these grades, all others being 0.5."""
    scores = None
    if score is not None:
        traits = tuple(
            TraitScore(one.name, BY_NAME[one.name].pole, grades.get(one.name, 0.5), 0, 0.1)
            for one in TRAITS
        )
        scores = Scores(traits, 5.0, 5.0, 0.1, score, verdict, 0.9)
    verdict = "not scored" if score is None else verdict
    reason = "too little text" if score is None else None
    return Report("a.md", "blog", False, 50, verdict, reason, scores)


def write(files: dict[str, str]) -> None:
    """Write files below the current folder."""
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
