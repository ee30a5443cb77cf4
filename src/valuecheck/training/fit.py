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
from scipy.sparse import csr_matrix, diags, hstack, vstack
from sklearn.linear_model import LogisticRegression

from valuecheck.training.matrix import (
    BIGRAM,
    KINDS,
    NGRAM,
    SUBJECT,
    WORD,
    Entries,
    Floats,
    Vocabulary,
    length_factors,
    to_matrix,
)
from valuecheck.training.teacher import Codes, Teacher
from valuecheck.traits import OUTPUTS

#: Relative weight of each block's variance, and of the measures; chosen on grouped folds (words,
#: bigrams and n-grams apart beat any pooling of them; see docs/experiments.md).
BLOCK_WEIGHTS = {WORD: 1.0, NGRAM: 1.0, BIGRAM: 1.0, SUBJECT: 0.3}
MEASURE_WEIGHT = 0.5
#: Ridge penalty, relative to texts of unit length.
ALPHA = 0.4
#: Steps of the descent: stopping early keeps what many texts agree on and leaves out what only
#: details of a few would add; with a teacher there are more texts to agree, so it goes further.
STEPS, TAUGHT_STEPS = 9, 12
#: A text that the teacher graded counts as much as this share of a graded one.
TAUGHT_WEIGHT = 0.7
#: Inverse penalty of the spam output, and what its columns are multiplied by.
SPAM_C, SPAM_SCALE = 1.0, 4.0
GRADED = len(OUTPUTS) - 1
#: Columns in more texts than this are multiplied densely.
_COMMON = 200
_MEASURE = 255
_TINY = 1e-20


@dataclass(frozen=True, slots=True)
class Scaling:
    """What turns counts into comparable columns; fitted on training rows.

    Attributes
    ----------
    columns : float64 array (n_features,)
        idf times the scale of the feature's block.
    means, spreads : float64 array (n_measures,)
        Of the measures.
    measure_scale : float
    """

    columns: Floats
    means: Floats
    spreads: Floats
    measure_scale: float


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
    """

    vocabulary: Vocabulary
    weights: Floats
    measure_weights: Floats
    intercepts: Floats

    def predict(self, entries: Entries) -> Floats:
        """Return the raw outputs (n_texts, 18) of counted texts."""
        matrix, mass = to_matrix(entries, self.vocabulary)
        return self.predict_matrix(matrix, mass, entries.measures)

    def predict_matrix(self, matrix: csr_matrix, mass: Floats, measures: Floats) -> Floats:
        """Return the raw outputs (n_texts, 18) of a matrix of term frequencies."""
        text = np.asarray(matrix @ self.weights) * length_factors(mass)[:, None]
        return text + measures @ self.measure_weights + self.intercepts


def fit_scaling(
    matrix: csr_matrix, mass: Floats, measures: Floats, vocabulary: Vocabulary
) -> Scaling:
    """Fit block scales so that each block's mean squared row length is its weight."""
    scaled = diags(length_factors(mass)) @ matrix @ diags(vocabulary.idf)
    columns = vocabulary.idf.copy()
    squares = scaled.multiply(scaled)
    total = sum(BLOCK_WEIGHTS.values()) + MEASURE_WEIGHT
    for kind in range(len(KINDS)):
        block = vocabulary.kinds == kind
        if block.any():
            mean = float(squares[:, block].sum()) / matrix.shape[0]
            columns[block] *= np.sqrt(BLOCK_WEIGHTS[kind] / total / max(mean, 1e-12))
    spreads = measures.std(axis=0) + 1e-6
    scale = float(np.sqrt(MEASURE_WEIGHT / total / measures.shape[1]))
    return Scaling(columns, measures.mean(axis=0), spreads, scale)


def design(matrix: csr_matrix, mass: Floats, measures: Floats, scaling: Scaling) -> csr_matrix:
    """Return the design matrix: scaled text features, then standardised measures."""
    text = diags(length_factors(mass)) @ matrix @ diags(scaling.columns)
    standard = (measures - scaling.means) / scaling.spreads * scaling.measure_scale
    return csr_matrix(hstack([text, csr_matrix(standard)], format="csr"))


