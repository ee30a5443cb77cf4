"""Fit what stands on top of the linear outputs: cut points, probabilities, verdict, confidence.

In: out-of-fold raw outputs and the grades. Out: the `calibration` section of a bundle (plain
numbers). Nothing here sees a text.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from valuecheck.scoring.model import RawScores
from valuecheck.scoring.scores import confidence_signals
from valuecheck.scoring.stretches import REACH
from valuecheck.training.fit import CALM_BROADCAST, CLEAR
from valuecheck.training.matrix import Floats
from valuecheck.traits import TRAIT_NAMES

TRAITS = len(TRAIT_NAMES)
#: Texts that are plainly nothing but broadcast, by their overall grades.
LOUD_BROADCAST, LOUD_VALUE = 7.0, 3.0
#: Largest share of calm texts that may be called `broadcast`, and of poor texts called `value`.
CALM_SHARE, POOR_SHARE = 0.02, 0.05
#: A score within this many points of the graders' counts as right.
NEAR = 15.0


def quadratic_kappa(levels: NDArray[np.int64], grades: NDArray[np.int64]) -> float:
    """Return the quadratic weighted kappa of two series of whole grades 0–3."""
    table = np.bincount(4 * levels + grades, minlength=16).reshape(4, 4)
    weight = (np.arange(4)[:, None] - np.arange(4)) ** 2
    chance = np.outer(table.sum(axis=1), table.sum(axis=0)) / max(1, table.sum())
    expected = float((weight * chance).sum())
    return 1.0 - float((weight * table).sum()) / expected if expected else 0.0


def fit_cuts(raw: Floats, grades: NDArray[np.int64]) -> list[float]:
    """Return three ascending cut points for one trait that maximise quadratic kappa."""
    cuts = np.array([0.5, 1.5, 2.5])
    candidates = np.unique(np.quantile(raw, np.linspace(0.02, 0.998, 80)))
    best = quadratic_kappa(np.searchsorted(cuts, raw, side="right"), grades)
    for _ in range(3):
        for place in range(3):
            for candidate in candidates:
                trial = cuts.copy()
                trial[place] = candidate
                if (np.diff(trial) <= 0).any():
                    continue
                kappa = quadratic_kappa(np.searchsorted(trial, raw, side="right"), grades)
                if kappa > best + 1e-9:
                    best, cuts = kappa, trial
    return [float(cut) for cut in cuts]


def fit_probability(raw: Floats, clear: NDArray[np.bool_]) -> tuple[float, float]:
    """Return slope and intercept of P(grade ≥ 2) as a logistic function of the raw output."""
    if clear.all() or not clear.any():
        return 0.0, 10.0 if clear.all() else -10.0
    logistic = LogisticRegression(C=1e4).fit(raw[:, None], clear)
    return float(logistic.coef_[0, 0]), float(logistic.intercept_[0])


def scores_of(raw: Floats) -> Floats:
    """Return the score (n,) in [0, 100] of raw outputs (n, ≥ 17)."""
    broadcast = np.clip(raw[:, TRAITS], 0, 10)
    value = np.clip(raw[:, TRAITS + 1], 0, 10)
    return np.asarray(np.clip(50 + 5 * (value - broadcast), 0, 100))


def heard_scores(scores: Floats, lowest: Floats) -> Floats:
    """Return what must lie below a bound for the verdict to be `broadcast`.

    The score, or that of the lower half of a draft that scores less than `REACH` above the bound.
    """
    return np.asarray(np.minimum(scores, np.maximum(lowest, scores - REACH)))


def fit_verdict(scores: Floats, lowest: Floats, grades: Floats) -> dict[str, float]:
    """Return the bounds of the verdict.

    `broadcast_below` is the highest bound under which at most `CALM_SHARE` of the texts graded
    broadcast ≤ 4 fall, with their score or with that of their lowest stretch; `value_from` the
    lowest score from which at most `POOR_SHARE` of the texts graded broadcast ≥ 6 or value ≤ 3
    stand.
    """
    broadcast, value = grades[:, TRAITS], grades[:, TRAITS + 1]
    calm = heard_scores(scores, lowest)[broadcast <= CALM_BROADCAST]
    poor = scores[(broadcast >= 6) | (value <= LOUD_VALUE)]
    # 0.9 of the allowed share leaves room for the next draw of texts.
    below = float(np.quantile(calm, 0.9 * CALM_SHARE)) if len(calm) else 30.0
    start = float(np.quantile(poor, 1 - POOR_SHARE)) if len(poor) else 60.0
    below = round(min(below, 45.0), 1)
    return {"broadcast_below": below, "value_from": round(max(start, below + 5.0), 1)}


def verdict_shares(called: NDArray[np.bool_], grades: Floats) -> tuple[float, float]:
    """Return the shares called `broadcast`: of calm texts, and of loud texts of little value."""
    broadcast, value = grades[:, TRAITS], grades[:, TRAITS + 1]
    calm = broadcast <= CALM_BROADCAST
    loud = (broadcast >= LOUD_BROADCAST) & (value <= LOUD_VALUE)
    return float(called[calm].mean()), float(called[loud].mean())


def signals_of(raw: Floats, mass: Floats, words: NDArray[np.int64]) -> Floats:
    """Return the confidence signals (n, 4) of raw outputs."""
    scores = scores_of(raw)
    return np.array(
        [
            confidence_signals(RawScores(tuple(map(float, row)), 0.0, float(m)), float(s), int(w))
            for row, m, s, w in zip(raw, mass, scores, words, strict=True)
        ]
    )


def graded_scores(grades: Floats) -> Floats:
    """Return the score that the graders' own overall grades amount to."""
    return np.asarray(np.clip(50 + 5 * (grades[:, TRAITS + 1] - grades[:, TRAITS]), 0, 100))


