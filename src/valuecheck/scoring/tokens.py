"""Cut normalised text into tokens: the one tokenizer of training, scoring and phrase rules.

In: text from `normalise.normalise`, lower case. Out: tokens, with or without their spans. A token
is a word (letters and digits with inner apostrophes), a link, an address, a merge field, or an
expressive mark: a run of `!` and `?`, an ellipsis, `%`, a currency sign, an emoji, a bullet.
Commas, full stops, brackets and quotes are no tokens, so quote style and spacing cannot move a
score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple, overload

from valuecheck.scoring.lazy import lazy

#: Stand-ins for tokens whose letters must not matter: one private-use character each.
URL, EMAIL, FIELD = "\ue000", "\ue001", "\ue002"
NAMES = {URL: "<url>", EMAIL: "<email>", FIELD: "<field>"}

_MERGE_WORDS = (
    r"(?:(?:your|their|the|my|recipient|prospect|sender|customer|client|insert)(?:'s)? ){0,2}"
    r"(?:(?:first|last|full|company|business|user|job|event|product|project)[ _-]?)?"
    r"(?:name|company|business|title|position|city|date|industry|product|service|link|url"
    r"|website|signature|phone|topic)"
)
_MERGE_FIELD = (
    r"\{\{[^{}\n]{1,60}\}\}|\*\|[^|\n]{1,60}\|\*|%%[^%\n]{1,40}%%|\$\{[^{}\n]{1,40}\}"
    r"|<<[^<>\n]{1,40}>>|\{[a-z][a-z_ ]{1,30}\}|\[" + _MERGE_WORDS + r"\]"
)
# What follows a run is never of the run, so giving back (without "+") would be in vain.
_ADDRESS = r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,60}+@[a-z0-9-]{1,60}+(?:\.[a-z0-9-]{1,30}+)+"
_DOMAIN_ENDS = r"(?:com|net|org|info|biz|edu|gov|example|co\.uk|ly|io|me)"
_LINK = (
    r"(?:https?://|www\.)[^\s<>\"')\]]+"
    r"|(?<![a-z0-9.-])[a-z0-9-]{1,60}+(?:\.[a-z0-9-]{1,60}+){0,3}"
    rf"\.{_DOMAIN_ENDS}(?![a-z0-9-])(?:/[^\s<>\"')\]]*)?"
)
# Most drafts hold few links and no merge fields: only the words around these marks are looked at.
_MERGE_MARKS = ("{", "*|", "%%", "<<")
_DOT_MARK = rf"\.(?:(?<=www\.)|{_DOMAIN_ENDS})"
# What only links and addresses have; where there is neither, dots alone are found faster.
_ANY_MARK, _DOTTED = lazy(rf"@|://|{_DOT_MARK}"), lazy(_DOT_MARK)
_SPACE = lazy(r"\s")

_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
# The one group makes `split` return the tokens too, and so all places without a match object each.
_TOKEN = re.compile(
    rf"([^\W_]++(?:'[^\W_]++)*+|[!?]++|\.\.\.++|[$€£₹%#@*•{URL}{EMAIL}{FIELD}{_EMOJI}])"
)


# Compiled when a text holds what they begin with: most drafts never need them.
_OPAQUE = lazy(f"({_MERGE_FIELD})|({_ADDRESS})|{_LINK}")
_MERGE_BRACKET = lazy(r"\[" + _MERGE_WORDS + r"\]")


class Token(NamedTuple):
    """A token and where it stands in the text it was cut from."""

    text: str
    start: int
    end: int


class Tokens(Sequence[Token]):
    """The tokens of a text by column: most readers want their texts alone.

    Attributes
    ----------
    texts : list of str
    starts, ends : list of int
        Where each stands.
    """

    __slots__ = ("ends", "starts", "texts")

    def __init__(self, texts: list[str], starts: list[int], ends: list[int]) -> None:
        self.texts = texts
        self.starts = starts
        self.ends = ends

    @classmethod
    def of(cls, tokens: Iterable[Token]) -> Tokens:
        """Return given tokens by column."""
        cut = list(tokens)
        return cls([one.text for one in cut], [one.start for one in cut], [one.end for one in cut])

    @overload
    def __getitem__(self, at: int) -> Token: ...

    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...

    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if isinstance(at, slice):
            columns = zip(self.texts[at], self.starts[at], self.ends[at], strict=True)
            return [Token(*one) for one in columns]
        return Token(self.texts[at], self.starts[at], self.ends[at])

    def __iter__(self) -> Iterator[Token]:
        return map(Token, self.texts, self.starts, self.ends)

    def __len__(self) -> int:
        return len(self.texts)


def mask(text: str) -> tuple[str, dict[int, int]]:
    """Replace links, addresses and merge fields by one stand-in each, keeping every position.

    Returns
    -------
    str
        Text of the same length, the rest of each masked stretch blanked.
    dict of int to int
        Start of each masked stretch to its end.
    """
    ends: dict[int, int] = {}
    if any(map(text.__contains__, _MERGE_MARKS)) or ("[" in text and _MERGE_BRACKET.search(text)):
        return _blanked(text, 0, ends), ends
    pieces: list[str] = []
    done = 0
    pattern = _ANY_MARK if "@" in text or "://" in text else _DOTTED
    mark = pattern.search(text)
    while mark:
        at = mark.start()
        # Links and addresses hold no space, so the word is all there is to look at.
        start = 1 + max(text.rfind(" ", done, at), text.rfind("\n", done, at), done - 1)
        space = _SPACE.search(text, at)
        end = space.start() if space else len(text)
        pieces += (text[done:start], _blanked(text[start:end], start, ends))
        done = end
        mark = pattern.search(text, done)
    return "".join(pieces) + text[done:] if pieces else text, ends


def _blanked(text: str, offset: int, ends: dict[int, int]) -> str:
    """Return `text`, which begins at `offset` of the whole, masked; add the stretches to `ends`."""

    def blank(match: re.Match[str]) -> str:
        start, end = match.span()
        ends[start + offset] = end + offset
        stand_in = FIELD if match.group(1) else EMAIL if match.group(2) else URL
        return stand_in + " " * (end - start - 1)

    return _OPAQUE.sub(blank, text)


def token_texts(text: str) -> list[str]:
    """Return the tokens of normalised `text` in order, without spans (the fast way)."""
    return _TOKEN.findall(mask(text)[0])


def cut(text: str) -> Tokens:
    """Return the tokens of normalised `text` in order, with their places in it."""
    masked, hidden = mask(text)
    # Gap, token, gap, token, …, gap: where each ends is the sum of all lengths before.
    pieces = _TOKEN.split(masked)
    places = list(accumulate(map(len, pieces)))
    starts = places[:-1:2]
    ends = places[1::2]
    if hidden:
        ends = [hidden.get(start, end) for start, end in zip(starts, ends, strict=True)]
    return Tokens(pieces[1::2], starts, ends)


def tokens(text: str) -> list[Token]:
    """Return the tokens of normalised `text` in order, with spans into it."""
    return list(cut(text))


def is_word(token: str) -> bool:
    """Tell whether a token is a word with at least one letter."""
    return any(character.isalpha() for character in token)
