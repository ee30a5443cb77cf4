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
"""

from __future__ import annotations

import re

from valuecheck.errors import UsageError
from valuecheck.traits import CHANNELS

#: A channel shows in the first and last words: a long draft is not searched as a whole.
_WINDOW = 10_000

_GREETING = re.compile(
    r"(?i)\s{0,99}(?:hi|hey|hello|dear|greetings|good (?:morning|afternoon|evening))\b"
    r"[^\n]{0,60}?(?:\n|,)"
)
_SIGN_OFF = re.compile(
    r"(?im)^[ \t]{0,9}(?:(?:kind|best|warm|many|with)[ \t]?(?:est)?[ \t]?(?:regards|wishes|thanks)?"
    r"|regards|cheers|thanks|thank you|sincerely|yours|love|talk soon|all the best|warmly)\b"
    r"[^\n.?!]{0,25}[,!.]?[ \t\r]{0,9}$"
)
_COLD = re.compile(
    r"(?i)\b(?:came across your|reach(?:ing|ed) out|quick (?:call|chat|question)|1[05][- ]min|"
    r"(?:book|schedule|hop on) a (?:call|demo|chat|time)|worth a (?:chat|call|look)|"
    r"noticed (?:that )?you|companies like yours|open to a|"
    r"would you be (?:open|interested|willing)|"
    r"(?:are|be) the right person|follow(?:ing)? up on my|saw (?:that )?your|free next week|"
    r"i help|we help|my name is|i(?:'m| am) [a-z]{2,15}(?: [a-z]{2,15})?,? (?:from|at|with)|"
    r"we (?:don't|haven't) (?:know each other|met)|not (?:for you|interested|relevant))\b"
)
_MAILING = re.compile(
    r"(?i)\b(?:unsubscribe|view (?:this (?:email|message) )?in (?:your )?browser|"
    r"(?:you are|you're) receiving this|(?:manage|update) (?:your )?(?:email )?preferences|"
    r"newsletter|issue (?:#|no\.? ?)\d+|forward this (?:email )?to)"
)
_GIVING = re.compile(
    r"(?i)\b(?:donat(?:e|ion|ions|ing|ors?)|chip in|pledge|fundrais\w{1,6}|your gift|"
    r"matching gift|contribut(?:e|ion) \$|triple[- ]match\w{0,3}|rush \$)\b"
)
_ANNOUNCING = re.compile(
    r"(?i)\b(?:for immediate release|press release|announc(?:es|ing)|introducing|now available|"
    r"(?:excited|pleased|proud|thrilled|delighted|happy) to (?:announce|share|introduce|welcome)|"
    r"we(?:'re| are) launching)\b"
)
_SELLING = re.compile(
    r"(?i)(?:\b(?:shop|buy|order|get|book|call|sign up|try (?:it )?free) (?:now|today|yours)\b|"
    r"% off\b|"
    r"\bfree (?:delivery|shipping|trial|quote)\b|[$\u00a3\u20ac]\d|\blimited time\b|\bsale\b)"
)
_HASHTAG = re.compile(r"(?:^|\s)#[A-Za-z]\w{1,50}")
_SOCIAL = re.compile(
    r"(?i)(?:(?:^|\s)#[a-z]\w{1,50}|(?:^|\s)@[a-z]\w{1,50}|link in (?:my )?bio|"
    r"\b(?:retweet|dm me|comment below|tag a friend|repost)\b)"
)


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
    words = len(text.split())
    written_as_mail = format == "email"
    if not written_as_mail and _is_headline(text, words):
        return "headline"
    mail = written_as_mail or bool(_GREETING.match(text)) or _signs_off(text)
    if _count(_GIVING, text) >= 2:
        return "fundraising"
    if _count(_MAILING, text) >= (1 if mail or format == "html" else 2):
        return "newsletter"
    if with_subject and format == "text" and words <= 200:
        mail = mail or not _ANNOUNCING.search(text[:300])
    if mail:
        cold = _count(_COLD, text)
        return "cold_email" if cold >= 2 or (cold and words <= 120) else "email"
    return _guess_public(text, words, format)


def _guess_public(text: str, words: int, format: str) -> str:
    """Apply the rules for what is not mail."""
    if _ANNOUNCING.search(text[:300]):
        return "announcement"
    if words <= 60 and _SELLING.search(text) and not _HASHTAG.search(text):
        return "ad"
    if _count(_HASHTAG, text) >= 2:
        return "social"
    if format == "text" and words <= 200 and _SOCIAL.search(text):
        return "social"
    return "social" if format == "text" and words <= 60 else "blog"


def _signs_off(text: str) -> bool:
    """Do the last lines close a letter?"""
    return bool(_SIGN_OFF.search(text, max(len(text) - 200, text.find("\n") + 1)))


def _is_headline(text: str, words: int) -> bool:
    if not 1 <= words <= 14 or "\n" in text or "\r" in text or _HASHTAG.search(text):
        return False
    return text[-1] not in ".?!…:;,"


def _count(pattern: re.Pattern[str], text: str) -> int:
    """Return how many different words of the pattern occur."""
    return len({match[0].strip().lower() for match in pattern.finditer(text)})
