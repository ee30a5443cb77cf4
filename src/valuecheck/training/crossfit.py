"""Predict every graded text by a model that has not seen its fold, everything refitted.

In: counted texts with grades and a fold each. Out: raw outputs, levels and probabilities out of
fold. Vocabulary, idf, scales and weights of a fold come from the other folds' texts alone; its cut
points and probabilities are fitted on the other folds' out-of-fold predictions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from valuecheck.training.calibrate import (
    fit_calibration,
    levels_of,
    probabilities_of,
    scores_of,
)
from valuecheck.training.fit import GRADED, Lesson, LinearModel, Pool, fit_linear, rows
from valuecheck.training.folds import FOLDS
from valuecheck.training.matrix import Bounds, Entries, Floats, Frequencies, to_matrix
from valuecheck.training.teacher import Codes


@dataclass(frozen=True, slots=True)
class Stretches:
    """Long parts of texts, counted.

    Attributes
    ----------
    entries : Entries
    owners : int64 array (n,)
        Which text each is of.
    """

    entries: Entries
    owners: NDArray[np.int64]

    def lowest(self, model: LinearModel, texts: NDArray[np.int64]) -> Floats:
        """Return the lowest score among the stretches of each of some texts; inf for none."""
        at = np.flatnonzero(np.isin(self.owners, texts))
        place = np.searchsorted(texts, self.owners[at])
        lowest = np.full(len(texts), np.inf)
        if len(at):
            np.minimum.at(lowest, place, scores_of(model.predict(rows(self.entries, at))))
        return lowest


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
    codes : float32 array (n, COMPONENTS) or None
        What the sentence encoder saw; NaN where it has not looked.
    pool : Pool or None
        Texts for a teacher to grade; None does without a teacher.
    stretches : Stretches or None
        Long parts of the texts, to be scored by themselves.
    """

    entries: Entries
    grades: Floats
    groups: NDArray[np.str_]
    folds: NDArray[np.int64]
    trainable: NDArray[np.bool_]
    weights: Floats
    codes: Codes | None = None
    pool: Pool | None = None
    stretches: Stretches | None = None

    def lesson(self, picked: NDArray[np.int64], held_groups: set[str]) -> Lesson | None:
        """Return what a teacher may learn from and grade, without the groups held out."""
        if self.codes is None or self.pool is None:
            return None
        pool = self.pool.without(held_groups) if held_groups else self.pool
        return Lesson(self.codes[picked], pool)

    def training_part(self, picked: NDArray[np.int64]) -> tuple[Entries, Floats, Floats]:
        """Return entries, grades and weights of some rows, as `fit_linear` takes them."""
        return rows(self.entries, picked), self.grades[picked], self.weights[picked]


@dataclass(frozen=True, slots=True)
class OutOfFold:
    """Predictions for the texts of folds 0 and up, in their order.

    Attributes
    ----------
    index : int64 array (m,)
        Which texts these are.
    fold : int64 array (m,)
    raw : float64 array (m, 18)
    mass : float64 array (m,)
    lowest : float64 array (m,)
        Score of the lowest stretch; inf where a text has none.
    levels : int64 array (m, 15)
    probabilities : float64 array (m, 15)
        By a calibration that has not seen the fold's grades.
    confidence_weights : list of list of float
        One a fold, likewise.
    """

    index: NDArray[np.int64]
    fold: NDArray[np.int64]
    raw: Floats
    mass: Floats
    lowest: Floats
    levels: NDArray[np.int64]
    probabilities: Floats
    confidence_weights: list[list[float]]


def crossfit(
    data: Graded,
    frequencies: Frequencies,
    *,
    whole_groups: bool,
    bounds: Bounds,
    progress: Callable[[str], None] = lambda line: None,
) -> OutOfFold:
    """Predict every text of folds 0 … out of fold.

    Parameters
    ----------
    frequencies : Frequencies
        Of all texts a vocabulary may come from; those held out are taken off.
    whole_groups : bool
        True where folds hold whole groups: all texts of a held-out group are then taken off.
    bounds : Bounds
        Of the vocabulary.
    """
    index = np.flatnonzero(data.folds >= 0)
    raw = np.zeros((len(data.folds), GRADED + 1))
    mass = np.zeros(len(data.folds))
    lowest = np.full(len(data.folds), np.inf)
    for fold in range(FOLDS):
        held = np.flatnonzero(data.folds == fold)
        train = np.flatnonzero((data.folds != fold) & data.trainable)
        part = rows(data.entries, held)
        held_groups = set(data.groups[held].tolist()) if whole_groups else set()
        if whole_groups:
            vocabulary = frequencies.vocabulary(held_groups, bounds=bounds)
        else:
            vocabulary = frequencies.vocabulary(excluded=part, bounds=bounds)
        lesson = data.lesson(train, held_groups)
        model = fit_linear(vocabulary, data.training_part(train), None, lesson)
        matrix, mass[held] = to_matrix(part, vocabulary)
        raw[held] = model.predict_matrix(matrix, mass[held], part)
        if data.stretches is not None:
            lowest[held] = data.stretches.lowest(model, held)
        progress(f"fold {fold + 1} of {FOLDS}: {len(train)} texts, {len(vocabulary.keys)} features")
    return _calibrated(data, index, raw[index], mass[index], lowest[index])


def _calibrated(
    data: Graded, index: NDArray[np.int64], raw: Floats, mass: Floats, lowest: Floats
) -> OutOfFold:
    """Calibrate each fold on the other folds' predictions."""
    folds, grades, words = data.folds[index], data.grades[index], data.entries.words[index]
    levels = np.zeros((len(index), len(grades[0]) - 2), np.int64)
    probabilities = np.zeros(levels.shape)
    confidence = []
    for fold in np.unique(folds):
        held, others = folds == fold, folds != fold
        fitted = fit_calibration(raw[others], grades[others], mass[others], words[others])
        levels[held] = levels_of(raw[held], fitted["cuts"])
        probabilities[held] = probabilities_of(raw[held], fitted["probability"])
        confidence.append(fitted["confidence"])
    return OutOfFold(index, folds, raw, mass, lowest, levels, probabilities, confidence)
