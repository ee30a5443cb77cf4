"""Measure the model on somebody's own graded drafts: agreement, ranking, calibration, verdicts."""
