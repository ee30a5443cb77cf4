"""Put a plain verb or noun into the form of the word it stands in for.

In: a word of the draft and the dictionary form of its replacement. Out: the replacement in the
same form: `leveraging`, `use` → `using`.
"""

from __future__ import annotations

#: Past tense and past participle of the irregular verbs that patterns use.
_PAST = {
    "buy": "bought",
    "begin": "began",
    "bring": "brought",
    "build": "built",
    "cut": "cut",
    "find": "found",
    "get": "got",
    "give": "gave",
    "have": "had",
    "keep": "kept",
    "let": "let",
    "make": "made",
    "meet": "met",
    "pay": "paid",
    "run": "ran",
    "say": "said",
    "see": "saw",
    "send": "sent",
    "set": "set",
    "show": "showed",
    "speed": "sped",
    "take": "took",
    "talk": "talked",
    "tell": "told",
    "think": "thought",
    "write": "wrote",
}
_DOUBLED = frozenset("cut get let plan put run set stop win swap".split())
_VOWELS = "aeiou"


def like(word: str, lemma: str) -> str:
    """Return `lemma`, of one or more words, in the form that `word` has.

    Parameters
    ----------
    word : str
        A verb or noun of the draft; its ending tells the form: -ing, -ed, -s, or none.
    lemma : str
        What to inflect; only its first word changes ("carry out").

    Examples
    --------
    >>> like("utilising", "use"), like("Facilitates", "help"), like("leveraged", "use")
    ('using', 'helps', 'used')
    >>> like("commence", "begin"), like("commenced", "begin"), like("purchasing", "buy")
    ('begin', 'began', 'buying')
    """
    head, _, rest = lemma.partition(" ")
    lower = word.lower()
    if lower.endswith("ing"):
        form = _ing(head)
    elif lower.endswith("ed"):
        form = _past(head)
    elif lower.endswith("s") and not lower.endswith("ss"):
        form = _s(head)
    else:
        form = head
    return f"{form} {rest}" if rest else form


def _ing(verb: str) -> str:
    if verb in _DOUBLED or verb == "begin":
        return f"{verb}{verb[-1]}ing"
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return f"{verb[:-1]}ing"
    return f"{verb}ing"


def _past(verb: str) -> str:
    if verb in _PAST:
        return _PAST[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ied"
    return f"{verb}{verb[-1]}ed" if verb in _DOUBLED else f"{verb}ed"


def _s(verb: str) -> str:
    if verb == "have":
        return "has"
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return f"{verb[:-1]}ies"
    return f"{verb}s"
