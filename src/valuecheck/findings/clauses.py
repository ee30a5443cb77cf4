"""Cut a draft's tokens into sentences and clauses: the units in which findings are shown.

In: one tokenised part. Out: `Sentence`s, each a row of clauses. A sentence ends at a full stop, a
mark, a blank line, a list item or a line break that is no mere wrapping; a clause at a comma,
dash, bracket or semicolon, or before a conjunction. Also what of a span is worth showing:
`trimmed` takes list marks and dangling words off, `is_worth_showing` refuses greetings,
sign-offs, unsubscribe lines, bare links and merge fields.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from valuecheck.scoring.explain import TokenizedPart
from valuecheck.scoring.tokens import EMAIL, FIELD, URL, Token

#: A clause longer than this is cut all the same, so that no unit outgrows a line or two.
LONGEST_CLAUSE = 16
#: Fewest words worth quoting, where the sentence has them.
FEWEST_WORDS = 3

_STOP = re.compile(r"\.[\"'”’)\]*_]*\s")
_CLAUSE_MARK = re.compile(r"[,;:]\s|[()\[\]—–|·•→»«]|\s-+\s|--|\.\.")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st vs etc inc ltd co corp jr sr no approx dept".split()
)
_CONJUNCTIONS = frozenset(
    "and but or because so if when while which who whose where although though unless until since"
    " whether".split()
)
#: Where a clause without any other break may be cut.
_PREPOSITIONS = frozenset(
    "to for with without by plus that than before after from in on at into through about of as"
    " during against".split()
)
_FOOTER = frozenset("unsubscribe unsubscribing opt-out".split())
#: Words that cannot end a quotation.
_DANGLING = frozenset(
    "a an the and or but nor of to in on at for with by from as is are was were be been if than"
    " into our your their his her its my that which who when while because so we i you they he"
    " she it's we're you're i'm has have had will would can could should may might must not very"
    " more most this these those am about over under per via through like just also".split()
)
#: Words that cannot begin one.
_LEADING = frozenset("and or but nor so then than of which that".split())
_GREETINGS = frozenset("hi hello hey dear greetings hiya howdy morning afternoon".split())
_SIGN_OFFS = frozenset(
    "regards best sincerely cheers thanks thank yours warmly kind warm faithfully cordially love"
    " xo xoxo signed respectfully bye".split()
)
_POLITE = (
    _GREETINGS
    | _SIGN_OFFS
    | frozenset(
        "good day evening you your all everyone everybody there team friend friends folks sir madam"
        " or and ladies gentlemen the so much very many wishes truly again in advance see soon take"
        " care have a great nice wonderful lovely week weekend".split()
    )
)
#: Sign-offs that are nothing else, unlike "thanks" and "love".
_CLOSINGS = frozenset("best kind warm yours regards sincerely cheers".split())
_TAGS = frozenset("@#")
_NO_WORD, _POLITE_WORD, _WORD, _WAY_OUT = range(4)
_LIST_MARKS = frozenset("•*#%")


class Sentence(NamedTuple):
    """Tokens `[first, last]`, and the first token of each of its clauses."""

    first: int
    last: int
    clauses: tuple[int, ...]

    def spans(self) -> list[tuple[int, int]]:
        """Return first and last token of each clause."""
        ends = [start - 1 for start in self.clauses[1:]]
        return list(zip(self.clauses, [*ends, self.last], strict=True))


def sentences(part: TokenizedPart) -> list[Sentence]:
    """Return the sentences of a part, in order; together they hold all of its tokens."""
    cut, text = part.tokens, part.text
    if not cut:
        return []
    wraps = _wraps(text)
    found: list[Sentence] = []
    first = 0
    clauses, perhaps = [0], 0
    before = cut[0]
    for at in range(1, len(cut)):
        token = cut[at]
        gap = text[before.end : token.start]
        if gap == " " and before.text[0] not in "!?":
            strength = 1 if token.text in _CONJUNCTIONS else 0
        else:
            strength = _strength(gap, before, token, wraps)
        if strength == 3:
            found.append(Sentence(first, at - 1, tuple(clauses)))
            first, clauses, perhaps = at, [at], 0
        elif strength == 2 or (strength == 1 and at - clauses[-1] >= 3):
            clauses.append(at)
        elif token.text in _PREPOSITIONS and at - clauses[-1] >= 5:
            perhaps = at
        if at - clauses[-1] >= LONGEST_CLAUSE:
            clauses.append(perhaps if perhaps > clauses[-1] else at)
        before = token
    found.append(Sentence(first, len(cut) - 1, tuple(clauses)))
    return found


def _strength(gap: str, before: Token, token: Token, wraps: set[int]) -> int:
    """Return how strongly a gap parts two tokens: 3 a sentence, 2 a clause, 1 perhaps, 0 not."""
    if "\n" in gap:
        single = gap.count("\n") == 1
        if not single or before.end + gap.index("\n") not in wraps:
            return 3
        after = gap[gap.index("\n") + 1 :].strip()
        if token.text in _LIST_MARKS or after[:1] in ("-", "–", "—", ">"):
            return 3
    if before.text[0] in "!?" and gap[:1] in (" ", "\n", '"', ")", "”"):
        return 3
    if "." in gap and _STOP.search(gap):
        if before.text in _ABBREVIATIONS or (len(before.text) == 1 and before.text.isalnum()):
            return 0
        return 3
    if token.text == "•":
        return 3
    if _CLAUSE_MARK.search(gap) or before.text.startswith("..."):
        return 2
    return 1 if token.text in _CONJUNCTIONS and gap.isspace() else 0


def _wraps(text: str) -> set[int]:
    """Return the places of line breaks that only wrap a line: the next word did not fit."""
    if "\n" not in text:
        return set()
    lines = text.split("\n")
    width = max(map(len, lines))
    if width > 110:
        return set()
    wraps: set[int] = set()
    at = 0
    for line, following in zip(lines, lines[1:], strict=False):
        at += len(line)
        word = following.split(None, 1)[0] if following.strip() else ""
        if word and len(line) >= 40 and len(line) + 1 + len(word) > min(0.85 * width, 64):
            wraps.add(at)
        at += 1
    return wraps


def trimmed(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Return a span without list marks and links at its edges nor dangling words at its end.

    Never shorter than `FEWEST_WORDS` tokens because of a dangling word.
    """
    while first < last and _is_edge_mark(tokens, first):
        first += 1
    while first < last and tokens[last].text in (URL, EMAIL, FIELD, "*", "•", "#"):
        last -= 1
    while last - first >= FEWEST_WORDS and tokens[last].text in _DANGLING:
        last -= 1
    while last - first >= FEWEST_WORDS and tokens[first].text in _LEADING:
        first += 1
    return first, last


