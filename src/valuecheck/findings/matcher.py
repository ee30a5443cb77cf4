"""Find the phrases of a rule book in a draft's tokens.

In: a `RuleBook` and the tokens of one part of a draft. Out: the matches, in order. From each
token at most one walk goes down the trie, which is finite and without circles: time is linear in
the number of tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from valuecheck.findings.rules import OPEN_WILDCARDS, Node, Rule, RuleBook, Trie
from valuecheck.scoring.tokens import EMAIL, FIELD, URL, Token, Tokens, is_word

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
#: Pairs of tokens of which a trie remembers where they lead.
_MOST_LEADS = 100_000


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


def match(book: RuleBook, tokens: Iterable[Token], part: str) -> list[RuleMatch]:
    """Return the matches of all rules in `tokens`, ordered by first token, then by rule.

    A rule takes its longest match at a token, and none that overlaps its match before.

    Parameters
    ----------
    part : str
        `subject` or `body`: which part of the draft the tokens are.
    """
    cut = tokens if isinstance(tokens, Tokens) else Tokens.of(tokens)
    texts = [*cut.texts, ""]
    found: list[RuleMatch] = []
    reached: dict[int, int] = {}
    for at, node, begin in _starts(book.trie, texts):
        ends = _walk(book.trie, cut, texts, node, begin)
        for number in sorted(ends) if ends else ():
            end = ends[number]
            rule = book.rules[number]
            if at < reached.get(number, 0) or rule.part not in ("any", part):
                continue
            reached[number] = end
            last = end - 1
            found.append(RuleMatch(rule, at, last, cut.starts[at], cut.ends[last]))
    return found


def _starts(trie: Trie, texts: Sequence[str]) -> list[tuple[int, Node, int]]:
    """Return every token from which a walk may get past its first steps.

    With the node from which to walk on, and the token to walk on at. First words are often common
    ones, so a look at the next two saves most walks; what pairs lead to is remembered.
    """
    if trie.leads is None:
        trie.leads = _Leads(trie)
    leads = map(trie.leads.__getitem__, zip(texts, texts[1:], strict=False))
    found = []
    for at, lead in [(at, lead) for at, lead in enumerate(leads) if lead is not None]:
        if lead is trie.root:
            found.append((at, lead, at))
        elif _goes_on(lead, texts[at + 2]):
            found.append((at, lead, at + 2))
    return found


class _Leads(dict[tuple[str, str], Node | None]):
    """Where a walk is after two tokens, worked out when first asked for."""

    def __init__(self, trie: Trie) -> None:
        self._trie = trie

    def __missing__(self, pair: tuple[str, str]) -> Node | None:
        lead = _lead(self._trie, *pair)
        if len(self) < _MOST_LEADS:
            self[pair] = lead
        return lead


def _lead(trie: Trie, text: str, following: str) -> Node | None:
    """Return where a walk is after two tokens; the root where it has to be walked from there."""
    if text not in trie.root.words:
        return trie.root if text[:1] in _VALUE_STARTS else None
    node = trie.node(trie.root.words[text])
    if node.gaps or following[:1] in _MARKS or text[:1] in _VALUE_STARTS:
        return trie.root
    if node.values and following[:1] in _VALUE_STARTS:
        return trie.root
    return trie.node(node.words[following]) if following in node.words else None


def _goes_on(node: Node, text: str) -> bool:
    """Tell whether a walk that is at a node ends there or may go on with a token."""
    return bool(text in node.words or node.rules or node.gaps or node.values or text[:1] in _MARKS)


def _walk(trie: Trie, tokens: Tokens, texts: Sequence[str], node: Node, at: int) -> dict[int, int]:
    """Return each rule that matches from a node on, with the end of its longest match.

    `texts` are those of the tokens and an empty one that no edge accepts.
    """
    ends: dict[int, int] = {}
    stack = [(node, at)]
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
                number = node.values.get(wildcard)
                if number is not None and _goes_on(trie.node(number), texts[end]):
                    stack.append((trie.node(number), end))
        if node.gaps and text:
            for wildcard, number in node.gaps.items():
                after = trie.node(number)
                for end in _open_ends(wildcard, texts, at):
                    if _goes_on(after, texts[end]):
                        stack.append((after, end))
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


def _values(tokens: Tokens, texts: Sequence[str], at: int) -> Iterator[tuple[str, int]]:
    """Yield each kind of value that begins at token `at`, and the token after it."""
    text = texts[at]
    if text in _STAND_INS:
        yield _STAND_INS[text], at + 1
        return
    first = at + (text in _CURRENCY_SIGNS)
    end = first
    while texts[end].isdecimal() and end - first < _MAX_NUMBER_TOKENS:
        if end > first and tokens.starts[end] != tokens.ends[end - 1] + 1:
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
