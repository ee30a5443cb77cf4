"""Spam with value-sounding sentences sprinkled in: what must not pass for value.

In: spam. Out: the same spam washed. The sentences are the project's own and say nothing of what
the spam is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from valuecheck.training.samples import Sample

#: Sentences, questions and asides that sound of value.
WASHING = (
    "What do you find hardest about this?",
    "For example, we measured it on twelve days and wrote the numbers down.",
    "You know your own week best, so take what fits you.",
    "I got this wrong myself in March, and here is what I changed.",
    "Have you tried it the other way round?",
    "First write down what you need, then cross out half of it.",
    "It is not for everybody: if you have less than an hour, skip it.",
    "Thanks to Ana Weber in Leeds, who found the mistake.",
    "You asked last week how long it takes; about 20 minutes, in our tests.",
    "According to a survey of 412 households, most people wait too long.",
    "I know how tiring this can be when you do it alone.",
    "If this does not help you, tell me what would.",
    "Here is how to check it yourself: open the bill and look at line 4.",
    "What would you add to this list?",
    "The limit: it does not work in the rain.",
    "We lose money on this part, and we would rather say so.",
    "You can stop reading here if you already do this.",
    "Which of these have you tested, and what happened?",
    "In 2023 it failed twice, because we had skipped the second step.",
    "Keep the receipt; you will need the number on the back.",
)
#: Sentences sprinkled into each text: one for so many words of its own, and so many at most.
WORDS_EACH, MOST = 25, 5
_BREAKS = re.compile(r"(?<=[.!?])\s+|\n+")


def washed(samples: Sequence[Sample], count: int, seed: int) -> list[tuple[Sample, str]]:
    """Return `count` texts of spam with sentences sprinkled in, as (spam, washed text)."""
    random = Random(seed)
    picked = random.sample(samples, min(count, len(samples)))
    return [(sample, _sprinkled(sample.text, random)) for sample in picked]


def sprinkled(text: str) -> int:
    """Return how many sentences a text gets."""
    return min(MOST, max(1, len(text.split()) // WORDS_EACH))


def _sprinkled(text: str, random: Random) -> str:
    places = [match.end() for match in _BREAKS.finditer(text)] or [len(text)]
    lines = random.sample(WASHING, sprinkled(text))
    at = sorted(random.choice(places) for _ in lines)
    parts, last = [], 0
    for place, line in zip(at, lines, strict=True):
        parts += [text[last:place], f" {line} "]
        last = place
    return "".join([*parts, text[last:]])