def _is_edge_mark(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a token is no beginning: a list mark, an emoji, a link, a stray mark."""
    text = tokens[at].text
    if text in (URL, EMAIL, FIELD) or text in _LIST_MARKS or text[0] in "!?.":
        return True
    # A list number: digits, then more than one space or a mark before the next token.
    if text.isdecimal() and len(text) <= 2:
        return tokens[at + 1].start - tokens[at].end >= 2
    return not text[0].isalnum() and text[0] not in "$€£"


def kinds(tokens: Sequence[Token]) -> bytes:
    """Return what each token is to a reader: `_NO_WORD`, `_POLITE_WORD`, `_WORD` or `_WAY_OUT`.

    Names of accounts and hashtags are no words.
    """
    found = bytearray(len(tokens))
    before = None
    for at, token in enumerate(tokens):
        text = token.text
        if text[0].isalnum():
            tagged = before is not None and before.text in _TAGS and before.end == token.start
            if not tagged:
                found[at] = (
                    _POLITE_WORD if text in _POLITE else _WAY_OUT if text in _FOOTER else _WORD
                )
        before = token
    return bytes(found)


def is_worth_showing(tokens: Sequence[Token], kinds: bytes, first: int, last: int) -> bool:
    """Tell whether a span says something: words besides links, fields, names of accounts.

    `kinds` are those of the tokens.
    """
    inside = kinds[first : last + 1]
    words = len(inside) - inside.count(_NO_WORD)
    if words < 2 or _WAY_OUT in inside or _WORD not in inside:
        return False
    opening = tokens[first].text
    if words <= 4 and (opening in _GREETINGS or opening in _CLOSINGS):
        return False
    return words >= FEWEST_WORDS or tokens[last].text[0] in "!?"
