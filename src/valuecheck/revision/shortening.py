"""Shorten a sentence by a clause that only praises or pushes, where grammar is certain.

In: a part of a draft. Out: suggested edits. Three cuts leave a sentence whole: a closing clause
after a comma that starts with a participle or `whether`; what follows a dash at the end; and an
opening phrase that a single comma parts from a subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuecheck.revision.facts import find_facts
from valuecheck.revision.language import PROSE, Sentence
from valuecheck.revision.parts import Part
from valuecheck.revision.records import SUGGESTED, Edit
from valuecheck.revision.wording import STRONG, gives

_PARTICIPLE = (
    "making|ensuring|allowing|enabling|helping|giving|providing|delivering|offering|empowering"
    "|transforming|bringing|turning|taking|creating|setting|driving|unlocking|elevating|enhancing"
    "|guaranteeing|boosting|maximising|maximizing|revolutionising|revolutionizing|redefining"
    "|positioning|keeping|leaving|saving|solidifying|cementing|showcasing|reinforcing|fostering"
)
_CLOSING = re.compile(
    rf",\s(?:(?:thus|thereby|while|all while|and"
    rf"|ultimately)\s)?(?:{_PARTICIPLE})\s[^,;:()]{{8,110}}?(?=[.!]\s*$)"
    r"|,\s(?:whether|no matter)\s[^;:()]{8,110}?(?=[.!]\s*$)"
)
_DASHED = re.compile(r"\s?(?:\s[–—-]{1,2}\s|—)(?:and |so |all )?[^–—;:()]{6,90}?(?=[.!]\s*$)")
_SUBJECT = (
    r"(?:we|you|it|they|i|he|she|this|that|these|there|our|your|the|a|an|its|their|my|his|her|each"
    r"|every|all|no)\b"
)
_OPENING = re.compile(
    r"(?i)^(?:from\s[^,]{3,40}\sto\s[^,]{3,50}|whether\s[^,]{6,80}"
    r"|as (?:a|an|the|one of the)\s[^,]{6,70}|with (?:our|its|their|over|more than|a"
    r"|an)\s[^,]{6,70}"
    r"|in (?:today['’]s|an era|a world|an age|this)\s[^,]{4,60}|at the heart of\s[^,]{4,60}"
    r"|thanks to (?:our|its)\s[^,]{4,60}|backed by\s[^,]{4,60}|built (?:on|with|by"
    r"|for)\s[^,]{4,60})"
    rf",\s(?={_SUBJECT})"
)
_FEWEST_LEFT = 4


def shortenings(part: Part) -> Iterator[Edit | None]:
    """Propose to cut clauses that only praise or push."""
    for sentence in part.prose.sentences:
        if sentence.kind != PROSE or part.is_legal(sentence.start, sentence.end):
            continue
        text = part.prose.of(sentence)
        if "?" in text or text.count('"') + text.count("“"):
            continue
        for pattern in (_CLOSING, _DASHED):
            match = pattern.search(text)
            if match and _may_go(text, match):
                yield _cut(part, sentence, match, "empty-clause")
                break
        opening = _OPENING.match(text)
        if opening and text.count(",") == 1 and _may_go(text, opening):
            yield _cut(part, sentence, opening, "empty-opening")


def _may_go(text: str, match: re.Match[str]) -> bool:
    """Does the clause push and give nothing, and is enough left without it?"""
    clause = match.group()
    left = len(text.split()) - len(clause.split())
    if left < max(_FEWEST_LEFT, len(clause.split()) // 2) or gives(clause) or find_facts(clause):
        return False
    return STRONG.search(clause) is not None


def _cut(part: Part, sentence: Sentence, match: re.Match[str], rule: str) -> Edit | None:
    return part.edit(
        sentence.start + match.start(),
        sentence.start + match.end(),
        "",
        kind=SUGGESTED,
        trait="hype",
        rule=rule,
        message="The clause praises or pushes and adds nothing: the sentence stands alone.",
    )
