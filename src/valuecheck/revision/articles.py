"""Which article a word takes: `a` or `an`, by how it sounds."""

from __future__ import annotations

import re

_SILENT_H = re.compile(r"(?:hour|honest|honou?r|heir)")
_NUMBER = re.compile(r"\d[\d.,]*")


def article_for(word: str) -> str | None:
    """Return `a` or `an`, None where the spelling does not tell.

    Examples
    --------
    >>> article_for("hour"), article_for("useful"), article_for("offer"), article_for("8-week")
    ('an', 'a', 'an', 'an')
    >>> article_for("SEO") is None, article_for("unused"), article_for("unique")
    (True, 'an', 'a')
    """
    number = _NUMBER.match(word)
    if number:
        digits = re.sub(r"[.,].*", "", number.group())
        return "an" if digits.startswith("8") or digits in ("11", "18") else "a"
    if not word[:1].isalpha() or not word[:1].isascii():
        return None
    if len(word) == 1 or (word[:2].isupper() and word.isupper()):
        return None  # read as letters or as a word, nobody can tell
    lower = word.lower()
    if _SILENT_H.match(lower):
        return "an"
    if lower.startswith(("uni", "use", "usu", "usa", "uti", "ubi", "ura", "eu", "ewe")):
        return "an" if lower.startswith(("unim", "unin", "unid", "unil")) else "a"
    if lower.startswith(("herb", "historic", "hotel", "uk", "us", "x", "ut", "ou")):
        return None if not lower.startswith(("out", "our")) else "an"
    if re.match(r"one(?![a-z])|once", lower):
        return "a"
    return "an" if lower[0] in "aeiou" else "a"
