"""Fit the linear outputs: early-stopped ridge for the 17 graded ones, logistic for spam.

In: entries of texts, grades, what a teacher may learn from, spam labels. Out: `LinearModel`, float
weights over a vocabulary.
Every number fitted here (block scales, measure means, weights) comes from the rows given and from
nothing else, so that a fold can call it on its own rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.linear_model import LogisticRegression

from valuecheck.scoring.bundle import THEMES
from valuecheck.training.design import (
    TILT_SCALE,
    Scaling,
    Themes,
    design,
    fit_scaling,
    fit_themes,
    gram,
    tilt_design,
    tilts_of,
)
from valuecheck.training.matrix import (
    BIGRAM,
    WORD,
    Entries,
    Floats,
    Vocabulary,
    length_factors,
    to_matrix,
)
from valuecheck.training.teacher import Codes, Teacher
from valuecheck.traits import OUTPUTS

#: Ridge penalty, relative to texts of unit length.
ALPHA = 0.4
#: Steps of the descent: stopping early keeps what many texts agree on and leaves out what only
#: details of a few would add; with a teacher there are more texts to agree, so it goes further.
STEPS, TAUGHT_STEPS = 9, 16
#: A text that the teacher graded counts as much as this share of a graded one.
TAUGHT_WEIGHT = 0.7
#: Inverse penalty of the spam output, and what its columns are multiplied by.
SPAM_C, SPAM_SCALE = 1.0, 4.0
GRADED = len(OUTPUTS) - 1
#: A grade of 2 ("clear") or more is what counts as a trait being there; texts with broadcast up to
#: 4 are plainly none.
CLEAR, CALM_BROADCAST = 2, 4.0
_DECEIT, _BROADCAST = OUTPUTS.index("deceit"), OUTPUTS.index("broadcast")
#: Kind of a measure's column.
_MEASURE = 255
_TINY = 1e-20


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Float weights of the 18 outputs in serving form.

    Attributes
    ----------
    vocabulary : Vocabulary
    weights : float64 array (n_features, 18)
        Per unit of term frequency, before the length factor.
    measure_weights : float64 array (n_measures, 18)
    intercepts : float64 array (18,)
    tilted : bool array (n_features,)
        Which features have a second weight.
    tilts : float64 array (n_tilted, 18)
        What a tilt of 1 adds to their weights.
    measure_tilts : float64 array (n_measures, 18)
        What it adds to those of the measures.
    intercept_tilts : float64 array (2, 18)
        What the tilt and its square add to the intercepts.
    themes : Themes
    theme_weights : float64 array (THEMES, n_tilted, 18)
        What each theme at 1 adds to the weights.
    theme_intercepts : float64 array (THEMES, 18)
        What it adds to the intercepts.
    """

    vocabulary: Vocabulary
    weights: Floats
    measure_weights: Floats
    intercepts: Floats
    tilted: NDArray[np.bool_]
    tilts: Floats
    measure_tilts: Floats
    intercept_tilts: Floats
    themes: Themes
    theme_weights: Floats
    theme_intercepts: Floats

    def predict(self, entries: Entries) -> Floats:
        """Return the raw outputs (n_texts, 18) of counted texts."""
        matrix, mass = to_matrix(entries, self.vocabulary)
        return self.predict_matrix(matrix, mass, entries)

    def predict_matrix(self, matrix: csr_matrix, mass: Floats, entries: Entries) -> Floats:
        """Return the raw outputs (n_texts, 18) of a matrix of term frequencies."""
        tilt = tilts_of(entries.words)[:, None]
        text = np.asarray(matrix @ self.weights)
        common = csr_matrix(matrix[:, np.flatnonzero(self.tilted)])
        text += tilt * np.asarray(common @ self.tilts)
        themes = self.themes.of(common, mass)
        for theme, weights in zip(themes.T, self.theme_weights, strict=True):
            text += theme[:, None] * np.asarray(common @ weights)
        measures = entries.measures
        beside = measures @ self.measure_weights + tilt * (measures @ self.measure_tilts)
        intercepts = self.intercepts + np.hstack([tilt, tilt**2]) @ self.intercept_tilts
        intercepts = intercepts + themes @ self.theme_intercepts
        return text * length_factors(mass)[:, None] + beside + intercepts


def fit_graded(
    x: csr_matrix,
    grades: Floats,
    sample_weight: Floats,
    taught: tuple[csr_matrix, Floats] | None = None,
) -> tuple[Floats, Floats]:
    """Fit the ridge; return coefficients (n_columns, n_outputs) and intercepts (n_outputs,).

    Parameters
    ----------
    x, grades, sample_weight : (n, n_columns), (n, n_outputs), (n,)
        Texts that people graded.
    taught : (n_more, n_columns) and (n_more, n_outputs), optional
        Texts that a teacher graded; its grades are less the means of `grades`.
    """
    mean = np.average(grades, axis=0, weights=sample_weight)
    if taught is None:
        return descend(x, grades - mean, sample_weight, STEPS), np.asarray(mean)
    more, predicted = taught
    weight = np.concatenate([sample_weight, np.full(more.shape[0], TAUGHT_WEIGHT)])
    targets = np.vstack([grades - mean, predicted])
    return descend(vstack([x, more], format="csr"), targets, weight, TAUGHT_STEPS), np.asarray(mean)


