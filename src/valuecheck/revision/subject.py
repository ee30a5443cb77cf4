"""Replace a bait subject by words from the draft's own most specific sentence.

In: subject and body of a draft. Out: one suggested edit, where the subject teases and the body says
something short and definite in a sentence that can stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuecheck.revision.facts import find_facts
from valuecheck.revision.language import HEADING, Sentence
from valuecheck.revision.parts import Part
from valuecheck.revision.records import SUGGESTED, Edit
from valuecheck.revision.wording import STRONG, is_call, leans_back

_BAIT = re.compile(
    r"(?i)you won['’]t believe|\bguess (?:what|who)\b|can you (?:guess|believe)|\bshocking\b"
    r"|\bsecrets?\b"
    r"|this (?:one|simple|weird) (?:trick|thing|tip)|\bopen (?:this|me|now|immediately)\b"
    r"|don['’]t open this"
    r"|what happened next|changes? everything|you(?:['’]re| are) (?:missing|not going to believe)"
    r"|(?:quick|one) question\b|big (?:news|announcement|reveal)|something (?:big"
    r"|special|exciting)"
    r"|\b(?:it['’]s|we['’]re) (?:here|back|finally here)\b|\bmust[- ]see\b|\bsurprise\b"
    r"|you['’]ll (?:love|want) this"
)
_LONGEST, _SHORTEST = 11, 4


def better_subject(parts: tuple[Part, ...]) -> Iterator[Edit | None]:
    """Propose the most specific short sentence of the body as the subject."""
    heads = [part for part in parts if part.name == "subject"]
    bodies = [part for part in parts if part.name == "body"]
    if not heads or not bodies or not _teases(heads[0]):
        return
    head, body = heads[0], bodies[0]
    fitting = [one for one in body.prose.sentences if _fits(body, one)]
    if not fitting:
        return
    best = max(fitting, key=lambda one: (_definite(body.prose.of(one)), -one.start))
    subject = re.sub(r"[.…]+$", "", " ".join(body.prose.of(best).split()))
    yield head.edit(
        0,
        len(head.text),
        subject,
        kind=SUGGESTED,
        trait="bait",
        rule="subject-from-draft",
        message="The subject teases; these words of your own say what is inside.",
        tidy=False,
    )


def _teases(head: Part) -> bool:
    """Is the subject bait, and nothing that a reader would miss?"""
    return _BAIT.search(head.text) is not None and not find_facts(head.text)


def _fits(body: Part, sentence: Sentence) -> bool:
    text = body.prose.of(sentence)
    words = text.split()
    return (
        _SHORTEST <= len(words) <= _LONGEST
        and sentence.kind != HEADING
        and text[:1].isupper()
        and text[-1:] == "."
        and not leans_back(text)
        and not is_call(text)
        and not STRONG.search(text)
        and not re.search(r"(?i)\b(?:i|me|my|we|us|our)\b", text)
        and body.is_free(sentence.start, sentence.end)
        and _definite(text) > 0
        and not re.match(r"(?i)(?:hi|hello|dear|thanks|thank|best|i|we|my|our|p\.?s)\b", text)
    )


def _definite(text: str) -> int:
    """Count the facts of a sentence; numbers and dates tell most."""
    weights = {"number": 2, "date": 2, "price": 2, "name": 1}
    return sum(weights.get(fact.kind, 0) for fact in find_facts(text))
