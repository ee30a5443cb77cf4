"""Guess what a draft is where nobody said so.

The rules, first that holds:

1. One line of at most 14 words without a mark at its end and without a hashtag: `headline`.
   (Never for mail.)
2. Two or more words of giving (donate, chip in, …): `fundraising`.
3. Words of a mailing ("unsubscribe", "view in browser", "you are receiving this", "issue #12"):
   `newsletter`; in a draft without any other sign of mail only if there are two of them.
4. Mail (an `.eml` file, a greeting or a sign-off, or at most 200 words of plain text with a
   subject that do not start by announcing something): `cold_email` if two phrases of a cold
   approach occur ("quick call", "came across your"; in at most 120 words one), else `email`.
5. "For immediate release", or an announcing phrase among the first words: `announcement`.
6. At most 60 words with a price, a discount or "shop now": `ad`.
7. At most 200 words of plain text with a hashtag, a mention of `@someone`, or "link in bio";
   or two hashtags at any length: `social`.
8. At most 60 words of plain text: `social`.
9. Otherwise `blog`.

Phrases are lists (see `channel_phrases`), and the few patterns beside them are compiled where a
substring says that they may match: compiling them all would take longer than a check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from valuecheck.errors import UsageError
from valuecheck.reading.channel_phrases import (
    ANNOUNCING,
    COLD,
    GIVING,
    GREETINGS,
    MAILING,
    SELLING,
    SIGN_OFFS,
    SOCIAL,
)
from valuecheck.traits import CHANNELS

#: A channel shows in the first and last words: a long draft is not searched as a whole.
_WINDOW = 10_000

# All patterns are for lower-case text.
_SIGN_OFF = (
    r"(?m)^[ \t]{0,9}(?:(?:kind|best|warm|many|with)[ \t]?(?:est)?[ \t]?(?:regards|wishes|thanks)?"
    r"|regards|cheers|thanks|thank you|sincerely|yours|love|talk soon|all the best|warmly)\b"
    r"[^\n.?!]{0,25}[,!.]?[ \t\r]{0,9}$"
)
_HASHTAG = r"(?:^|\s)#[a-z]\w{1,50}"
_MENTION = r"(?:^|\s)@[a-z]\w{1,50}"
_INTRODUCED = r"\bi(?:'m| am) [a-z]{2,15}(?: [a-z]{2,15})?,? (?:from|at|with)\b"
_ISSUE = r"\bissue (?:#|no\.? ?)\d+"
_PRICE = r"[$\u00a3\u20ac]\d"


def check_channel(channel: str) -> str:
    """Return `channel`.

    Raises
    ------
    UsageError
        If it is not one of `traits.CHANNELS`.
    """
    if channel not in CHANNELS:
        raise UsageError(f"unknown channel {channel!r}; accepted: {', '.join(CHANNELS)}")
    return channel


def guess_channel(prose: str, *, format: str = "text", with_subject: bool = False) -> str:
    """Return the most likely of `traits.CHANNELS`, by the rules above.

    Parameters
    ----------
    prose : str
        The draft's visible text.
    format : str
        `text`, `markdown`, `html` or `email`.
    with_subject : bool
        True where the draft has a subject, of its own or given beside it.
    """
    text = prose.strip()
    if len(text) > 2 * _WINDOW:
        text = f"{text[:_WINDOW]}\n{text[-_WINDOW:]}"
    text = text.lower()
    words = len(text.split())
    written_as_mail = format == "email"
    if not written_as_mail and _is_headline(text, words):
        return "headline"
    mail = written_as_mail or _greets(text) or _signs_off(text)
    if _count(_phrases_in(text, GIVING)) >= 2:
        return "fundraising"
    mailing = _count([*_phrases_in(text, MAILING), *_matches(_ISSUE, "issue ", text)])
    if mailing >= (1 if mail or format == "html" else 2):
        return "newsletter"
    if with_subject and format == "text" and words <= 200:
        mail = mail or not _announces(text)
    if mail:
        cold = _count(
            [
                *_phrases_in(text, COLD),
                *_matches(_INTRODUCED, "i'm ", text),
                *_matches(_INTRODUCED, "i am ", text),
            ]
        )
        return "cold_email" if cold >= 2 or (cold and words <= 120) else "email"
    return _guess_public(text, words, format)


def _guess_public(text: str, words: int, format: str) -> str:
    """Apply the rules for what is not mail."""
    if _announces(text):
        return "announcement"
    hashtags = _count(_matches(_HASHTAG, "#", text))
    if words <= 60 and not hashtags and _sells(text):
        return "ad"
    if hashtags >= 2:
        return "social"
    if format == "text" and words <= 200 and (hashtags or _addresses_followers(text)):
        return "social"
    return "social" if format == "text" and words <= 60 else "blog"


def _greets(text: str) -> bool:
    """Does it begin with a greeting that ends soon, with a comma or the line?"""
    if not text.startswith(GREETINGS):
        return False
    for greeting in GREETINGS:
        rest = text[len(greeting) : len(greeting) + 61]
        if text.startswith(greeting) and not _is_word(rest[:1]) and ("," in rest or "\n" in rest):
            return True
    return False


def _signs_off(text: str) -> bool:
    """Do the last lines close a letter?"""
    start = max(len(text) - 200, text.find("\n") + 1)
    lines = text[start:].split("\n")
    if not any(line.lstrip(" \t").startswith(SIGN_OFFS) for line in lines):
        return False
    return bool(_compiled(_SIGN_OFF).search(text, start))


def _is_headline(text: str, words: int) -> bool:
    if not 1 <= words <= 14 or "\n" in text or "\r" in text or text[-1] in ".?!…:;,":
        return False
    return not any(_matches(_HASHTAG, "#", text))


def _announces(text: str) -> bool:
    return any(_phrases_in(text[:300], ANNOUNCING))


def _sells(text: str) -> bool:
    priced = any(any(_matches(_PRICE, sign, text)) for sign in "$£€")
    return priced or any(_phrases_in(text, SELLING))


def _addresses_followers(text: str) -> bool:
    return any(_matches(_MENTION, "@", text)) or any(_phrases_in(text, SOCIAL))


def _count(spans: Iterable[tuple[int, int, str]]) -> int:
    """Return how many different texts there are among spans, each character used once."""
    texts = set()
    done = 0
    for start, end, found in sorted(spans):
        if start >= done:
            texts.add(found.strip())
            done = end
    return len(texts)


def _matches(pattern: str, hint: str, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the matches of a pattern, all of which hold `hint`: (start, end, text)."""
    if hint in text:
        for match in _compiled(pattern).finditer(text):
            yield match.start(), match.end(), match[0]


def _phrases_in(text: str, phrases: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where phrases stand as whole words; beside a `*` the word may go on."""
    for phrase in phrases:
        plain = phrase.strip("*")
        at = text.find(plain)
        while at >= 0:
            end = at + len(plain)
            if (phrase[0] == "*" or _is_edge(text, at)) and (
                phrase[-1] == "*" or _is_edge(text, end)
            ):
                yield at, end, plain
            at = text.find(plain, end)


def _is_edge(text: str, at: int) -> bool:
    """Is this place between a word's character and another one?"""
    return _is_word(text[at - 1 : at] if at else "") is not _is_word(text[at : at + 1])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
