"""Cut visible text into sentences, and into the tokens that patterns are matched on.

In: a passage's text. Out: `Prose`: the text, a spaCy `Doc` whose tokens know where sentences
start, and the sentences as spans with what kind of line they stand on. Curly quotes and hard
spaces are straightened for matching, one character for one, so every position stays true.
spaCy is loaded when the first text is cut, once for the process.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from valuecheck.frozen import record

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Kinds of line a sentence can stand on.
PROSE, ITEM, HEADING = "prose", "item", "heading"

#: Vocabularies of spaCy grow while they are read: one thread at a time.
LOCK = RLock()

_STRAIGHT: dict[int, str] = {
    # A text may hold half a surrogate pair; spaCy, which stores strings as UTF-8, may not.
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
    **{ord(mark): "'" for mark in "’‘ʼ"},
    **{ord(mark): '"' for mark in "“”"},
    **{ord(space): " " for space in "\u00a0\u2009\t"},
}
_BLANK_LINE = re.compile(r"\n[ \t\r]*(?:\n[ \t\r]*)+")
_ITEM = re.compile(
    r"[ \t>]*(?:(?:[-*•·▪►→–—+]|\d{1,2}[.)]|[a-z]\))[ \t]+|[✅✓✔👉🔹🔸⚡★☑✨📌➡])[\ufe0f \t]*"
)
_END = re.compile(r"(?:[.!?]+|…)[\"'”’)\]*_]*[\ufe0f\u2600-\u27bf\U0001f000-\U0001faff]*\s+")
_ABBREVIATION = re.compile(
    r"(?i)(?:^|[\s(\"'“‘])(?:mr|mrs|ms|dr|prof|st|vs|etc|inc|ltd|co|corp|jr|sr|no|nos|approx|dept"
    r"|p\.s|e\.g"
    r"|i\.e|a\.m|p\.m|u\.s|u\.k|fig|eq|vol|ed|al|gen|sen|rep|gov|hon|jan|feb|mar|apr|jun|jul|aug"
    r"|sept?|oct|nov|dec|[A-Z])\.$"
)
#: Lines are wrapped by a mailer only up to this width.
_WIDEST_WRAP = 110
_HEADING_WORDS = 9


class Sentence(NamedTuple):
    """A sentence `[start, end)` without the white space around it, marks at its end included.

    `block` counts the paragraphs, list items and headings from 0; `kind` is one of `PROSE`,
    `ITEM` and `HEADING`; `first` and `last` say whether it opens or ends its block.
    """

    start: int
    end: int
    block: int
    kind: str
    first: bool
    last: bool


@record
class Prose:
    """Visible text, its tokens and its sentences.

    Attributes
    ----------
    text : str
        The text as given; every position is one of its code points.
    doc : spacy.tokens.Doc
        Tokens of the straightened text, with `is_sent_start` set from `sentences`.
    sentences : tuple of Sentence
        In order.
    """

    text: str
    doc: Doc
    sentences: tuple[Sentence, ...]

    def sentence_at(self, position: int) -> Sentence | None:
        """Return the sentence that holds a code point, None if none does."""
        index = bisect_right(self.sentences, position, key=lambda one: one.start) - 1
        if index < 0 or position >= self.sentences[index].end:
            return None
        return self.sentences[index]

    def of(self, sentence: Sentence) -> str:
        """Return a sentence's text."""
        return self.text[sentence.start : sentence.end]


@cache
def _pipeline() -> Language:
    import spacy

    return spacy.blank("en")


def pipeline() -> Language:
    """Return the English tokeniser of this process; it needs no trained model."""
    with LOCK:
        return _pipeline()


def straightened(text: str) -> str:
    """Return the text with straight quotes and plain spaces, character for character."""
    return text.translate(_STRAIGHT)


def read_prose(text: str) -> Prose:
    """Cut a text into sentences and tokens."""
    cut = sentences(text)
    plain = list(straightened(text))
    for at in wraps(text):
        plain[at] = " "
    with LOCK:
        doc = pipeline().make_doc("".join(plain))
        starts = {one.start for one in cut}
        for token in doc:
            token.is_sent_start = token.idx in starts
    return Prose(text, doc, cut)


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order.

    A sentence ends at a mark that closes one, unless a small letter or an abbreviation says
    otherwise, and at every line break that is no mere wrapping.
    """
    found: list[Sentence] = []
    wrapped = wraps(text)
    block = -1
    for start, end in _lines(text, wrapped):
        block += 1
        marker = _ITEM.match(text, start, end)
        kind = ITEM if marker else PROSE
        cuts = list(_cuts(text, marker.end() if marker else start, end))
        if not cuts:
            continue
        if kind == PROSE and len(cuts) == 1 and _is_heading(text[slice(*cuts[0])]):
            kind = HEADING
        last = len(cuts) - 1
        found += (Sentence(a, b, block, kind, n == 0, n == last) for n, (a, b) in enumerate(cuts))
    return tuple(found)


def wraps(text: str) -> set[int]:
    """Return the places of line breaks that only wrap a line: the next word did not fit."""
    if "\n" not in text:
        return set()
    lines = text.split("\n")
    width = max(map(len, lines))
    if width > _WIDEST_WRAP:
        return set()
    found: set[int] = set()
    at = 0
    for line, following in zip(lines, lines[1:], strict=False):
        at += len(line)
        word = following.split(None, 1)[0] if following.strip() else ""
        fits = len(line) + 1 + len(word) <= min(0.85 * width, 64)
        if word and len(line) >= 40 and not fits and not _ITEM.match(following):
            found.add(at)
        at += 1
    return found


def _lines(text: str, wrapped: set[int]) -> list[tuple[int, int]]:
    """Return the spans between line breaks that are no wrapping, without blank ones."""
    spans = []
    start = 0
    for match in re.finditer(r"\n|\Z", text):
        if match.start() in wrapped:
            continue
        end = match.start()
        if text[start:end].strip():
            spans.append((start, end))
        start = match.end()
    return spans


def _cuts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentences of one line or paragraph, white space trimmed."""
    found = []
    at = start
    for match in _END.finditer(text, start, end):
        if match.end() >= end or not _ends_here(text, at, match):
            continue
        found.append((at, match.end()))
        at = match.end()
    found.append((at, end))
    trimmed = []
    for first, last in found:
        piece = text[first:last]
        left = len(piece) - len(piece.lstrip())
        right = len(piece.rstrip())
        if left < right:
            trimmed.append((first + left, first + right))
    return trimmed


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end()]
    if following.islower() or following in ",;:":
        return False
    mark = match.group().strip()
    return not (mark.startswith(".") and _ABBREVIATION.search(text[start : match.start() + 1]))


def _is_heading(line: str) -> bool:
    """Is it a short line without the mark that ends a sentence?"""
    return line[-1:] not in ".!?…,;" and len(line.split()) <= _HEADING_WORDS
