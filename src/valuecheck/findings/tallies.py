"""Weigh the cues of many passages by running sums: one subtraction a passage for all traits.

In: tokens. Out: for any run of them its counts of `cues.COUNTED`, and what all its cues but those
of the trait weigh for each trait. What a token counts for, and what that weighs, rides in one
Python integer and is remembered by token, so a word met again costs one addition.

    lowest bytes   one byte for each of `COUNTED`
    above          32 bits a trait, in units of `UNIT`
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from math import log
from struct import Struct

from valuecheck.findings.clauses import MOST_REMEMBERED
from valuecheck.findings.cue_weights import WEIGHTS
from valuecheck.findings.cues import (
    CAPS,
    CLOSING,
    COUNTED,
    CUES,
    OPENING,
    Facts,
    counted_in,
)
from valuecheck.traits import TRAIT_NAMES

UNIT = 1e-5
#: Of two passages of one sentence, one that begins or ends with it reads better.
EDGE_BONUS = 0.3
#: Places are counted in thousandths.
_PLACES = 1000
_COUNT_BITS = 8 * len(COUNTED)
_COUNTS = (1 << _COUNT_BITS) - 1
_BYTES = len(COUNTED) + 4 * len(TRAIT_NAMES) + 1
_LOG_PASSAGES = CUES.index("log_passages")
_LANES = Struct(f"<{len(TRAIT_NAMES)}i")
#: Added to counts, these set the highest bit of each that is over its cap.
_ROOM = sum((127 - cap) << (8 * at) for at, cap in enumerate(CAPS))
_OVER = sum(128 << (8 * at) for at in range(len(COUNTED)))


@cache
def _row(cue: str, times: float = 1.0) -> int:
    """Return what so much of a cue weighs for every trait, above the counts."""
    at = CUES.index(cue)
    lanes = sum(
        round(WEIGHTS[trait][at] * times / UNIT) << (32 * lane)
        for lane, trait in enumerate(TRAIT_NAMES)
    )
    return lanes << _COUNT_BITS


class _Tallies(dict[str, int]):
    """What one token counts for and weighs; remembered."""

    def __missing__(self, text: str) -> int:
        tally = sum((1 << (8 * at)) + _row(COUNTED[at]) for at in counted_in(text))
        if len(self) < MOST_REMEMBERED:
            self[text] = tally
        return tally


_TALLIES = _Tallies()


def running_tallies(texts: Sequence[str]) -> list[int]:
    """Return the tallies of the first n tokens, for every n; runs may have 127 tokens at most."""
    return list(accumulate(map(_TALLIES.__getitem__, texts), initial=0))


def counts(tally: int) -> bytes:
    """Return a run's counts in the order of `COUNTED`."""
    return (tally & _COUNTS).to_bytes(len(COUNTED), "little")


def weights(tally: int, facts: Facts, edges: int) -> tuple[int, ...]:
    """Return what a passage's cues weigh, one number a trait, in units of `UNIT`.

    With the bonus for its edges; without the cues of the trait (its gain and its rules) and without
    the number of passages, which is the same for all passages of a draft.
    """
    size, action, names, capitals, subject, place = facts
    if ((tally & _COUNTS) + _ROOM) & _OVER:
        tally = _capped(tally)
    tally += _of_size(size, edges)
    if action:
        tally += _row("action")
    if names:
        tally += _row("names", min(3, names))
    if capitals:
        tally += _row("capitals", min(2, capitals))
    tally += _row("subject") if subject else _of_place(int(_PLACES * place))
    if place > CLOSING:
        tally += _row("closing")
    # A negative lane borrows one unit of the next, which is nothing.
    return _LANES.unpack_from(tally.to_bytes(_BYTES, "little", signed=True), len(COUNTED))


def weight_of_number(trait: str, passages: int) -> float:
    """Return what the number of a draft's passages weighs for a trait."""
    return log(1.0 + passages) * WEIGHTS[trait][_LOG_PASSAGES]


@cache
def _of_size(size: int, edges: int) -> int:
    bonus = round(EDGE_BONUS * edges / UNIT)
    lanes = sum(bonus << (32 * lane) for lane in range(len(TRAIT_NAMES)))
    by_size = _row("constant") + _row("log_words", log(size)) + _row("words", size / 16.0)
    return by_size + (lanes << _COUNT_BITS)


@cache
def _of_place(place: int) -> int:
    opening = _row("opening") if place < OPENING * _PLACES else 0
    return _row("place", place / _PLACES) + opening


def _capped(tally: int) -> int:
    """Take off what counts weigh beyond their caps."""
    for at, (count, cap) in enumerate(zip(counts(tally), CAPS, strict=True)):
        if count > cap:
            tally -= (count - cap) * _row(COUNTED[at])
    return tally
