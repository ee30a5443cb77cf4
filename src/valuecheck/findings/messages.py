"""Say in plain words what a passage does to its reader, by trait and level.

In: a trait's score. Out: the message of a finding made from the model's weights. What an author is
told to change gets the trait's advice besides; what is good, a word to keep it.
"""

from __future__ import annotations

from valuecheck.records import TraitScore
from valuecheck.traits import BROADCAST, BY_NAME

#: What a passage does, by trait, in a draft that has a hint of it, clearly has it, is full of it.
MESSAGES: dict[str, tuple[str, str, str]] = {
    "untargeted": (
        "Hardly says who this is for.",
        "Could go to almost anyone: nothing here is about the reader's situation.",
        "Speaks to nobody in particular, like a blast to a whole list.",
    ),
    "hype": (
        "Sounds a little louder than its proof.",
        "Makes big claims without proof.",
        "Claims more than it shows, like most of this draft.",
    ),
    "pressure": (
        "Nudges the reader to hurry.",
        "Rushes the reader with urgency, scarcity or guilt.",
        "Pushes the reader to act now, like most of this draft.",
    ),
    "hard_sell": (
        "Asks or sells in passing.",
        "Sells or asks, as a main part of this draft does.",
        "Sells or asks, like nearly all of this draft.",
    ),
    "self_focus": (
        "Talks about you more than about the reader.",
        "Is about you and what you do, not about what the reader gains.",
        "Is about you, like nearly all of this draft; the reader gets nothing out of it.",
    ),
    "bait": (
        "Teases a little.",
        "Lures: it holds back the answer, or begs for a click, a like or a reply.",
        "Is there to get a click, a like or a reply, like most of this draft.",
    ),
    "boilerplate": (
        "Sounds like a set phrase.",
        "Is stock wording that any sender could have used.",
        "Is filler, like nearly all of this draft.",
    ),
    "deceit": (
        "May strike a reader as doubtful.",
        "May mislead the reader about who is writing or what is on offer.",
        "Looks like part of a scam.",
    ),
    "audience": (
        "Hints at who this is for.",
        "Shows who this is for and what situation they are in.",
        "Speaks to one narrow group, or one person, about what they care about.",
    ),
    "useful": (
        "Gives the reader a small tip or fact.",
        "Tells the reader something they can use or understand.",
        "Helps the reader, like the whole of this draft.",
    ),
    "specific": (
        "Gives a concrete detail.",
        "Gives a detail of the kind that carries this draft.",
        "Is concrete, like the whole of this draft.",
    ),
    "evidence": (
        "Gives some support for what you say.",
        "Shows how you know what you say.",
        "Shows how you know, so that the reader can check it.",
    ),
    "conversation": (
        "Invites a reply.",
        "Asks a real question, or answers one.",
        "Is part of a real conversation.",
    ),
    "empathy": (
        "Sounds warm.",
        "Takes the reader's side, in a human voice.",
        "Puts the reader's own concern first.",
    ),
    "candour": (
        "Says plainly who is writing.",
        "Is open about a limit, a cost, a motive or who deserves credit.",
        "Is remarkably open.",
    ),
}

#: What a row of hashtags does, whatever the trait it is shown for.
TAGS_MESSAGE = (
    "So many tags are for machines, not for readers. Keep the one or two that your readers follow."
)


def message_of(score: TraitScore) -> str:
    """Return what words found by weight do, and what to do about them."""
    trait = BY_NAME[score.trait]
    does = MESSAGES[score.trait][max(1, min(3, score.level)) - 1]
    return f"{does} {trait.advice if trait.pole == BROADCAST else 'Keep it.'}"
