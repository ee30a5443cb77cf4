"""Cues that a passage is worth quoting for a trait, besides what its words add to the grade.

A grade says how much of a trait a whole draft has; the words that *show* it best have marks of
their own: evidence is quoted with its number, a question with its question mark. `cues` reads
them off a passage; `weighed` weighs them. The weights were fitted to which passages graders
quoted (`python -m valuecheck.training.evidence_eval --fit`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from math import log
from operator import mul

from valuecheck.findings.cue_weights import WEIGHTS
from valuecheck.scoring.tokens import EMAIL, URL, Token

#: Words by what they hint at; each list is one cue: how many of its words the passage has.
_WORDS: dict[str, str] = {
    "we": "we our us we're we've ours we'll we'd",
    "i": "i my me i'm i've mine i'd i'll myself",
    "you": "you your you're yours you'll you've yourself",
    "they": "he she they him her them his their people",
    "limit": "not but no however don't doesn't isn't only can't won't never although though except"
    " unless without yet didn't aren't hardly unfortunately cannot",
    "reason": "because since therefore so why reason due hence otherwise means",
    "proof": "found showed study according data measured tested research shows report survey"
    " results source published tried compared example evidence average",
    "hedge": "think seems probably perhaps maybe guess may might could depends roughly about"
    " believe personally likely suspect",
    "feeling": "feel feeling hard sorry love hope worry understand know glad miss afraid tired"
    " struggle happy sad care difficult friend thank thanks heart life",
    "loud": "best amazing incredible revolutionary ultimate perfect unique leading powerful great"
    " most exclusive world premium innovative proven guaranteed fantastic top huge awesome easy"
    " stunning beautiful favorite unlimited instantly seamless every exciting",
    "urgent": "now today hurry last deadline ends limited immediately soon before tonight until"
    " expires running late urgent final left hours midnight remaining tomorrow",
    "offer": "free save off price discount offer buy order sale deal shipping trial pay cash money"
    " cost credit purchase subscription bonus gift membership",
    "click": "click link visit join subscribe register download sign donate website call contact"
    " here apply follow share comment email form reply",
    "proud": "proud excited thrilled announce pleased delighted launched launch award new company"
    " team mission product founded released introducing announcing honored named won journey",
    "stock": "solutions success business quality experience community support opportunity forward"
    " value needs help improve growth world's impact passionate future strategy committed"
    " journey looking insights leverage industry ensure unlock discover",
    "group": "for who if those anyone students developers teams parents customers members users"
    " owners readers women men families kids clients employees subscribers professionals everyone",
    "how": "how use using make set add run step first then when should try change install check"
    " start put keep avoid instead turn add need",
    "secret": "secret this what here's why how these reveal find discover guess wait believe ever"
    " things one reasons story",
    "fraud": "account password transfer million bank confidential verify winner claim profit income"
    " lottery investment prescription guaranteed beneficiary bitcoin earn loan pills rich",
    "credit": "by from via written author thanks wrote courtesy sponsored disclosure free"
    " unsubscribe received copyright",
    "polite": "hi hello dear regards best sincerely thanks cheers hey greetings",
}
_ACTIONS = frozenset(
    "buy order get click visit join sign subscribe register call download try start book donate"
    " give shop save learn check contact apply read find follow watch send use make add run see"
    " let don't take keep go put ask grab claim enter discover please reply share comment".split()
)
_MONEY = frozenset("$€£%")
_LINKS = frozenset((URL, EMAIL))
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-zA-Z]")
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b")

CUES: tuple[str, ...] = (
    *("constant", "gain", "gain_of_pole", "rule", "log_words", "words", "log_passages"),
    *("digits", "question", "exclaims", "action", "names", "capitals", "link", "money"),
    *("subject", "opening", "place", "closing"),
    *_WORDS,
)
_WORD_CUES: dict[str, tuple[int, ...]] = {}
for _number, _list in enumerate(_WORDS.values()):
    for _word in dict.fromkeys(_list.split()):
        _WORD_CUES[_word] = (*_WORD_CUES.get(_word, ()), _number)
#: Fewer repeats count in full; a third says no more than the second.
_MOST = 2.0


class Capitals:
    """Where a text has names (capitals within a sentence) and words all in capitals."""

    def __init__(self, text: str) -> None:
        self._names = [match.start() for match in _NAME.finditer(text)]
        self._shouts = [match.start() for match in _CAPITALS.finditer(text)]

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """Return how many names and how many words in capitals begin in `[start, end)`."""
        return (
            bisect_left(self._names, end) - bisect_left(self._names, start),
            bisect_left(self._shouts, end) - bisect_left(self._shouts, start),
        )


def passage_cues(
    tokens: Sequence[Token],
    names: int,
    capitals: int,
    *,
    subject: bool,
    place: float,
    passages: int,
) -> list[float]:
    """Return the cues of a passage in the order of `CUES`.

    The constant, and what `ranking` fills in for the trait, stand at the front and are 0 here but
    for the first.

    Parameters
    ----------
    tokens : sequence of Token
        Of the passage.
    names, capitals : int
        How many of its words are names, and all in capitals.
    subject : bool
        Is it (part of) the subject?
    place : float
        Where it begins, 0 (top) to 1.
    passages : int
        How many the draft has.
    """
    words = [0.0] * len(_WORDS)
    digits = money = link = question = exclaims = 0.0
    for text in [token.text for token in tokens]:
        if text in _WORD_CUES:
            for number in _WORD_CUES[text]:
                if words[number] < _MOST:
                    words[number] += 1.0
        elif not text.isalpha():
            first = text[0]
            digits += first.isdigit()
            money += text in _MONEY
            link += text in _LINKS
            question += "?" in text
            exclaims += first == "!"
    size = len(tokens)
    return [
        1.0,
        0.0,
        0.0,
        0.0,
        log(size),
        size / 16.0,
        log(1.0 + passages),
        min(3.0, digits),
        min(1.0, question),
        min(1.0, exclaims),
        float(tokens[0].text in _ACTIONS),
        min(3.0, float(names)),
        min(2.0, float(capitals)),
        min(1.0, link),
        min(1.0, money),
        float(subject),
        float(not subject and place < 0.12),
        0.0 if subject else place,
        float(place > 0.85),
        *words,
    ]


def weighed(trait: str, cues: Sequence[float]) -> float:
    """Return the weight of all cues for a trait; `sigmoid` of it is how likely a quote is."""
    return float(sum(map(mul, WEIGHTS[trait], cues)))
