"""Common English words: those that are no name, however they are capitalised.

The list is a table of `words.txt`: words that the project's own texts write in small letters nearly
always (`data/make_words.py` makes it), read once when first asked for. A form of a word that the
list has in another form is common too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files


@cache
def common_words() -> frozenset[str]:
    """Return the words in small letters."""
    text = files("valuecheck.revision").joinpath("words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_common(word: str) -> bool:
    """Tell whether a word is a common one, apart from its capitals and a contraction's end.

    Examples
    --------
    >>> is_common("Hurry"), is_common("DON'T"), is_common("Rotterdam")
    (True, True, False)
    """
    lower = word.replace("’", "'").lower()
    known = common_words()
    if lower in known or lower.split("'")[0] in known or lower in _CONTRACTED:
        return True
    british = _AMERICAN.sub(lambda match: _BRITISH[match.group()], lower)
    return british in known or any(stem in known for stem in (*_stems(lower), *_stems(british)))


def _stems(word: str) -> Iterator[str]:
    """Yield what an inflected word may come from: `planned` → `plann`, `planne`, `plan`."""
    for ending in _ENDING.finditer(word):
        stem = word[: ending.start()]
        if len(stem) < _SHORTEST_STEM:
            continue
        yield stem
        if ending[1] in ("ed", "ing", "er", "es", "ers"):
            yield f"{stem}e"
            if stem[-1] == stem[-2]:
                yield stem[:-1]
        elif ending[1] in ("ies", "ied", "ily", "ier"):
            yield f"{stem}y"


_ENDING = re.compile(r"(?=(ies|ied|ily|ier|ers|ing|ed|es|er|ly|s|d)$)")
_SHORTEST_STEM = 3
_BRITISH = {"iz": "is", "yz": "ys", "or": "our", "nse": "nce", "er": "re"}
_AMERICAN = re.compile(r"(?<=\w\w)(?:iz(?=[eia])|yz(?=[ei])|or(?=$|s$|[ei])|nse$|(?<=t)er$)")

#: Contracted words whose first part is no word of its own.
_CONTRACTED = frozenset(
    f"{first}n't"
    for first in "do does did is was are were have has had could would should wo ca".split()
)
