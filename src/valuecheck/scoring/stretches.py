"""Read long stretches of a draft by themselves, so that no calm half hides a loud one.

In: prose. Out: the stretch that scores lowest, if it is low enough to matter. A score says what a
draft is made of: a broadcast with as many calm words beside it scores like something in between,
and still is a broadcast to whoever reads it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from valuecheck.records import Draft, Scores, Stretch
from valuecheck.scoring.model import Model
from valuecheck.scoring.scores import BROADCAST_VERDICT, score_of

#: Words that a stretch must have: of fewer, a score says little.
FEWEST_STRETCH_WORDS = 25
#: Of a draft that scores this much above the bound, no stretch is looked at: the rest of it would
#: have to score higher than drafts do.
REACH = 30.0
#: Where a draft is cut, as shares of its words.
_CUTS = (1 / 3, 1 / 2, 2 / 3)
#: A stretch must be this much of the draft.
_LEAST_SHARE = 0.4
#: A sentence's end so near (as a share of all words) is where the cut is made instead.
_NEAR = 0.1
_WORD = re.compile(r"\S+")


def stretches(prose: str) -> list[tuple[int, int]]:
    """Return the stretches of a draft's prose that are scored by themselves.

    They are its first and last halves and two thirds, cut at the end of a sentence or line where
    one is near.

    Parameters
    ----------
    prose : str

    Returns
    -------
    list of (int, int)
        Half-open spans, each of 40 % of the words or more and of `FEWEST_STRETCH_WORDS` at least;
        none for a short text.

    Examples
    --------
    >>> stretches("Too short to have any.")
    []
    >>> text = "Buy it now. " * 9 + "It rained all day. " * 7
    >>> [text[start:end].split(".")[0] for start, end in stretches(text)]
    ['Buy it now', 'It rained all day', 'Buy it now']
    """
    words = [found.span() for found in _WORD.finditer(prose)]
    count = len(words)
    if count < 2 * FEWEST_STRETCH_WORDS:
        return []
    spans: dict[tuple[int, int], None] = {}
    for share in _CUTS:
        at = _cut(prose, words, share)
        if at >= FEWEST_STRETCH_WORDS and share >= _LEAST_SHARE:
            spans[0, words[at - 1][1]] = None
        if count - at >= FEWEST_STRETCH_WORDS and 1 - share >= _LEAST_SHARE:
            spans[words[at][0], len(prose)] = None
    return list(spans)


def _cut(prose: str, words: list[tuple[int, int]], share: float) -> int:
    """Return how many words stand before a cut."""
    wanted = round(share * len(words))
    for distance in range(int(_NEAR * len(words)) + 1):
        for at in (wanted - distance, wanted + distance):
            if 0 < at < len(words) and _ends(prose, words[at - 1][1], words[at][0]):
                return at
    return wanted


def _ends(prose: str, end: int, following: int) -> bool:
    """Tell whether a sentence or line ends between two words."""
    return prose[end - 1] in ".!?…" or "\n" in prose[end:following]


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
