"""Cues that a passage is worth quoting for a trait, besides what its words add to the grade.

A grade says how much of a trait a whole draft has; the words that *show* it best have marks of
their own: evidence is quoted with its number, a question with its question mark. `cues` reads
them off a passage; `weighed` weighs them. The weights were fitted to which passages graders
quoted (`python -m valuecheck.training.evidence_eval --fit`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from math import log
from operator import mul
from typing import NamedTuple

from valuecheck.findings.cue_weights import WEIGHTS
from valuecheck.scoring.tokens import EMAIL, URL

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
#: A passage that begins in this part of a draft opens it, one after that part closes it.
OPENING, CLOSING = 0.12, 0.85
# These begin with what is rare, so that the search can skip; a look back comes after.
_NAME = re.compile(r"[A-Z](?<=[a-z,] .)[a-zA-Z]")
_CAPITALS = re.compile(r"[A-Z](?<!\w.)[A-Z]{3,}+(?!\w)")

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
#: What is counted over the tokens of a passage, and up to how many.
COUNTED: tuple[str, ...] = ("digits", "money", "link", "question", "exclaims", *_WORDS)
CAPS: tuple[int, ...] = (3, 1, 1, 1, 1, *(2 for _ in _WORDS))
_DIGITS, _MONEY_SIGN, _LINK, _QUESTION, _EXCLAIMS = range(5)


class Facts(NamedTuple):
    """What is known of a passage besides its tokens' counts.

    Attributes
    ----------
    size : int
        Tokens.
    action : bool
        Does it begin with a word that asks for an action?
    names, capitals : int
        How many of its words are names, and all in capitals.
    subject : bool
        Is it (part of) the subject?
    place : float
        Where it begins, 0 (top) to 1.
    """

    size: int
    action: bool
    names: int
    capitals: int
    subject: bool
    place: float


class Capitals:
    """Which tokens are names (capitals within a sentence) and which are all in capitals.

    Parameters
    ----------
    cased : str
        Normalised text with its case kept.
    starts : list of int
        Where its tokens begin.
    """

    def __init__(self, cased: str, starts: list[int]) -> None:
        self._names, self._shouts = (
            [bisect_right(starts, match.start()) - 1 for match in pattern.finditer(cased)]
            for pattern in (_NAME, _CAPITALS)
        )

    def inside(self, first: int, last: int) -> tuple[int, int]:
        """Return how many names and how many words in capitals tokens `[first, last]` have."""
        names, shouts = self._names, self._shouts
        return (
            bisect_right(names, last) - bisect_left(names, first) if names else 0,
            bisect_right(shouts, last) - bisect_left(shouts, first) if shouts else 0,
        )


def is_action(text: str) -> bool:
    """Tell whether a passage that begins with this token asks for something."""
    return text in _ACTIONS


def counted_in(text: str) -> tuple[int, ...]:
    """Return which of `COUNTED` one token counts for, as indices."""
    if text in _WORD_CUES:
        return tuple(_EXCLAIMS + 1 + number for number in _WORD_CUES[text])
    if text.isalpha():
        return ()
    signs = (
        (_DIGITS, text[0].isdigit()),
        (_MONEY_SIGN, text in _MONEY),
        (_LINK, text in _LINKS),
        (_QUESTION, "?" in text),
        (_EXCLAIMS, text[0] == "!"),
    )
    return tuple(number for number, holds in signs if holds)


def passage_cues(counts: Sequence[int], facts: Facts, passages: int) -> list[float]:
    """Return the cues of a passage in the order of `CUES`.

    The constant, and what `ranking` fills in for the trait, stand at the front and are 0 here but
    for the first.

    Parameters
    ----------
    counts : sequence of int
        In the order of `COUNTED`.
    facts : Facts
        Of the passage.
    passages : int
        How many the draft has.
    """
    capped = [float(min(cap, n)) for cap, n in zip(CAPS, counts, strict=True)]
    digits, money, link, question, exclaims, *words = capped
    return [
        *(1.0, 0.0, 0.0, 0.0, log(facts.size), facts.size / 16.0, log(1.0 + passages)),
        *(digits, question, exclaims, float(facts.action)),
        *(min(3.0, float(facts.names)), min(2.0, float(facts.capitals)), link, money),
        float(facts.subject),
        float(not facts.subject and facts.place < OPENING),
        0.0 if facts.subject else facts.place,
        float(facts.place > CLOSING),
        *words,
    ]


def weighed(trait: str, cues: Sequence[float]) -> float:
    """Return the weight of all cues for a trait; `sigmoid` of it is how likely a quote is."""
    return float(sum(map(mul, WEIGHTS[trait], cues)))
