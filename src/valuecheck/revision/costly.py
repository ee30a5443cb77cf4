"""Find sentences that cost the score and say nothing definite, by the model's own explanation.

In: a sentence of a part with its findings. Out: why it may go, or None. What the score finds is not
enough: no fact that is told only here, no reason, step or story may go along.
"""

from __future__ import annotations

import re

from valuecheck.revision.dispensable import Reason
from valuecheck.revision.facts import find_facts
from valuecheck.revision.language import Sentence
from valuecheck.revision.parts import Part, costliest, points_of
from valuecheck.revision.wording import CONTRAST, gives

#: Points that a sentence must cost, and may earn.
_LEAST_COST, _MOST_EARNED = 2.0, 0.5
_SHORTEST, _LONGEST = 3, 30
_WHOLE = re.compile(r"(?s)\W{0,4}[A-Z].*[.!…][\"”’)]?\W*")
#: What comes with a thing, and what the reader will do or get.
_OFFERED = re.compile(
    r"(?i)^\W*(?:includ(?:es?|ing)|covers?|comes|features|contains?)\b|\byou(?:['’]ll| will| get)\b"
)
_WHY = {
    "hype": "It is loud",
    "pressure": "It pushes",
    "hard_sell": "It sells",
    "self_focus": "It is about the sender",
    "bait": "It teases",
    "boilerplate": "Any sender could have written it",
    "untargeted": "It could go to anybody",
    "deceit": "It is hard to believe",
}


def costly(part: Part, sentence: Sentence) -> Reason | None:
    """Return why a sentence may go that costs the score, None if it may not."""
    text = part.prose.of(sentence)
    cost, earned = points_of(part, sentence)
    if cost > -_LEAST_COST or earned > _MOST_EARNED or not _is_plain(part, sentence, text):
        return None
    worst = costliest(part, sentence)
    if worst is None or worst.points >= 0:
        return None
    why = f"{_WHY[worst.trait]}, and says nothing definite: no figure, step or reason goes with it."
    return Reason(worst.trait, why, frozenset(("name",)))


def _is_plain(part: Part, sentence: Sentence, text: str) -> bool:
    """Is it a whole sentence that tells nothing which is told only here?"""
    return (
        _SHORTEST <= len(text.split()) <= _LONGEST
        and _WHOLE.fullmatch(text) is not None
        and part.is_free(sentence.start, sentence.end)
        and not gives(text)
        and not CONTRAST.search(text)
        and not _OFFERED.search(text)
        and all(
            fact.kind == "name" and _is_elsewhere(part, sentence, fact.form)
            for fact in find_facts(text)
        )
    )


def _is_elsewhere(part: Part, sentence: Sentence, form: str) -> bool:
    """Does another sentence name it too?"""
    rest = f"{part.text[: sentence.start]} {part.text[sentence.end :]}".lower().replace("’", "'")
    return re.search(rf"(?<!\w){re.escape(form)}(?!\w)", rest) is not None
