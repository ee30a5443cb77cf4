"""Merge fields: the places in a template that a mailing tool fills for each reader.

Recognised are `{{first_name}}`, `{{ name|there }}`, `{first_name}`, `${name}`, `*|FNAME|*`,
`%%name%%`, `%FIRSTNAME%`, `<<Name>>`, and words in square brackets or guillemets out of a closed
list (`[First Name]`, `[Your Company]`): any other word in brackets is the author's own.
"""

from __future__ import annotations

import re
from functools import cache

from valuecheck.records import Span

#: By its first character, what a field can look like. Every repetition is bounded, so a search is
#: linear in the text. Each is compiled when it is met: most drafts are no templates.
_SHAPES: dict[str, str] = {
    "{": (
        r"\{\{\{?[^{}\n]{1,120}\}\}\}?"
        r"|\{[!$]?[A-Za-z]\w{0,60}(?:[ .-]\w{1,60}){0,3}\}"
    ),
    "$": r"\$\{[A-Za-z][\w.]{0,60}\}",
    "*": r"\*\|[^|*\n]{1,80}\|\*",
    "%": r"%%[A-Za-z_][\w .-]{0,60}%%|%[A-Z][A-Z_]{2,30}%",
    "<": r"<<[A-Za-z][^<>\n]{0,60}>>",
}
_BRACKETS = {"[": "]", "«": "»"}
_OPENINGS = "".join((*_SHAPES, *_BRACKETS))
_LONGEST_WORDS = 80

#: Whose or which …
_OWNERS = tuple(
    "insert enter add your my their our first last full given customer client prospect recipient"
    " contact company product job event sender brand business organisation organization user"
    " subscriber member".split()
)
#: … and what: the words in brackets that ask for a value.
_THINGS = frozenset(
    "name firstname lastname fullname fname lname company title role industry city product service"
    " date time link url email phone number address website signature amount position recipient"
    " customer client prospect brand business organisation organization event topic".split()
) | {"phone number", "pain point"}


def merge_field_end(text: str, at: int, end: int | None = None) -> int | None:
    """Return where the merge field that begins at `at` ends, None if none begins there.

    Parameters
    ----------
    text : str
        Source text.
    at, end : int
        Where to look; nothing from `end` on (default: the text's end) is looked at.
    """
    opening = text[at : at + 1]
    if not opening or opening not in _OPENINGS:
        return None
    end = len(text) if end is None else end
    if opening in _BRACKETS:
        return _bracketed_end(text, at, end)
    match = _shape(opening).match(text, at, end)
    return match.end() if match else None


def find_merge_fields(text: str) -> list[Span]:
    """Return the spans of all merge fields in `text`, ascending."""
    spans = []
    done = 0
    for hit in re.finditer(f"[{re.escape(_OPENINGS)}]", text):
        start = hit.start()
        end = merge_field_end(text, start) if start >= done else None
        if end is not None:
            spans.append(Span(start, end))
            done = end
    return spans


@cache
def _shape(opening: str) -> re.Pattern[str]:
    return re.compile(_SHAPES[opening])


def _bracketed_end(text: str, at: int, end: int) -> int | None:
    """Find the end of a field in brackets; square ones may be doubled, on either side."""
    opening = text[at]
    closing = _BRACKETS[opening]
    close = text.find(closing, at, min(end, at + _LONGEST_WORDS))
    if close < 0:
        return None
    words = text[at + 1 : close].lower()
    if opening == "[":
        words = words.removeprefix("[")
    if not _asks_for_a_value(words.removeprefix(" ").removesuffix(" ")):
        return None
    doubled = opening == "[" and close + 1 < end and text[close + 1] == closing
    return close + 2 if doubled else close + 1


def _asks_for_a_value(words: str, owners: int = 3) -> bool:
    """Is it a thing, after at most so many owners ("your company's name", "first_name")?"""
    if words in _THINGS:
        return True
    if not owners or not words.startswith(_OWNERS):
        return False
    for owner in _OWNERS:
        if words.startswith(owner):
            rest = words[len(owner) :].removeprefix("'s")
            if _asks_for_a_value(rest[1:] if rest[:1] in (" ", "_", "-") else rest, owners - 1):
                return True
    return False
