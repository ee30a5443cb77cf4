"""Say why a sentence may go: kinds of sentence that ask, praise or promise and tell nothing.

In: a sentence's text. Out: the reason, or None. Each reason says which facts may go along; the
edit lists them. Whether the sentence can be spared where it stands is said in `deleting`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from valuecheck.frozen import record
from valuecheck.revision.facts import find_facts


@record
class Reason:
    """Why sentences of a kind may go.

    Attributes
    ----------
    trait, message : str
    facts : frozenset of str
        Kinds of facts that may go along.
    """

    trait: str
    message: str
    facts: frozenset[str]


_NAMED = frozenset(("name", "merge field"))
_POINTED = _NAMED | {"link", "address"}
_WHO = r"(?:we|i)(?:['’](?:re|m|ve|ll|d))?(?:\s(?:am|are|have|would|will|was|were))?"
_VERY = (
    r"(?:\s(?:so|very|really|truly|absolutely|just|always|greatly|also|definitely|beyond|incredibly"
    r"|extremely|deeply))*"
)
_REACH = re.compile(
    r"(?i)^(?:\W|please |and |so |also |if you (?:like|liked|enjoy|enjoyed|found)[^,]{3,40}, ?"
    r"|don['’]t forget to |make sure to |feel free to |help us by )*"
    r"(?:(?:like|share|repost|retweet|forward|save|bookmark)(?:,| and| &|$| this| it| with| the"
    r"| our)"
    r"|follow (?:me|us|our|along|for|(?-i:[A-Z@]))|tag (?:a|your|someone|us|me)|spread the word"
    r"|subscribe (?:to|for|now|today|here|below|and)|hit (?:the|that|follow)|ring the bell"
    r"|stay tuned|turn on (?:post )?notifications|(?:leave|drop) (?:a|your) (?:comment|like))"
    r"|^you would really help me out by sharing"
)
_FLATTERY = re.compile(
    rf"(?i)^{_WHO}{_VERY}\s?(?:been (?:following|reading|enjoying)|lov(?:e|ed|ing)"
    r"(?! (?:to|having|seeing|meeting|hosting)\b)|enjoy(?:ed)?|admired?"
    r"|impressed|follow(?:ed|ing)?)\b.{0,80}\byour?\b"
    r"|^i['’]ll continue (?:following|reading)\b|^(?:a )?(?:big|huge|long.?time) fan\b"
    r"|^(?:loved|love|enjoyed) (?:your|the|what|how)\b|^kudos\b|^keep up the\b"
    r"|^(?:great|fantastic|excellent|awesome|impressive|nice|amazing|good) (?:article|post|piece"
    r"|work|guide|job|content|read|stuff|insights?|site|blog|list|resource|timing)\b"
    r"|^your [^.!?]{0,60}\b(?:is|are|was)\s(?:so |really |very |truly )?(?:incredibl\w+|amazing"
    r"|fantastic|excellent|impressive|outstanding|brilliant|wonderful|inspiring|thorough"
    r"|comprehensive|informative|insightful|well.(?:written|researched))\b"
    r"|^your (?:readers|audience|followers|subscribers) seems? to (?:love|like|enjoy|respond)\b"
    r"|^i (?:noticed|saw|see)\b[^.!?]{0,90}\b(?:great|strong|good|high|amazing) (?:engagement"
    r"|response|feedback|reception)\b"
    r"|^i was (?:thrilled|delighted|excited|so happy) to (?:see|read|find|come across)\b.{0,80}"
    r"\byour?\b"
    r"|^your [^.!?]{0,60}\bcovers? [^.!?]{0,40}\b(?:beautifully|perfectly|brilliantly)\b"
)
#: Praise with a reason is no flattery.
_REASONED = re.compile(r"(?i)\b(?:because|since|helped|taught|saved|when (?:i|we|you)|thanks to)\b")
_READERS = (
    r"your (?:\w+ )?(?:readers?|audience|readership|subscribers|followers|customers|clients"
    r"|students|viewers|listeners|visitors|members|users)"
)
_GAINS = (
    r"(?:enjoy|love|appreciate|benefit|relate|valuable|useful|helpful|interest(?:ing|ed)?|relevant"
    r"|timely|great fit|good fit|fit right in|resonate|appeal)"
)
_GUESSED = re.compile(
    r"(?i)^(?:this|it|that|these|they|which)\s(?:could|would|might|may)\s"
    r"(?:really |also |greatly )?(?:help|make|be (?:a )?(?:great|valuable|perfect|useful|good"
    r"|fantastic|of)|provide|give|add|appeal|bring|offer|supplement|complement|serve|save|enhance|strengthen|enrich|benefit"
    r"|resonate|work (?:well|perfectly|great)|pair|fit)\b"
    r"|^i(?:['’]m| am)? (?:think|believe|thought|figured|confident|sure|know)(?: that)?"
    rf" (?:you|your|this|it|these|they)\b[^.!?]*\b(?:{_GAINS}|save|provide|add)\b"
    rf"|^(?:thought|figured) (?:you|your|it|this)\b[^.!?]*\b{_GAINS}\b"
    rf"|^(?:given|considering|based on)\b[^.!?]{{3,80}}\b(?:could|would|might|may)\b[^.!?]{{0,30}}"
    rf"\b{_GAINS}\b"
    rf"|^[^.!?,]{{0,40}}\b{_READERS} (?:could|would|might|may|will)\b[^.!?]{{0,40}}\b{_GAINS}\b"
)
#: A plug of the sender's own things, or a link that a comment buys, as posts end.
_OWN_THING = (
    r"(?:newsletter|e-?book|course|pdf|guide|master ?class|webinar|wait ?list|community|podcast"
    r"|youtube|channel|templates?|play ?book|cheat ?sheet|program(?:me)?|cohort)"
)
_PLUG = re.compile(
    r"(?i)^(?:\W|p\.?s\b\.?|and |so |also |psst\b"
    r"|(?:if|when) you(?:['’]re| are|['’]d)?\b[^,.!?]{3,70}, )*"
    r"(?:"
    rf"(?:join|subscribe|sign up|get|download|grab|check out|read)\b[^.!?]{{0,90}}"
    rf"\b(?:my|our)\b[^.!?]{{0,30}}\b{_OWN_THING}\b"
    r"|(?:join|subscribe)\b[^.!?]{0,20}\d[\d,.]*k?\+? [^.!?]{0,60}"
    r"|(?:comment|drop|type)\b[^.!?]{1,60}\b(?:i|we)(?:['’]ll| will) (?:send|dm|share|message)\b"
    r"|comment\b[^.!?]{1,30}\bto (?:join|get|receive|be added)\b"
    r")"
)
_SELF_PRAISE = re.compile(
    rf"(?i)^(?:{_WHO}{_VERY}\s(?:proud|excited|thrilled|delighted|honou?red|pleased|passionate"
    r"|committed|dedicated|happy|humbled|grateful|privileged|confident)\b"
    r"|(?:we|our (?:team|company|firm|brand|mission|vision|goal|commitment|passion|experts?"
    r"|products?|services?|platform|solution))\b[^.!?]{0,60}\b(?:best|leading|leader|strongest"
    r"|committed|dedicated|passionate|pride|proud|excellence|world.class|top|premier|trusted"
    r"|award|innovative|quality|priority|finest|unique|unmatched|strive|proven|guarantee\w*)\b)"
    r"|\b(?:proven leader|track record|category leader|market leader|named (?:in|one of|among)"
    r"|voted (?:the )?best|award.winning)\b"
)
_HOLLOW = re.compile(
    r"(?i)\b(?:never been (?:easier|better|simpler|faster)|made (?:easy|simple)|changes everything"
    r"|redefin\w+|reimagin\w+|shap(?:e|ing) the future|future of \w+ is|new (?:era|chapter|heights)"
    r"|next (?:level|chapter|generation)|times ahead|you deserve|sky['’]?s the limit|say goodbye"
    r" to"
    r"|(?:bigger|better) (?:and|than)|stress.free|risk.free|worry.free|key to (?:your|success)"
    r"|key of your|like no other|bold and|leap (?:forward|towards)|game.chang\w+|must.have"
    r"|dream come true|possibilities are|endless possibilities|one step closer|no brainer"
    r"|satisfaction|life.changing|(?:just|only) (?:a )?click(?:s)? away|join the (?:revolution"
    r"|movement|family)|the wait is over|it['’]s finally here|big (?:news|things)|mind.blowing"
    r"|most (?:powerful|comprehensive|advanced|trusted|popular|exciting)|all in one place"
    r"|best (?:of all|part)|and (?:so )?much more|don['’]t (?:miss|wait|delay|hesitate)"
    r"|while (?:you|it|they) lasts?|before it['’]?s (?:gone|too late)|limited (?:time|spots|seats"
    r"|availability)|spots? (?:is|are) (?:limited|filling)|hurry|act (?:now|fast|today)"
    r"|selling (?:out )?fast|going fast|booking (?:out )?fast|great (?:again|news)|coolest)\b"
    r"|\b(?:is|are|was|were) (?:truly |really |absolutely |simply )?(?:incredible|amazing"
    r"|unbelievable|insane|phenomenal)\b"
)
_LONGEST_HOLLOW = 18
_GIFT = (
    r"(?:donat\w+|chip(?:ping)? in|pitch(?:ing)? in|contribut\w+|(?:a|your|first|monthly"
    r"|generous) gift|giv(?:e|ing) (?:today|now|\$)|rush|fundrais\w+|support (?:our|his|her|the)"
    r"|help us (?:secure|win|fight|protect|reach|hit|keep))"
)
_SALE = (
    r"(?:shop|buy|order|grab|claim|upgrade|get (?:yours|started|your|it|the|one)|try|download"
    r"|start (?:your|now|today|saving)|save (?:now|today|big)|browse|check (?:it |them )?out"
    r"|visit (?:our|us)|learn more|find out more|see more|discover|don['’]t miss)"
)
#: What a sentence asks for; the second that asks for the same says nothing new.
_ASKS = {
    "gift": re.compile(
        rf"(?i)^(?:\W|so |and |please |will you |can you |could you |would you |can we count on"
        rf" you to )*[^.!?]{{0,60}}\b{_GIFT}\b"
    ),
    "sale": re.compile(
        rf"(?i)^(?:\W|so |and |then |now |please |just |simply |go ahead and )*{_SALE}\b"
    ),
}

_KINDS: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (
        _REACH,
        Reason("bait", "It asks for reach and gives the reader nothing: cut it.", _POINTED),
    ),
    (
        _FLATTERY,
        Reason(
            "boilerplate", "Praise that any sender could send: start with why you write.", _NAMED
        ),
    ),
    (
        _PLUG,
        Reason(
            "bait",
            "A plug for something else, after the draft has made its point: cut it.",
            _POINTED | {"number", "quote"},
        ),
    ),
    (
        _GUESSED,
        Reason("boilerplate", "It guesses what the reader will think: let them judge.", _NAMED),
    ),
    (
        _SELF_PRAISE,
        Reason(
            "self_focus", "It praises the sender; nothing changes for the reader: cut it.", _NAMED
        ),
    ),
    (
        _HOLLOW,
        Reason("hype", "It is louder than what it says: cut it.", _NAMED | {"number"}),
    ),
)


def reason_for(text: str) -> Reason | None:
    """Return why a sentence may go, None if no kind of reason is there.

    Examples
    --------
    >>> reason_for("Follow me for more tips.").trait
    'bait'
    >>> reason_for("Pour 200 ml of water in.") is None
    True
    """
    facts = find_facts(text)
    kinds = {fact.kind for fact in facts}
    for pattern, reason in _KINDS:
        if pattern is _HOLLOW and (len(facts) > 1 or len(text.split()) > _LONGEST_HOLLOW):
            continue  # It may tell of something, and loudly.
        if pattern.search(text) and kinds <= reason.facts:
            return reason
    return None


def asks_for(text: str) -> Iterator[str]:
    """Yield what a sentence asks the reader for: a gift, a sale."""
    for name, pattern in _ASKS.items():
        if pattern.search(text):
            yield name


def is_reach(text: str) -> bool:
    """Tell whether a sentence asks to be shared, followed or liked."""
    return _REACH.search(text) is not None


def is_plug(text: str) -> bool:
    """Tell whether a sentence plugs something of the sender's, or sells a link for a comment."""
    return _PLUG.search(text) is not None


def is_guess(text: str) -> bool:
    """Tell whether a sentence guesses that whom it is sent to will be pleased, with no reason."""
    return _GUESSED.search(text) is not None and not _REASONED.search(text)


def is_flattery(text: str) -> bool:
    """Tell whether a sentence praises whom it is sent to, as any sender could."""
    return _FLATTERY.search(text) is not None and not _REASONED.search(text)