def near(raw: Floats, grades: Floats) -> NDArray[np.bool_]:
    """Tell which texts are scored within `NEAR` points of the graders."""
    return np.asarray(np.abs(scores_of(raw) - graded_scores(grades)) <= NEAR)


def fit_confidence(signals: Floats, right: NDArray[np.bool_]) -> list[float]:
    """Return intercept and weights of the estimated chance that a score is right."""
    if right.all() or not right.any():
        return [4.0 if right.all() else -4.0, *([0.0] * signals.shape[1])]
    logistic = LogisticRegression(C=10.0).fit(signals, right)
    return [float(logistic.intercept_[0]), *map(float, logistic.coef_[0])]


def fit_calibration(
    raw: Floats, grades: Floats, mass: Floats, words: NDArray[np.int64]
) -> dict[str, Any]:
    """Return cut points, probabilities and confidence fitted on out-of-fold raw outputs.

    The verdict's bounds are added apart (`fit_verdict`), from random rows held out.
    """
    whole = grades[:, :TRAITS].astype(np.int64)
    return {
        "cuts": [fit_cuts(raw[:, t], whole[:, t]) for t in range(TRAITS)],
        "probability": [fit_probability(raw[:, t], whole[:, t] >= CLEAR) for t in range(TRAITS)],
        "confidence": fit_confidence(signals_of(raw, mass, words), near(raw, grades)),
    }


def levels_of(raw: Floats, cuts: list[list[float]]) -> NDArray[np.int64]:
    """Return whole levels (n, 15) of raw outputs."""
    return np.column_stack(
        [np.searchsorted(cuts[t], raw[:, t], side="right") for t in range(TRAITS)]
    )


def probabilities_of(raw: Floats, lines: list[tuple[float, float]]) -> Floats:
    """Return P(grade ≥ 2) (n, 15) of raw outputs."""
    return np.column_stack(
        [1 / (1 + np.exp(-(lines[t][0] * raw[:, t] + lines[t][1]))) for t in range(TRAITS)]
    )
