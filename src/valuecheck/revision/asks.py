"""Ask the author for what only the author knows.

In: a report. Out: a few named slots, each with guidance, an invented example and what it does for
the reader. They are never filled in, and no gain is promised: what will be written is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from valuecheck.frozen import record
from valuecheck.records import Draft, Finding, Report, TraitScore
from valuecheck.revision.records import Ask
from valuecheck.traits import VALUE

#: A value trait is asked for below this level; so many are asked at most.
CLEAR, MOST_ASKS = 2, 3


@record
class _Slot:
    """What to ask where a trait is weak, and whose findings say where it belongs."""

    slot: str
    guidance: str
    example: str
    why: str
    beside: tuple[str, ...] = ()


_SLOTS: Mapping[str, _Slot] = {
    "audience": _Slot(
        "reader",
        "Name who exactly this is for and the situation they are in, in the first two lines.",
        "If you run a bakery with fewer than five people and still do the rota on paper, …",
        "The few it is for see that it is; the others lose no time.",
        ("untargeted",),
    ),
    "evidence": _Slot(
        "source",
        "Put the number or the source behind this claim, or what you saw yourself.",
        "In March we timed 40 orders: 31 left within two hours.",
        "A claim that can be checked needs no adjective.",
        ("hype",),
    ),
    "specific": _Slot(
        "detail",
        "Give the date, place, amount or name that you have in mind here.",
        "Delivered on Thursday to the three shops in Harbour Street.",
        "A detail shows that this was written by someone who was there.",
        ("boilerplate", "hype"),
    ),
    "useful": _Slot(
        "example",
        "Write down one thing the reader can do today without you: the step, the recipe, the rule.",
        "Weigh the flour before you sift it; sifted cups differ by a quarter.",
        "Help that stands in the text itself is worth reading even to those who never buy.",
        ("hard_sell", "bait"),
    ),
    "candour": _Slot(
        "limit",
        "Say the price, the limit, or who this is not for.",
        "It costs 40 a month, and it is of no use if you sell by phone.",
        "A stated limit makes the rest believable.",
        ("hard_sell", "pressure"),
    ),
    "conversation": _Slot(
        "question",
        "Ask one question whose answer you would use, and say what you do with the replies.",
        "Which of the two opening times suits you better? We decide on Friday by your answers.",
        "A reader who is asked something real can answer.",
    ),
    "empathy": _Slot(
        "situation",
        "Name what is hard for the reader before you name what you offer.",
        "By the end of the month the receipts are in four drawers and two jackets.",
        "The reader sees that you know the problem, not only the product.",
        ("self_focus",),
    ),
}
_SENDER = Ask(
    "deceit",
    "sender",
    0,
    "Say who is writing, what exactly is offered, what it costs and how to reach you.",
    "I am Ann Lee, I mend boilers in Harbour Street; a visit costs 60; call 555-0137.",
    "Without it a reader has no reason to believe any of the rest.",
)
#: What is not asked of drafts of a kind: a headline has no room, an advert holds no dialogue.
_NOT_ASKED: Mapping[str, frozenset[str]] = {
    "headline": frozenset({"conversation", "empathy", "candour", "evidence", "useful"}),
    "ad": frozenset({"conversation", "empathy"}),
}


def asks(draft: Draft, report: Report) -> tuple[Ask, ...]:
    """Return what the author should supply: the weakest value traits first.

    Parameters
    ----------
    draft : Draft
        As it was read.
    report : Report
        Of the draft; without scores there is nothing to ask.
    """
    if report.scores is None:
        return ()
    return tuple(list(_weakest(draft, report))[:MOST_ASKS])


def ask_for_sender() -> Ask:
    """Return the one question that is left where a draft misleads."""
    return _SENDER


def _weakest(draft: Draft, report: Report) -> Iterator[Ask]:
    assert report.scores is not None
    passed_over = _NOT_ASKED.get(draft.channel, frozenset())
    weak = [
        one
        for one in report.scores.traits
        if one.pole == VALUE and one.level < CLEAR and one.trait not in passed_over
    ]
    taken: set[int] = set()
    for trait in sorted(weak, key=_need):
        slot = _SLOTS[trait.trait]
        line = _line(report, slot, taken)
        taken.add(line)
        yield Ask(trait.trait, slot.slot, line, slot.guidance, slot.example, slot.why)


def _need(trait: TraitScore) -> tuple[int, float]:
    return trait.level, trait.grade


def _line(report: Report, slot: _Slot, taken: set[int]) -> int:
    """Return the line of the worst finding that this answers, 0 where none does."""
    found = [one for one in report.findings if one.trait in slot.beside and one.part != "subject"]
    found.sort(key=lambda one: (_order(one, slot), one.points, one.start))
    for one in found:
        if one.line not in taken:
            return one.line
    return 0


def _order(finding: Finding, slot: _Slot) -> int:
    return slot.beside.index(finding.trait)
