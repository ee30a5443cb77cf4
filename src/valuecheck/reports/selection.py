"""Narrow a report to the traits that were asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from valuecheck.records import Report


def only_traits(report: Report, traits: Collection[str]) -> Report:
    """Return the report with only these traits, their findings and their explanations.

    The overall scores and the verdict stay: they are of the whole draft.
    """
    scores = report.scores
    if scores is not None:
        scores = replace(scores, traits=tuple(one for one in scores.traits if one.trait in traits))
    explanations = report.explanations
    if explanations is not None:
        explanations = tuple(one for one in explanations if one.output in traits)
    return replace(
        report,
        scores=scores,
        findings=tuple(one for one in report.findings if one.trait in traits),
        explanations=explanations,
    )
