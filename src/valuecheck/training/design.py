"""Make the columns that a fit learns from: scaled counts, measures, what length and themes tilt.

In: counts of texts. Out: sparse design matrices, whose scales were fitted on the training rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack
from sklearn.decomposition import TruncatedSVD

from valuecheck.scoring.bundle import LIMIT, THEMES
from valuecheck.scoring.weights import TILT_STEPS, tilt_step
from valuecheck.training.matrix import (
    BIGRAM,
    KINDS,
    NGRAM,
    SUBJECT,
    WORD,
    Floats,
    Vocabulary,
    length_factors,
)

#: Relative weight of each block's variance, and of the measures; chosen on grouped folds (words,
#: bigrams and n-grams apart beat any pooling of them; see docs/experiments.md).
BLOCK_WEIGHTS = {WORD: 1.0, NGRAM: 1.0, BIGRAM: 1.0, SUBJECT: 0.3}
MEASURE_WEIGHT = 0.5
#: Words in 0.2 % of texts or more get a second weight, for the tilt (see `scoring.weights`): with
#: all words, or bigrams and n-grams too, nothing is gained (docs/experiments.md).
TILTED_IDF = 1.0 + log(1 / 0.002)
#: How fast a theme leaves its middle: this many times its distance from the mean in standard
#: deviations, then tanh.
THEME_SLOPE = 0.7
#: Scale of the tilt itself as a column, and of its square and of each theme.
TILT_SCALE = 0.2
#: Columns in more texts than this are multiplied densely.
_COMMON = 200


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
    tilted : int64 array (n_tilted,)
        Columns of features with more weights than one.
    """

    columns: Floats
    means: Floats
    spreads: Floats
    measure_scale: float
    tilted: NDArray[np.int64]


def tilts_of(words: NDArray[np.int64]) -> Floats:
    """Return the tilt (n,) of texts, in [−1, 1], by their words."""
    return np.array([tilt_step(int(count)) for count in words], np.float64) / TILT_STEPS


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
    tilted = np.flatnonzero((vocabulary.kinds == WORD) & (vocabulary.idf <= TILTED_IDF))
    return Scaling(columns, measures.mean(axis=0), spreads, scale, tilted)


def design(matrix: csr_matrix, mass: Floats, measures: Floats, scaling: Scaling) -> csr_matrix:
    """Return the design matrix: scaled text features, then standardised measures."""
    text = diags(length_factors(mass)) @ matrix @ diags(scaling.columns)
    standard = (measures - scaling.means) / scaling.spreads * scaling.measure_scale
    return csr_matrix(hstack([text, csr_matrix(standard)], format="csr"))


class Themes(NamedTuple):
    """What a draft's words say of its themes; as it ships.

    Attributes
    ----------
    loadings : int64 array (n_tilted, THEMES)
        How much each tilted word speaks for each theme, from −`LIMIT` to `LIMIT`.
    scales, offsets : float64 array (THEMES,)
        theme = tanh(length factor · Σ tf · loading · scale + offset).
    """

    loadings: NDArray[np.int64]
    scales: Floats
    offsets: Floats

    def of(self, matrix: csr_matrix, mass: Floats) -> Floats:
        """Return the themes (n, THEMES) of texts, in whole steps, by their tilted words' tf."""
        sums = np.asarray(matrix @ self.loadings.astype(np.float64))
        spoken = sums * (length_factors(mass)[:, None] * self.scales) + self.offsets
        return np.asarray(np.rint(TILT_STEPS * np.tanh(spoken)) / TILT_STEPS)


def fit_themes(x: csr_matrix, scaling: Scaling) -> Themes:
    """Find the themes of many texts: what their common words vary in most, grades aside.

    Parameters
    ----------
    x : (n, n_columns)
        Their design matrix. The first singular vector, which is about what all texts have in
        common, is left out.
    """
    words = csr_matrix(x[:, scaling.tilted])
    if min(words.shape) <= THEMES + 1:
        return Themes(
            np.zeros((words.shape[1], THEMES), np.int64), np.ones(THEMES), np.zeros(THEMES)
        )
    axes = TruncatedSVD(THEMES + 1, random_state=0).fit(words).components_[1:].T
    spoken = np.asarray(words @ axes)
    slopes = THEME_SLOPE / (spoken.std(axis=0) + 1e-9)
    weights = axes * slopes * scaling.columns[scaling.tilted][:, None]
    scales = np.abs(weights).max(axis=0) / LIMIT + 1e-12
    offsets = -spoken.mean(axis=0) * slopes
    return Themes(np.rint(weights / scales).astype(np.int64), scales, offsets)


def tilt_design(
    x: csr_matrix,
    counted: tuple[csr_matrix, Floats],
    words: NDArray[np.int64],
    themes: Themes,
    scaling: Scaling,
) -> csr_matrix:
    """Return a design matrix with what tilts beside it.

    By length: words, measures, the tilt, its square; by each theme: words; the themes themselves.

    Parameters
    ----------
    x : (n, n_columns)
        From `design`.
    counted : (n, n_features), (n,)
        Term frequencies and mass of the same texts.
    words : (n,)
    themes : Themes
    scaling : Scaling
    """
    tilt = tilts_of(words)
    matrix, mass = counted
    spoken = themes.of(matrix[:, scaling.tilted], mass)
    measures = np.arange(len(scaling.columns), x.shape[1])
    tilting = diags(tilt) @ x[:, np.concatenate([scaling.tilted, measures])]
    alone = csr_matrix(np.column_stack([tilt, tilt**2]) * TILT_SCALE)
    common = x[:, scaling.tilted]
    themed = [diags(theme) @ common for theme in spoken.T]
    blocks = [x, tilting, alone, *themed, csr_matrix(spoken * TILT_SCALE)]
    return csr_matrix(hstack(blocks, format="csr", dtype=np.float32))


def gram(x: csr_matrix) -> Floats:
    """Return x · xᵀ: common columns as a dense product, the many rare ones as a sparse one."""
    common = np.bincount(x.indices, minlength=x.shape[1]) > _COMMON
    dense = x[:, np.flatnonzero(common)].toarray().astype(np.float32)
    rare = x[:, np.flatnonzero(~common)]
    product: Floats = (dense @ dense.T).astype(np.float64)
    product += (rare @ rare.T).toarray()
    return product
