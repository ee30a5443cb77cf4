"""What drafts of one channel say: phrases in lower case, found as whole words.

A `*` at an end lets the word go on there ("newsletter*" is in "newsletters" as well).
"""

from __future__ import annotations

from itertools import product


def _each(*parts: str) -> tuple[str, ...]:
    """Return every combination of alternatives, which `|` separates."""
    return tuple("".join(choice) for choice in product(*(part.split("|") for part in parts)))


GREETINGS = (
    *("hi", "hey", "hello", "dear", "greetings"),
    *_each("good ", "morning|afternoon|evening"),
)
#: How the line of a sign-off begins.
SIGN_OFFS = tuple(
    "kind best warm many with regards cheers thank sincerely yours love talk all".split()
)
COLD = (
    "came across your",
    *_each("reaching|reached", " out"),
    *_each("quick ", "call|chat|question"),
    *_each("10|15", "-| ", "min"),
    *_each("book|schedule|hop on", " a ", "call|demo|chat|time"),
    *_each("worth a ", "chat|call|look"),
    *_each("noticed ", "|that ", "you"),
    "companies like yours",
    "open to a",
    *_each("would you be ", "open|interested|willing"),
    *_each("are|be", " the right person"),
    *_each("follow|following", " up on my"),
    *_each("saw ", "|that ", "your"),
    "free next week",
    *("i help", "we help", "my name is"),
    *_each("we ", "don't|haven't", " ", "know each other|met"),
    *_each("not ", "for you|interested|relevant"),
)
MAILING = (
    "unsubscribe*",
    *_each("view ", "|this email |this message |email |message ", "in ", "|your ", "browser*"),
    *_each("you are|you're", " receiving this*"),
    *_each("manage|update", " ", "|your ", "|email ", "preferences*"),
    "newsletter*",
    *_each("forward this ", "|email ", "to*"),
)
GIVING = (
    *_each("donat", "e|ion|ions|ing|or|ors"),
    *("chip in", "pledge", "your gift", "matching gift"),
    *_each("fundrais", "e|ed|er|ers|es|ing"),
    *_each("contribut", "e|ion", " $"),
    *_each("triple", "-| ", "match", "|ed|es|ing"),
    "rush $",
)
ANNOUNCING = (
    *("for immediate release", "press release", "announces", "announcing", "introducing"),
    "now available",
    *_each(
        "excited|pleased|proud|thrilled|delighted|happy", " to ", "announce|share|introduce|welcome"
    ),
    *_each("we're|we are", " launching"),
)
SELLING = (
    *_each("shop|buy|order|get|book|call|sign up|try free|try it free", " ", "now|today|yours"),
    "*% off",
    *_each("free ", "delivery|shipping|trial|quote"),
    *("limited time", "sale"),
)
SOCIAL = (
    *_each("*link in ", "|my ", "bio*"),
    *("retweet", "dm me", "comment below", "tag a friend", "repost"),
)
