"""Measure out-of-fold predictions: agreement, ranking, calibration, verdicts, pairs.

In: raw outputs, levels and probabilities of texts no model had seen, and their grades. Out: plain
figures with bootstrap intervals, for the manifest and the model card.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr
from sklearn.metrics import roc_auc_score

from valuecheck.training.calibrate import TRAITS, quadratic_kappa, scores_of
from valuecheck.training.fit import CLEAR
from valuecheck.training.matrix import Floats
from valuecheck.training.samples import Sample
from valuecheck.traits import TRAIT_NAMES

_BOOTSTRAPS = 200


def trait_figures(
    raw: Floats, levels: NDArray[np.int64], probabilities: Floats, grades: Floats
) -> dict[str, Any]:
    """Return QWK of levels, AUC and calibration error of grade ≥ 2 by trait, and their means."""
    whole = grades[:, :TRAITS].astype(np.int64)
    by_trait = {}
    for t, name in enumerate(TRAIT_NAMES):
        clear = whole[:, t] >= CLEAR
        by_trait[name] = {
            "qwk": quadratic_kappa(levels[:, t], whole[:, t]),
            "auc": auc(clear, raw[:, t]),
            "ece": calibration_error(probabilities[:, t], clear),
        }
    means = {
        key: float(np.nanmean([figures[key] for figures in by_trait.values()]))
        for key in ("qwk", "auc", "ece")
    }
    return {
        **means,
        "broadcast": rank_correlation(raw[:, TRAITS], grades[:, TRAITS]),
        "value": rank_correlation(raw[:, TRAITS + 1], grades[:, TRAITS + 1]),
        "texts": len(raw),
        "by_trait": by_trait,
    }


def intervals(
    raw: Floats, levels: NDArray[np.int64], grades: Floats, units: Sequence[str]
) -> dict[str, list[float]]:
    """Return 95 % bootstrap intervals of the mean figures, whole units (corpora) resampled."""
    rng = np.random.default_rng(20261124)
    names, codes = np.unique(np.asarray(units), return_inverse=True)
    members = [np.flatnonzero(codes == code) for code in range(len(names))]
    whole = grades[:, :TRAITS].astype(np.int64)
    draws: dict[str, list[float]] = {"qwk": [], "broadcast": [], "value": []}
    for _ in range(_BOOTSTRAPS):
        picked = np.concatenate([members[i] for i in rng.integers(len(names), size=len(names))])
        draws["qwk"].append(
            float(
                np.mean(
                    [quadratic_kappa(levels[picked, t], whole[picked, t]) for t in range(TRAITS)]
                )
            )
        )
        for at, name in ((TRAITS, "broadcast"), (TRAITS + 1, "value")):
            draws[name].append(rank_correlation(raw[picked, at], grades[picked, at]))
    return {
        name: [float(edge) for edge in np.quantile(values, [0.025, 0.975])]
        for name, values in draws.items()
    }


def auc(positive: NDArray[np.bool_], values: Floats) -> float:
    """Return the area under the ROC curve; NaN where one class is missing."""
    if positive.all() or not positive.any():
        return float("nan")
    return float(roc_auc_score(positive, values))


def rank_correlation(one: Floats, other: Floats) -> float:
    """Return Spearman's rank correlation."""
    return float(spearmanr(one, other).statistic)


def calibration_error(probability: Floats, happened: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    which = np.minimum((probability * bins).astype(int), bins - 1)
    total = 0.0
    for one in range(bins):
        inside = which == one
        if inside.any():
            gap = abs(probability[inside].mean() - happened[inside].mean())
            total += gap * inside.mean()
    return float(total)


def pairs_in_order(samples: Sequence[Sample], raw: Floats) -> tuple[int, int]:
    """Return how many before/after pairs the score orders rightly, and how many there are."""
    scores = scores_of(raw)
    found: dict[str, dict[str, float]] = {}
    for sample, score, row in zip(samples, scores, raw, strict=True):
        if sample.pair and sample.role:
            # Two clamped scores tie; the unclamped difference still tells the order.
            exact = float(score) + 1e-3 * float(row[TRAITS + 1] - row[TRAITS])
            found.setdefault(sample.pair, {})[sample.role] = exact
    whole = [pair for pair in found.values() if {"before", "after"} <= pair.keys()]
    return sum(pair["after"] > pair["before"] for pair in whole), len(whole)


def held_out_spam(
    corpora: NDArray[np.str_],
    labels: NDArray[np.int64],
    predict: Callable[[NDArray[np.bool_]], Floats],
) -> dict[str, float]:
    """Return the AUC of the spam output on each corpus while it is held out whole.

    Parameters
    ----------
    predict : callable
        Takes the held-out rows' mask, fits on the others, returns raw spam outputs of the held.
    """
    return {
        str(name): auc(labels[corpora == name] == 1, predict(corpora == name))
        for name in np.unique(corpora)
    }
