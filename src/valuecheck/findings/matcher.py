"""Find the phrases of a rule book in a draft's tokens.

In: a `RuleBook` and the tokens of one part of a draft. Out: the matches, in order. From each
token at most one walk goes down the trie, which is finite and without circles: time is linear in
the number of tokens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from valuecheck.findings.rules import OPEN_WILDCARDS, Rule, RuleBook, Trie
from valuecheck.scoring.tokens import EMAIL, FIELD, URL, Token, is_word

_CURRENCY_SIGNS = frozenset("$€£")
_CURRENCY_WORDS = frozenset(
    ("dollar", "dollars", "pound", "pounds", "euro", "euros", "cent", "cents", "pence")
    + ("penny", "bucks", "quid", "usd", "gbp", "eur")
)
_MAGNITUDES = frozenset(("hundred", "thousand", "million", "billion", "k", "m", "bn"))
_STAND_INS = {"{url}": URL, "{email}": EMAIL, "{field}": FIELD}
#: What a value can begin with: where a walk may start though no word is known.
_VALUE_STARTS = frozenset("0123456789$€£" + URL + EMAIL + FIELD)
#: A gap bridges words, not the end of a sentence or of a list item.
_BARRIERS = frozenset("!?.•*")
_MARKS = frozenset("!?")
_NONE: Mapping[str, int] = {}
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
    known = trie[-1].get("w", _NONE)
    for at, text in enumerate(texts):
        if text in known:
            node, following = trie[known[text]], texts[at + 1]
            if (
                following in node.get("w", _NONE)
                or "g" in node
                or ("v" in node and following[:1] in _VALUE_STARTS)
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
    stack = [(len(trie) - 1, start)]
    while stack:
        number, at = stack.pop()
        node = trie[number]
        for rule in node.get("r", ()):
            if at > ends.get(rule, 0):
                ends[rule] = at
        text = texts[at]
        first = text[:1]
        child = node.get("w", _NONE).get(_mark(text) if first in _MARKS else text)
        if child is not None:
            stack.append((child, at + 1))
        if "v" in node and first in _VALUE_STARTS:
            for wildcard, child in node["v"].items():
                stack += [(child, end) for end in _value_ends(wildcard, tokens, at)]
        if "g" in node and text:
            for wildcard, child in node["g"].items():
                stack += [(child, end) for end in _open_ends(wildcard, texts, at)]
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


def _value_ends(wildcard: str, tokens: Sequence[Token], at: int) -> Sequence[int]:
    """Return where a value that begins at token `at` ends: at one place or nowhere."""
    if wildcard in _STAND_INS:
        return (at + 1,) if tokens[at].text == _STAND_INS[wildcard] else ()
    if wildcard == "{money}":
        return _money_end(tokens, at)
    end = _number_end(tokens, at)
    if end == at or wildcard == "{num}":
        return (end,) if end > at else ()
    return _percent_end(tokens, end)


def _number_end(tokens: Sequence[Token], at: int) -> int:
    """Return the token after the number at `at` (grouped or decimal digits), or `at`."""
    end = at
    while end < len(tokens) and end - at < _MAX_NUMBER_TOKENS and tokens[end].text.isdecimal():
        if end > at and tokens[end].start != tokens[end - 1].end + 1:
            break
        end += 1
    return end


def _money_end(tokens: Sequence[Token], at: int) -> Sequence[int]:
    """Return the end of "£5", "$1,000", "€2 million", "20 euros" or "2m dollars" at `at`."""
    signed = tokens[at].text in _CURRENCY_SIGNS
    first = at + signed
    end = _number_end(tokens, first)
    if end < len(tokens) and _is_amount(tokens[end].text) and tokens[end].text[0].isdecimal():
        end += 1
    if end == first:
        return ()
    if end < len(tokens) and tokens[end].text in _MAGNITUDES:
        end += 1
    if signed:
        return (end,)
    if end < len(tokens) and tokens[end].text in _CURRENCY_WORDS | _CURRENCY_SIGNS:
        return (end + 1,)
    return ()


def _is_amount(text: str) -> bool:
    """Tell whether a token is digits with a magnitude: "5k", "10m", "2bn"."""
    digits = text.rstrip("kmbn")
    return digits.isdecimal() and text[len(digits) :] in _MAGNITUDES


def _percent_end(tokens: Sequence[Token], at: int) -> Sequence[int]:
    """Return the token after "%", "percent" or "per cent" at `at`."""
    following = [token.text for token in tokens[at : at + 2]]
    if following[:1] in (["%"], ["percent"], ["pct"]):
        return (at + 1,)
    return (at + 2,) if following == ["per", "cent"] else ()
