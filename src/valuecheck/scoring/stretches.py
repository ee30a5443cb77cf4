"""Hear the halves of a draft by themselves, so that no calm half hides a loud one.

In: a draft and its scores. Out: the same scores, with the verdict that its lower half asks for. A
score says what a draft is made of: a broadcast with as many calm words beside it scores like
something in between, and still is a broadcast to whoever reads it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from valuecheck.records import Draft, Scores, Stretch
from valuecheck.scoring.model import Model
from valuecheck.scoring.scores import BROADCAST_VERDICT, score_of

#: Words that a stretch must have: of fewer, a score says little.
FEWEST_STRETCH_WORDS = 15
#: Of a draft that scores this much above the bound, no half is heard: the other half would have to
#: score higher than drafts do (docs/experiments.md).
REACH = 30.0
#: A sentence's end so near (as a share of all words) is where the cut is made instead.
_NEAR = 0.1
#: Tags and mentions are no words: a wall of them is bad style, but no half of a draft.
_WORD = re.compile(r"(?<!\S)[^\s#@]\S*")


def stretches(prose: str) -> list[tuple[int, int]]:
    """Return the halves of a draft's prose, cut at the end of a sentence or line near its middle.

    Parameters
    ----------
    prose : str

    Returns
    -------
    list of (int, int)
        Half-open spans, each of `FEWEST_STRETCH_WORDS` at least; none for a short text.

    Examples
    --------
    >>> stretches("Too short to have any." + " #tags" * 30)
    []
    >>> text = "Buy it now. " * 9 + "It rained all day. " * 7
    >>> [text[start:end].split(".")[0] for start, end in stretches(text)]
    ['Buy it now', 'It rained all day']
    """
    words = [found.span() for found in _WORD.finditer(prose)]
    if len(words) < 2 * FEWEST_STRETCH_WORDS:
        return []
    at = _middle(prose, words)
    halves = (0, words[at - 1][1], at), (words[at][0], len(prose), len(words) - at)
    return [(start, end) for start, end, count in halves if count >= FEWEST_STRETCH_WORDS]


def _middle(prose: str, words: list[tuple[int, int]]) -> int:
    """Return how many words stand before the cut: where a line ends near, or else a sentence."""
    wanted = len(words) // 2
    reach = int(_NEAR * len(words))
    nearest = sorted(range(wanted - reach, wanted + reach + 1), key=lambda at: abs(at - wanted))
    for ends in (_line_ends, _sentence_ends):
        for at in nearest:
            if ends(prose, words[at - 1][1], words[at][0]):
                return at
    return wanted


def _line_ends(prose: str, end: int, following: int) -> bool:
    return "\n" in prose[end:following]


def _sentence_ends(prose: str, end: int, following: int) -> bool:
    return prose[end - 1] in ".!?…"


def heard_apart(model: Model, draft: Draft, scores: Scores) -> Scores:
    """Return the scores with the verdict that the draft's lowest stretch asks for.

    Parameters
    ----------
    model : Model
    draft : Draft
    scores : Scores
        Of the whole draft; they stay as they are but for `verdict` and `stretch`.
    """
    below = model.calibration["verdict"]["broadcast_below"]
    if not below <= scores.score < below + REACH:
        return scores
    prose = draft.prose.text
    subject = draft.subject.text if draft.subject else ""
    lowest, found = below, None
    for start, end in stretches(prose):
        # The subject belongs to what follows it.
        alone = score_of(model.raw(model.count(prose[start:end], "" if start else subject)))
        if alone < lowest:
            lowest, found = alone, (start, end)
    if found is None:
        return scores
    start, end = draft.prose.origin.to_source(*found)
    line = draft.text.count("\n", 0, start) + 1
    last = line + draft.text.count("\n", start, end)
    stretch = Stretch(start, end, line, last, lowest)
    return replace(scores, verdict=BROADCAST_VERDICT, stretch=stretch)
