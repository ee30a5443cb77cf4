"""Tell what a sentence's words do: push, praise, ask, help, or point back.

In: a sentence's text. Out: yes or no. All proposers that cut, move or replace sentences ask here.
"""

from __future__ import annotations

import re

_LEANS_BACK = re.compile(
    r"(?i)^[\"'“(]*(?:this|that|these|those|it|its|it's|they|their|them|he|she|his|her|so|but|and"
    r"|or|however"
    r"|also|then|therefore|thus|still|instead|otherwise|yet|because|such|both|here's|here is"
    r"|here are"
    r"|yes|no|well|plus|moreover|furthermore|additionally|meanwhile|which|who|the (?:first|second"
    r"|former"
    r"|latter|other|same|result|answer|reason))\b"
)
_CALL = re.compile(
    r"(?i)^(?:\W|so |and |then |now |please |just |simply |go ahead and )*(?:click|tap|shop|buy"
    r"|order|get|grab"
    r"|claim|sign up|register|subscribe|book|download|join|start|try|visit|call|reply|contact"
    r"|apply|enter"
    r"|save|donate|enroll|enrol|reserve|secure|check out|learn more|read more|find out|discover"
    r"|see (?:more|how)"
    r"|browse|upgrade|follow|act|hurry|contribute|chip in|pitch in|rush|add your name|head"
    r"|swing by|stop by)\b"
)

#: Words that push or praise, whatever stands around them …
STRONG = re.compile(
    r"(?i)\b(?:amazing|incredible|unbelievable|fantastic|awesome|exciting|excited|thrilled|proud"
    r"|pride"
    r"|delighted|revolutioni[sz]\w+|game.chang\w+|world.class|cutting.edge"
    r"|best.in.class|industry.leading|premier|unparalleled|unrivall?ed|unmatched"
    r"|exceptional|outstanding|extraordinary|ultimate|stunning|greatest|finest|hottest|top.notch"
    r"|passionate|excellence|seamless\w*|empower\w*|unlock\w*|unleash\w*|synerg\w+|next.level"
    r"|next.gen(?:eration)?(?! of)|act now|act fast|hurry|don['’]t (?:miss|wait|delay)"
    r"|miss(?:ing)? out"
    r"|last chance|final (?:hours|chance|call)|limited.time|running out|too late|going fast"
    r"|once.in.a.lifetime|exclusive\w*|special offer|unbeatable|hassle|effortless\w*"
    r"|whether you|no matter|valued|share this|repost|follow (?:me|us)|like and (?:share"
    r"|subscribe|follow|comment|repost)|tag a|comment below"
    r"|smash that|won['’]t (?:believe|regret|be disappointed)|stay tuned|look no further"
    r"|look forward"
    r"|make history|rush in|pride ourselves|strive|renowned|second to none|like never before"
    r"|one.stop|best part|your dreams?|days of|committed to|dedicated to"
    r"|at the heart of)\b"
)
#: … and words that do so together with others.
PUSH = re.compile(
    STRONG.pattern
    + r"|\b(?:leading|revolutionary|state.of.the.art|innovati\w+|best|biggest|perfect"
    r"|unprecedented|number one"
    r"|passion|dedicated"
    r"|committed|mission|vision|values|solutions?|leverage|transform\w*|dreams?|success"
    r"|urgent|immediately|right now|now|today|tonight|can['’]t afford|guarantee[ds]?"
    r"|never before|bargain"
    r"|deals?|savings?|discounts?|offers?|buy|order|shop|sign up|subscribe|donate|donation|chip in"
    r"|join us|click|upgrade|satisfaction|quality|worry|instantly|free|everyone|everybody|anyone"
    r"|customers?|clients?|secret|we need you|need your help|counting on you|trust(?:ed)?|award"
    r"|thank you for your|your support|continued)\b"
)
#: A person's doings, the reader's case, a contrast: what a sentence says may be the draft's point.
CONTRAST = re.compile(
    r"(?i)\b(?:he|she|him|her|his|hers|(?<!do )not|never|but|than|if|when|first|why|what|how|who)\b"
    r"|(?<!do)n['’]t\b"
)
#: What a reader would miss: help, reasons, limits, a story, credit.
_GIVES = re.compile(
    r"(?i)\b(?:because|for example|for instance|e\.g|such as|how to|so that|unless|except"
    r"|although|though"
    r"|however|instead|step|tip|recommend|suggest|measured|tested|goes|experiments?|methods?"
    r"|techniques?|found|learned|learnt|lesson"
    r"|mistake"
    r"|failed|wrong|sorry|apolog\w+|cost|costs|price|refund|cancel|problem|issue|error|payment"
    r"|invoice"
    r"|password|account|receipt|ship\w*|deliver\w*|address|meeting|deadline|closed|open(?:s"
    r"|ing)? (?:at|on|from)"
    r"|according to|research|study|data|percent|average|known|thanks to|credit|(?-i:by [A-Z])\w+|i"
    r"|i['’]m|i['’]ve|my"
    r"|hours|located|was|were|needed|said|told|asked|attached|question|questions|contact|reply"
    r"|email us|write to|vote|voting|poll|polls)\b"
)


def gives(text: str) -> bool:
    """Tell whether words give a reader help, reasons, limits, a story or credit."""
    return _GIVES.search(text) is not None


def leans_back(text: str) -> bool:
    """Tell whether a sentence begins with a word that points to one before it."""
    return _LEANS_BACK.match(text) is not None


def is_call(text: str) -> bool:
    """Tell whether a sentence asks the reader to do something for the sender."""
    return bool(_CALL.match(text)) and not text.rstrip().endswith("?")
