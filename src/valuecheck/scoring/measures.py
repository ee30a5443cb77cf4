"""Measure the whole draft: the surface features that no single word carries.

In: prose and subject as written, and the counts of their token types. Out: one number per name in
`MEASURES`, each smooth in the text (rates saturate, counts go through a logarithm) so that one
word more cannot make a score jump. All are about 0 to 1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import filterfalse
from math import log1p

from valuecheck.scoring.tokens import EMAIL, URL

MEASURES: tuple[str, ...] = (
    "length",
    "brevity",
    "very short",
    "shouted words",
    "shouting at all",
    "exclamation marks",
    "stacked exclamation marks",
    "question marks",
    "numbers",
    "money",
    "percentages",
    "speaks of you",
    "speaks of us",
    "speaks of me",
    "links",
    "addresses",
    "hashtags",
    "mentions",
    "emoji",
    "long words",
    "long sentences",
    "short lines",
    "list items",
    "brackets",
    "commas",
    "repeated words",
    "subject",
    "subject shouting",
    "subject marks",
    "subject length",
)

# These begin with what is rare, so that the search can skip; a look back comes after.
_SHOUTED = re.compile(r"[A-Z](?<!\w.)[A-Z]{2,}+(?!\w)")
_SENTENCE_ENDS = re.compile(r"[.!?](?=\s|$)")
_LIST_ITEM = re.compile(r"\n[ \t]*(?:[-*•▪✓✔✅→➡★]|\d{1,2}[.)])[ \t]")
_YOU = ("you", "your", "you're", "yours", "yourself", "you'll", "you've")
_US = ("we", "our", "us", "we're", "we've", "we'll", "ours")
_ME = ("i", "my", "me", "i'm", "i've", "i'll", "mine")
_MONEY = ("$", "€", "£", "₹")


def _rate(count: float, words: float, half: float) -> float:
    """Return a rate that saturates: 0.5 where `count / words` reaches `half`."""
    rate = count / words
    return rate / (rate + half)


def measure(
    prose: str, subject: str, counts: Mapping[str, int], words: int, letters: int
) -> tuple[float, ...]:
    """Return the measures of one draft, in the order of `MEASURES`.

    Parameters
    ----------
    prose, subject : str
        As written (case kept).
    counts : mapping of str to int
        Occurrences of each token type in subject and prose.
    words, letters : int
        Word tokens in subject and prose, and the characters in them.
    """
    get = counts.get
    # Five words are added so that rates of a very short text lean towards nothing.
    base = words + 5.0
    shouted = len(_SHOUTED.findall(prose))
    shouted_subject = len(_SHOUTED.findall(subject)) if subject else 0
    exclaimed = prose.count("!")
    stacked = prose.count("!!")
    ends = len(_SENTENCE_ENDS.findall(prose)) + 1
    lines = prose.count("\n") + 1
    numbers = emoji = 0
    for token in filterfalse(str.isalpha, counts):
        first = token[0]
        count = counts[token]
        if first.isdigit():
            numbers += count
        elif first > "\u2600" and first not in "\ue000\ue001\ue002" and len(token) == 1:
            emoji += count if not first.isalpha() else 0
    subject_words = subject.count(" ") + 1 if subject else 0
    return (
        log1p(words) / 6.0,
        20.0 / (words + 20.0),
        5.0 / (words + 5.0),
        _rate(shouted + shouted_subject, base, 0.08),
        log1p(shouted) / 4.0,
        _rate(exclaimed, base, 0.03),
        log1p(stacked) / 3.0,
        _rate(prose.count("?"), base, 0.02),
        _rate(numbers, base, 0.04),
        log1p(sum(get(mark, 0) for mark in _MONEY)) / 3.0,
        log1p(get("%", 0)) / 3.0,
        _rate(sum(get(word, 0) for word in _YOU), base, 0.04),
        _rate(sum(get(word, 0) for word in _US), base, 0.04),
        _rate(sum(get(word, 0) for word in _ME), base, 0.04),
        _rate(get(URL, 0), base, 0.02),
        log1p(get(EMAIL, 0)) / 3.0,
        log1p(get("#", 0)) / 3.0,
        log1p(get("@", 0)) / 3.0,
        _rate(emoji, base, 0.02),
        (letters / words - 3.0) / 4.0 if words else 0.0,
        log1p(words / ends) / 5.0,
        _rate(lines, base, 0.1),
        _rate(len(_LIST_ITEM.findall("\n" + prose)), base, 0.03),
        _rate(prose.count("("), base, 0.02),
        _rate(prose.count(","), base, 0.05),
        1.0 - len(counts) / (words + 5.0) if words else 0.0,
        1.0 if subject else 0.0,
        _rate(shouted_subject, subject_words + 2.0, 0.3),
        _rate(subject.count("!") + subject.count("?"), 1.0, 1.0),
        log1p(subject_words) / 4.0,
    )
