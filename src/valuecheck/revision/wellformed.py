"""Keep edited text well formed: spaces, capitals, articles, marks, brackets and quotes.

`join` widens an edit so that what stands around it still reads; `problems` finds what is malformed
in any text, so that a draft can be compared before and after.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from valuecheck.revision.articles import article_for
from valuecheck.revision.facts import find_facts


class Patch(NamedTuple):
    """A replacement of `[start, end)` by `after`."""

    start: int
    end: int
    after: str


class Problem(NamedTuple):
    """Something malformed: its kind, its place, and the characters themselves."""

    kind: str
    at: int
    text: str


_SPACES = " \t\u00a0"
_OPENING = "\"'“‘(\\[*_«"
_SENTENCE_START = re.compile(
    r"(?:(?:[.!?…]|[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\"'”’)\]*_]*\s+"
    r"|(?:\A|\n)[ \t>]*(?:(?:[-*•·▪►→–—+#]{1,6}|\d{1,2}[.)])[ \t]+)?)"
    rf"[{re.escape(_OPENING)}]*\Z"
)
_ABBREVIATED = re.compile(
    r"(?i)\b(?:e\.g|i\.e|vs|etc|mr|mrs|ms|dr|st|no|inc|ltd|co|a\.m|p\.m)\.\s+\Z"
)
_ARTICLE = re.compile(r"(?i)(?<![\w'’.-])(an?)(\s+)[\"“‘(*_]*\Z")
_ARTICLE_AND_WORD = re.compile(r"(?i)(?<![\w'’.-])(an?)\s+[\"“‘(*_]*([\w'’-]+)")
_NEXT_WORD = re.compile(r"[\"“‘(*_]*([\w’'-]+)")
_LEADING_MARK = re.compile(r"[ \t]*(?:[,;:]|[–—-](?=\s))[ \t]*")


def join(text: str, start: int, end: int, after: str) -> Patch:
    """Return the patch that replaces `[start, end)` by `after` and leaves the text well formed.

    Takes one of two spaces along with deleted words, gives the next word the capital of a deleted
    sentence start, sets a/an right, and drops a comma that lost what it parted.

    Examples
    --------
    >>> text = "Simply put, an amazing tool."
    >>> join(text, 0, 10, ""), join(text, 15, 23, "")
    (Patch(start=0, end=13, after='A'), Patch(start=12, end=23, after='a '))
    """
    at_start = starts_sentence(text, start)
    after = _with_articles(after, text[end : end + 40])
    if not after.strip():
        start, end, after = _closed(text, start, end, at_start)
    if at_start and not _opens_small(text, start):
        end, after = _capitalised(text, end, after)
    return _with_article(text, Patch(start, end, after))


def starts_sentence(text: str, at: int) -> bool:
    """Tell whether a sentence or a line starts at a place."""
    before = text[max(0, at - 80) : at]
    if at > 80:
        before = "x" + before
    return bool(_SENTENCE_START.search(before)) and not _ABBREVIATED.search(before)


def _opens_small(text: str, at: int) -> bool:
    """Does the writer start this sentence with a small letter?"""
    first = next((character for character in text[at : at + 40] if character.isalpha()), "")
    return first.islower()


def _closed(text: str, start: int, end: int, at_start: bool) -> tuple[int, int, str]:
    """Close the gap that deleted words leave."""
    if at_start:
        mark = _LEADING_MARK.match(text, end)
        if mark:
            end = mark.end()
        while end < len(text) and text[end] in _SPACES:
            end += 1
        if text[end : end + 1] in ("", "\n", "\r"):
            while start > 0 and text[start - 1] in _SPACES:
                start -= 1
        return start, end, ""
    before, following = text[start - 1 : start], text[end : end + 1]
    if following in (*_SPACES, "", "\n", "\r") or following in ".!?,;:)…":
        while start > 0 and text[start - 1] in _SPACES:
            start -= 1
        if start > 0 and text[start - 1] in ",;" and following and following in ".!?,;:…":
            start -= 1
        elif before == "\n" and following and following in _SPACES:
            end += 1
    elif before and before not in "\n" + _SPACES + _OPENING and following.isalnum():
        return start, end, " "
    return start, end, ""


def _capitalised(text: str, end: int, after: str) -> tuple[int, str]:
    """Give the sentence that starts with `after`, or with what follows it, its capital."""
    letter = re.search(r"[^\W_]", after)
    if letter:
        at = letter.start()
        word = re.match(r"[\w.@-]*", after[at:])
        return end, after[:at] + _upper(after[at], word.group() if word else "") + after[at + 1 :]
    follows = _NEXT_WORD.match(text, end)
    if not follows or not text[follows.start(1)].islower():
        return end, after
    at = follows.start(1)
    raised = _upper(text[at], follows[1])
    if raised == text[at]:
        return end, after
    return at + 1, after + text[end:at] + raised


def _upper(letter: str, word: str) -> str:
    """Raise a letter, unless its word is written in a way of its own (iPhone, me@shop.example)."""
    own = word[1:] != word[1:].lower() or "@" in word or "." in word.strip(".")
    return letter if own else letter.upper()


def _with_articles(after: str, following: str) -> str:
    """Set right the articles inside a replacement, the last of them by what follows it."""
    parts, at = [], 0
    for match in _ARTICLE_AND_WORD.finditer(after + following):
        if match.end(1) > len(after):
            break
        wanted = article_for(match[2])
        if wanted is not None and match[1].lower() != wanted:
            fixed = wanted.capitalize() if match[1][0].isupper() else wanted
            parts += [after[at : match.start(1)], fixed]
            at = match.end(1)
    return "".join([*parts, after[at:]])


def _with_article(text: str, patch: Patch) -> Patch:
    """Set right the article before the patch, if the next word is another one now."""
    before = text[max(0, patch.start - 12) : patch.start]
    article = _ARTICLE.search(before)
    new = _NEXT_WORD.match((patch.after + text[patch.end : patch.end + 40]).lstrip(_SPACES))
    gap = re.search(r"(?i)(?<![\w'’.-])(an?)\Z", before) if not article else None
    if gap and (patch.after + text[patch.end : patch.end + 1])[:1] in _SPACES:
        article = gap
    old = _NEXT_WORD.match(text[patch.start : patch.end + 40].lstrip(_SPACES))
    if not article or not new or (old and old[1] == new[1]):
        return patch
    wanted = article_for(new[1])
    given = article[1]
    if (
        wanted is None
        or given.lower() == wanted
        or (given == "A" and len(before.strip()) > 1 and text.isupper())
    ):
        return patch
    start = patch.start - len(before) + article.start(1)
    fixed = wanted.capitalize() if given[0].isupper() else wanted
    return Patch(start, patch.end, fixed + before[article.end(1) :] + patch.after)


_DOUBLED_WORD = re.compile(r"(?i)(?<![\w'’-])([a-z]{2,})[ \t]+\1(?![\w'’-])")
#: Words that may stand twice.
_TWICE = frozenset(
    "had that very bye ha no yes so blah really many far long win now more on is".split()
)
_CHECKS = (
    ("doubled space", re.compile(r"(?<=[\w,.;:!?)])  +(?=[\w(])")),
    ("space before mark", re.compile(r"(?<=\w)[ \t]+[,.;!?](?![\w.])")),
    (
        "doubled mark",
        re.compile(r",\s?[,.;:!?]|;\s?[,.;]|:\s?[,.;](?!\w)|(?<!\.)\.\s?,|[!?]\s?[,;]"),
    ),
    ("empty brackets", re.compile(r"\(\s*\)(?!\w)|“\s*”")),
    ("stray mark", re.compile(r"(?m)(?:(?<=[.!?] )|^[ \t]*)[,;:](?=\s)")),
)
_CAN_START = re.compile(r"(?:[.!?]|…)[\"”’)]*[ \n]+[\"“‘(]*([a-z][\w’'-]*)(?![\w.@/])")
_AN = re.compile(r"(?<![\w'’.-])([Aa]n?) [\"“‘(]*([\w’'-]+)")


def problems(text: str) -> tuple[Problem, ...]:
    """Return what is malformed in a text, in order.

    Kinds: `doubled word`, `doubled space`, `space before mark`, `doubled mark`, `stray mark`,
    `empty brackets`, `a/an`, `lower-case sentence start`, `unbalanced quotes`,
    `unbalanced brackets`. Links, addresses and merge fields are passed over.

    Examples
    --------
    >>> [problem.kind for problem in problems("It is a an offer. you will will see.")]
    ['a/an', 'lower-case sentence start', 'doubled word']
    """
    text = _without_opaque(text)
    found = [
        Problem(kind, match.start(), match.group())
        for kind, pattern in _CHECKS
        for match in pattern.finditer(text)
    ]
    for match in _DOUBLED_WORD.finditer(text):
        if match[1].lower() not in _TWICE:
            found.append(Problem("doubled word", match.start(), match.group()))
    for match in _AN.finditer(text):
        wanted = article_for(match[2])
        if (wanted and wanted != match[1].lower()) or match[2].lower() in ("a", "an", "the"):
            found.append(Problem("a/an", match.start(), match.group()))
    for match in _CAN_START.finditer(text):
        if match[1].islower() and not _ABBREVIATED.search(
            text[max(0, match.start() - 8) : match.start() + 1] + " "
        ):
            found.append(Problem("lower-case sentence start", match.start(1), match[1]))
    found += _unbalanced(text)
    return tuple(sorted(found, key=lambda problem: (problem.at, problem.kind)))


def new_problems(before: str, after: str) -> tuple[Problem, ...]:
    """Return the problems of `after` that `before` does not have as often."""
    old = Counter((one.kind, one.text.lower()) for one in problems(before))
    found = []
    for one in problems(after):
        key = (one.kind, one.text.lower())
        if old[key]:
            old[key] -= 1
        else:
            found.append(one)
    return tuple(found)


def _unbalanced(text: str) -> list[Problem]:
    """Find quotes and brackets that do not pair up within their paragraph."""
    found = []
    at = 0
    for paragraph in re.split(r"(\n\s*\n)", text):
        for opening, closing in ("()", "[]", "“”"):
            if paragraph.count(opening) != paragraph.count(closing) and not _is_list(paragraph):
                kind = "unbalanced quotes" if opening == "“" else "unbalanced brackets"
                found.append(Problem(kind, at, opening + closing))
        if paragraph.count('"') % 2:
            found.append(Problem("unbalanced quotes", at, '"'))
        at += len(paragraph)
    return found


def _is_list(paragraph: str) -> bool:
    """Are there marks such as `1)` or a smiley, whose brackets do not pair?"""
    return re.search(r"(?:^|\s)(?:\w{1,2}|[:;8=][-'o]?)[)(]", paragraph) is not None


def _without_opaque(text: str) -> str:
    """Blank out links, addresses and merge fields, which have rules of their own."""
    parts, at = [], 0
    for fact in find_facts(text, ("merge field", "link", "address")):
        parts += [text[at : fact.start], "X" * (fact.end - fact.start)]
        at = fact.end
    return "".join([*parts, text[at:]])
