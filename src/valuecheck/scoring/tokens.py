"""Cut normalised text into tokens: the one tokenizer of training, scoring and phrase rules.

In: text from `normalise.normalise`, lower case. Out: tokens, with or without their spans. A token
is a word (letters and digits with inner apostrophes), a link, an address, a merge field, or an
expressive mark: a run of `!` and `?`, an ellipsis, `%`, a currency sign, an emoji, a bullet.
Commas, full stops, brackets and quotes are no tokens, so quote style and spacing cannot move a
score.
"""

from __future__ import annotations

import re
from typing import NamedTuple

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
_ADDRESS = r"(?<![a-z0-9._%+-])[a-z0-9._%+-]{1,60}@[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,30})+"
_LINK = (
    r"(?:https?://|www\.)[^\s<>\"')\]]+"
    r"|(?<![a-z0-9.-])[a-z0-9-]{1,60}(?:\.[a-z0-9-]{1,60}){0,3}"
    r"\.(?:com|net|org|info|biz|edu|gov|example|co\.uk|ly|io|me)(?![a-z0-9-])(?:/[^\s<>\"')\]]*)?"
)
_OPAQUE = re.compile(f"({_MERGE_FIELD})|({_ADDRESS})|{_LINK}")
#: A text without any of these holds nothing opaque: the masking scan is skipped.
_OPAQUE_HINT = re.compile(r"[{\[@%<|]|://|www\.|\.[cnoibegelm][a-z]")

_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_TOKEN = re.compile(
    rf"[^\W_]+(?:'[^\W_]+)*|[!?]+|\.\.\.+|[$€£₹%#@*•{URL}{EMAIL}{FIELD}{_EMOJI}]"
)


class Token(NamedTuple):
    """A token and where it stands in the text it was cut from."""

    text: str
    start: int
    end: int


def mask(text: str) -> tuple[str, dict[int, int]]:
    """Replace links, addresses and merge fields by one stand-in each, keeping every position.

    Returns
    -------
    str
        Text of the same length, the rest of each masked stretch blanked.
    dict of int to int
        Start of each masked stretch to its end.
    """
    if not _OPAQUE_HINT.search(text):
        return text, {}
    ends: dict[int, int] = {}

    def blank(match: re.Match[str]) -> str:
        start, end = match.span()
        ends[start] = end
        stand_in = FIELD if match.group(1) else EMAIL if match.group(2) else URL
        return stand_in + " " * (end - start - 1)

    return _OPAQUE.sub(blank, text), ends


def token_texts(text: str) -> list[str]:
    """Return the tokens of normalised `text` in order, without spans (the fast way)."""
    return _TOKEN.findall(mask(text)[0])


def tokens(text: str) -> list[Token]:
    """Return the tokens of normalised `text` in order, with spans into it."""
    masked, ends = mask(text)
    return [
        Token(match.group(), match.start(), ends.get(match.start(), match.end()))
        for match in _TOKEN.finditer(masked)
    ]


def is_word(token: str) -> bool:
    """Tell whether a token is a word with at least one letter."""
    return any(character.isalpha() for character in token)
