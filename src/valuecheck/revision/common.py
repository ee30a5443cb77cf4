"""Common English words: those that are no name, however they are capitalised.

The list is a table of `words.txt`: words that stand in small letters nearly always, read once
when first asked for.
"""

from __future__ import annotations

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
    return lower in common_words() or lower.split("'")[0] in common_words() or lower in _CONTRACTED


#: Contracted words whose first part is no word of its own.
_CONTRACTED = frozenset(
    f"{first}n't"
    for first in "do does did is was are were have has had could would should wo ca".split()
)
