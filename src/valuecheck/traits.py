"""The 15 traits of the rubric and the channels: the one place where either is listed.

Definitions follow the project's rubric. `advice` is what a report tells a marketer to do about
the trait: for a broadcast trait when it is strong, for a value trait when it is weak.
"""

from __future__ import annotations

from valuecheck.frozen import record

BROADCAST = "broadcast"
VALUE = "value"


@record
class Trait:
    """One trait of the rubric.

    Attributes
    ----------
    name : str
        Identifier in code, reports and data.
    pole : str
        `broadcast` or `value`.
    question : str
        What the grader asks of the draft.
    grades : tuple of str
        What grades 0, 1, 2 and 3 mean.
    advice : str
        What to do about it.
    """

    name: str
    pole: str
    question: str
    grades: tuple[str, str, str, str]
    advice: str


TRAITS: tuple[Trait, ...] = (
    Trait(
        "untargeted",
        BROADCAST,
        "Could this go to anyone on any list?",
        (
            "written for somebody",
            "a reader is only vaguely implied",
            "a generic address and nothing of the reader's situation",
            "a pure blast: nobody in particular is spoken to",
        ),
        "Say in the first two lines who this is for and what situation they are in.",
    ),
    Trait(
        "hype",
        BROADCAST,
        "Are claims louder than their proof?",
        (
            "no claim outruns its proof",
            "one inflated word",
            "several superlatives, buzzwords or exclamation marks without proof",
            "hype or shouting from wall to wall",
        ),
        "Swap each superlative for the fact that made you want to write it, or drop it.",
    ),
    Trait(
        "pressure",
        BROADCAST,
        "Is the reader pushed to act now?",
        (
            "no push",
            "a mild deadline or reminder",
            "urgency, scarcity, fear of missing out or guilt",
            "a countdown or a threat drives the piece",
        ),
        "State a real deadline once, as a fact, and give the reason for it; cut the rest.",
    ),
    Trait(
        "hard_sell",
        BROADCAST,
        "Is it here to make the reader buy, sign up, click, donate or hire?",
        (
            "nothing is asked",
            "a passing plug or link",
            "an offer or call to action is a main part",
            "nothing but offer, price and call to action",
        ),
        "Give something useful before you ask, and ask once.",
    ),
    Trait(
        "self_focus",
        BROADCAST,
        "Is it about the sender's news rather than the reader's gain?",
        (
            "the reader comes first",
            "some 'we' or 'I' without benefit to the reader",
            "mostly the sender's achievements, features and announcements",
            "pure self-promotion",
        ),
        "Turn each 'we' sentence round: what changes for the reader?",
    ),
    Trait(
        "bait",
        BROADCAST,
        "Does it trade on a gap or a trick to get a click, a reply or a follow?",
        (
            "says what it is",
            "a slightly teasing title",
            "a curiosity gap, a withheld answer, a request for likes or a fake reply",
            "the bait is the piece",
        ),
        "Put the answer in the title or the first line; those it is for will still read on.",
    ),
    Trait(
        "boilerplate",
        BROADCAST,
        "Is it stock phrasing that any sender could have sent?",
        (
            "the sender's own words",
            "a few set phrases",
            "mostly clichés, filler or template text",
            "nothing but filler",
        ),
        "Cut what any competitor could have written and keep what only you could.",
    ),
    Trait(
        "deceit",
        BROADCAST,
        "Does it mislead: scam, phishing, false pretence, too good to be true?",
        (
            "nothing misleading",
            "a doubtful claim",
            "a likely misleading offer or identity",
            "an evident scam, phishing or fraud",
        ),
        "Say plainly who is writing, what is offered and what it costs.",
    ),
    Trait(
        "audience",
        VALUE,
        "Is it plainly for a defined group with a shared problem, interest or belief?",
        (
            "for nobody in particular",
            "a broad group is implied",
            "a definite group and its situation are named or unmistakable",
            "speaks to one narrow group, or one person, about what they care about",
        ),
        "Name the group this is for and the problem they share.",
    ),
    Trait(
        "useful",
        VALUE,
        "Can the reader do or understand something new from the text itself?",
        (
            "nothing to take away",
            "one small tip or fact",
            "a real how-to, explanation, answer or actionable information",
            "a help from end to end",
        ),
        "Put one thing the reader can use in the text itself.",
    ),
    Trait(
        "specific",
        VALUE,
        "Are there concrete names, numbers, examples, dates, cases, details?",
        (
            "all general",
            "one or two details",
            "several details that carry the piece",
            "dense with concrete detail",
        ),
        "Add the number, the name, the date or the example you have in mind.",
    ),
    Trait(
        "evidence",
        VALUE,
        "Are claims backed by data, sources, first-hand experience or shown reasoning?",
        (
            "claims stand alone",
            "one weak support",
            "the main claim is supported",
            "support throughout, and it can be checked",
        ),
        "Show how you know: the source, the measurement, or what you saw yourself.",
    ),
    Trait(
        "conversation",
        VALUE,
        "Is it two-way: a genuine question, an answer, an invitation that merits a reply?",
        (
            "one-way",
            "a token 'let me know'",
            "a real question or a response to the reader",
            "part of a dialogue",
        ),
        "Ask one question you would like to have answered, and say what you do with replies.",
    ),
    Trait(
        "empathy",
        VALUE,
        "Does it understand the reader's situation or feelings, in a human voice?",
        (
            "impersonal",
            "some warmth",
            "clearly takes the reader's side, with a personal voice or story",
            "deeply human, the reader's concern first",
        ),
        "Write to one reader you know: name what is hard for them before what you offer.",
    ),
    Trait(
        "candour",
        VALUE,
        "Is it open about who writes, why, what it costs, limits, trade-offs, credit?",
        (
            "says nothing of itself",
            "identifies itself plainly",
            "states limits, intent or cost, or credits others",
            "remarkably open",
        ),
        "State the price, the limit or who it is not for.",
    ),
)

TRAIT_NAMES: tuple[str, ...] = tuple(trait.name for trait in TRAITS)
BY_NAME: dict[str, Trait] = {trait.name: trait for trait in TRAITS}

#: The model's 18 outputs, in the order of its weights.
OUTPUTS: tuple[str, ...] = (*TRAIT_NAMES, "broadcast", "value", "spam")

#: What a draft can be. The channel changes gates and advice, never grades.
CHANNELS: tuple[str, ...] = (
    "email",
    "cold_email",
    "newsletter",
    "social",
    "blog",
    "ad",
    "announcement",
    "fundraising",
    "headline",
)
