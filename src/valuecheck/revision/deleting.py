"""Delete a sentence that costs more than it says: broadcast findings, and few words of value.

In: a part of a draft with its findings. Out: suggested edits. The first call to action and every
sentence that others lean on stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuecheck.records import Finding
from valuecheck.revision.language import HEADING, ITEM, Sentence
from valuecheck.revision.parts import Part, points_of
from valuecheck.revision.records import SUGGESTED, Edit
from valuecheck.traits import BROADCAST, BY_NAME

#: Points a sentence must cost, by its findings.
_LEAST_COST = 0.4
_LONGEST = 32
_MOST_DELETED = 14
_LEANS_BACK = re.compile(
    r"(?i)^[\"'“(]*(?:this|that|these|those|it|its|it's|they|their|them|he|she|his|her|so|but|and|or|however"
    r"|also|then|therefore|thus|still|instead|otherwise|yet|because|such|both|here's|here is|here are"
    r"|yes|no|well|plus|moreover|furthermore|additionally|meanwhile|which|who|the (?:first|second|former"
    r"|latter|other|same|result|answer|reason))\b"
)
_ADDRESS = re.compile(
    r"(?i)^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|thanks|thank you|best"
    r"|regards|cheers|sincerely|yours|warm|kind|love|from|sent|to|subject|p\.?s)\b"
)
_CALL = re.compile(
    r"(?i)^(?:\W|so |and |then |now |please |just |simply |go ahead and )*(?:click|tap|shop|buy|order|get|grab"
    r"|claim|sign up|register|subscribe|book|download|join|start|try|visit|call|reply|contact|apply|enter"
    r"|save|donate|enroll|enrol|reserve|secure|check out|learn more|read more|find out|discover|see (?:more|how)"
    r"|browse|upgrade|follow|act|hurry|contribute|chip in|pitch in|rush|add your name|head|swing by|stop by)\b"
)
_LEADS_ON = re.compile(r"[:–—,;-]\s*$|(?:\.\.\.|…)\s*$")

_WHY = {
    "hype": "It praises without proof, and nothing that the reader needs is lost",
    "pressure": "It pushes, and tells the reader nothing new",
    "hard_sell": "It asks again, and gives the reader nothing",
    "self_focus": "It is about the sender, and changes nothing for the reader",
    "bait": "It teases for a click and holds the answer back",
    "boilerplate": "It is stock phrasing that any sender could have sent",
    "untargeted": "It speaks to everybody, so to nobody",
    "deceit": "It promises what a reader has reason to doubt",
}


def deletions(part: Part) -> Iterator[Edit | None]:
    """Propose the deletion of the sentences that cost most."""
    if part.name != "body":
        return
    sentences = part.prose.sentences
    if sum(one.kind != HEADING for one in sentences) < 4:
        return
    first_call = next((n for n, one in enumerate(sentences) if is_call(part.prose.of(one))), -1)
    costs = []
    for index, sentence in enumerate(sentences):
        if index == first_call:
            continue
        cost, gain = points_of(part, sentence)
        if -cost - 1.5 * gain >= _LEAST_COST and _is_loose(part, index):
            costs.append((cost + gain, index))
    for _, index in sorted(costs)[:_MOST_DELETED]:
        sentence = sentences[index]
        trait = _worst(part, sentence)
        yield delete(part, sentence, trait, "delete-sentence", f"{_WHY[trait]}: cut it.")


def repeated_calls(part: Part) -> Iterator[Edit | None]:
    """Propose to drop calls to action after the first, where they bring nothing of their own."""
    if part.name != "body":
        return
    sentences = part.prose.sentences
    calls = [index for index, one in enumerate(sentences) if is_call(part.prose.of(one))]
    for index in calls[1:]:
        sentence = sentences[index]
        words = part.prose.of(sentence).split()
        if len(words) > 14 or sentence.kind == ITEM or not _is_loose(part, index):
            continue
        yield delete(
            part,
            sentence,
            "hard_sell",
            "repeated-call",
            "The draft has asked before: one clear call to action is enough.",
        )


def delete(part: Part, sentence: Sentence, trait: str, rule: str, message: str) -> Edit | None:
    """Return the edit that deletes a whole sentence."""
    return part.edit(
        sentence.start, sentence.end, "", kind=SUGGESTED, trait=trait, rule=rule, message=message
    )


def is_call(text: str) -> bool:
    """Tell whether a sentence asks the reader to do something for the sender."""
    return bool(_CALL.match(text)) and not text.rstrip().endswith("?")


def _is_loose(part: Part, index: int) -> bool:
    """Can the sentence go without leaving another one hanging?"""
    sentences = part.prose.sentences
    sentence = sentences[index]
    text = part.prose.of(sentence)
    words = text.split()
    if not 3 <= len(words) <= _LONGEST or _ADDRESS.match(text) or _LEADS_ON.search(text):
        return False
    if part.is_legal(sentence.start, sentence.end) or re.search(r"https?:|www\.|@\w", text):
        return False
    following = sentences[index + 1] if index + 1 < len(sentences) else None
    if following is None:
        return True
    same_block = following.block == sentence.block
    if sentence.kind == HEADING or (not same_block and following.kind == ITEM != sentence.kind):
        return False
    if text.rstrip().endswith("?"):
        return same_block is False and sentence.first
    leans = _LEANS_BACK.match(part.prose.of(following)) is not None
    return not (leans and (same_block or sentence.first))


def _worst(part: Part, sentence: Sentence) -> str:
    """Return the broadcast trait that costs most here."""
    span = part.passage.origin.to_source(sentence.start, sentence.end)

    def costs(finding: Finding) -> bool:
        return (
            finding.start < span.end
            and span.start < finding.end
            and BY_NAME[finding.trait].pole == BROADCAST
        )

    here = [finding for finding in part.findings if costs(finding)]
    return min(here, key=lambda one: (one.points, one.start)).trait if here else "boilerplate"