def descend(x: csr_matrix, targets: Floats, weight: Floats, steps: int) -> Floats:
    """Take some steps of conjugate gradients towards the ridge; return (n_columns, n_outputs).

    Preconditioned by the diagonal. Single precision does: the steps are few.
    """
    rows_ = x.astype(np.float32)
    columns = rows_.T.tocsr()
    weight = weight.astype(np.float32)
    diagonal = (rows_.multiply(rows_).T @ weight + ALPHA)[:, None]
    residual = columns @ (weight[:, None] * targets.astype(np.float32))
    result = np.zeros_like(residual)
    direction = residual / diagonal
    energy = (residual * direction).sum(axis=0)
    for _ in range(steps):
        ahead = columns @ (weight[:, None] * (rows_ @ direction)) + ALPHA * direction
        # An output that is the same for all texts has nothing to descend: 0 / tiny is 0.
        length = energy / ((direction * ahead).sum(axis=0) + _TINY)
        result += length * direction
        residual -= length * ahead
        scaled = residual / diagonal
        left = (residual * scaled).sum(axis=0)
        direction = scaled + left / (energy + _TINY) * direction
        energy = left
    return np.asarray(result, np.float64)


@dataclass(frozen=True, slots=True)
class Pool:
    """Texts that nobody has graded, for a teacher to grade.

    Attributes
    ----------
    entries : Entries
    codes : float32 array (n, COMPONENTS)
        What the sentence encoder saw.
    groups : array of str (n,)
    """

    entries: Entries
    codes: Codes
    groups: NDArray[np.str_]

    def without(self, held: set[str]) -> Pool:
        """Leave out all texts of some groups."""
        kept = np.flatnonzero(~np.isin(self.groups, list(held)))
        return Pool(rows(self.entries, kept), self.codes[kept], self.groups[kept])


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a teacher learns from beside text, and what it then grades.

    Attributes
    ----------
    codes : float32 array (n, COMPONENTS)
        Of the graded texts; NaN where there are none.
    pool : Pool
    """

    codes: Codes
    pool: Pool


def fit_spam(
    x: csr_matrix, kinds: NDArray[np.uint8], labels: NDArray[np.int64], corpora: NDArray[np.str_]
) -> tuple[Floats, float]:
    """Fit the spam output on words and bigrams; return coefficients (n_columns,) and intercept.

    N-grams and measures are left out: they tell corpora apart better than spam, and cost 0.02 to
    0.03 of the AUC on a corpus never seen. Every corpus and class weighs the same.
    """
    coefficients = np.zeros(x.shape[1])
    if len(np.unique(labels)) < 2:
        return coefficients, 0.0
    columns = np.flatnonzero(np.isin(kinds, (WORD, BIGRAM)))
    logistic = LogisticRegression(C=SPAM_C, max_iter=300, tol=1e-3)
    logistic.fit(x[:, columns] * SPAM_SCALE, labels, sample_weight=level_weights(labels, corpora))
    coefficients[columns] = logistic.coef_[0] * SPAM_SCALE
    return coefficients, float(logistic.intercept_[0])


def level_weights(labels: NDArray[np.int64], corpora: NDArray[np.str_]) -> Floats:
    """Return weights (n,), mean 1, that make every corpus and class weigh the same."""
    weights = np.ones(len(labels))
    for corpus in np.unique(corpora):
        for label in (0, 1):
            inside = (corpora == corpus) & (labels == label)
            weights[inside] = 1 / max(1, inside.sum())
    return np.asarray(weights * (len(weights) / weights.sum()))


def plain_cases(grades: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return which graded texts are spam or ham to anyone, and which they are (1 or 0).

    Ham of two mail archives is the talk of two professions, and a spam output that knows no other
    takes any business letter for spam: with these texts the corpora held out gain 0.005 to 0.04
    of AUC, and lose 0.006 in one (docs/experiments.md).
    """
    deceit, broadcast = grades[:, _DECEIT], grades[:, _BROADCAST]
    spam, ham = deceit >= CLEAR, (deceit == 0) & (broadcast <= CALM_BROADCAST)
    picked = np.flatnonzero(spam | ham)
    return picked, spam[picked].astype(np.int64)


@dataclass(frozen=True, slots=True)
class SpamRows:
    """Counted texts that their corpora call spam (1) or ham (0).

    Attributes
    ----------
    entries : Entries
    labels : int64 array (n,)
    corpora : array of str (n,)
    """

    entries: Entries
    labels: NDArray[np.int64]
    corpora: NDArray[np.str_]

    def pick(self, picked: NDArray[np.int64]) -> SpamRows:
        """Return some of the rows."""
        return SpamRows(rows(self.entries, picked), self.labels[picked], self.corpora[picked])


