"""Predict every graded text by a model that has not seen its fold, everything refitted.

In: counted texts with grades, spam rows, a fold of each. Out: raw outputs, levels and
probabilities out of fold. Vocabulary, scales, weights, cut points and probabilities of a fold come
from the other folds alone; cut points are fitted on predictions from an inner split of those.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from valuecheck.training.calibrate import fit_calibration, levels_of, probabilities_of
from valuecheck.training.fit import GRADED, LinearModel, fit_linear, rows
from valuecheck.training.folds import FOLDS
from valuecheck.training.matrix import Entries, Floats, Frequencies, Vocabulary, to_matrix

INNER_FOLDS = 3


@dataclass(frozen=True, slots=True)
class Graded:
    """Counted texts with everything a fit needs.

    Attributes
    ----------
    entries : Entries
    grades : float64 array (n, 17)
    groups : array of str (n,)
    folds : int64 array (n,)
        −1 for texts that are in every training part and never evaluated (own drafts).
    trainable : bool array (n,)
        False for rows that may only be used to evaluate.
    weights : float64 array (n,)
    """

    entries: Entries
    grades: Floats
    groups: NDArray[np.str_]
    folds: NDArray[np.int64]
    trainable: NDArray[np.bool_]
    weights: Floats


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Predictions for the texts of folds 0 and up, in their order.

    Attributes
    ----------
    index : int64 array (m,)
        Which texts these are.
    raw : float64 array (m, 18)
    mass : float64 array (m,)
    levels : int64 array (m, 15)
    probabilities, confidence_weights
        By the calibration of the fold.
    """

    index: NDArray[np.int64]
    raw: Floats
    mass: Floats
    levels: NDArray[np.int64]
    probabilities: Floats
    confidence_weights: list[list[float]]
    fold: NDArray[np.int64]


def fit_rows(data: Graded, picked: NDArray[np.int64], vocabulary: Vocabulary) -> LinearModel:
    """Fit the graded outputs on some rows."""
    return fit_linear(
        vocabulary, (rows(data.entries, picked), data.grades[picked], data.weights[picked]), None
    )


def crossfit(
    data: Graded,
    frequencies: Frequencies,
    *,
    whole_groups: bool,
    bounds: dict[str, int],
    progress: Callable[[str], None] = lambda line: None,
) -> OutOfFold:
    """Predict every text of folds 0 … out of fold.

    Parameters
    ----------
    frequencies : Frequencies
        Of all texts a vocabulary may come from; those held out are taken off.
    whole_groups : bool
        True where folds hold whole groups: all texts of a held-out group are then taken off.
    bounds : dict
        Of the vocabulary; see `Frequencies.vocabulary`.
    """
    index = np.flatnonzero(data.folds >= 0)
    raw = np.zeros((len(data.folds), GRADED + 1))
    mass = np.zeros(len(data.folds))
    levels = np.zeros((len(data.folds), 15), np.int64)
    probabilities = np.zeros((len(data.folds), 15))
    confidence = []
    for fold in range(FOLDS):
        held = np.flatnonzero(data.folds == fold)
        train = np.flatnonzero((data.folds != fold) & data.trainable)
        if not len(held):
            continue
        part = rows(data.entries, held)
        if whole_groups:
            vocabulary = frequencies.vocabulary(set(data.groups[held].tolist()), **bounds)
        else:
            vocabulary = frequencies.vocabulary(excluded=part, **bounds)
        calibration = inner_calibration(data, train, vocabulary)
        model = fit_rows(data, train, vocabulary)
        matrix, mass[held] = to_matrix(part, vocabulary)
        raw[held] = model.predict_matrix(matrix, mass[held], part.measures)
        levels[held] = levels_of(raw[held], calibration["cuts"])
        probabilities[held] = probabilities_of(raw[held], calibration["probability"])
        confidence.append(calibration["confidence"])
        progress(f"fold {fold + 1} of {FOLDS}: {len(train)} texts, {len(vocabulary.keys)} features")
    return OutOfFold(
        index,
        raw[index],
        mass[index],
        levels[index],
        probabilities[index],
        confidence,
        data.folds[index],
    )


def inner_calibration(
    data: Graded, train: NDArray[np.int64], vocabulary: Vocabulary
) -> dict[str, Any]:
    """Fit cut points and probabilities on predictions from an inner split of training rows."""
    # Outer folds are merged into inner ones, so that groups stay whole in a grouped run; own
    # drafts (fold −1) are dealt out by position.
    folds = data.folds[train]
    inner = np.where(folds >= 0, folds, np.arange(len(train))) % INNER_FOLDS
    raw = np.zeros((len(train), GRADED + 1))
    mass = np.zeros(len(train))
    for fold in range(INNER_FOLDS):
        held = inner == fold
        model = fit_rows(data, train[~held], vocabulary)
        part = rows(data.entries, train[held])
        matrix, mass[held] = to_matrix(part, vocabulary)
        raw[held] = model.predict_matrix(matrix, mass[held], part.measures)
    return fit_calibration(raw, data.grades[train], mass, data.entries.words[train])
