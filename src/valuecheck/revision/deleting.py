"""Delete a sentence that costs more than it says: broadcast findings, and few words of value.

In: a part of a draft with its findings. Out: suggested edits. The first call to action and every
sentence that others lean on stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from valuecheck.revision.costly import costly
from valuecheck.revision.dispensable import (
    Reason,
    asks_for,
    is_flattery,
    is_guess,
    is_plug,
    is_reach,
    reason_for,
)
from valuecheck.revision.facts import find_facts
from valuecheck.revision.language import HEADING, ITEM, PROSE, Sentence
from valuecheck.revision.parts import Part, costliest, points_of
from valuecheck.revision.records import SUGGESTED, Edit
from valuecheck.revision.wording import CONTRAST, PUSH, STRONG, gives, is_call, leans_back
from valuecheck.traits import BROADCAST, BY_NAME

#: Points a sentence must cost, by its findings, where it pushes with one word only.
_LEAST_COST = 0.3
#: So many weaker words of that kind push too: two where they cost much.
_FEWEST_WEAK = 3
_HIGH_COST = 1.5
_LONGEST = 34
_LONGEST_CALL = 9
_BARE_CALL = 4
_MOST_DELETED, _LONGEST_RUN, _LONGEST_LEAD = 20, 5, 9
#: Of a draft with fewer sentences none is superfluous.
_FEWEST = 4
_ADDRESS = re.compile(
    r"(?i)^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|thanks|thank you"
    r"|best"
    r"|regards|cheers|sincerely|yours|warm|kind|love|from|sent|to|subject|p\.?s)\b"
)
#: Numbers that nobody has counted.
_VAGUE = re.compile(r"(?:hundred|thousand|million|billion)s?|double|half|twice")
#: Where a link or a button is.
_POINTS = re.compile(
    r"(?i)\b(?:click|tap) (?:here|below|the|on)\b|\b(?:that|yours?) here\b|(?:link|button) below"
)
_ENDED = re.compile(r"[.!?…:;][\"'”’)]*\W*$")
_POINTS_BACK = re.compile(
    r"(?i)\W*(?:[\w'’]+ ){1,3}(?:(?:it|them)\b|(?:this|that|these|those)(?=[.,;!?]|$))"
)
_PERSON = re.compile(r"(?i)\b(?:he|she|his|hers?|him)\b")
_FIGURE = re.compile(r"\W*[\d$€£]")
_LEADS_ON = re.compile(r"[:–—,;-]\s*$|(?:\.\.\.|…)\s*$")

#: Openings that are stock: these may go though they come first.
_STOCK = re.compile(
    r"(?i)hope (?:this|you|all|everything)|(?:excited|thrilled|proud|happy|pleased) to be\b"
    r"|fast.paced|digital (?:age|world|era)|look no further|more than ever|are you (?:ready|tired)"
)
_LINK_ALONE = re.compile(r"\(?(?:https?://|www\.)\S+\)?[.!]?")
_AGAIN = Reason(
    "hard_sell", "The draft has asked for this before: once is enough.", frozenset(("link", "name"))
)
_EMPTY = frozenset(
    "the and you your our now today here for this that with please just can all get".split()
)

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
    """Propose the deletion of the sentences that cost most, and of neighbours among them as one."""
    if part.name != "body":
        return
    sentences = part.prose.sentences
    if sum(one.kind != HEADING for one in sentences) < _FEWEST:
        return
    whys = dict(_candidates(part))
    costs = {index: sum(points_of(part, sentences[index])) for index in whys}
    best = sorted(costs, key=lambda index: (costs[index], index))[:_MOST_DELETED]
    for index in best:
        if not _answers(part, index):
            yield _deletion(part, index, index, whys[index])
    for index in sorted(best):
        lead = index - 1 if _leads_in(part, index) else index
        if lead < index:
            yield _deletion(part, lead, index, whys[index])
        for last in _run_after(part, index, whys):
            yield _deletion(part, lead, last, whys[index])


def _answers(part: Part, index: int) -> bool:
    """Would a question before a sentence be left without it?"""
    sentences = part.prose.sentences
    if index == 0 or sentences[index - 1].block != sentences[index].block:
        return False
    return part.prose.of(sentences[index - 1]).endswith("?")


def _leads_in(part: Part, index: int) -> bool:
    """Does a short question before a sentence only lead in to it: "Want more? Subscribe!"?"""
    sentences = part.prose.sentences
    if index == 0 or sentences[index - 1].block != sentences[index].block:
        return False
    text = part.prose.of(sentences[index - 1])
    return text.endswith("?") and len(text.split()) <= _LONGEST_LEAD and not find_facts(text)


def _run_after(part: Part, first: int, whys: Mapping[int, Reason]) -> Iterator[int]:
    """Yield where a run of sentences that may go can end: in one paragraph, or with whole ones."""
    sentences = part.prose.sentences
    for last in range(first + 1, min(first + _LONGEST_RUN, len(sentences))):
        if last not in whys:
            return
        within = sentences[first].block == sentences[last].block
        if within or (sentences[first].first and sentences[last].last):
            yield last


def repeated_calls(part: Part) -> Iterator[Edit | None]:
    """Propose to drop calls to action that say again what one before them said."""
    if part.name != "body":
        return
    sentences = part.prose.sentences
    before: list[frozenset[str]] = []
    for index, sentence in enumerate(sentences):
        text = part.prose.of(sentence)
        if not is_call(text):
            continue
        words = _content(text)
        again = any(2 * len(words & other) >= len(words) for other in before if words)
        again |= bool(before) and len(text.split()) <= _BARE_CALL and not find_facts(text)
        before.append(words)
        spare = again and len(words) <= _LONGEST_CALL and not _has_the_only(part, index)
        if spare and _is_loose(part, index):
            yield delete(
                part,
                sentence.start,
                sentence.end,
                "hard_sell",
                "repeated-call",
                "The draft has asked for this before: once is enough.",
            )


def delete(part: Part, start: int, end: int, trait: str, rule: str, message: str) -> Edit | None:
    """Return the edit that deletes whole sentences."""
    return part.edit(start, end, "", kind=SUGGESTED, trait=trait, rule=rule, message=message)


def _deletion(part: Part, first: int, last: int, why: Reason) -> Edit | None:
    """Return the deletion of sentences `first` to `last`."""
    sentences = part.prose.sentences
    rule = "delete-sentence" if first == last else "delete-sentences"
    while last + 1 < len(sentences) and _is_its_link(part, sentences[last], sentences[last + 1]):
        last += 1
    start, end = sentences[first].start, sentences[last].end
    return delete(part, start, end, why.trait, rule, why.message)


def _is_its_link(part: Part, sentence: Sentence, following: Sentence) -> bool:
    """Is what follows nothing but the link that belongs to a sentence?"""
    same = following.block == sentence.block
    return same and _LINK_ALONE.fullmatch(part.prose.of(following)) is not None


def _candidates(part: Part) -> Iterator[tuple[int, Reason]]:
    """Yield the sentences that ask, push or praise and tell nothing, and why they may go."""
    sentences = part.prose.sentences
    first_call = first_own = None
    asked: set[str] = set()
    middle = len(sentences) // 2
    for index, sentence in enumerate(sentences):
        text = part.prose.of(sentence)
        again = [one for one in asks_for(text) if one in asked]
        asked.update(asks_for(text))
        if first_own is None and sentence.kind == PROSE and not _ADDRESS.match(text):
            first_own = index  # What the draft is about, more often than not.
            if not (_STOCK.search(text) or is_flattery(text) or is_reach(text)):
                continue
        plug = index >= middle and is_plug(text)
        calls = is_call(text) or _POINTS.search(text)
        if first_call is None and calls and not (is_reach(text) or plug):
            first_call = index
            continue
        if not _is_loose(part, index) or _is_held(part, sentence):
            continue
        if text.endswith("?") and not again:
            continue
        why = reason_for(text)
        if is_plug(text) and not (plug or is_reach(text)):
            continue  # What a draft opens with, it is about.
        spared = plug or is_reach(text) or is_flattery(text) or is_guess(text)
        if why is not None and (spared or not (gives(text) or _is_told(part, sentence))):
            yield index, why
        elif again and not (_is_informative(text, again) or _has_the_only(part, index)):
            yield index, _AGAIN
        elif sentence.kind == PROSE and _pushes(part, sentence):
            worst = costliest(part, sentence)
            trait = worst.trait if worst else "boilerplate"
            yield index, Reason(trait, f"{_WHY[trait]}: cut it.", frozenset())
        elif sentence.kind == PROSE and not _is_told(part, sentence):
            costs = costly(part, sentence)
            if costs is not None:
                yield index, costs


def _is_informative(text: str, asks: Sequence[str]) -> bool:
    """Does a call say more than the call: when, how much, of what, where else?"""
    found = [fact.kind for fact in find_facts(text)]
    kinds = set(found)
    if found.count("name") > 2 or ("link" in kinds and len(text.split()) > _LONGEST_CALL):
        return True
    more = {"date", "quote"} if "gift" in asks else {"date", "quote", "price", "number"}
    return bool(kinds & more)


def _has_the_only(part: Part, index: int) -> bool:
    """Would a link go that stands nowhere else?"""
    sentences = part.prose.sentences
    first, last = sentences[index], sentences[index]
    if index + 1 < len(sentences) and _is_its_link(part, first, sentences[index + 1]):
        last = sentences[index + 1]
    links = find_facts(part.text[first.start : last.end], ("merge field", "link"))
    return any(fact.kind == "link" and part.text.count(fact.form.rstrip("/")) < 2 for fact in links)


def _is_held(part: Part, sentence: Sentence) -> bool:
    """Does the sentence belong to something that must stay: a legal line, a quote, a table?"""
    return part.is_legal(sentence.start, sentence.end) or any(
        one.start < sentence.end
        and sentence.start < one.end
        and (one.start < sentence.start or one.end > sentence.end)
        for one in part.protected
    )


def _pushes(part: Part, sentence: Sentence) -> bool:
    """Does a sentence push in so many words, and give the reader nothing?"""
    text = part.prose.of(sentence)
    if not re.match(r"[\"“'(]?[A-Z]", text) or not re.search(r"[.!…)][\"”’)]?\W*$", text):
        return False
    if (
        gives(text)
        or _PERSON.search(text)
        or _is_told(part, sentence)
        or not part.is_free(sentence.start, sentence.end)
    ):
        return False
    facts = [fact for fact in find_facts(text) if not _VAGUE.fullmatch(fact.form)]
    if len(facts) > 1 or any(fact.kind != "name" for fact in facts):
        return False
    cues = len({match.group().lower() for match in PUSH.finditer(text)})
    if STRONG.search(text):
        clear = _has_rule(part, sentence) or -points_of(part, sentence)[0] >= _LEAST_COST
        return cues >= 2 or clear
    if CONTRAST.search(text):
        return False
    return cues >= (2 if -points_of(part, sentence)[0] >= _HIGH_COST else _FEWEST_WEAK)


def _is_told(part: Part, sentence: Sentence) -> bool:
    """Does the paragraph tell of the writer, as a story or what a customer says does?"""
    block = " ".join(
        part.prose.of(one) for one in part.prose.sentences if one.block == sentence.block
    )
    return len(re.findall(r"\b(?:I|I['’]\w+|my|me|My)\b", block)) >= 2


def _has_rule(part: Part, sentence: Sentence) -> bool:
    """Did a phrase rule of a broadcast trait find something here?"""
    span = part.passage.origin.to_source(sentence.start, sentence.end)
    return any(
        finding.rule != "words"
        and finding.start < span.end
        and span.start < finding.end
        and BY_NAME[finding.trait].pole == BROADCAST
        for finding in part.findings
    )


def _is_loose(part: Part, index: int) -> bool:
    """Can the sentence go without leaving another one hanging?"""
    sentences = part.prose.sentences
    sentence = sentences[index]
    text = part.prose.of(sentence)
    words = text.split()
    greets = _ADDRESS.match(text) and not is_plug(text)
    if not 2 <= len(words) <= _LONGEST or greets or _LEADS_ON.search(text):
        return False
    if sentence.kind == HEADING and not (is_reach(text) or is_plug(text)):
        return False
    if sentence.kind == ITEM and not (sentence.first and sentence.last):
        return False
    if index and _leaves_open(part, sentences[index - 1], sentence):
        return False
    if index and _goes_on(part, sentences[index - 1], sentence):
        return False
    rest = (one for one in sentences[index + 1 :] if not _is_its_link(part, sentence, one))
    following = next(rest, None)
    if following is None:
        return True
    after = part.prose.of(following)
    if following.block != sentence.block:
        # A line of its own may lead on to the next: only a paragraph's start leans back far.
        leans = sentence.first and leans_back(after)
        return not leans and (following.kind != ITEM or sentence.kind == ITEM)
    if _FIGURE.match(after) or _POINTS_BACK.match(after):
        return False  # A price of what it names, or an "it" that stands for that.
    return not leans_back(after) and _first_word(after) != _first_word(text)


def _goes_on(part: Part, before: Sentence, sentence: Sentence) -> bool:
    """Is it the second line of a sentence that was cut at a line's end?"""
    same = before.block == sentence.block
    return (
        same and part.prose.of(sentence)[:1].islower() and not _ENDED.search(part.prose.of(before))
    )


def _leaves_open(part: Part, before: Sentence, sentence: Sentence) -> bool:
    """Does the sentence before need this one: a colon, a question, a list of like sentences?"""
    text = part.prose.of(before)
    if before.block != sentence.block and _ADDRESS.match(text) and text.endswith(","):
        return False
    if _LEADS_ON.search(text):
        return True
    same = _first_word(text) == _first_word(part.prose.of(sentence))
    return same and before.kind == PROSE and before.block == sentence.block


def _first_word(text: str) -> str:
    match = re.search(r"[\w'’]+", text)
    return match.group().lower() if match else ""


def _content(text: str) -> frozenset[str]:
    """Return the words of a call that say what it asks for."""
    return frozenset(re.findall(r"[a-z]{3,}", text.lower())) - _EMPTY
