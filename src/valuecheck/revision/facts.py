"""Find the facts of a text: what no edit may alter, drop or invent.

In: a text. Out: its facts as (kind, normal form), counted, and the spans that hold them. Kinds are
`number`, `date`, `price`, `name`, `link`, `address`, `quote` and `merge field`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from valuecheck.reading.merge_fields import find_merge_fields
from valuecheck.revision.common import is_common

KINDS = ("merge field", "link", "address", "quote", "price", "date", "number", "name")


class Fact(NamedTuple):
    """A fact at `[start, end)` of a text; `form` is what counts as the same fact."""

    kind: str
    start: int
    end: int
    form: str


_LINK = re.compile(
    r"(?i)\b(?:https?://|www\.)[^\s<>\"'“”‘’)\]]+"
    r"|\b[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.(?:com|org|net|io|co|dev|app|edu|gov|uk|de|ai|me"
    r"|info|eu|us|ly)"
    r"\b(?:/[^\s<>\"'“”‘’)\]]*)?"
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w@])@\w[\w.]*")
#: Quoted text; straight quotes pair up within a line.
QUOTE = re.compile(
    r"“[^“”]{1,600}”|«[^«»]{1,600}»|„[^„“”]{1,600}[“”]"
    r"|(?<![\w\"])\"[^\"\n]{1,400}\"(?!\w)|(?<![\w’'])‘[^‘’\n]{1,200}’(?!\w)|`[^`\n]{1,200}`"
)
_PRICE = re.compile(
    r"(?i)(?:[$€£¥₹]|\b(?:usd|eur|gbp|aud|cad|chf|inr|rs\.?|us\$))\s?\d[\d.,]*(?:\s?(?:k|m|bn"
    r"|million|billion))?\b"
    r"|\b\d[\d.,]*\s?(?:[$€£¥₹]|(?:usd|eur|gbp|aud|cad|chf|inr|dollars?|euros?|pounds?|cents?"
    r"|bucks)\b)"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day"
_DATE = re.compile(
    rf"(?i)\b(?:{_DAY}s?|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\b\.?(?:,?\s\d{{4}})?"
    rf"|{_MONTH}\b\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s\d{{4}})?"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}"
    r"|\d{1,2}(?::\d{2})?\s?[ap]\.?m\b\.?|\d{1,2}:\d{2}"
    r"|midnight|noon|tonight|tomorrow|yesterday)\b"
    r"|\b(?:January|February|March|April|June|July|August|September|October|November|December)\b"
    r"|(?<=\s)May\b(?=\s\d|,|\.)"
)
_NUMBER = re.compile(
    r"\d[\d.,:/]*\d\s?%?|\d\s?%?"
    r"|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|twenty|thirty"
    r"|forty"
    r"|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|half|twice|double"
    r"|triple)\b)"
)
_HASHTAG = re.compile(r"#\w+")
_DIGIT = re.compile(r"\d")
_DOMAIN = re.compile(
    r"(?i)://|www\.|\w\.(?:com|org|net|io|co|dev|app|edu|gov|uk|de|ai|me|info|eu|us|ly)"
)
#: Cheap signs without which a text holds no fact of a kind.
_MAY_HOLD: dict[str, Callable[[str], object]] = {
    "merge field": re.compile(r"[{$*%<\[«]").search,
    "link": _DOMAIN.search,
    "address": lambda text: "@" in text,
    "quote": re.compile(r"[\"“‘«„`]").search,
    "price": _DIGIT.search,
    "date": lambda text: True,
    "number": lambda text: True,
    "name": lambda text: True,
}
_PATTERNS = {
    "link": _LINK,
    "address": _ADDRESS,
    "quote": QUOTE,
    "price": _PRICE,
    "date": _DATE,
    "number": _NUMBER,
}
#: A capitalised or mixed word; all its capitals and digits belong to it.
_WORD = re.compile(r"(?<![\w@#/.])[A-Z][\w’'&]*(?:-\w+)*|\b[a-z]+[A-Z]\w*|\b[a-z]*\d+[a-z]\w*")
_POSSESSIVE = re.compile(r"(?:['’]s?|s['’])$")
#: Capitalised by rule, and no name.
_NO_NAMES = frozenset(
    "i i'm i've i'll i'd a ps p.s ok okay hi hey hello dear mr mrs ms dr thanks faq diy tv pm am "
    "re fw"
    " fwd asap fyi id x".split()
)


def find_facts(text: str, kinds: Sequence[str] = KINDS) -> list[Fact]:
    """Return the facts of a text in order; none overlaps another.

    Parameters
    ----------
    kinds : sequence of str
        The first few of `KINDS`: what is found of one kind is not looked at for the next.
    """
    taken: list[Fact] = []
    masked = text
    for kind in kinds:
        if not _MAY_HOLD[kind](masked):
            continue
        found = [Fact(kind, a, b, _form(kind, text[a:b])) for a, b in _spans(kind, masked)]
        taken += [fact for fact in found if fact.form]
        masked = _blanked(masked, found)
    return sorted(taken, key=lambda fact: fact.start)


def facts_in(text: str) -> Counter[tuple[str, str]]:
    """Count the facts of a text by kind and normal form.

    Examples
    --------
    >>> sorted(facts_in("Ana paid $40 on 3 May."))
    [('date', '3 may'), ('name', 'ana'), ('price', '$40')]
    """
    return Counter((fact.kind, fact.form) for fact in find_facts(text))


def _spans(kind: str, text: str) -> Sequence[tuple[int, int]]:
    if kind == "merge field":
        return find_merge_fields(text)
    if kind == "name":
        return _names(text)
    return [match.span() for match in _PATTERNS[kind].finditer(text)]


def _names(text: str) -> list[tuple[int, int]]:
    text = _HASHTAG.sub(lambda match: " " * len(match.group()), text)
    found = []
    for match in _WORD.finditer(text):
        word = match.group().replace("’", "'")
        stem = _POSSESSIVE.sub("", word)
        if word.lower() in _NO_NAMES or stem.lower() in _NO_NAMES:
            continue
        if all(is_common(part) for part in word.split("-") if part) or is_common(stem):
            continue
        found.append(match.span())
    return found


def _form(kind: str, text: str) -> str:
    form = " ".join(text.replace("’", "'").split()).rstrip(".,:;!?")
    if kind == "name":
        form = _POSSESSIVE.sub("", form)
    return form if kind in ("link", "merge field", "quote") else form.lower()


def _blanked(text: str, facts: list[Fact]) -> str:
    """Return the text with facts replaced by spaces, so that none is found twice."""
    parts, at = [], 0
    for fact in facts:
        if fact.start < at:
            continue
        parts += [text[at : fact.start], " " * (fact.end - fact.start)]
        at = fact.end
    return "".join([*parts, text[at:]])
