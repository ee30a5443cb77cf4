"""Find the phrases of a rule book in a draft's tokens.

In: a `RuleBook` and the tokens of one part of a draft. Out: the matches, in order. From each
token at most one walk goes down the trie, which is finite and without circles: time is linear in
the number of tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from valuecheck.findings.rules import OPEN_WILDCARDS, Rule, RuleBook, Trie
from valuecheck.scoring.tokens import EMAIL, FIELD, URL, Token, is_word

_CURRENCY_SIGNS = frozenset("$€£")
#: What makes the number before it a sum; a sign may follow too ("5 €").
_CURRENCIES = _CURRENCY_SIGNS | frozenset(
    "dollar dollars pound pounds euro euros cent cents pence penny bucks quid usd gbp eur".split()
)
_PERCENT_SIGNS = frozenset(("%", "percent", "pct"))
_MAGNITUDES = frozenset(("hundred", "thousand", "million", "billion", "k", "m", "bn"))
_STAND_INS = {URL: "{url}", EMAIL: "{email}", FIELD: "{field}"}
#: What a value can begin with: where a walk may start though no word is known.
_VALUE_STARTS = frozenset("0123456789$€£" + URL + EMAIL + FIELD)
#: A gap bridges words, not the end of a sentence or of a list item.
_BARRIERS = frozenset("!?.•*")
_MARKS = frozenset("!?")
#: Thousands are grouped: "1,250,000" is three tokens.
_MAX_NUMBER_TOKENS = 4


class RuleMatch(NamedTuple):
    """A rule and where it matched.

    Attributes
    ----------
    rule : Rule
    first_token, last_token : int
        Indices into the tokens, both inclusive.
    start, end : int
        Half-open, into the text the tokens were cut from.
    """

    rule: Rule
    first_token: int
    last_token: int
    start: int
    end: int


def match(book: RuleBook, tokens: Sequence[Token], part: str) -> list[RuleMatch]:
    """Return the matches of all rules in `tokens`, ordered by first token, then by rule.

    A rule takes its longest match at a token, and none that overlaps its match before.

    Parameters
    ----------
    part : str
        `subject` or `body`: which part of the draft the tokens are.
    """
    texts = [token.text for token in tokens]
    texts.append("")
    found: list[RuleMatch] = []
    reached: dict[int, int] = {}
    for at in _starts(book.trie, texts):
        for number, end in sorted(_walk(book.trie, tokens, texts, at).items()):
            rule = book.rules[number]
            if at < reached.get(number, 0) or rule.part not in ("any", part):
                continue
            reached[number] = end
            last = end - 1
            found.append(RuleMatch(rule, at, last, tokens[at].start, tokens[last].end))
    return found


def _starts(trie: Trie, texts: Sequence[str]) -> Iterator[int]:
    """Yield every token from which a walk may get past its first step.

    First words are often common ones, so a look at the second saves most walks.
    """
    known = trie.root.words
    for at, text in enumerate(texts):
        if text in known:
            node, following = trie.node(known[text]), texts[at + 1]
            if (
                following in node.words
                or node.gaps
                or (node.values and following[:1] in _VALUE_STARTS)
                or following[:1] in _MARKS
            ):
                yield at
        elif text[:1] in _VALUE_STARTS:
            yield at


def _walk(trie: Trie, tokens: Sequence[Token], texts: Sequence[str], start: int) -> dict[int, int]:
    """Return each rule that matches from token `start`, with the end of its longest match.

    `texts` are those of the tokens and an empty one that no edge accepts.
    """
    ends: dict[int, int] = {}
    stack = [(trie.root, start)]
    while stack:
        node, at = stack.pop()
        for rule in node.rules:
            if at > ends.get(rule, 0):
                ends[rule] = at
        text = texts[at]
        first = text[:1]
        child = node.words.get(_mark(text) if first in _MARKS else text)
        if child is not None:
            stack.append((trie.node(child), at + 1))
        if node.values and first in _VALUE_STARTS:
            for wildcard, end in _values(tokens, texts, at):
                if wildcard in node.values:
                    stack.append((trie.node(node.values[wildcard]), end))
        if node.gaps and text:
            for wildcard, number in node.gaps.items():
                child_node = trie.node(number)
                stack += [(child_node, end) for end in _open_ends(wildcard, texts, at)]
    return ends


def _mark(text: str) -> str:
    """Return how the trie knows a run of marks: as one."""
    return "!" if "!" in text else "?"


def _open_ends(wildcard: str, texts: Sequence[str], at: int) -> Sequence[int]:
    """Return where a gap or a word that begins at token `at` may end."""
    if wildcard == "{word}":
        return (at + 1,) if is_word(texts[at]) else ()
    end, last = at, at + OPEN_WILDCARDS[wildcard]
    while end < last and texts[end] and texts[end][0] not in _BARRIERS:
        end += 1
    return range(at, end + 1)


def _values(tokens: Sequence[Token], texts: Sequence[str], at: int) -> Iterator[tuple[str, int]]:
    """Yield each kind of value that begins at token `at`, and the token after it."""
    text = texts[at]
    if text in _STAND_INS:
        yield _STAND_INS[text], at + 1
        return
    first = at + (text in _CURRENCY_SIGNS)
    end = first
    while texts[end].isdecimal() and end - first < _MAX_NUMBER_TOKENS:
        if end > first and tokens[end].start != tokens[end - 1].end + 1:
            break
        end += 1
    if first == at < end:
        yield "{num}", end
        if texts[end] in _PERCENT_SIGNS:
            yield "{percent}", end + 1
        elif texts[end] == "per" and texts[end + 1] == "cent":
            yield "{percent}", end + 2
    if texts[end][:1].isdecimal() and _is_amount(texts[end]):
        end += 1
    if end > first and texts[end] in _MAGNITUDES:
        end += 1
    if end > first > at:
        yield "{money}", end
    elif end > first and texts[end] in _CURRENCIES:
        yield "{money}", end + 1


def _is_amount(text: str) -> bool:
    """Tell whether a token is digits with a magnitude: "5k", "10m", "2bn"."""
    digits = text.rstrip("kmbn")
    return digits.isdecimal() and text[len(digits) :] in _MAGNITUDES
