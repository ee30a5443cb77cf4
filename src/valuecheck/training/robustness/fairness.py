"""Measure whether it matters who is speaking: names of other origins, a learner's English.

In: `data/robustness`, written for this. Out: mean shifts of the score with intervals.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from valuecheck.training.robustness.texts import SEED, Judge
from valuecheck.training.samples import read_jsonl

Say = Callable[[str], None]
PAIRS, TEMPLATES, NAMES = "english_pairs.jsonl", "name_templates.jsonl", "names.jsonl"
_DRAWS = 2000


def shift(differences: Sequence[float]) -> dict[str, Any]:
    """Return mean, 95 % interval of the mean (texts resampled), and largest of differences."""
    values = np.asarray(differences, np.float64)
    random = np.random.default_rng(SEED)
    means = values[random.integers(0, len(values), (_DRAWS, len(values)))].mean(axis=1)
    low, high = np.quantile(means, (0.025, 0.975))
    return {
        "count": len(values),
        "mean": float(values.mean()),
        "interval": [float(low), float(high)],
        "largest": float(np.abs(values).max()),
    }


def names(judge: Judge, folder: Path, say: Say) -> dict[str, Any]:
    """Return by origin how far its names move templates from the mean over all origins."""
    say("fairness: names")
    templates = [row["text"] for row in read_jsonl(folder / TEMPLATES)]
    origins = {row["origin"]: row["names"] for row in read_jsonl(folder / NAMES)}
    scores = {
        origin: [_mean_score(judge, template, listed) for template in templates]
        for origin, listed in origins.items()
    }
    centre = np.mean(list(scores.values()), axis=0)
    return {
        origin: shift([float(one) for one in np.asarray(values) - centre])
        for origin, values in scores.items()
    }


def _mean_score(judge: Judge, template: str, listed: Sequence[str]) -> float:
    """Return the mean score of a template with each name in turn, and the next one beside it."""
    scores = []
    for at, name in enumerate(listed):
        other = listed[(at + 1) % len(listed)].split()[0]
        score = judge.score(template.replace("{name}", name).replace("{other}", other))
        if score is not None:
            scores.append(score)
    return float(np.mean(scores))


def english(judge: Judge, folder: Path, say: Say) -> dict[str, Any]:
    """Return how far a learner's English moves score, broadcast, value; how many verdicts."""
    say("fairness: a learner's English")
    moves: dict[str, list[float]] = {"score": [], "broadcast": [], "value": []}
    changed = 0
    for row in read_jsonl(folder / PAIRS):
        native, learner = judge.scores(row["native"]), judge.scores(row["learner"])
        if native is not None and learner is not None:
            moves["score"].append(learner.score - native.score)
            moves["broadcast"].append(learner.broadcast - native.broadcast)
            moves["value"].append(learner.value - native.value)
            changed += native.verdict != learner.verdict
    return {**{name: shift(values) for name, values in moves.items()}, "verdicts_changed": changed}
