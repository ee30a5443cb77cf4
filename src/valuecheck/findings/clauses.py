"""Cut a draft's tokens into sentences and clauses: the units in which findings are shown.

In: one tokenised part. Out: `Sentence`s, each a row of clauses. A sentence ends at a full stop, a
mark, a blank line, a list item or a line break that is no mere wrapping; a clause at a comma,
dash, bracket or semicolon, or before a conjunction. Also what of a span is worth showing:
`trimmed` takes list marks and dangling words off, `is_worth_showing` refuses greetings,
sign-offs, unsubscribe lines, bare links and merge fields.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from valuecheck.scoring.explain import TokenizedPart
from valuecheck.scoring.lazy import lazy
from valuecheck.scoring.tokens import EMAIL, FIELD, URL, Tokens

#: A clause longer than this is cut all the same, so that no unit outgrows a line or two.
LONGEST_CLAUSE = 16
#: Fewest words worth quoting, where the sentence has them.
FEWEST_WORDS = 3
#: So many hashtags in a row are shown: stuffing is best seen whole.
FEWEST_TAGS = 3
#: Token types of which a memo keeps what it knows.
MOST_REMEMBERED = 100_000

_STOP = lazy(r"\.[\"'”’)\]*_]*\s")
_CLAUSE_MARK = lazy(r"[,;:]\s|[()\[\]—–|·•→»«]|\s-+\s|--|\.\.")
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
#: These join clauses only where a clause of its own follows; else words: "bread and butter".
_JOINING = frozenset(("and", "or"))
_OPENING = frozenset(
    "i we you he she it they this these there here what how why who if when where because please"
    " i'm i'll i've i'd we're we'll we've we'd you're you'll you've it's he's she's they're that's"
    " there's here's let's don't can't won't".split()
)
#: A line that ends in one of these goes on in the next.
_UNFINISHED = frozenset(
    "a an the and or but of for with from as than by into our your their my its his her".split()
)
#: What a phrase need not end in.
_LEADING_ON = _UNFINISHED | frozenset("to at is are was were be".split())
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
NO_WORD, _POLITE_WORD, _WORD, _WAY_OUT, TAG, NUMBER = range(6)
_LIST_MARKS = frozenset("•*#%")
_STAND_INS = frozenset((URL, EMAIL, FIELD))
_TRAILING = _STAND_INS | frozenset("*•#")
#: How strongly a gap parts two tokens; `_PERHAPS` parts clauses where the one before is long.
_NONE, _PERHAPS, _CLAUSE, _SENTENCE = range(4)
_CONJUNCTION, _PREPOSITION, _MARK = 1, 2, 3


class _Roles(dict[str, int]):
    """What each token does to the place before it (0: nothing); remembered."""

    def __missing__(self, text: str) -> int:
        role = _MARK if text[0] in "!?" else 0
        if text in _CONJUNCTIONS:
            role = _CONJUNCTION
        elif text in _PREPOSITIONS:
            role = _PREPOSITION
        if len(self) < MOST_REMEMBERED:
            self[text] = role
        return role


_ROLES = _Roles()


class _Kinds(dict[str, int]):
    """What each token is to a reader where it stands alone; remembered."""

    def __missing__(self, text: str) -> int:
        kind = NO_WORD
        if text[0].isalnum():
            kind = _POLITE_WORD if text in _POLITE else _WAY_OUT if text in _FOOTER else _WORD
            if not text.replace("'", "").isalpha():
                kind = NUMBER
        if len(self) < MOST_REMEMBERED:
            self[text] = kind
        return kind


_KINDS = _Kinds()


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
    texts = cut.texts
    if not texts:
        return []
    gaps = [text[end:start] for end, start in zip(cut.ends, cut.starts[1:], strict=False)]
    roles = list(map(_ROLES.__getitem__, texts))
    # Between other words, one space parts nothing.
    places = [
        at
        for at, (gap, role, before) in enumerate(zip(gaps, roles[1:], roles, strict=False), 1)
        if role or gap != " " or before == _MARK
    ]
    wraps = _wraps(text)
    found: list[Sentence] = []
    first = perhaps = 0
    clauses = [0]
    for at in places:
        if at - clauses[-1] > LONGEST_CLAUSE:
            _cut_long(clauses, at - 1, perhaps)
        gap, role = gaps[at - 1], roles[at]
        if gap == " " and roles[at - 1] != _MARK:
            strength = _PERHAPS if role == _CONJUNCTION else _NONE
        else:
            strength = _strength(gap, texts[at - 1], texts[at], cut.ends[at - 1], wraps)
        if strength == _PERHAPS and texts[at] in _JOINING and not _opens(texts, at + 1):
            strength = _NONE
            if at - clauses[-1] >= 5:
                perhaps = at
        if strength == _SENTENCE:
            found.append(Sentence(first, at - 1, tuple(clauses)))
            first, perhaps, clauses = at, 0, [at]
        elif strength == _CLAUSE or (strength == _PERHAPS and at - clauses[-1] >= 3):
            clauses.append(at)
        elif role == _PREPOSITION and at - clauses[-1] >= 5:
            perhaps = at
        if at - clauses[-1] >= LONGEST_CLAUSE:
            _cut_long(clauses, at, perhaps)
    _cut_long(clauses, len(texts) - 1, perhaps)
    found.append(Sentence(first, len(texts) - 1, tuple(clauses)))
    return found


def _opens(texts: Sequence[str], at: int) -> bool:
    """Tell whether a clause of its own may begin with a token."""
    return at < len(texts) and texts[at] in _OPENING


def _cut_long(clauses: list[int], last: int, perhaps: int) -> None:
    """Cut the last clause where it grows too long by token `last`: at `perhaps`, if inside."""
    while last - clauses[-1] >= LONGEST_CLAUSE:
        clauses.append(perhaps if perhaps > clauses[-1] else clauses[-1] + LONGEST_CLAUSE)


def _strength(gap: str, before: str, token: str, end: int, wraps: set[int]) -> int:
    """Return how strongly a gap parts two tokens, of which the first ends at `end`."""
    if "\n" in gap:
        single = gap.count("\n") == 1
        if single and before in _UNFINISHED and gap.isspace():
            return _NONE
        if not single or end + gap.index("\n") not in wraps:
            return _SENTENCE
        after = gap[gap.index("\n") + 1 :].strip()
        if token in _LIST_MARKS or after[:1] in ("-", "–", "—", ">"):
            return _SENTENCE
    if before[0] in "!?" and gap[:1] in (" ", "\n", '"', ")", "”"):
        return _SENTENCE
    if "." in gap and _STOP.search(gap):
        if before in _ABBREVIATIONS or (len(before) == 1 and before.isalnum()):
            return _NONE
        return _SENTENCE
    if token == "•":
        return _SENTENCE
    if _CLAUSE_MARK.search(gap) or before.startswith("..."):
        return _CLAUSE
    return _PERHAPS if token in _CONJUNCTIONS and gap.isspace() else _NONE


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


def trimmed(tokens: Tokens, first: int, last: int) -> tuple[int, int]:
    """Return a span without list marks and links at its edges nor dangling words at its end.

    Never shorter than `FEWEST_WORDS` tokens because of a dangling word.
    """
    texts = tokens.texts
    while first < last and not texts[first][0].isalpha() and _is_edge_mark(tokens, first):
        first += 1
    while first < last and texts[last] in _TRAILING:
        last -= 1
    while last - first >= FEWEST_WORDS and texts[last] in _DANGLING:
        last -= 1
    while last - first >= FEWEST_WORDS and texts[first] in _LEADING:
        first += 1
    return first, last


def without_dangling(tokens: Tokens, first: int, last: int) -> int:
    """Return the last token of a phrase without what it leads to: "click here to", "for your".

    Two words remain, and a pronoun does: "people like you".
    """
    while last - first >= 2 and tokens.texts[last] in _LEADING_ON:
        last -= 1
    return last


def _is_edge_mark(tokens: Tokens, at: int) -> bool:
    """Tell whether a token is no beginning: a list mark, an emoji, a link, a stray mark."""
    text = tokens.texts[at]
    if text in _STAND_INS or text in _LIST_MARKS or text[0] in "!?.":
        return True
    # A list number: digits, then more than one space or a mark before the next token.
    if text.isdecimal() and len(text) <= 2:
        return tokens.starts[at + 1] - tokens.ends[at] >= 2
    return not text[0].isalnum() and text[0] not in "$€£"


def kinds(tokens: Tokens) -> bytes:
    """Return what each token is to a reader: one of `NO_WORD` … `NUMBER`.

    Names of accounts and hashtags are no words.
    """
    texts = tokens.texts
    found = bytearray(map(_KINDS.__getitem__, texts))
    if not _TAGS.isdisjoint(texts):
        for at, (text, end, start) in enumerate(
            zip(texts, tokens.ends, tokens.starts[1:], strict=False), 1
        ):
            if text in _TAGS and end == start and found[at] != NO_WORD:
                found[at] = TAG
    return bytes(found)


def is_worth_showing(tokens: Tokens, kinds: bytes, first: int, last: int) -> bool:
    """Tell whether a span says something: words besides links, fields, names of accounts.

    `kinds` are those of the tokens.
    """
    inside = kinds[first : last + 1]
    words = len(inside) - inside.count(NO_WORD) - inside.count(TAG)
    if words < 2 or _WAY_OUT in inside or _WORD not in inside:
        return False
    if words - inside.count(NUMBER) < 2 and tokens.texts[last][0] not in "!?":
        return False
    opening = tokens.texts[first]
    if words <= 4 and (opening in _GREETINGS or opening in _CLOSINGS):
        return False
    return words >= FEWEST_WORDS or tokens.texts[last][0] in "!?"


def are_tags(kinds: bytes, first: int, last: int) -> bool:
    """Tell whether a span is little but hashtags or names of accounts, several of them."""
    inside = kinds[first : last + 1]
    tags = inside.count(TAG)
    return tags >= FEWEST_TAGS and 3 * tags >= len(inside)