def gram(x: csr_matrix) -> Floats:
    """Return x · xᵀ: common columns as a dense product, the many rare ones as a sparse one."""
    common = np.bincount(x.indices, minlength=x.shape[1]) > _COMMON
    dense = x[:, np.flatnonzero(common)].toarray().astype(np.float32)
    rare = x[:, np.flatnonzero(~common)]
    product: Floats = (dense @ dense.T).astype(np.float64)
    product += (rare @ rare.T).toarray()
    return product


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


def fit_spam(x: csr_matrix, kinds: NDArray[np.uint8], spam: SpamRows) -> tuple[Floats, float]:
    """Fit the spam output on words and bigrams; return coefficients (n_columns,) and intercept.

    N-grams and measures are left out: they tell corpora apart better than spam, and cost 0.02 to
    0.03 of the AUC on a corpus never seen. Every corpus and class weighs the same.
    """
    coefficients = np.zeros(x.shape[1])
    if len(np.unique(spam.labels)) < 2:
        return coefficients, 0.0
    columns = np.flatnonzero(np.isin(kinds, (WORD, BIGRAM)))
    logistic = LogisticRegression(C=SPAM_C, max_iter=300, tol=1e-3)
    logistic.fit(x[:, columns] * SPAM_SCALE, spam.labels, sample_weight=spam.weights())
    coefficients[columns] = logistic.coef_[0] * SPAM_SCALE
    return coefficients, float(logistic.intercept_[0])


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

    def weights(self) -> Floats:
        """Return weights (n,), mean 1, that make every corpus and class weigh the same."""
        weights = np.ones(len(self.labels))
        for corpus in np.unique(self.corpora):
            for label in (0, 1):
                inside = (self.corpora == corpus) & (self.labels == label)
                weights[inside] = 1 / max(1, inside.sum())
        return np.asarray(weights * (len(weights) / weights.sum()))


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
    matrix, mass = to_matrix(entries, vocabulary)
    scaling = fit_scaling(matrix, mass, entries.measures, vocabulary)
    x = design(matrix, mass, entries.measures, scaling)
    coefficients = np.zeros((x.shape[1], GRADED + 1))
    intercepts = np.zeros(GRADED + 1)
    taught = None
    if lesson is not None:
        more = design(
            *to_matrix(lesson.pool.entries, vocabulary), lesson.pool.entries.measures, scaling
        )
        taught = more, _teach(x, grades, weight, lesson).grade(more, lesson.pool.codes)
    coefficients[:, :GRADED], intercepts[:GRADED] = fit_graded(x, grades, weight, taught)
    if spam is not None:
        x_spam = design(*to_matrix(spam.entries, vocabulary), spam.entries.measures, scaling)
        # The design has a column for each measure behind those of the vocabulary.
        kinds = np.pad(
            vocabulary.kinds, (0, x_spam.shape[1] - len(vocabulary.kinds)), constant_values=_MEASURE
        )
        coefficients[:, GRADED], intercepts[GRADED] = fit_spam(x_spam, kinds, spam)
    return _serving_form(vocabulary, scaling, coefficients, intercepts)


def _teach(x: csr_matrix, grades: Floats, weight: Floats, lesson: Lesson) -> Teacher:
    """Fit a teacher on the graded texts whose embeddings are there."""
    seen = np.flatnonzero(~np.isnan(lesson.codes[:, 0]))
    centred = grades - np.average(grades, axis=0, weights=weight)
    own = x[seen]
    return Teacher(own, gram(own), lesson.codes[seen], centred[seen], weight[seen])


def _serving_form(
    vocabulary: Vocabulary, scaling: Scaling, coefficients: Floats, intercepts: Floats
) -> LinearModel:
    """Fold all scaling into the weights and intercepts."""
    features = len(vocabulary.keys)
    weights = coefficients[:features] * scaling.columns[:, None]
    per_measure = scaling.measure_scale / scaling.spreads
    measure_weights = coefficients[features:] * per_measure[:, None]
    return LinearModel(
        vocabulary, weights, measure_weights, intercepts - scaling.means @ measure_weights
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
