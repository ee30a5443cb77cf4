"""Compile phrase patterns into one trie (the development side of the phrase rules).

In: patterns as written in a rule file. Out: a trie as text that `rules.load_rules` reads. The
pattern language is closed: a pattern stands for a finite list of token sequences, so matching
takes a bounded number of steps whatever the draft says.

    act now                 words, in any case
    (act|order|buy) now     alternatives, each of one or more words
    act right? now          the `?` makes the word or group before it optional
    only {num} (left|!)     a value or a mark; a mark stands alone, `?` too
    if you {gap:2} own      up to two words of any kind in between
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from valuecheck.errors import UsageError
from valuecheck.findings.rules import OPEN_WILDCARDS, VALUE_WILDCARDS
from valuecheck.scoring.tokens import token_texts

MAX_GAPS = 2
MAX_PATHS = 5000
MAX_DEPTH = 3
MAX_EDGES = 16

Path = tuple[str, ...]

_PIECE = re.compile(r"(\s*)(\{[^{}]*\}|[(|)?]|[^\s(){}|?]+|\S)")
_OPEN = "{gap:", "{word}"


class PatternError(UsageError):
    """A phrase pattern that is not of the pattern language; the message says why."""


class _Piece(NamedTuple):
    text: str
    apart: bool  # stands apart from what is before it, so `?` is the mark and not a suffix


def expand(pattern: str) -> list[Path]:
    """Return every token sequence that `pattern` stands for.

    Returns
    -------
    list of tuple of str
        Distinct paths of 2 to `MAX_EDGES` edges: a token, or a wildcard in braces.

    Raises
    ------
    PatternError
        If the pattern is malformed, too long, or stands for more than `MAX_PATHS` paths.
    """
    paths = _sequence(_Reader(pattern), depth=0)
    distinct = list(dict.fromkeys(paths))
    for path in distinct:
        _check(path)
    return distinct


class _Reader:
    """The pieces of a pattern, read from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pieces: list[_Piece] = []
        before = "("
        for match in _PIECE.finditer(pattern):
            space, text = match.groups()
            self.pieces.append(_Piece(text, bool(space) or before in ("(", "|")))
            before = text
        self.at = 0

    def peek(self) -> str:
        return self.pieces[self.at].text if self.at < len(self.pieces) else ""

    def take(self) -> _Piece:
        self.at += 1
        return self.pieces[self.at - 1]

    def take_optional(self) -> bool:
        """Take a `?` that hangs on to what was just read."""
        if self.peek() == "?" and not self.pieces[self.at].apart:
            self.at += 1
            return True
        return False


def _sequence(reader: _Reader, *, depth: int) -> list[Path]:
    """Read items up to the end of the pattern or of the alternative; return their paths."""
    paths: list[Path] = [()]
    while reader.peek() and not (depth and reader.peek() in "|)"):
        piece = reader.take()
        if piece.text == "(":
            if depth == MAX_DEPTH:
                raise PatternError(f"groups more than {MAX_DEPTH} deep; split it up")
            options = _group(reader, depth + 1)
        else:
            options = [_edges(piece)]
        if reader.take_optional():
            options = [*options, ()]
        if len(paths) * len(options) > MAX_PATHS:
            raise PatternError(f"stands for more than {MAX_PATHS} phrases; split it up")
        paths = [path + option for path in paths for option in options]
    return paths


def _group(reader: _Reader, depth: int) -> list[Path]:
    """Read `a|b c|d)` and return the paths of its alternatives."""
    options: list[Path] = []
    while True:
        alternative = _sequence(reader, depth=depth)
        if () in alternative:
            raise PatternError("an empty alternative; write '(a|b)?' for an optional group")
        options += alternative
        if not reader.peek():
            raise PatternError("'(' is never closed")
        if reader.take().text == ")":
            return options


def _edges(piece: _Piece) -> Path:
    """Return the edges of one word, mark or wildcard."""
    text = piece.text
    if text.startswith("{"):
        if text in VALUE_WILDCARDS or text in OPEN_WILDCARDS:
            return (text,)
        accepted = ", ".join([*sorted(VALUE_WILDCARDS), *OPEN_WILDCARDS])
        raise PatternError(f"unknown wildcard '{text}'; accepted are {accepted}")
    if text in "|)" or (text == "?" and not piece.apart):
        raise PatternError(f"unexpected '{text}'")
    edges = tuple(token_texts(text.lower()))
    if not edges or not "".join(edges).isprintable():
        raise PatternError(f"'{text}' is no word or mark that a draft is cut into")
    return edges


def _check(path: Path) -> None:
    """Raise unless `path` can be looked up by its first token and ends where its words end."""
    phrase = " ".join(path)
    if len(path) < 2:
        raise PatternError(f"'{phrase}' is a single word; a rule flags a phrase of two or more")
    if len(path) > MAX_EDGES:
        raise PatternError(f"'{phrase}' has {len(path)} words; at most {MAX_EDGES} are accepted")
    if path[0].startswith(_OPEN) or not (path[0][0] == "{" or path[0][0].isalnum()):
        raise PatternError(f"'{phrase}' begins with '{path[0]}'; begin with a word or a value")
    if path[-1].startswith("{gap:"):
        raise PatternError(f"'{phrase}' ends in a gap; end with a word, a value or a mark")
    gaps = [edge.startswith("{gap:") for edge in path]
    if sum(gaps) > MAX_GAPS or any(one and two for one, two in pairwise(gaps)):
        raise PatternError(f"'{phrase}' has more than {MAX_GAPS} gaps, or two in a row")


class _Branch:
    """A trie node under construction."""

    __slots__ = ("edges", "rules")

    def __init__(self) -> None:
        self.edges: dict[str, _Branch] = {}
        self.rules: set[int] = set()


def build_trie(phrases: list[tuple[Path, int]]) -> str:
    """Return the trie of `phrases` (path, rule number), one line a node.

    Returns
    -------
    str
        Each line is a row of words: an edge (a token or a wildcard in braces) and the number of
        the node it leads to, for every edge; then `=` and the number of a rule, for every rule
        that ends here. A node comes after all it leads to, equal nodes are one, and the root is
        last. Tokens hold no white space, and none is `=`.
    """
    root = _Branch()
    for path, rule in phrases:
        branch = root
        for edge in path:
            following = branch.edges.get(edge)
            if following is None:
                following = branch.edges[edge] = _Branch()
            branch = following
        branch.rules.add(rule)
    lines: dict[str, int] = {}
    _flatten(root, lines)
    return "\n".join(lines)


def _flatten(branch: _Branch, lines: dict[str, int]) -> int:
    """Add the line of `branch` after its children's, unless it is there; return its number."""
    words = [f"{edge} {_flatten(branch.edges[edge], lines)}" for edge in sorted(branch.edges)] + [
        f"= {rule}" for rule in sorted(branch.rules)
    ]
    return lines.setdefault(" ".join(words), len(lines))
