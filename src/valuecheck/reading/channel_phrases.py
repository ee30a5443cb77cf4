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
#: Weaker signs of a cold approach; in a short mail one is enough.
PITCHING = (
    *_each(
        "your ",
        "website|site|page|listing|shop|business|podcast|show|readers|audience|listeners|feed"
        "|films|novel",
    ),
    *_each("i ", "noticed|am a|run a|was browsing|was looking|recruit|sell"),
    *_each("we ", "are a|offer|saw your|are a leading"),
    *("my client", "our clients", "interested"),
    *_each("introduce ", "our|my", "*"),
    *_each("dear ", "sir|owner|investor|doctor"),
    *("greetings from", "business owner", "purchasing manager", "security researcher", "esteemed"),
    *("positive response", "revert", "perfect fit", "certified", "competitors"),
    *("no answer needed", "don't sell", "collab", "happy to send", "hope you're well"),
)
#: What colleagues say too: two of these, or one beside a weaker sign, make a cold approach.
COURTING = (
    *("i'm writing", "would you", "shall i", "if not", "let me know if", "i checked", "i make"),
    *("i found", "kindly", "reply with", "opportunity"),
)
#: What the title of a newsletter says.
NEWS_TITLES = (
    *("newsletter*", "bulletin", "digest", "round-up", "roundup", "edition", "what's new", "news"),
    *_each("this ", "week|month"),
    *("notes", "the latest", "market update", "issue", "dispatch", "in the shop", "from the"),
    *_each("letter|week|vol", " *"),
)
#: How a newsletter opens.
NEWS_OPENINGS = (
    *_each("welcome to ", "the|another|our|this", " *"),
    *_each("edition|issue", " of"),
    *_each("this ", "month's|week's"),
    *("in this issue", "in today's", "new in", "in the box", "the long one", "read *"),
)
#: How a letter greets a crowd.
CROWDS = (
    *_each("dear ", "all|parents|members|friends|neighbours|neighbors|families|patients|brethren"),
    *_each("dear ", "customers|residents|volunteers|colleagues|subscribers|readers|alumni|donor*"),
    *_each("hi|hello|hey", " ", "all|everyone|folks|team|neighbor|neighbour|friends|lovelies"),
    *("ladies and gentlemen", "happy friday", "to all"),
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
    *_each("every ", "gift|pound|dollar|penny"),
    *_each(
        "whatever you can|help save|will you help|help us raise|left to find|still need|to raise"
    ),
    *_each("raise|raised|raising", " ", "$|\u00a3|\u20ac", "*"),
    *_each("sponsor", "|s|ed", " "),
    *("food bank", "appeal", "spare a thought", "look away", "animal lover", "kind hearted"),
    *_each("your ", "support|donation|sponsorship|generosity"),
)
ANNOUNCING = (
    *("for immediate release", "press release", "announces", "announcing", "introducing"),
    "now available",
    *_each(
        "excited|pleased|proud|thrilled|delighted|happy", " to ", "announce|share|introduce|welcome"
    ),
    *_each("we're|we are", " launching"),
    *("joins the", "unveils", "is out", "now live", "has been named"),
    *_each("proud|excited|thrilled", " to ", "reveal|unveil|launch"),
    *_each("today marks|we are now|is now part of|is joining|takes over|a new chapter"),
    *_each("will be ", "closed|moved|off|retired|replaced"),
    *("notice is hereby", "out today for"),
)
#: What the title of a notice says.
NOTICES = (
    *(
        "change*",
        "changing",
        "notice",
        "opening hours",
        "agm",
        "closing",
        "closure",
        "closed",
        "cancelled",
    ),
    *("unveils", "appoints", "wins", "raises", "opens", "joining", "announce*", "launch*"),
    *("introducing", "presale", "recall", "alert", "advisory", "incident", "last orders"),
    *_each("from ", "monday|tuesday|wednesday|thursday|friday|saturday|sunday"),
    *("we are now", "is now", "is live", "last day", "until further notice", "will not go ahead"),
    *("new chapter", "big news", "new name", "what to do", "call for", "parking"),
)
#: What a page says that sells, or looks for staff.
PAGES = (
    *("apply by", "apply now", "apply to", "full time", "per hour", "an hour", "/hr", "hiring"),
    *("salary", "pension", "the role", "pay:", "enrol", "enroll", "start free", "free trial"),
    *("in stock", "ships in", "our most advanced", "wanted", "/mo", "p/m", "per month", "one-off"),
)
SELLING = (
    *_each("shop|buy|order|get|book|call|sign up|try free|try it free", " ", "now|today|yours"),
    "*% off",
    *_each("free ", "delivery|shipping|trial|quote"),
    *("limited time", "sale"),
)
SOCIAL = (
    *_each("*link in ", "|my ", "bio*"),
    *("retweet", "dm me", "comment below", "tag a friend", "repost", "rt", "admin", "follow us"),
    *_each("i'll dm|dm you|in the comments|drop a|tag 3|tag two|like this post|my feed|agree?"),
)
