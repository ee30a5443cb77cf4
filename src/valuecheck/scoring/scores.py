"""Turn the model's linear outputs into what a report says: grades, levels, score and verdict.

In: `RawScores` and the calibration of the bundle. Out: `Scores`. Everything here is clamping,
cutting and calibrating; no text is looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from valuecheck.records import Scores, TraitScore
from valuecheck.scoring.model import RawScores, sigmoid
from valuecheck.traits import OUTPUTS, TRAITS

_BROADCAST, _VALUE, _SPAM = (OUTPUTS.index(name) for name in ("broadcast", "value", "spam"))

BROADCAST_VERDICT, MIXED_VERDICT, VALUE_VERDICT = "broadcast", "mixed", "value"
NOT_SCORED = "not scored"
#: What a spam filter would so likely call spam is not called `value`, however it scores: spam with
#: kind sentences sprinkled in stays where it was, and of texts that are called `value` otherwise
#: one in 300 is `mixed` for it.
LIKELY_SPAM = 0.75
VERDICTS = (BROADCAST_VERDICT, MIXED_VERDICT, VALUE_VERDICT, NOT_SCORED)


def to_scores(raw: RawScores, calibration: dict[str, Any], words: int) -> Scores:
    """Return the scores of a draft.

    Parameters
    ----------
    raw : RawScores
        The 18 outputs before clamping.
    calibration : dict
        `cuts` (three per trait), `probability` (slope and intercept per trait), `verdict`
        (`broadcast_above`, `value_above`: bounds on the score), `confidence` (weights).
    words : int
        Word tokens of the draft, for the confidence.
    """
    values = raw.raw
    traits = tuple(
        TraitScore(
            trait.name,
            trait.pole,
            _clamp(value, 0.0, 3.0),
            bisect_right(cuts, value),
            sigmoid(slope * value + offset),
        )
        for trait, value, cuts, (slope, offset) in zip(
            TRAITS, values, calibration["cuts"], calibration["probability"], strict=False
        )
    )
    broadcast = _clamp(values[_BROADCAST], 0.0, 10.0)
    value = _clamp(values[_VALUE], 0.0, 10.0)
    score, spam = score_of(raw), sigmoid(values[_SPAM])
    return Scores(
        traits=traits,
        broadcast=broadcast,
        value=value,
        spam=spam,
        score=score,
        verdict=verdict_of(score, calibration["verdict"], spam),
        confidence=confidence_of(raw, score, calibration["confidence"], words),
        uncut=50.0 + 5.0 * (values[_VALUE] - values[_BROADCAST]),
    )


def score_of(raw: RawScores) -> float:
    """Return the score in [0, 100] that the outputs amount to."""
    broadcast = _clamp(raw.raw[_BROADCAST], 0.0, 10.0)
    value = _clamp(raw.raw[_VALUE], 0.0, 10.0)
    return _clamp(50.0 + 5.0 * (value - broadcast), 0.0, 100.0)


def verdict_of(score: float, bounds: dict[str, float], spam: float = 0.0) -> str:
    """Return the verdict for a score in [0, 100] and a chance of spam."""
    if score < bounds["broadcast_below"]:
        return BROADCAST_VERDICT
    valued = score >= bounds["value_from"] and spam < LIKELY_SPAM
    return VALUE_VERDICT if valued else MIXED_VERDICT


def confidence_signals(raw: RawScores, score: float, words: int) -> tuple[float, ...]:
    """Return what the confidence is computed from, each about 0 to 1.

    Brevity of the draft, share of its words that the model does not know, distance of the score
    from the middle of the scale, and how far broadcast and value sum from what one expects of a
    draft that is either the one or the other (10).
    """
    broadcast, value = raw.raw[_BROADCAST], raw.raw[_VALUE]
    return (
        20.0 / (words + 20.0),
        max(0.0, 1.0 - raw.mass / max(1.0, float(words))),
        abs(score - 50.0) / 50.0,
        min(1.0, abs(broadcast + value - 10.0) / 10.0),
    )


def confidence_of(raw: RawScores, score: float, weights: list[float], words: int) -> float:
    """Return the estimated probability that the score is within 15 points of a grader's."""
    signals = confidence_signals(raw, score, words)
    return sigmoid(weights[0] + sum(w * s for w, s in zip(weights[1:], signals, strict=True)))


def _clamp(value: float, low: float, high: float) -> float:
    return min(high, max(low, value))
