"""Guess what a draft is where nobody said so.

The rules, first that holds:

1. One line of at most 18 words without a hashtag, a mention, a link or a subject, and without a
   mark at its end (in at most 8 words with one): `headline`. (Never for mail.)
2. Two or more words of giving (donate, chip in, ...): `fundraising`.
3. A title like a notice's ("changes to", "closed"), an announcing phrase among the first words or
   a press release's place and date, over at most 400 words that greet nobody or a crowd:
   `announcement`.
4. Words of a mailing ("unsubscribe", "view in browser", "you are receiving this", "issue #12"; in a
   draft without any other sign of mail two of them), or a title or an opening like a newsletter's
   ("bulletin", "#12", "welcome to this month's"), or a crowd greeted at length: `newsletter`.
5. Mail (an `.eml` file, a greeting or a sign-off, or at most 200 words of plain text with a
   subject that neither announce nor sell): `cold_email` if a phrase of a cold approach occurs
   ("quick call", "came across your", "your website": in at most 130 words one, else two; what
   colleagues say too, "shall I", counts half), else `email`.
6. "For immediate release", or an announcing phrase among the first words: `announcement`.
7. At most 60 words with a price, a discount or "shop now": `ad`.
8. Two hashtags in at most 400 words, or at most 200 words of plain text with a hashtag, a mention
   of `@someone`, or "link in bio": `social`.
9. Two phrases of a page that sells or looks for staff ("apply by", "free trial"): `ad`.
10. At most 150 words of plain text: `social`.
11. Otherwise `blog`.

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
    COURTING,
    CROWDS,
    GIVING,
    GREETINGS,
    MAILING,
    NEWS_OPENINGS,
    NEWS_TITLES,
    NOTICES,
    PAGES,
    PITCHING,
    SELLING,
    SIGN_OFFS,
    SOCIAL,
)
from valuecheck.traits import CHANNELS

#: A channel shows in the first and last words: a long draft is not searched as a whole.
_WINDOW = 4_000

#: Longer texts (words) are no cold approach and no page that sells.
LONGEST_PITCH = 500

# All patterns are for lower-case text.
_SIGN_OFF = (
    r"(?m)^[ \t]{0,9}(?:(?:kind|best|warm|many|with)[ \t]?(?:est)?[ \t]?(?:regards|wishes|thanks)?"
    r"|regards|cheers|thanks|thank you|sincerely|yours|love|talk soon|all the best|warmly)\b"
    r"[^\n.?!]{0,25}[,!.]?[ \t\r]{0,9}$"
)
_HASHTAG = r"(?:^|\s)#[a-z]\w{1,50}"
_MENTION = r"(?:^|\s)@[a-z]\w{1,50}"
# "I'm Lee from", not "I'm happy with".
_INTRODUCED = (
    r"\bi(?:'m| am) (?!not |so |very |fine |happy |good |ok |still |just |here |glad )"
    r"[a-z]{2,15}(?: [a-z]{2,15})?,? (?:from|at|with)\b"
)
_ISSUE = r"\bissue (?:#|no\.? ?)\d+"
_NUMBER = r"#\d{1,3}\b"
_DATELINE = r"[a-z .]{3,30}, [a-z.]{2,12}[^\n]{0,30} [\u2014\u2013] "
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


def guess_channel(prose: str, *, format: str = "text", subject: str | None = None) -> str:
    """Return the most likely of `traits.CHANNELS`, by the rules above.

    Parameters
    ----------
    prose : str
        The draft's visible text.
    format : str
        `text`, `markdown`, `html` or `email`.
    subject : str or None
        The draft's subject or title, its own or given beside it.
    """
    text = prose.strip()
    if len(text) > 2 * _WINDOW:
        text = f"{text[:_WINDOW]}\n{text[-_WINDOW:]}"
    text = text.lower()
    title = (subject or "").lower()
    words = len(text.split())
    written_as_mail = format == "email"
    if not written_as_mail and not title and _is_headline(text, words):
        return "headline"
    mail = written_as_mail or _greets(text) or _signs_off(text)
    if _different(text, GIVING) + _different(title, GIVING) >= 2:
        return "fundraising"
    crowd = any(_phrases_in(text[:80], CROWDS))
    if title and words <= 400 and (crowd or not mail) and _gives_notice(text, title):
        return "announcement"
    if _is_newsletter(text, title, words, mail=mail or format == "html"):
        return "newsletter"
    if title and format == "text" and words <= 200:
        mail = mail or not (_announces(text) or _is_page(text, words))
    if mail:
        return "cold_email" if not crowd and _is_cold(text, title, words) else "email"
    return _guess_public(text, words, format)


def _gives_notice(text: str, title: str) -> bool:
    """Does it tell everybody concerned of something new, or begin as a press release does?"""
    if any(_phrases_in(title, NOTICES)) or _announces(text):
        return True
    return any(dash in text[:80] for dash in "\u2014\u2013") and bool(
        _compiled(_DATELINE).match(text)
    )


def _is_newsletter(text: str, title: str, words: int, *, mail: bool) -> bool:
    """Does it say that it is one of a row, or have the footer of a mailing?"""
    mailing = _count([*_phrases_in(text, MAILING), *_matches(_ISSUE, "issue ", text)])
    if mailing >= (1 if mail else 2):
        return True
    titled = any(_phrases_in(title, NEWS_TITLES)) or any(_matches(_NUMBER, "#", title))
    opened = any(_phrases_in(text[:300], NEWS_OPENINGS))
    crowd = any(_phrases_in(text[:80], CROWDS))
    if words < 60 or not (title or mail):
        return False
    return titled or (opened and words >= 120) or (crowd and words >= 200)


def _is_cold(text: str, title: str, words: int) -> bool:
    """Does somebody write who is not known to the reader, and wants something?"""
    if words > LONGEST_PITCH or title.startswith("re:"):
        return False
    cold = _count(
        [
            *_phrases_in(text, COLD),
            *_matches(_INTRODUCED, "i'm ", text),
            *_matches(_INTRODUCED, "i am ", text),
        ]
    )
    pitching = _different(title, PITCHING) + _different(text, PITCHING)
    return 2 * (cold + pitching) + _different(text, COURTING) >= (2 if words <= 130 else 3)


def _is_page(text: str, words: int) -> bool:
    """Does it read like a page that sells something or looks for staff?"""
    return words <= LONGEST_PITCH and _different(text, PAGES) + _different(text, SELLING) >= 2


def _guess_public(text: str, words: int, format: str) -> str:
    """Apply the rules for what is not mail."""
    if _announces(text):
        return "announcement"
    hashtags = _count(_matches(_HASHTAG, "#", text))
    if words <= 60 and not hashtags and _sells(text):
        return "ad"
    if hashtags >= 2 and words <= 400:
        return "social"
    if format == "text" and words <= 200 and (hashtags or _addresses_followers(text)):
        return "social"
    if _is_page(text, words):
        return "ad"
    return "social" if format == "text" and words <= 150 else "blog"


def _different(text: str, phrases: tuple[str, ...]) -> int:
    """Return how many different phrases stand in a text."""
    return _count(_phrases_in(text, phrases)) if text else 0


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
    if not 1 <= words <= 18 or "\n" in text or "\r" in text or "://" in text or text[0] == "@":
        return False
    if text[-1] in ":;," or (text[-1] in ".?!…" and words > 8):
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


def _phrases_in(text: str, phrases: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Yield where phrases stand as whole words; beside a `*` the word may go on."""
    for phrase, plain in _plain(phrases):
        # Nearly none stands there, and to ask so is cheaper than to search for the place.
        if plain not in text:
            continue
        at = text.find(plain)
        while at >= 0:
            end = at + len(plain)
            if (phrase[0] == "*" or _is_edge(text, at)) and (
                phrase[-1] == "*" or _is_edge(text, end)
            ):
                yield at, end, plain
            at = text.find(plain, end)


@cache
def _plain(phrases: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return phrases and what they are without `*`."""
    return tuple([(phrase, phrase.strip("*")) for phrase in phrases])


def _is_edge(text: str, at: int) -> bool:
    """Is this place between a word's character and another one?"""
    return _is_word(text[at - 1 : at] if at else "") is not _is_word(text[at : at + 1])


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