def fit_linear(
    vocabulary: Vocabulary,
    graded: tuple[Entries, Floats, Floats | None],
    spam: SpamRows | None,
    lesson: Lesson | None = None,
) -> LinearModel:
    """Fit all 18 outputs on the given rows.

    Parameters
    ----------
    vocabulary : Vocabulary
    graded : (entries, grades (n, 17), sample weights (n,) or None)
    spam : SpamRows or None
        None leaves the spam output at an even chance.
    lesson : Lesson, optional
        Lets a teacher grade more texts first.
    """
    entries, grades, given = graded
    weight = np.ones(len(grades)) if given is None else given
    counted = to_matrix(entries, vocabulary)
    scaling = fit_scaling(*counted, entries.measures, vocabulary)
    x = design(*counted, entries.measures, scaling)
    taught = None
    if lesson is None:
        themes = fit_themes(x, scaling)
    else:
        pool = lesson.pool
        others = to_matrix(pool.entries, vocabulary)
        more = design(*others, pool.entries.measures, scaling)
        themes = fit_themes(more, scaling)
        predicted = _teach(x, grades, weight, lesson).grade(more, pool.codes)
        taught = tilt_design(more, others, pool.entries.words, themes, scaling), predicted
    wide = tilt_design(x, counted, entries.words, themes, scaling)
    coefficients = np.zeros((wide.shape[1], GRADED + 1))
    intercepts = np.zeros(GRADED + 1)
    coefficients[:, :GRADED], intercepts[:GRADED] = fit_graded(wide, grades, weight, taught)
    if spam is not None:
        x_spam = design(*to_matrix(spam.entries, vocabulary), spam.entries.measures, scaling)
        picked, labels = plain_cases(grades)
        # The design has a column for each measure behind those of the vocabulary.
        columns = x.shape[1]
        kinds = np.pad(
            vocabulary.kinds, (0, columns - len(vocabulary.kinds)), constant_values=_MEASURE
        )
        coefficients[:columns, GRADED], intercepts[GRADED] = fit_spam(
            vstack([x_spam, x[picked]], format="csr"),
            kinds,
            np.concatenate([spam.labels, labels]),
            np.concatenate([spam.corpora, np.full(len(picked), "graded")]),
        )
    return _serving_form(vocabulary, scaling, themes, coefficients, intercepts)


def _teach(x: csr_matrix, grades: Floats, weight: Floats, lesson: Lesson) -> Teacher:
    """Fit a teacher on the graded texts whose embeddings are there."""
    seen = np.flatnonzero(~np.isnan(lesson.codes[:, 0]))
    centred = grades - np.average(grades, axis=0, weights=weight)
    own = x[seen]
    return Teacher(own, gram(own), lesson.codes[seen], centred[seen], weight[seen])


def _serving_form(
    vocabulary: Vocabulary,
    scaling: Scaling,
    themes: Themes,
    coefficients: Floats,
    intercepts: Floats,
) -> LinearModel:
    """Fold all scaling into the weights and intercepts."""
    features, measures = len(vocabulary.keys), len(scaling.means)
    common = len(scaling.tilted)
    own, of_measures, tilts, of_measure_tilts, alone, themed, of_themes = np.split(
        coefficients, np.cumsum([features, measures, common, measures, 2, THEMES * common])
    )
    per_word = scaling.columns[scaling.tilted][:, None]
    per_measure = (scaling.measure_scale / scaling.spreads)[:, None]
    measure_weights, measure_tilts = of_measures * per_measure, of_measure_tilts * per_measure
    alone = alone * TILT_SCALE
    # Measures are centred first, which the tilt tilts too.
    alone[0] -= scaling.means @ measure_tilts
    tilted = np.zeros(features, bool)
    tilted[scaling.tilted] = True
    return LinearModel(
        vocabulary,
        own * scaling.columns[:, None],
        measure_weights,
        intercepts - scaling.means @ measure_weights,
        tilted,
        tilts * per_word,
        measure_tilts,
        alone,
        themes,
        themed.reshape(THEMES, common, -1) * per_word,
        of_themes * TILT_SCALE,
    )


def rows(entries: Entries, picked: Sequence[int] | NDArray[np.int64]) -> Entries:
    """Return the entries of some texts, in the order given."""
    picked = np.asarray(picked, np.int64)
    lengths = np.diff(entries.pointers)[picked]
    pointers = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    starts = np.repeat(entries.pointers[picked] - pointers[:-1], lengths)
    at = starts + np.arange(pointers[-1])
    return Entries(
        pointers,
        entries.keys[at],
        entries.kinds[at],
        entries.values[at],
        entries.measures[picked],
        entries.words[picked],
    )
