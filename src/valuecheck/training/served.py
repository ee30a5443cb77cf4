"""Measure a model as it is served: the bundle on disk, through the code that scores drafts.

In: a model's folder and graded drafts. Out: the figures that `evaluate` computes of predictions in
training, so that the two can stand side by side.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from valuecheck.checking import Checker
from valuecheck.training import calibrate, evaluate
from valuecheck.training.samples import Sample


def served_figures(checker: Checker, samples: Sequence[Sample]) -> dict[str, Any]:
    """Return what `evaluate.trait_figures` says of a served model, and its pairs in order.

    Parameters
    ----------
    checker : Checker
        With the model.
    samples : sequence of Sample
        Graded drafts.
    """
    model = checker.model
    raw = np.array(
        [model.raw(model.count(sample.text, sample.subject)).raw for sample in samples], np.float64
    )
    grades = np.array([sample.grades for sample in samples], np.float64)
    levels = calibrate.levels_of(raw, model.calibration["cuts"])
    chances = calibrate.probabilities_of(raw, model.calibration["probability"])
    ordered, pairs = evaluate.pairs_in_order(samples, raw)
    figures = evaluate.trait_figures(raw, levels, chances, grades)
    return {**figures, "pairs_in_order": ordered, "pairs": pairs}
