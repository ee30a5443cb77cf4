"""A judge with known answers: every `bad` word costs ten points, every `good` one gives two."""

from __future__ import annotations

import re

from valuecheck.reading import read_text
from valuecheck.records import Draft, Report, Scores, TraitScore
from valuecheck.revision.records import Edit
from valuecheck.revision.verifying import Verifier
from valuecheck.traits import TRAITS


def scores_of(text: str, base: float = 50.0) -> Scores:
    """Return scores by the words of a text; `loud` raises hype alone."""
    bad = len(re.findall(r"\bbad\b", text))
    good = len(re.findall(r"\bgood\b", text))
    pair = 15 if "left" not in text and "right" not in text else 0
    score = max(0.0, min(100.0, base - 10 * bad + 2 * good + pair))
    grades = {"hype": 1.0 + 0.5 * len(re.findall(r"\bloud\b", text)), "pressure": 0.3 * bad}
    traits = tuple(
        TraitScore(one.name, one.pole, grades.get(one.name, 0.5), 1, 0.2) for one in TRAITS
    )
    gap = (score - 50) / 10
    verdict = "broadcast" if score < 40 else "mixed"
    return Scores(traits, 5 - gap, 5 + gap, 0.1, score, verdict, 0.9)


def rescore(draft: Draft) -> Report:
    """Return the report of a draft; fewer than three words have no score."""
    words = len(draft.prose.text.split())
    scores = scores_of(draft.prose.text) if words >= 3 else None
    return Report(
        draft.name,
        draft.channel,
        draft.channel_given,
        words,
        scores.verdict if scores else "not scored",
        None if scores else "too little text",
        scores,
    )


def verifier(text: str) -> Verifier:
    """Return a verifier of a plain text."""
    draft = read_text(text)
    return Verifier(draft, rescore(draft), rescore)


def edit(text: str, before: str, after: str, kind: str = "suggested", nth: int = 0) -> Edit:
    """Return the edit that puts `after` in the place of the nth `before`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(before, start + 1)
    end = start + len(before)
    return Edit(kind, "hype", "a-rule", "body", start, end, before, after, "A reason.")
